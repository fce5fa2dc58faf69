//! Devices of the stock that are set up anew, as somebody asked.

use chrono::TimeDelta;

use super::leavers::right_deed;
use crate::{
    records::Instant,
    simulate::{
        commands::Kind,
        devices::{Custody, Model},
        helpdesk,
        rng::Rng,
        truth::Verdict,
        workflows::Flow,
        world::World,
    },
};

/// The automation's client wipes a phone of the stock after a request of the service desk.
pub(super) fn from_stock(world: &mut World, rng: &mut Rng, at: Instant) -> bool {
    let stock: Vec<usize> = (0..world.devices.len())
        .filter(|index| {
            let device = &world.devices[*index];
            device.custody == Custody::Stock && device.model == Model::Iphone && device.is_up(at)
        })
        .collect();
    if stock.is_empty() {
        return false;
    }
    let device = *rng.pick(&stock);
    let Some(asker) = world.find_person(rng, at, (0, 1), |_, _| true) else { return false };
    let opened = at - TimeDelta::hours(rng.range(4, 60));
    let words = ("Prepare phone from stock", "Please wipe and set up this phone for a new colleague.");
    helpdesk::request(world, rng, opened, asker, Some(device), words);
    let mut deed = right_deed(rng, Flow::LeaverWipe, device, Kind::Wipe, at, "");
    deed.verdict = Verdict::Benign;
    deed.restored = Some(deed.done + TimeDelta::hours(rng.range(1, 5)));
    deed.note = "planned set-up from stock";
    world.deed(rng, &deed).is_some()
}
