//! Archived webhooks of Jamf Pro: policy runs, changes of groups and objects, who had which device, signs of life.

mod body;
mod changes;
mod of_devices;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::body::Body;
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        prefilter::{Prefilter, Told},
        sink::{Record, Sink},
        times::{self, TimeRule},
    },
    records::{Instant, JamfClass, Origin},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-webhooks",
    title: "Jamf Pro webhooks, archived bodies (JSON and XML)",
    gives: &["actions", "devices"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&OF_NO_USE),
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

/// Events that carry neither an action nor a device anybody held.
const OF_NO_USE: Prefilter = Prefilter {
    key: "\"webhookEvent\"",
    told: Told::ByWhole,
    other_keys: &["\"webhook_event\"", "\"original\"", "\"message\""],
    beside: &["webhook", "event"],
    is_useless: |name| use_of(name) == Use::None,
};

const MANUAL: Manual = Manual {
    export: "Archive the bodies that Jamf Pro sends to a webhook of your own: one body per file, one per line, or an \
        array; JSON or XML (`<JSSEvent>`). Documents of Elastic that keep the body under `jamf_pro.events` or in \
        `event.original` are read too. Useful events: ComputerPolicyFinished, SmartGroupComputerMembershipChange, \
        SmartGroupMobileDeviceMembershipChange, RestAPIOperation, MobileDeviceEnrolled, MobileDeviceUnEnrolled, \
        ComputerAdded, ComputerInventoryCompleted, ComputerCheckIn, MobileDeviceCheckIn.",
    read: "A finished policy is an action of the policy and a sign of life, with the person Jamf then believed to \
        hold the device. Each device that entered or left a smart group is a group change of that device; it is no \
        identity event, as Jamf's own groups are no identity system. Changes through the API (scripts, groups, \
        policies, profiles, deleted devices) are actions of the account or API client; reading and inventory \
        updates are not. Enrolments, check-ins and inventory are signs of life; enrolment, unenrolment, inventory \
        and completed commands say who held the device. Names of keys are compared without case and `_`, as smart \
        groups have `jssid` where others have `jssID`, and Elastic has `jss_id`. The class of a device follows from \
        the event, as ids of computers and mobile devices overlap. `eventTimestamp` is read in milliseconds or \
        seconds; bodies without it (sent before Jamf Pro 10.12) or with one that is no time give the keys of their \
        device and nothing else: what is not dated belongs to no period.",
    lost: "Which command a MobileDeviceCommandCompleted was about: the command of a wipe itself completes, so it is \
        no sign of life. Which policy finished, in bodies of the old flat form. The devices of a changed static \
        group. Users of SmartGroupUserMembershipChange, which are only Jamf's own numbers. Who was signed in: \
        `username` is the assigned person. There is no event for commands of computers.",
    needs: "Nothing",
    checked: "18 bodies of an open-source project, of the shape before Jamf Pro 10.12; no recorded archive",
};

/// What an event is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    PolicyRun,
    CheckIn(JamfClass),
    Inventory(JamfClass),
    Enrolled(JamfClass),
    /// It tells only who held the device.
    Holder(JamfClass),
    SmartGroup(JamfClass),
    Api,
    None,
}

/// What the event of this name is good for. Spellings differ in case (`ComputerCheckin`).
fn use_of(name: &str) -> Use {
    use JamfClass::{Computer, Mobile};
    match body::folded(name).as_str() {
        "computerpolicyfinished" => Use::PolicyRun,
        "computercheckin" => Use::CheckIn(Computer),
        "mobiledevicecheckin" => Use::CheckIn(Mobile),
        "computerinventorycompleted" => Use::Inventory(Computer),
        "mobiledeviceinventorycompleted" => Use::Inventory(Mobile),
        "computeradded" => Use::Enrolled(Computer),
        "mobiledeviceenrolled" => Use::Enrolled(Mobile),
        "mobiledeviceunenrolled" | "mobiledevicecommandcompleted" => Use::Holder(Mobile),
        "smartgroupcomputermembershipchange" => Use::SmartGroup(Computer),
        "smartgroupmobiledevicemembershipchange" => Use::SmartGroup(Mobile),
        "restapioperation" => Use::Api,
        _ => Use::None,
    }
}

fn detect(head: &Head) -> bool {
    head.rows.iter().any(|row| Body::of(row).is_some())
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Webhooks))
}

struct Webhooks;

impl RowReader for Webhooks {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        const EXPECTED: &str = "expected a body with `webhook` (`webhookEvent`) and `event`";
        let Row::Json(value) = row else { return sink.reject(at, EXPECTED, "") };
        let Some(body) = Body::of(value) else { return sink.reject(at, EXPECTED, &value.to_string()) };
        let what = use_of(&body.name);
        if what == Use::None {
            return sink.out_of_scope(at);
        }
        let time = time(&body, at, sink);
        match records(what, &body, time, at, sink) {
            Ok(records) if records.is_empty() => sink.out_of_scope(at),
            Ok(records) => sink.accept(at, records),
            Err(reason) => sink.reject(at, reason, &value.to_string()),
        }
    }
}

/// When the event happened; `None` where the body does not say it.
fn time(body: &Body<'_>, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
    let text = body.timestamp();
    let found = match text.as_deref() {
        // Numbers of other lengths than those of seconds and milliseconds are no times.
        Some(text) if text.len() >= 10 => times::parse(text, TimeRule::Utc, None).ok().flatten(),
        _ => None,
    };
    if let Some(stamp) = found {
        sink.source.saw_time(stamp.zone_source);
        return Some(stamp.at);
    }
    let found = text.map_or("is missing".to_owned(), |text| {
        format!("is `{}`, which is no time", text.chars().take(40).collect::<String>())
    });
    let message = format!(
        "`eventTimestamp` of a {} {found}: bodies without a time (Jamf Pro sends it since 10.12) give only the keys of \
         their device, and no action",
        body.name
    );
    sink.note(at, "no-event-time", message);
    None
}

/// The records of an event; none when no workflow can use it.
fn records(
    what: Use,
    body: &Body<'_>,
    time: Option<Instant>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<Record>, String> {
    match (what, time) {
        (Use::SmartGroup(class), Some(time)) => changes::of_smart_group(body, class, time, at),
        (Use::Api, Some(time)) => changes::through_api(body, time, at),
        (Use::None | Use::SmartGroup(_) | Use::Api, _) => Ok(Vec::new()),
        (what, time) => of_devices::records(what, body, time, at, sink),
    }
}

/// Fields of an object by their folded names.
fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.as_object()?.iter().find(|(key, _)| body::folded(key) == name).map(|(_, value)| value)
}
