//! Entra directory audits as diagnostic settings stream them to an event hub: one envelope per line, irrelevant
//! records too. What HR enters shows as the leave date that provisioning writes into the directory.

use std::path::Path;

use super::{
    SimulateError, entra_audit,
    entra_provisioning::{self, Provisioned},
    identity_log::{self, Log, Row},
    settings::Settings,
    world::World,
};

/// Writes the log; returns how many records there are (repeated and broken lines not counted).
pub(super) fn write(
    dir: &Path,
    world: &World,
    noise: f64,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    let line = |text: &mut String, row: &Row<'_>| {
        let records = match row {
            Row::Noise(noise) => entra_audit::of_noise(world, noise),
            Row::Event(event) => entra_audit::of_event(world, event),
        };
        let mut written = 0;
        for record in records {
            text.push_str(&record.to_string());
            text.push('\n');
            written += 1;
        }
        written
    };
    let audits =
        identity_log::write(dir, world, &Log { name: "entra-audits", noise, settings, line: &line })?;
    let provisioned: Vec<Provisioned> = entra_provisioning::of(world);
    entra_provisioning::write(dir, world, &provisioned)?;
    Ok(audits + provisioned.len() as u64)
}
