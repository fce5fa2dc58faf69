//! What a review found of the truth, counted.

use std::collections::BTreeMap;

use misfire::report::model::CaseRow;

use super::{Cases, Truth, is_automated, is_wrong};

/// What was counted for one seed, or for all of them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Score {
    pub(crate) cases: u32,
    pub(crate) scope: (u32, u32),
    pub(crate) attribution: (u32, u32),
    pub(crate) found: u32,
    /// False positives of the review that were right, or no automated action at all.
    pub(crate) wrongly_found: u32,
    /// Of those, the ones that somebody did by hand.
    pub(crate) by_hand: u32,
    pub(crate) missed: u32,
    /// Of those, the ones that were called true or benign.
    pub(crate) called_true: u32,
    pub(crate) missed_without_trace: u32,
    pub(crate) cause: (u32, u32),
    pub(crate) role: (u32, u32),
    pub(crate) undetermined: u32,
    pub(crate) hours_error: f64,
    pub(crate) hours_true: f64,
    pub(crate) missed_causes: BTreeMap<String, u32>,
    /// Actions in error by what was true of them and what was said.
    pub(crate) errors: BTreeMap<String, Vec<String>>,
}

/// Whether a case is linked to the trigger of the truth, by its id or, in a set with ids of its own, by its person and
/// about its time: a snapshot may tell a week later.
fn is_of(case: &CaseRow, row: &Truth) -> bool {
    let is_about = case.subject_person_id.as_deref() == Some(row["subject_person_id"].as_str());
    case.episode_event_ids.contains(&row["trigger_event_id"]) || (!has_their_ids(case) && is_about)
}

/// Whether the set has the ids of the world: those of Okta are time-based UUIDs, those of HR are numbered.
fn has_their_ids(case: &CaseRow) -> bool {
    case.episode_event_ids.iter().all(|id| id.starts_with("HR-") || id.get(13..18) == Some("-11f1"))
}

/// One more, and whether it hit.
fn count(pair: &mut (u32, u32), hit: bool) {
    pair.0 += u32::from(hit);
    pair.1 += 1;
}

/// A share; 0 of nothing.
pub(crate) fn share((hits, of): (u32, u32)) -> f64 {
    f64::from(hits) / f64::from(of.max(1))
}

impl Score {
    /// Holds the cases against the truth.
    pub(crate) fn of(cases: &Cases<'_>, truth: &[Truth]) -> Self {
        let mut score = Self::default();
        for row in truth {
            let case = cases.of(row);
            count(&mut score.scope, case.is_some() == is_automated(row));
            match case {
                Some(case) if is_automated(row) => score.judge(case, row),
                // Called wrong, though it was no automated action at all.
                Some(case) => {
                    score.wrongly_found += u32::from(case.verdict == "false_positive");
                    score.by_hand += u32::from(case.verdict == "false_positive");
                }
                None => {}
            }
        }
        score
    }

    fn judge(&mut self, case: &CaseRow, row: &Truth) {
        self.cases += 1;
        self.undetermined += u32::from(case.verdict == "undetermined");
        let wanted = &row["trigger_event_id"];
        let linked = case.attribution == "linked";
        let is_theirs = linked && is_of(case, row);
        count(&mut self.attribution, if wanted.is_empty() { !linked } else { is_theirs });
        self.note_error(case, row, is_theirs || wanted.is_empty());
        match (is_wrong(row), case.verdict == "false_positive") {
            (true, true) => {
                self.found += 1;
                count(&mut self.cause, case.cause.as_deref() == Some(row["cause"].as_str()));
                count(
                    &mut self.role,
                    case.accountable_role.as_deref() == Some(row["accountable_role"].as_str()),
                );
                let (told, lived) =
                    (case.lost_hours.unwrap_or(0.0), row["lost_hours"].parse().unwrap_or(0.0));
                self.hours_error += (told - lived).abs();
                self.hours_true += lived;
            }
            (false, true) => self.wrongly_found += 1,
            (true, false) => {
                self.missed += 1;
                self.called_true += u32::from(case.verdict != "undetermined");
                self.missed_without_trace += u32::from(row["detectable"] == "false");
                *self.missed_causes.entry(row["cause"].clone()).or_default() += 1;
            }
            (false, false) => {}
        }
    }

    fn note_error(&mut self, case: &CaseRow, row: &Truth, is_linked_right: bool) {
        let wrong_verdict = is_wrong(row) != (case.verdict == "false_positive");
        let wrong_cause =
            !wrong_verdict && is_wrong(row) && case.cause.as_deref() != Some(row["cause"].as_str());
        if wrong_verdict || wrong_cause || !is_linked_right {
            let to_another = if is_linked_right { "" } else { " to another event" };
            let error = format!("{}{to_another}", told(case, row));
            self.errors.entry(error).or_default().push(case.action_id.clone());
        }
    }

    /// Adds another one.
    pub(crate) fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.scope, other.scope),
            (&mut self.attribution, other.attribution),
            (&mut self.cause, other.cause),
            (&mut self.role, other.role),
        ];
        for (mine, theirs) in pairs {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
        self.cases += other.cases;
        self.found += other.found;
        self.wrongly_found += other.wrongly_found;
        self.by_hand += other.by_hand;
        self.missed += other.missed;
        self.called_true += other.called_true;
        self.missed_without_trace += other.missed_without_trace;
        self.undetermined += other.undetermined;
        self.hours_error += other.hours_error;
        self.hours_true += other.hours_true;
        for (cause, count) in &other.missed_causes {
            *self.missed_causes.entry(cause.clone()).or_default() += count;
        }
        for (error, ids) in &other.errors {
            self.errors.entry(error.clone()).or_default().extend(ids.iter().cloned());
        }
    }

    /// Share of the false positives of the review that were wrong in truth.
    pub(crate) fn precision(&self) -> f64 {
        share((self.found, self.found + self.wrongly_found))
    }

    /// Share of what was wrong in truth that the review found.
    pub(crate) fn recall(&self) -> f64 {
        share((self.found, self.found + self.missed))
    }

    /// Their harmonic mean.
    pub(crate) fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
    }
}

/// A case as it was in the world and as it was judged, with the rules that spoke.
pub(crate) fn told(case: &CaseRow, row: &Truth) -> String {
    let rules: Vec<&str> = case.evidence.iter().map(|evidence| evidence.code.as_str()).collect();
    format!(
        "{} {} ({}) -> {} {} {} [{}]",
        row["workflow_id"],
        if row["cause"].is_empty() { &row["truth"] } else { &row["cause"] },
        row["note"],
        case.verdict,
        case.cause.as_deref().unwrap_or(""),
        case.attribution,
        rules.join(" ")
    )
}
