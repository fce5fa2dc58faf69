//! Tests of the model of a review, on the small organisation of the specimen of linking.

mod checked;
mod improvements;
mod rows;
mod sensitivity;
mod statements;

use super::{Check, Prepared, Tolerance, check, over_tolerance, review};
use crate::{
    attribute::specimen::World,
    config::Period,
    measure::working_hours::WorkingCalendar,
    report::model::{CaseRow, Review},
};

pub(super) fn prepared(mut world: World) -> Prepared {
    crate::ingest::set_sign_ins_aside(&mut world.ingested);
    Prepared {
        calendar: WorkingCalendar::parse(&world.config.organisation.working_hours).unwrap(),
        config: world.config,
        registers: world.registers,
        ingested: world.ingested,
        zone: chrono_tz::UTC,
        as_of: world.as_of,
        is_as_of_asked: false,
    }
}

fn august() -> Period {
    Period::parse("2026-08", 1, chrono_tz::UTC).unwrap()
}

fn reviewed(world: World) -> Review {
    review(&prepared(world), &august()).unwrap()
}

fn row(world: World) -> CaseRow {
    reviewed(world).cases.into_iter().find(|case| case.action_id == "a1").unwrap()
}

/// The plain world with the account enabled again after three hours: a false positive.
fn wrong() -> World {
    use crate::{attribute::specimen::hour, records::EventKind};
    World::plain_where(|world| {
        world.happens("u1", EventKind::AccountEnabled, hour(3), "p1");
    })
}
