//! OCSF events of the identity log as a lake keeps them: NDJSON in the order of storing, irrelevant ones too.

use std::path::Path;

use super::{
    SimulateError,
    identity_log::{self, Log, Row},
    ocsf_event,
    settings::Settings,
    world::World,
};

/// Writes the log; returns how many events there are (repeated and broken lines not counted).
pub(super) fn write(
    dir: &Path,
    world: &World,
    noise: f64,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    let line = |text: &mut String, row: &Row<'_>| {
        let event = match row {
            Row::Noise(noise) => ocsf_event::of_noise(world, noise),
            Row::Event(event) => ocsf_event::of_event(world, event),
        };
        text.push_str(&event.to_string());
        text.push('\n');
        1
    };
    identity_log::write(dir, world, &Log { name: "ocsf", noise, settings, line: &line })
}
