//! Google Workspace Reports: activities of the admin, login and other applications, one per line.

use std::path::Path;

use super::{
    SimulateError, google_activity,
    identity_log::{self, Log, Row},
    settings::Settings,
    world::World,
};

/// Writes the log; returns how many activities there are (repeated and broken lines not counted).
pub(super) fn write(
    dir: &Path,
    world: &World,
    noise: f64,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    let line = |text: &mut String, row: &Row<'_>| {
        let activity = match row {
            Row::Noise(noise) => google_activity::of_noise(world, noise),
            Row::Event(event) => google_activity::of_event(world, event),
        };
        let Some(activity) = activity else { return 0 };
        text.push_str(&activity.to_string());
        text.push('\n');
        1
    };
    identity_log::write(dir, world, &Log { name: "google", noise, settings, line: &line })
}
