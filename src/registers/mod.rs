//! The registers of the review folder: who and what the organisation says it has, as versions in time.
//! Times are half-open intervals in UTC, computed in the organisation's zone; a date without time in
//! `valid_to` or `window_end` includes that day.

pub mod devices;
pub mod exceptions;
mod holidays;
pub mod improvements;
mod lint;
mod lint_control_map;
pub mod load;
mod overlap;
pub mod people;
pub mod regulated_work;
pub mod reviews;
mod table;
mod workflows;

use std::collections::BTreeMap;

pub use lint_control_map::approvals_in;
pub use load::{RegisterError, load};

use crate::{
    config::Span,
    records::{ActionKind, EventKind, Instant},
};

/// A half-open stretch of time; an absent edge is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Validity {
    /// First instant inside.
    pub from: Option<Instant>,
    /// First instant after.
    pub to: Option<Instant>,
}

impl Validity {
    /// Whether the instant lies inside.
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    /// Whether two stretches share an instant.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |end: Option<Instant>, start: Option<Instant>| {
            end.zip(start).is_some_and(|(end, start)| end <= start)
        };
        !ends_before(self.to, other.from) && !ends_before(other.to, self.from)
    }
}

/// Where a register row stands: file relative to the folder, and its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterRow {
    /// File, relative to the review folder.
    pub file: String,
    /// Line, 1-based.
    pub line: u64,
}

impl RegisterRow {
    /// `file:line`, as printed in findings.
    pub fn reference(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// All registers. `None` means that the file is absent, which turns off what needs it.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// The control map.
    pub workflows: Option<Vec<Workflow>>,
    /// People, every version a row.
    pub people: Option<Vec<Person>>,
    /// Devices, every version a row.
    pub devices: Option<Vec<Device>>,
    /// Exceptions.
    pub exceptions: Option<Vec<Exception>>,
    /// Regulated work.
    pub regulated_work: Option<Vec<RegulatedScope>>,
    /// Decisions of reviewers, in file order.
    pub reviews: Option<Vec<ReviewDecision>>,
    /// Improvements.
    pub improvements: Option<Vec<Improvement>>,
    /// Holidays.
    pub holidays: Option<Vec<Holiday>>,
    /// What the lint found; each goes to `tables/controls`.
    pub findings: Vec<ControlFinding>,
}

/// One row of `tables/controls`: a finding about the control map or another register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ControlFinding {
    /// Kebab-case code of the check.
    pub rule: String,
    /// What it is about, for example a workflow id.
    pub subject: String,
    /// The finding in one sentence.
    pub finding: String,
    /// `file:line` it rests on.
    pub reference: String,
}

/// One version of an approved automation.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Id, shared by versions.
    pub id: String,
    /// Title.
    pub title: String,
    /// Purpose.
    pub purpose: String,
    /// Trigger kinds it may act on.
    pub triggers: Vec<EventKind>,
    /// Ids or names of groups, apps or licences it is limited to; empty = any.
    pub objects: Vec<String>,
    /// Action kinds it may take.
    pub actions: Vec<ActionKind>,
    /// Initiators, split at the first colon: (`api-client`, id), (`account`, name), (`jawa`, hook), (`policy`, id).
    pub initiators: Vec<(String, String)>,
    /// Longest delay from trigger to sending.
    pub max_delay: Span,
    /// Waiting time before it acts.
    pub settle: Span,
    /// Defines the trigger.
    pub control_owner: Option<String>,
    /// Approved it for the business.
    pub business_approver: Option<String>,
    /// Runs it.
    pub execution_owner: Option<String>,
    /// Owns its exceptions.
    pub exception_owner: Option<String>,
    /// Who approved this version.
    pub approved_by: Option<String>,
    /// When.
    pub approved_at: Option<Instant>,
    /// Until when the approval holds.
    pub approval_expires: Option<Instant>,
    /// When this version holds.
    pub validity: Validity,
    /// Tolerated rate of false positives.
    pub tolerated_rate: f64,
    /// Target from trigger to done.
    pub containment_target: Span,
    /// Tolerated hours of exposure.
    pub max_exposure_hours: Option<f64>,
    /// Requirements it serves, printed.
    pub drivers: Vec<String>,
    /// Whether an AI agent decides.
    pub agentic: bool,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One version of a person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Our id, shared by versions.
    pub person_id: String,
    /// Display name.
    pub display_name: String,
    /// `employee`, `contractor`, `service_account`, `break_glass`, or empty.
    pub kind: String,
    /// Unit or department.
    pub unit: Option<String>,
    /// Whether an executive.
    pub executive: bool,
    /// Okta id.
    pub okta_id: Option<String>,
    /// Entra object id.
    pub entra_object_id: Option<String>,
    /// Employee id.
    pub employee_id: Option<String>,
    /// UPN.
    pub upn: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Further addresses and logins.
    pub aliases: Vec<String>,
    /// When this version holds.
    pub validity: Validity,
    /// IANA zone, if not the organisation's.
    pub time_zone: Option<String>,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One version of a device.
#[derive(Debug, Clone)]
pub struct Device {
    /// Serial.
    pub serial: Option<String>,
    /// UDID.
    pub udid: Option<String>,
    /// Management id.
    pub management_id: Option<String>,
    /// Jamf id.
    pub jamf_id: Option<String>,
    /// `computer` or `mobile`.
    pub jamf_class: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Asset tag.
    pub asset_tag: Option<String>,
    /// The organisation's class, for example `lab_mac`.
    pub device_class: Option<String>,
    /// `personal`, `shared`, `loaner`, `kiosk`, `lab`, `stock`.
    pub custody: Option<String>,
    /// `person_id` it is assigned to.
    pub assigned_person: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// When this version holds.
    pub validity: Validity,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One exception from a workflow.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Id.
    pub exception_id: String,
    /// Workflow id or `*`.
    pub workflow_id: String,
    /// `person`, `device`, `device_class`, `unit`, `person_kind`.
    pub subject_kind: String,
    /// Its value.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub requested_by: Option<String>,
    /// Who approved; without it the exception does not protect.
    pub approved_by: Option<String>,
    /// When it holds.
    pub validity: Validity,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One scope of regulated work.
#[derive(Debug, Clone)]
pub struct RegulatedScope {
    /// Id.
    pub scope_id: String,
    /// Regime, for example `SOX`.
    pub regime: String,
    /// Title.
    pub title: String,
    /// `person`, `device`, `device_class`, `unit`.
    pub match_kind: String,
    /// Its value.
    pub match_value: String,
    /// Window; both edges open = whenever that person works.
    pub window: Validity,
    /// Who is accountable for the work.
    pub accountable_person: Option<String>,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One decision of a reviewer.
#[derive(Debug, Clone)]
pub struct ReviewDecision {
    /// The action.
    pub action_id: String,
    /// Who decided.
    pub reviewer: String,
    /// When.
    pub reviewed_at: Instant,
    /// A verdict code.
    pub decision: String,
    /// A cause (rule code), for false positives.
    pub cause: Option<String>,
    /// Why.
    pub rationale: String,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One improvement.
#[derive(Debug, Clone)]
pub struct Improvement {
    /// Id.
    pub improvement_id: String,
    /// Period in which it was opened.
    pub opened_period: String,
    /// Workflow.
    pub workflow_id: String,
    /// Cause it is to remove.
    pub cause: String,
    /// What is changed.
    pub change: String,
    /// Who does it.
    pub owner: String,
    /// Due date as written.
    pub due: String,
    /// `open`, `done`, `accepted`.
    pub status: String,
    /// When closed.
    pub closed_at: Option<Instant>,
    /// Where it stands.
    pub row: RegisterRow,
}

/// One holiday.
#[derive(Debug, Clone)]
pub struct Holiday {
    /// The local date.
    pub date: chrono::NaiveDate,
    /// Zone (IANA) or unit it holds for; empty = everybody.
    pub zone_or_unit: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub row: RegisterRow,
}

/// Extra columns of a register row, kept.
pub type ExtraColumns = BTreeMap<String, String>;
