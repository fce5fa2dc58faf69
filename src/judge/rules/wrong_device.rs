//! `wrong-device`: the device was not the subject's at that time.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        facts::{action_and, custody, is_for_many, subject_is_not_holder, told, utc},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
    records::DeviceKeys,
};

/// The device was not the subject's at that time.
pub(super) const RULE: Rule = Rule {
    code: "wrong-device",
    family: Family::Subject,
    about: About::Trigger,
    cause: Some((CauseClass::Data, Role::ExecutionOwner)),
    printed_weight: "+8",
    full_bits: Some(8.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The trigger is about one person, and at the time of the action the device was held by another. Custody is
personal, loaner or not known; devices for many people have a rule of their own. An event that names this
very device is about the device, and keeps the rule silent.

## Why it speaks for or against a false positive
The device moved on, and the automation followed an old assignment. Its new holder is hit for what concerns
somebody else, so the truth family is suspended.

## What speaks against it
The assignment history may be behind the hand-over in the other direction: a device still in the subject's
hands but already assigned to the next person. A register in which all later changes are missing says
nothing: the rule is silent. The holder's row says what the statement rests on.

## Settings
`[judge].bits.wrong-device` replaces its +8 bits. It is silent when `wrong-person` speaks. Assignment
history or `devices.csv` with versions makes it reliable.
";

fn fires(case: &Case, candidate: Option<&Candidate>, context: &Context<'_>) -> Option<Fired> {
    if super::wrong_person::fires(case, candidate, context).is_some() {
        return None;
    }
    let candidate = candidate?;
    let (subject, holder) = subject_is_not_holder(case, candidate)?;
    let custody = custody(case);
    let is_one_persons = custody.as_deref().is_none_or(|custody| !is_for_many(custody) && custody != "stock");
    let names_device = candidate
        .episode
        .iter()
        .filter_map(|event| event.device.as_ref())
        .any(|d| is_same(d, &case.action.device));
    // Whom a source named that ended long before is no longer known to have had it.
    if !is_one_persons || names_device || holder.is_old {
        return None;
    }
    let mut rows = vec![holder.row.clone()];
    rows.extend(action_and(case, [candidate.trigger.as_ref()]));
    Some(Fired {
        weight: Weight::Bits(8.0),
        because: format!(
            "{} is about `{subject}`, but at {} the device was held by `{}`, as the {} says",
            told(&candidate.trigger),
            utc(case.done_at),
            holder.person_id,
            holder.basis
        ),
        rows,
    })
}

/// Whether two records name one device by a key that identifies it.
fn is_same(a: &DeviceKeys, b: &DeviceKeys) -> bool {
    let both = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let by_jamf_id = a.class == b.class && a.class.is_some() && both(&a.jamf_id, &b.jamf_id);
    by_jamf_id
        || both(&a.serial, &b.serial)
        || both(&a.udid, &b.udid)
        || both(&a.management_id, &b.management_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attribute::case::IdentifierMove, judge::fixtures::*, records::EventKind as K};

    fn held_by(person: Option<&str>, custody: Option<&str>) -> Case {
        case_where(|case| {
            case.holder = person.map(holder);
            case.device = custody.map(device);
        })
    }

    #[test]
    fn another_holder_of_a_device_for_one_person_is_wrong() {
        for (person, custody, expected) in [
            (Some("p2"), Some("personal"), Some(8.0)),
            (Some("p2"), Some("loaner"), Some(8.0)),
            (Some("p2"), Some(""), Some(8.0)),
            (Some("p2"), None, Some(8.0)),
            (Some("p2"), Some("shared"), None),
            (Some("p2"), Some("Kiosk"), None),
            (Some("p2"), Some("lab"), None),
            (Some("p2"), Some("stock"), None),
            (Some("p1"), Some("personal"), None),
            (None, Some("personal"), None),
        ] {
            assert_eq!(bits(&RULE, &held_by(person, custody)), expected, "{person:?}, {custody:?}");
        }
    }

    #[test]
    fn a_register_that_ended_long_before_is_silence() {
        let mut case = held_by(Some("p2"), None);
        case.holder.as_mut().unwrap().is_old = true;
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn an_unknown_subject_is_silence() {
        let mut case = held_by(Some("p2"), None);
        case.attribution.candidates[0].subject_person_id = None;
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn wrong_person_silences_it() {
        let mut case = held_by(Some("p2"), None);
        case.attribution.candidates[0].identifier_moved =
            Some(IdentifierMove { identifier: "r.sample@meridian.example".to_owned(), rows: Vec::new() });
        assert_eq!(bits(&RULE, &case), None);
    }

    #[test]
    fn an_event_that_names_this_device_is_about_the_device() {
        for (serial, expected) in [("MAC-1", None), ("MAC-2", Some(8.0))] {
            let mut case = held_by(Some("p2"), None);
            let mut trigger = event(K::DeviceNoncompliant, hour(0));
            trigger.device = Some(DeviceKeys { serial: Some(serial.to_owned()), ..DeviceKeys::default() });
            set_trigger(&mut case.attribution.candidates[0], trigger);
            assert_eq!(bits(&RULE, &case), expected, "{serial}");
        }
    }

    #[test]
    fn one_identifying_key_in_common_makes_one_device() {
        use crate::records::JamfClass::{Computer, Mobile};
        let keys = || DeviceKeys { name: Some("Robins Mac".to_owned()), ..DeviceKeys::default() };
        let set = |text: &str| Some(text.to_owned());
        let jamf = |class, id: &str| DeviceKeys { class, jamf_id: set(id), ..keys() };
        let management = DeviceKeys { management_id: set("m1"), ..keys() };
        let udid = DeviceKeys { udid: set("U1"), management_id: set("m2"), ..keys() };
        for (a, b, same) in [
            (jamf(Some(Computer), "7"), jamf(Some(Computer), "7"), true),
            (jamf(Some(Computer), "7"), jamf(Some(Mobile), "7"), false),
            (jamf(Some(Computer), "7"), jamf(Some(Computer), "8"), false),
            (jamf(None, "7"), jamf(None, "7"), false),
            (management.clone(), management.clone(), true),
            (udid.clone(), DeviceKeys { udid: set("U1"), ..keys() }, true),
            (management, udid, false),
            (keys(), keys(), false),
        ] {
            assert_eq!(is_same(&a, &b), same, "{a:?} and {b:?}");
        }
    }

    #[test]
    fn the_sentence_names_the_basis() {
        assert_says(
            &RULE,
            &held_by(Some("p2"), None),
            &["about `p1`", "held by `p2`, as the assignment history says"],
        );
    }
}
