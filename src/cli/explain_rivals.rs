//! Why the trigger of a case was taken, and why its rivals lost.

use super::{
    explain_case::{VALUES, or_none, signed},
    page::Page,
};
use crate::report::model::{CandidateRow, CaseRow, Review};

/// The candidates of a case in order, each with its score and its fate.
pub(super) fn rivals(page: &mut Page, case: &CaseRow, review: &Review) {
    page.heading("Triggers compared");
    let candidates: Vec<&CandidateRow> =
        review.candidates.iter().filter(|candidate| candidate.action_id == case.action_id).collect();
    let Some(best) = candidates.first() else {
        page.line("no event came into question", 0);
        return;
    };
    let settings = &review.config.attribute;
    for candidate in &candidates {
        page.labelled(
            &format!("{}.", candidate.rank),
            &format!(
                "{} with {} bits: {}",
                candidate.event_id,
                signed(candidate.score),
                or_none(&candidate.parts)
            ),
            VALUES,
        );
        let fate = if candidate.event_id == best.event_id {
            match case.attribution.as_str() {
                "linked" => "taken".to_owned(),
                "ambiguous" => format!("not taken: leads by less than {} bits", settings.min_margin),
                _ => format!("not taken: {} bits are needed", settings.min_score),
            }
        } else {
            lost(candidate, best)
        };
        page.labelled("", &format!("{}{fate}", " ".repeat(VALUES)), VALUES);
    }
}

/// Why a candidate stands behind the best one: how far, and in which parts of the score.
fn lost(candidate: &CandidateRow, best: &CandidateRow) -> String {
    let parts = |row: &CandidateRow| -> Vec<(String, f64)> {
        let read = |part: &str| {
            let (name, value) = part.rsplit_once(':')?;
            Some((name.trim().to_owned(), value.trim().parse().ok()?))
        };
        row.parts.split(';').filter_map(read).collect()
    };
    let (own, other) = (parts(candidate), parts(best));
    let value = |parts: &[(String, f64)], name: &str| {
        parts.iter().find(|part| part.0 == name).map_or(0.0, |part| part.1)
    };
    let mut names: Vec<&String> = own.iter().chain(&other).map(|part| &part.0).collect();
    names.sort();
    names.dedup();
    let weaker: Vec<String> = names
        .into_iter()
        .map(|name| (name, value(&own, name), value(&other, name)))
        .filter(|(_, own, other)| own < other)
        .map(|(name, own, other)| format!("{name} {} against {}", signed(own), signed(other)))
        .collect();
    let behind = best.score - candidate.score;
    if weaker.is_empty() {
        return format!("behind by {behind:.2} bits");
    }
    format!("behind by {behind:.2} bits: {}", weaker.join(", "))
}
