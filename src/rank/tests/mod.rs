//! Tests of ranking: denominators, order, change, weeks, and what must add up.

mod comparison;
mod figures;
mod reconciliation;
mod rows;
mod weekly;

use super::*;

const CONFIG: config::Rank = config::Rank { min_cases: 2, confidence: 0.95 };

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn setting() -> Setting<'static> {
    Setting {
        config: &CONFIG,
        zone: chrono_tz::America::New_York,
        period: (at("2026-07-01T04:00:00Z"), at("2026-10-01T04:00:00Z")),
        rebase: &[],
        population: Population::default(),
        previous_population: Population::default(),
    }
}

/// A case of Research with this verdict.
pub(super) fn case<'a>(action_id: &'a str, verdict: Verdict, measured: &'a Measured) -> RankCase<'a> {
    RankCase {
        action_id,
        verdict,
        young: false,
        apart: false,
        cause: None,
        cause_class: None,
        accountable_role: None,
        workflow_id: Some("leaver-lock"),
        tolerated_rate: Some(0.02),
        owners: [Some("team:identity"), None, Some("team:endpoint"), None],
        action_kind: ActionKind::Lock,
        done_at: at("2026-07-15T12:00:00Z"),
        device_class: Some("office_mac"),
        device_id: None,
        person_id: None,
        unit: Some("Research"),
        measured,
    }
}

fn harm(regulated: bool, regulated_hours: f64, data_loss: bool, person_hours: f64) -> Measured {
    Measured {
        regulated_scopes: if regulated { vec!["close".to_owned()] } else { Vec::new() },
        regulated_hours: Some(regulated_hours),
        data_loss,
        person_hours: Some(person_hours),
        disruptive: data_loss || person_hours > 0.0 || regulated_hours > 0.0,
        ..Measured::default()
    }
}

fn row<'a>(ranked: &'a Ranked, dimension: &str, role: Option<Role>, key: &str) -> &'a Row {
    ranked.rows.iter().find(|row| row.dimension == dimension && row.role == role && row.key == key).unwrap()
}

fn keys(ranked: &Ranked, dimension: &str) -> Vec<(String, Option<u32>)> {
    ranked
        .rows
        .iter()
        .filter(|row| row.dimension == dimension)
        .map(|row| (row.key.clone(), row.rank))
        .collect()
}
