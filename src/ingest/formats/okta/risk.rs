//! `debugData.risk`: the printed form of a Java map, for example
//! `{previousLevel=LOW, level=HIGH, detectionName=Suspicious IP, reasons=a, b, issuer=OKTA}`.

use std::collections::BTreeMap;

use crate::records::RiskLevel;

/// Levels after and before an event; `None` where the text does not tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Risk {
    /// Level after it.
    pub(super) level: Option<RiskLevel>,
    /// Level before it.
    pub(super) previous: Option<RiskLevel>,
}

/// Reads the map. `Risk{…}` and missing braces are accepted.
pub(super) fn parse(text: &str) -> Risk {
    let pairs = pairs(text);
    let level = |key: &str| pairs.get(key).and_then(|value| risk_level(value));
    Risk { level: level("level"), previous: level("previousLevel") }
}

/// A level as Okta prints it, in any case.
pub(super) fn risk_level(text: &str) -> Option<RiskLevel> {
    text.trim().to_ascii_lowercase().parse().ok()
}

/// Values may hold commas themselves (`reasons=a, b`), so that only `, key=` starts a new pair.
fn pairs(text: &str) -> BTreeMap<&str, String> {
    let inside = text.split_once('{').map_or(text, |(_, rest)| rest);
    let inside = inside.trim().trim_end_matches('}');
    let mut pairs = BTreeMap::new();
    let mut last = None;
    for piece in inside.split(", ") {
        match (piece.split_once('='), last) {
            (Some((key, value)), _) if is_key(key.trim()) => {
                pairs.insert(key.trim(), value.to_owned());
                last = Some(key.trim());
            }
            (_, Some(key)) => {
                let value: &mut String = pairs.entry(key).or_default();
                value.push_str(", ");
                value.push_str(piece);
            }
            (_, None) => {}
        }
    }
    pairs
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, previous: Option<RiskLevel>, level: Option<RiskLevel>) {
        assert_eq!(parse(text), Risk { level, previous }, "{text}");
    }

    #[test]
    fn the_level_is_not_taken_from_previous_level() {
        check("{previousLevel=HIGH, level=LOW}", Some(RiskLevel::High), Some(RiskLevel::Low));
        check("{previousLevel=HIGH}", Some(RiskLevel::High), None);
    }

    #[test]
    fn commas_inside_reasons_start_no_pair() {
        let text = "{level=MEDIUM, detectionName=Suspicious App Access, reasons=Anomalous Location, New Device, New IP, issuer=OKTA}";
        check(text, None, Some(RiskLevel::Medium));
        assert_eq!(pairs(text)["reasons"], "Anomalous Location, New Device, New IP");
        assert_eq!(pairs(text)["issuer"], "OKTA");
    }

    #[test]
    fn other_spellings_are_read() {
        check("Risk{level=LOW}", None, Some(RiskLevel::Low));
        check("level=High", None, Some(RiskLevel::High));
        check("{level=SEVERE}", None, None);
        check("", None, None);
    }
}
