//! What a person should know before bits are pasted.

use crate::{
    calibrate::{Calibration, Method, brier},
    records::plural,
};

/// Each warning as a sentence.
pub(super) fn warned(calibration: &Calibration, prior: f64) -> Vec<String> {
    let counts = &calibration.counts;
    let taught = calibration.before.len();
    let share = calibration.before.iter().filter(|(_, was)| *was).count() * 100 / taught.max(1);
    let mut warnings = vec![format!(
        "{share} % of the cases learned from are false positives, the prior is {:.0} %: who chose what to review chose \
         that share. Bits are ratios and stand it, Brier scores and the reliability table do not: a sample by chance \
         would have others.",
        prior * 100.0
    )];
    if is_worse(calibration) {
        warnings.push(
            "the proposed bits predict the reviewers no better than those in force: keep these".to_owned(),
        );
    }
    let learned = match (&calibration.method, &calibration.from_patterns) {
        (Method::Patterns, Ok((_, learned))) => learned,
        _ => &calibration.from_reviews,
    };
    let turned: Vec<&str> = learned
        .iter()
        .filter(|one| !one.is_thin() && one.rounded() * one.printed <= 0.0)
        .map(|one| one.code)
        .collect();
    if !turned.is_empty() {
        warnings.push(format!(
            "these rules came out without weight or against their meaning; look at their cases first: {}",
            turned.join(", ")
        ));
    }
    if counts.disputed > 0 {
        warnings.push(format!(
            "{} not learned from because reviewers disagree: settle them first",
            plural(counts.disputed, "case was", "cases were")
        ));
    }
    if calibration.method == Method::Patterns {
        warnings.push(
            "without enough reviews the classes are what separates the patterns best, which need not be false and \
             true: rules are assumed independent, and they are not quite"
                .to_owned(),
        );
    }
    warnings.push(changed(calibration));
    warnings
}

/// What the proposal would do to cases that nobody reviewed.
fn changed(calibration: &Calibration) -> String {
    let changes: Vec<String> =
        calibration.changes.iter().map(|((from, to), n)| format!("{n} from {from} to {to}")).collect();
    let unreviewed = calibration.counts.cases - calibration.counts.reviewed;
    let cases = plural(unreviewed, "case", "cases");
    if changes.is_empty() {
        return format!("with the proposed bits, none of {cases} without a review would change its verdict");
    }
    format!("with the proposed bits, of {cases} without a review would change {}", changes.join(", "))
}

/// Whether the proposed bits fit the reviewers no better than those in force.
pub(super) fn is_worse(calibration: &Calibration) -> bool {
    brier(&calibration.after).zip(brier(&calibration.before)).is_none_or(|(after, before)| after >= before)
}
