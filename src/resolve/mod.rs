//! Resolving: which device and which person each record is about, as of its time.

mod devices;
mod holders;
mod people;

pub use devices::{DeviceId, Devices};
pub use holders::{Held, Holders};
pub use people::{Basis, People, PersonId, Resolution, folded};
