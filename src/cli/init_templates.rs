//! The texts of a new review folder. Lines that start with `#: ` are examples or defaults that become
//! active without that mark; a test reads them that way.

/// Where the sources go into [`CONFIG`].
pub(super) const SOURCES_MARK: &str = "# SOURCES";

/// Sources of a folder without exports yet.
pub(super) const SOURCES: &str = r#"# One entry per kind of export. The format is detected from content where none is named.
#: [[source]]
#: path = "exports/jamf/*.json"          # glob, relative to this file; .gz and .zst are read as they are
#: format = "jamf-mdm-commands"          # optional; `misfire formats` lists them
#: time_zone = "UTC"                     # for stamps without a zone
#: date_order = "mdy"                    # mdy, dmy or ymd; only where a column cannot decide it
#: columns = { person_email = "Email" }  # field = header, where whoever exports chooses headers"#;

/// `misfire.toml`.
pub(super) const CONFIG: &str = r#"# The settings of a review. Paths are relative to this file. Unknown keys are errors.
# A line that starts with `#: ` shows a default; `misfire schema config` prints every key with its meaning.

[organisation]
name = "Your organisation"
time_zone = "UTC"                        # IANA name; period edges, working hours, display
#: fiscal_year_start_month = 1
#: working_hours = "Mon-Fri 09:00-17:30" # several parts separated by ;
#: hourly_rate = 0.0                     # 0: no money figures

# SOURCES

[registers]                              # a register that is absent turns off what needs it
#: workflows = "registers/workflows.toml"
#: people = "registers/people.csv"
#: devices = "registers/devices.csv"
#: exceptions = "registers/exceptions.csv"
#: regulated_work = "registers/regulated_work.csv"
#: reviews = "registers/reviews.csv"
#: improvements = "registers/improvements.csv"
#: holidays = "registers/holidays.csv"

[read]
#: max_line_mb = 16                      # a longer row is rejected
#: max_ratio = 200                       # of unpacked to packed size; more is a bomb
#: checked = "candidates"                # or "all": every line is parsed

[attribute]                              # scores are in bits
#: min_score = 4.0                       # a trigger is taken from here on
#: min_margin = 2.0                      # and with this lead over the best rival
#: clock_skew = "2m"
#: merge_window = "60s"                  # records of one action lie no farther apart
#: burst_devices = 10                    # a burst: unexplained destructive actions on so many devices
#: burst_window = "1h"                   # within this time, on behalf of one initiator
#: burst_probability = 0.001             # where chance gives as many this rarely at most

[judge]
#: prior = 0.05                          # P(false positive) before any evidence
#: false_positive_at = 0.8
#: true_positive_at = 0.2
#: bits = {}                             # by rule code, for example { kept-working = 1.0 }; see `misfire rules`

[measure]
#: cap_working_days = 10                 # longest interruption without proof of restoration
#: default_hours = {}                    # by action kind, for example { restart = 0.25 }

[rank]
#: min_cases = 20                        # under it: too few to rank
#: confidence = 0.95

[review]
#: must = ["wipe", "regulated", "executive", "disruptive"]
#: within_working_days = 10

[tickets]
#: patterns = []                         # for example [{ class = "C", pattern = "LWD enable", language = "en", why = "last working day has passed" }]
#: closure_codes = []                    # for example [{ field = "close_code", value = "Bot error", means = "automation-error" }]

[chart]
#: rebase = []                           # for example [{ week = "2026-W31", reason = "new workflow" }]
"#;

/// The registers with their headers and an example each.
pub(super) const REGISTERS: [(&str, &str); 8] = [
    ("registers/workflows.toml", WORKFLOWS),
    ("registers/people.csv", PEOPLE),
    ("registers/devices.csv", DEVICES),
    ("registers/exceptions.csv", EXCEPTIONS),
    ("registers/regulated_work.csv", REGULATED_WORK),
    ("registers/reviews.csv", REVIEWS),
    ("registers/improvements.csv", IMPROVEMENTS),
    ("registers/holidays.csv", HOLIDAYS),
];

const WORKFLOWS: &str = r#"# The control map: one [[workflow]] per version of an approved automation. Entries with one id and
# different validity are its versions; the one valid when an action was done judges it.
# Owners are a person_id of people.csv or "team:<name>".

#: [[workflow]]
#: id = "leaver-lock"
#: title = "Lock the Mac of a leaver"
#: purpose = "Nobody who left works on with our data"
#: triggers = ["account_disabled", "termination_recorded"]
#: objects = []                          # ids or names of groups, apps, licences; empty: any
#: actions = ["lock"]
#: initiators = ["api-client:12"]        # or account:<name>, jawa:<hook>, policy:<id>
#: max_delay = "24h"
#: settle = "0m"
#: control_owner = "team:Identity"
#: business_approver = "p-0002"
#: execution_owner = "team:Endpoint"
#: exception_owner = "team:Service Desk"
#: approved_by = "p-0001"
#: approved_at = "2026-01-05"
#: approval_expires = "2026-12-31"
#: valid_from = "2026-01-05"
#: valid_to = "2026-12-31"
#: tolerated_rate = 0.02
#: containment_target = "1h"
#: max_exposure_hours = 8.0
#: drivers = ["PCI DSS 8.2.5"]
#: agentic = false
"#;

const PEOPLE: &str = "# Rows with one person_id are versions. kind: employee, contractor, service_account, break_glass.
# A date in valid_to includes that day. Lines that start with # are skipped.
person_id,display_name,kind,unit,executive,okta_id,entra_object_id,employee_id,upn,email,aliases,valid_from,valid_to,time_zone
#: p-0001,Ada Pine,employee,Process Development,no,00u1,,1001,ada.pine@example.com,ada.pine@example.com,apine;a.pine,2024-02-01,,
#: p-0002,Ben Reed,employee,Compliance,yes,00u2,,1002,ben.reed@example.com,ben.reed@example.com,,2020-06-01,,Europe/Berlin
";

const DEVICES: &str = "# At least one of serial, udid, management_id, jamf_id. jamf_class: computer, mobile.
# custody: personal, shared, loaner, kiosk, lab, stock.
serial,udid,management_id,jamf_id,jamf_class,name,asset_tag,device_class,custody,assigned_person,unit,valid_from,valid_to
#: EXAMPLE0001,,,41,computer,lab-mac-01,A-1041,lab_mac,lab,p-0001,Process Development,2025-03-01,
";

const EXCEPTIONS: &str = "# workflow_id or *. subject_kind: person, device, device_class, unit, person_kind.
# Without approved_by an exception does not protect.
exception_id,workflow_id,subject_kind,subject,reason,requested_by,approved_by,valid_from,valid_to
#: EX-1,leaver-lock,device_class,lab_mac,Instruments run overnight,p-0001,p-0002,2026-01-05,2026-12-31
";

const REGULATED_WORK: &str =
    "# match_kind: person, device, device_class, unit. Empty window: whenever that person works.
scope_id,regime,title,match_kind,match_value,window_start,window_end,accountable_person
#: GXP-1,GxP,Batch release,unit,Process Development,2026-07-01,2026-07-31,p-0002
";

const REVIEWS: &str = "# decision: false_positive, true_positive, benign_positive, undetermined. cause: a rule code.
# The newest row per action and reviewer counts.
action_id,reviewer,reviewed_at,decision,cause,rationale
#: 00000000-0000-4000-8000-000000000001,p-0002,2026-07-20T10:00,false_positive,trigger-reversed,Was on leave and not gone
";

const IMPROVEMENTS: &str = "# status: open, done, accepted.
improvement_id,opened_period,workflow_id,cause,change,owner,due,status,closed_at
#: IMP-1,2026-Q2,leaver-lock,trigger-reversed,Wait 30 minutes before locking,team:Identity,2026-09-30,open,
";

const HOLIDAYS: &str = "# zone_or_unit: an IANA zone or a unit; empty: everybody.
date,zone_or_unit,name
#: 2026-07-03,America/New_York,Independence Day (observed)
";
