//! `AssignedLicense`: licences as printed objects, `[SkuName=SPE_E5, AccountId=…, SkuId=…, DisabledPlans=[]]`; what is
//! in the old list and not in the new one was taken away.

use std::collections::BTreeMap;

use super::{
    audit::Audit,
    changes::Fact,
    fields::{first_value, values},
};
use crate::records::{EventKind, ObjectRef};

/// Licences that went and came; nothing where the entry does not spell them out.
pub(super) fn changed(audit: &Audit) -> Vec<Fact> {
    let Some(property) = audit.property("AssignedLicense") else { return Vec::new() };
    let side = |text: &Option<String>| text.as_deref().map(licences).unwrap_or_default();
    let (old, new) = (side(&property.old), side(&property.new));
    let missing = |from: &BTreeMap<String, ObjectRef>, other: &BTreeMap<String, ObjectRef>, kind| {
        let gone = from.iter().filter(|(key, _)| !other.contains_key(*key));
        gone.map(|(_, object)| Fact { object: Some(object.clone()), ..Fact::of(kind) }).collect::<Vec<_>>()
    };
    let mut facts = missing(&old, &new, EventKind::LicenceRemoved);
    facts.extend(missing(&new, &old, EventKind::LicenceAdded));
    facts
}

/// Whether the entry at least says that licences changed.
pub(super) fn are_named(audit: &Audit) -> bool {
    audit.property("Included Updated Properties").is_some_and(|property| {
        property.new.as_deref().and_then(first_value).is_some_and(|text| text.contains("AssignedLicense"))
    })
}

/// The licences of a list by what tells them apart.
fn licences(text: &str) -> BTreeMap<String, ObjectRef> {
    let licence = |printed: String| {
        let part = |name: &str| {
            let rest = printed.split_once(&format!("{name}="))?.1;
            let value = rest.split([',', ']', ';']).next()?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let (name, id) = (part("SkuName"), part("SkuId").map(|id| id.to_ascii_lowercase()));
        let key = id.clone().or_else(|| name.clone())?;
        Some((key, ObjectRef { id, name }))
    };
    values(text).into_iter().filter_map(licence).collect()
}
