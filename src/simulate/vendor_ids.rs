//! Ids under which other vendors know the same people, groups and applications.

use super::{people::DOMAIN, rng::Rng, workflows::GROUPS};

/// Tenant of the organisation in Entra.
pub(super) const TENANT: &str = "9d3c6f10-7b42-4e8a-8c51-0f6a2d9be701";

/// Object id of a person.
pub(super) fn entra_person(seed: u64, person: usize) -> String {
    Rng::for_key(seed, "entra-person", person as u64).uuid()
}

/// Object id of a group.
pub(super) fn entra_group(group: usize) -> String {
    format!("3e5b8a94-6c1d-4f27-9a0e-5d7c1b2e{group:04x}")
}

/// Object id of an application's service principal.
pub(super) fn entra_app(app: usize) -> String {
    format!("c47d1f06-2b9e-4a35-8d64-1e0f9a7b{app:04x}")
}

/// A GUID that belongs to a text, such as a transaction's.
pub(super) fn guid_of(seed: u64, purpose: &str, text: &str) -> String {
    Rng::for_key(seed, purpose, super::identity_log::number_of(text)).uuid()
}

/// Address of a group.
pub(super) fn google_group(group: usize) -> String {
    format!("{}@{DOMAIN}", GROUPS[group].name.to_lowercase().replace(' ', "-"))
}
