//! Whom and what an entry is about. Targets are chosen by type, never by place; the group of a membership stands in
//! the changed properties of the member.

use super::{
    audit::{Audit, Property, Target},
    fields::{first_value, known_guid},
};
use crate::records::{DeviceKeys, EventKind, ObjectRef, PersonKeys};

/// The person an entry is about.
pub(super) fn subject(audit: &Audit) -> PersonKeys {
    let is_person = |target: &&Target| {
        ["", "Other"].iter().any(|kind| target.kind.eq_ignore_ascii_case(kind)) && target.upn.is_some()
    };
    if let Some(user) = audit.target("User").or_else(|| audit.targets.iter().find(is_person)) {
        return PersonKeys {
            entra_object_id: user.id.clone(),
            login: user.upn.clone(),
            display_name: user.name.clone(),
            ..PersonKeys::default()
        };
    }
    // Assignments of applications name the user in what changed.
    let named = |name| audit.property(name).and_then(either);
    PersonKeys {
        entra_object_id: named("User.ObjectID").and_then(|id| known_guid(&id)),
        login: named("User.UPN"),
        ..PersonKeys::default()
    }
}

/// The device an entry is about. Entra knows its own object id and a name; neither is a key of Jamf's.
pub(super) fn device(audit: &Audit) -> Option<DeviceKeys> {
    let target = audit.target("Device")?;
    Some(DeviceKeys { name: target.name.clone().or_else(|| target.id.clone()), ..DeviceKeys::default() })
}

/// Group, application, role, access package or Entra's own record of the device.
pub(super) fn object(audit: &Audit, kind: EventKind) -> Option<ObjectRef> {
    use EventKind as K;
    let found = match kind {
        K::GroupRemoved | K::GroupAdded => named_in_changes(audit, "Group", kind == K::GroupRemoved),
        K::RoleRemoved | K::RoleAdded => named_in_changes(audit, "Role", kind == K::RoleRemoved),
        K::AppRemoved | K::AppAdded => {
            let is_package = |target: &&Target| target.kind.to_ascii_lowercase().contains("package");
            let is_thing = |target: &&Target| !target.kind.eq_ignore_ascii_case("User");
            audit
                .target("ServicePrincipal")
                .or_else(|| audit.targets.iter().find(is_package))
                .or_else(|| audit.targets.iter().find(is_thing))
                .map(reference)
        }
        K::DeviceRemoved | K::DeviceAdded | K::DeviceNoncompliant | K::DeviceCompliant => {
            audit.target("Device").map(reference)
        }
        _ => None,
    };
    found.filter(|object| *object != ObjectRef::default())
}

/// `Group.ObjectID` and `Group.DisplayName` (the same for roles), in the new value of what came and in the old value of
/// what went; else the target of that type, whose name is usually empty.
fn named_in_changes(audit: &Audit, what: &str, went: bool) -> Option<ObjectRef> {
    let value = |name: &str| {
        let property = audit.property(&format!("{what}.{name}"))?;
        let sides = if went { [&property.old, &property.new] } else { [&property.new, &property.old] };
        sides.into_iter().flatten().find_map(|text| first_value(text))
    };
    let id = value("ObjectID").map(|id| known_guid(&id).unwrap_or(id));
    let target = audit.target(what).map(reference).unwrap_or_default();
    Some(ObjectRef { id: id.or(target.id), name: value("DisplayName").or(target.name) })
}

fn either(property: &Property) -> Option<String> {
    [&property.new, &property.old].into_iter().flatten().find_map(|text| first_value(text))
}

fn reference(target: &Target) -> ObjectRef {
    ObjectRef { id: target.id.clone(), name: target.name.clone() }
}
