//! How many persons went without.

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::{Judgement, rule::Verdict},
    measure::{Context, Measured, whereabouts},
};

/// On how many of the 30 days before the action somebody used a device who counts as affected.
const DAYS_OF_USE: u32 = 3;

pub(super) const MEASURE: Measure = Measure {
    code: "affected-people",
    explanation: "Persons with sessions on the device on at least 3 of the 30 days before the action; 1 for a personal \
        device; 1, flagged, where none is known. For devices that several persons use the number is an upper bound: \
        they did not all need it at the same time.",
    take,
};

fn take(case: &Case, judgement: &Judgement, _: &Context<'_>, measured: &mut Measured) {
    if judgement.verdict != Verdict::FalsePositive {
        return;
    }
    if whereabouts::custody(case) == Some("personal") {
        measured.affected_people = Some(1);
        return;
    }
    let users = case.recent_users.iter().filter(|user| user.days >= DAYS_OF_USE).count() as u64;
    let flag = match users {
        0 => "affected people unknown: counted as 1".to_owned(),
        1 => {
            measured.affected_people = Some(1);
            return;
        }
        _ => format!("used by {users} people: person-hours are an upper bound"),
    };
    measured.affected_people = Some(users.max(1));
    measured.flags.push(flag);
}
