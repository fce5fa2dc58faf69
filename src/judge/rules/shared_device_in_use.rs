//! `shared-device-in-use`: the device is for many people, or others used it in the 30 days before.

use crate::{
    attribute::case::{Candidate, Case, RecentUser, RowRef},
    judge::{
        facts::{action_and, counted, custody, device_row, is_for_many, told},
        rule::{About, CauseClass, Context, Family, Fired, Role, Rule, Weight},
    },
};

/// The device is for many people, or others used it in the 30 days before.
pub(super) const RULE: Rule = Rule {
    code: "shared-device-in-use",
    family: Family::Subject,
    about: About::Trigger,
    cause: Some((CauseClass::Exception, Role::ExceptionOwner)),
    printed_weight: "+7",
    full_bits: Some(7.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The device is in shared, kiosk or lab custody, or persons other than the subject had sessions on it in the
30 days before the action. What concerns one person hit a device that several depend on.

## Why it speaks for or against a false positive
A lab Mac does not stop being needed because one of its users left. Devices for many people belong into an
exception, and its owner is accountable for the missing one.

## What speaks against it
A single session of an administrator or of a family member is use as well in the eyes of the export. The
sentence names days per person; one day of one person is thin.

## Settings
`[judge].bits.shared-device-in-use` replaces its +7 bits. `custody` in `devices.csv` says which devices are
for many people; sessions come from Jamf's login history.
";

/// So many other users are named in the sentence.
const NAMED_USERS: usize = 5;

fn fires(case: &Case, candidate: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    let candidate = candidate?;
    let custody = custody(case).filter(|custody| is_for_many(custody));
    let others = others(case, candidate);
    if custody.is_none() && others.is_empty() {
        return None;
    }
    let mut facts = Vec::new();
    let mut rows = Vec::new();
    if let Some(custody) = custody {
        facts.push(format!("the device is in `{custody}` custody"));
        rows.extend(device_row(case));
    }
    if !others.is_empty() {
        let said = |user: &&RecentUser| format!("`{}` on {}", user.person_id, counted(user.days, "day"));
        let named: Vec<String> = others.iter().take(NAMED_USERS).map(said).collect();
        let count = counted(others.len(), "other person");
        facts.push(format!("{count} used it in the 30 days before: {}", named.join(", ")));
        rows.extend(others.iter().map(|user| RowRef::Input(user.row)));
    }
    rows.extend(action_and(case, [candidate.trigger.as_ref()]));
    let because = format!("{}; the trigger was {}", facts.join(" and "), told(&candidate.trigger));
    Some(Fired { weight: Weight::Bits(7.0), because, rows })
}

/// Recent users other than the subject; nobody when the subject is not known.
fn others<'a>(case: &'a Case, candidate: &Candidate) -> Vec<&'a RecentUser> {
    let Some(subject) = candidate.subject_person_id.as_deref() else { return Vec::new() };
    case.recent_users.iter().filter(|user| user.person_id != subject).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;

    fn used_by(custody: Option<&str>, users: &[&str]) -> Case {
        case_where(|case| {
            case.device = custody.map(device);
            let user =
                |&person: &&str| RecentUser { person_id: person.to_owned(), days: 4, row: origin(4, 1) };
            case.recent_users = users.iter().map(user).collect();
        })
    }

    #[test]
    fn custody_for_many_or_another_user_is_enough() {
        for (custody, users, expected) in [
            (Some("shared"), &[][..], Some(7.0)),
            (Some("KIOSK"), &[], Some(7.0)),
            (Some("lab"), &["p1"], Some(7.0)),
            (Some("personal"), &["p1", "p2"], Some(7.0)),
            (None, &["p2"], Some(7.0)),
            (Some("personal"), &["p1"], None),
            (Some("loaner"), &[], None),
            (Some("stock"), &[], None),
            (None, &[], None),
        ] {
            assert_eq!(bits(&RULE, &used_by(custody, users)), expected, "{custody:?}, {users:?}");
        }
    }

    #[test]
    fn with_an_unknown_subject_only_custody_speaks() {
        for (custody, expected) in [("personal", None), ("lab", Some(7.0))] {
            let mut case = used_by(Some(custody), &["p2"]);
            case.attribution.candidates[0].subject_person_id = None;
            assert_eq!(bits(&RULE, &case), expected, "{custody}");
        }
    }

    #[test]
    fn the_sentence_names_custody_and_users() {
        let case = used_by(Some("lab"), &["p1", "p2", "p3"]);
        assert_says(
            &RULE,
            &case,
            &["`lab` custody and 2 other persons used it", "`p2` on 4 days, `p3` on 4 days"],
        );
    }
}
