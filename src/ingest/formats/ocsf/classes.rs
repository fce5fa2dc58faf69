//! What classes and activities mean. The numbers of activities differ from class to class.

use serde_json::Value;

use super::super::{
    json_texts::{at, text},
    okta::{Meaning, meaning},
};
use crate::records::{EventKind as K, RiskLevel};

/// What an event is about, beside its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// `user`, for locks and sign-ins the actor.
    User,
    /// Each of `users`, and `group`.
    Group,
    /// `entity`.
    Entity,
    /// Whoever the evidence names.
    Finding,
}

/// Kind and subject of an event; `None` when no workflow can use it.
pub(super) fn kind(event: &Value) -> Option<(K, About)> {
    let class = number(event, "class_uid")?;
    let of_class = || by_class(event, class);
    let code = text(event, &["metadata", "event_code"]);
    let Some(code) = code.filter(|code| is_okta(event) || meaning(code).is_some()) else { return of_class() };
    let about = if class == 3006 || code.starts_with("group.") { About::Group } else { About::User };
    let kind = match meaning(&code)? {
        Meaning::Kind(kind) => kind,
        Meaning::SignIn => (number(event, "status_id") == Some(1)).then_some(K::SignIn)?,
        Meaning::Risk { is_detection } => risk(event, is_detection)?,
        Meaning::Feedback => is_false_positive(event).then_some(K::RiskRecanted)?,
        Meaning::StatusFromMaster => return of_class(),
        // The schema has no place for the values before and after.
        Meaning::Identifier | Meaning::Profile => return None,
    };
    Some((kind, about))
}

/// Whether the event comes from Okta, whose types are known.
pub(super) fn is_okta(event: &Value) -> bool {
    let names: [&[&str]; 2] = [&["metadata", "product", "name"], &["metadata", "product", "vendor_name"]];
    names.iter().filter_map(|path| text(event, path)).any(|name| name.to_lowercase().contains("okta"))
}

fn risk(event: &Value, is_detection: bool) -> Option<K> {
    match level(event) {
        Some(level) if level >= RiskLevel::Medium => Some(K::RiskRaised),
        Some(_) => Some(K::RiskLowered),
        None => is_detection.then_some(K::RiskRaised),
    }
}

/// The risk level after the event; the schema's critical is our high.
pub(super) fn level(event: &Value) -> Option<RiskLevel> {
    match number(event, "risk_level_id")? {
        0 => Some(RiskLevel::None),
        1 => Some(RiskLevel::Low),
        2 => Some(RiskLevel::Medium),
        3 | 4 => Some(RiskLevel::High),
        _ => None,
    }
}

fn is_false_positive(event: &Value) -> bool {
    let label = text(event, &["unmapped", "debugContext", "debugData", "Label"]);
    label.is_some_and(|label| label.to_lowercase().replace([' ', '-'], "_") == "false_positive")
}

/// A number, also where a lake keeps it as text.
pub(super) fn number(event: &Value, key: &str) -> Option<u64> {
    text(event, &[key])?.parse().ok()
}

fn by_class(event: &Value, class: u64) -> Option<(K, About)> {
    if class == 2005 {
        return finding(event).map(|kind| (kind, About::Finding));
    }
    let activity = number(event, "activity_id")?;
    let kind = match class {
        3001 => account_change(activity),
        3002 => (activity == 1 && number(event, "status_id") == Some(1)).then_some(K::SignIn),
        3004 => return entity(event, activity).map(|kind| (kind, About::Entity)),
        3005 => match activity {
            2 | 4 => Some(K::RoleRemoved),
            1 | 3 => Some(K::RoleAdded),
            _ => None,
        },
        3006 => {
            return match activity {
                4 => Some((K::GroupRemoved, About::Group)),
                3 => Some((K::GroupAdded, About::Group)),
                // A group that goes or comes concerns those whom the event names, if any.
                5 if names_users(event) => Some((K::GroupRemoved, About::Group)),
                6 if names_users(event) => Some((K::GroupAdded, About::Group)),
                _ => None,
            };
        }
        3007 => user_management(activity),
        _ => None,
    };
    kind.map(|kind| (kind, About::User))
}

fn names_users(event: &Value) -> bool {
    at(event, &["users"]).is_some_and(|users| users.as_array().is_some_and(|users| !users.is_empty()))
        || at(event, &["user"]).is_some()
}

fn account_change(activity: u64) -> Option<K> {
    Some(match activity {
        1 => K::AccountRestored,
        2 => K::AccountEnabled,
        5 => K::AccountDisabled,
        6 => K::AccountDeleted,
        7 => K::RoleAdded,
        8 => K::RoleRemoved,
        9 => K::AccountLocked,
        12 => K::AccountUnlocked,
        _ => return None,
    })
}

fn user_management(activity: u64) -> Option<K> {
    Some(match activity {
        1 => K::AccountRestored,
        3 => K::AccountDeleted,
        4 => K::AccountEnabled,
        5 => K::AccountDisabled,
        6 => K::AccountLocked,
        7 => K::AccountUnlocked,
        10 | 14 | 16 => K::RoleAdded,
        11 | 15 | 17 => K::RoleRemoved,
        _ => return None,
    })
}

/// Managed entities are anything; users and devices are of use.
fn entity(event: &Value, activity: u64) -> Option<K> {
    if at(event, &["entity", "device"]).is_some() || is_entity(event, "device") {
        return match activity {
            4 | 7 | 9 | 11 | 12 => Some(K::DeviceRemoved),
            1 | 6 | 8 | 10 | 13 => Some(K::DeviceAdded),
            _ => None,
        };
    }
    if at(event, &["entity", "user"]).is_none() && !is_entity(event, "user") {
        return None;
    }
    Some(match activity {
        1 => K::AccountRestored,
        4 => K::AccountDeleted,
        8 | 10 => K::AccountEnabled,
        9 | 11 => K::AccountDisabled,
        12 => K::AccountSuspended,
        13 => K::AccountUnsuspended,
        _ => return None,
    })
}

fn is_entity(event: &Value, kind: &str) -> bool {
    text(event, &["entity", "type"]).is_some_and(|found| found.eq_ignore_ascii_case(kind))
}

/// What an analyst found.
fn finding(event: &Value) -> Option<K> {
    match number(event, "verdict_id")? {
        1 => Some(K::RiskRecanted),
        2 | 4 => Some(K::RiskRaised),
        3 | 5 | 10 => Some(K::RiskDismissed),
        _ => None,
    }
}
