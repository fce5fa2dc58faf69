//! One case: its columns, its evidence, its timeline.

use crate::records::Instant;

/// One piece of evidence of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// Rule code.
    pub code: String,
    /// Family code.
    pub family: String,
    /// How it counts.
    pub weight: EvidenceWeight,
    /// One sentence with the facts, in UTC times.
    pub because: String,
    /// `file:position` of every row it rests on.
    pub rows: Vec<String>,
}

/// How a fired rule counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EvidenceWeight {
    /// Bits in the sum (`+0` when a stronger rule of its family counts).
    Bits(f64),
    /// Sets the verdict.
    Decisive,
    /// Silenced by a rule that makes the truth beside the point.
    Suspended,
}

/// One entry of a case's timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When.
    pub at: Instant,
    /// `identity`, `jamf`, `ticket`, `register`, `review`.
    pub lane: &'static str,
    /// What happened, one line.
    pub what: String,
    /// `file:position`.
    pub row: String,
}

/// A case with the columns of `tables/cases` and what `explain` shows.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct CaseRow {
    /// The command UUID where there is one, else a hash of what makes the action one.
    pub action_id: String,
    /// `false_positive`, `true_positive`, `benign_positive`, `undetermined`.
    pub verdict: String,
    /// `confirmed`, `probable`; `None` when undetermined.
    pub certainty: Option<String>,
    /// A false positive that cost hours, regulated hours or data.
    pub disruptive: bool,
    /// P(false positive), 0 to 1; 1 and 0 when a decisive rule set the verdict, `None` when benign.
    pub probability: Option<f64>,
    /// Code of the rule that names the mechanism, or `unexplained`; `None` for other verdicts.
    pub cause: Option<String>,
    /// The role that answers for the cause.
    pub accountable_role: Option<String>,
    /// Who held that role in the workflow at `done_at`, or `unmapped`.
    pub accountable_owner: Option<String>,
    /// The workflow it was done for, if the control map knows one.
    pub workflow_id: Option<String>,
    /// Code of the action kind.
    pub action_kind: String,
    /// The profile, application, policy, group or script it touched, by name and id, where its record says so.
    pub object: Option<String>,
    /// The device, by its first id after devices were united.
    pub device_id: Option<String>,
    /// Serial number of the device.
    pub serial: Option<String>,
    /// Class by the register or the inventory, for example `laptop`.
    pub device_class: Option<String>,
    /// Custody by the register: `personal`, `shared`, `loaner`, `kiosk`, `lab`, `stock`.
    pub custody: Option<String>,
    /// Who held the device at `done_at`: the affected person.
    pub person_id: Option<String>,
    /// Whom the trigger was about.
    pub subject_person_id: Option<String>,
    /// Organisational unit of the affected person, else of the device.
    pub unit: Option<String>,
    /// When Jamf sent it; UTC, as every time here.
    pub sent_at: Option<Instant>,
    /// When the device or the server did it. Decides the period and the week.
    pub done_at: Instant,
    /// The event that is shown as the cause: one of the linked episode.
    pub trigger_event_id: Option<String>,
    /// Code of its kind.
    pub trigger_kind: Option<String>,
    /// When it happened, by its source.
    pub trigger_at: Option<Instant>,
    /// `linked`, `ambiguous`, `unattributed`.
    pub attribution: String,
    /// Score of the best candidate, in bits.
    pub attribution_score: Option<f64>,
    /// Its lead over the best rival episode, in bits; `None` without a rival.
    pub attribution_margin: Option<f64>,
    /// The event of the best rival.
    pub runner_up_event_id: Option<String>,
    /// The group of actions and side effects of one episode.
    pub fan_out_id: Option<String>,
    /// Ids of all events of the triggering episode, in time order.
    pub episode_event_ids: Vec<String>,
    /// The event that undid the trigger.
    pub reversal_event_id: Option<String>,
    /// When it did.
    pub reversal_at: Option<Instant>,
    /// Linked tickets, coincident ones out, in order of their ids.
    pub ticket_ids: Vec<String>,
    /// The exception that was in force or had lapsed.
    pub exception_id: Option<String>,
    /// The action this one repeats.
    pub duplicate_of: Option<String>,
    /// The earliest proof that the device or account worked again.
    pub restored_at: Option<Instant>,
    /// What proved the restoration, or `censored`.
    pub restored_by: Option<String>,
    /// Its hours are those of the cap: nothing proves that the interruption ended before it.
    pub capped: bool,
    /// Working hours of the affected person inside the interruption.
    pub lost_hours: Option<f64>,
    /// Persons who used the device regularly before; 1 where none are known.
    pub affected_people: Option<u64>,
    /// `lost_hours` × `affected_people`: an upper bound for shared devices.
    pub person_hours: Option<f64>,
    /// Ids of the regulated scopes that the interruption met.
    pub regulated_scopes: Vec<String>,
    /// Hours of the interruption inside regulated windows, each hour once.
    pub regulated_hours: Option<f64>,
    /// Hours per regime, ordered by regime.
    pub regulated_hours_by_regime: Vec<(String, f64)>,
    /// A wipe or the deletion of a user.
    pub data_loss: bool,
    /// Of a disruptive wipe: further tickets of the 14 days after it. `None` for others, and without tickets.
    pub second_order_tickets: Option<u64>,
    /// How many of them would have come by chance.
    pub second_order_expected: Option<f64>,
    /// Its sources cover too little time after it to judge: outside every rate.
    pub young: bool,
    /// Decisive rules or reviewers disagree.
    pub conflict: bool,
    /// Who owns the trigger's logic and data in the workflow version of that time.
    pub control_owner: Option<String>,
    /// Who approved the workflow.
    pub business_approver: Option<String>,
    /// Who owns how and where the action is done.
    pub execution_owner: Option<String>,
    /// Who owns the exceptions.
    pub exception_owner: Option<String>,
    /// `not_due`, `due`, `overdue`, `reviewed`.
    pub review_state: String,
    /// End of the last working day for its review, or for settling it where reviewers disagree; `None` when
    /// nobody must review it.
    pub review_due_at: Option<Instant>,
    /// Everybody who reviewed it, the first one first.
    pub reviewers: Vec<String>,
    /// When the last of them did.
    pub reviewed_at: Option<Instant>,
    /// Fired rules, sorted by code.
    pub evidence: Vec<EvidenceRow>,
    /// Everything joined to the case in time order.
    pub timeline: Vec<TimelineEntry>,
    /// `file:position` of the action's own rows.
    pub rows: Vec<String>,
    /// The burst it is part of; then it is in no rate unless a reviewer decided.
    pub burst_id: Option<String>,
    /// Flags for the reader, for example `affected people unknown: counted as 1`.
    pub flags: Vec<String>,
}

impl CaseRow {
    /// The `rules` column: `code:+8;code:+0;code:decisive;code:suspended`, sorted by code.
    pub fn rules(&self) -> String {
        let parts: Vec<String> =
            self.evidence.iter().map(|e| format!("{}:{}", e.code, e.weight.label())).collect();
        parts.join(";")
    }
}

impl EvidenceWeight {
    /// `+8`, `-4.25`, `decisive`, `suspended`.
    pub fn label(self) -> String {
        match self {
            Self::Bits(bits) if bits.fract() == 0.0 => format!("{bits:+.0}"),
            Self::Bits(bits) => format!("{bits:+}"),
            Self::Decisive => "decisive".to_owned(),
            Self::Suspended => "suspended".to_owned(),
        }
    }
}
