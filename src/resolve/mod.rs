//! Resolving: which device and which person each record is about, as of its time.

mod device_index;
mod devices;
mod holders;
mod people;
mod people_index;
mod people_seen;
mod person_keys;

pub use devices::{DeviceId, Devices};
pub use holders::{Held, Holders};
pub use people::{Basis, People, PersonId, Resolution};
pub use person_keys::folded;
