//! The events of a token and what their types mean.

use serde_json::Value;

use super::super::json_texts::{first_text, text};
use crate::records::{EventKind as K, RiskLevel};

/// What an event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) kind: K,
    /// Risk level after it.
    pub(super) level: Option<RiskLevel>,
}

/// Every event of a token with its URI. One example of Okta has the event at the top of the token.
pub(super) fn of(claims: &Value) -> Vec<(&str, &Value)> {
    let is_uri = |uri: &str| uri.contains("/secevent/") || uri.contains("/event-type/");
    let holder = claims.get("events").filter(|events| events.is_object()).unwrap_or(claims);
    let members = holder.as_object().into_iter().flatten();
    members
        .filter(|(uri, payload)| is_uri(uri) && payload.is_object())
        .map(|(uri, it)| (uri.as_str(), it))
        .collect()
}

/// What an event type means here; `None` when no workflow can use it.
pub(super) fn meaning(uri: &str, payload: &Value) -> Option<Meaning> {
    let (before, name) = uri.rsplit_once('/')?;
    let family =
        before.strip_suffix("/event-type").and_then(|before| before.rsplit('/').next()).unwrap_or_default();
    let plain = |kind| Some(Meaning { kind, level: None });
    match (family, name) {
        ("risc", "account-disabled") => plain(K::AccountDisabled),
        ("risc", "account-enabled") => plain(K::AccountEnabled),
        ("risc", "account-purged") => plain(K::AccountDeleted),
        ("risc", "credential-compromise" | "account-credential-change-required") => plain(K::RiskRaised),
        ("risc", "sessions-revoked") | ("caep", "session-revoked") => plain(K::SessionCleared),
        ("risc", "recovery-activated") => plain(K::Remediated),
        ("risc", "identifier-changed") => plain(K::IdentifierChanged),
        ("risc", "identifier-recycled") => plain(K::IdentifierRecycled),
        ("caep", "session-established") => plain(K::SignIn),
        ("caep", "credential-change") => match word(payload, "change_type").as_deref() {
            Some("create" | "update") => plain(K::Remediated),
            Some("revoke" | "delete") => plain(K::SessionCleared),
            _ => None,
        },
        ("caep", "device-compliance-change") => match word(payload, "current_status").as_deref() {
            Some("not-compliant" | "not_compliant" | "noncompliant") => plain(K::DeviceNoncompliant),
            Some("compliant") => plain(K::DeviceCompliant),
            _ => None,
        },
        ("caep", "risk-level-change") | ("okta", "user-risk-change" | "device-risk-change") => risk(payload),
        _ => None,
    }
}

fn word(payload: &Value, name: &str) -> Option<String> {
    text(payload, &[name]).map(|word| word.to_lowercase())
}

/// A level that is lower than before lowers, also where it is still medium.
fn risk(payload: &Value) -> Option<Meaning> {
    let level = |name| word(payload, name).and_then(|word| word.parse::<RiskLevel>().ok());
    let (now, before) = (level("current_level")?, level("previous_level"));
    let kind = match before {
        Some(before) if now < before => K::RiskLowered,
        Some(before) if now == before => return None,
        _ if now >= RiskLevel::Medium => K::RiskRaised,
        None => K::RiskLowered,
        Some(_) => return None,
    };
    Some(Meaning { kind, level: Some(now) })
}

/// Identifier before and after, for the kinds that have one. The subject is the identifier before the change, and the
/// one that was given to somebody else.
pub(super) fn values(kind: K, payload: &Value, subject: Option<&str>) -> (Option<String>, Option<String>) {
    let subject = subject.map(str::to_owned);
    match kind {
        K::IdentifierChanged => (subject, first_text(payload, &[&["new-value"], &["new_value"]])),
        K::IdentifierRecycled => (None, subject),
        _ => (None, None),
    }
}
