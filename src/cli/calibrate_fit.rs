//! How well bits predict the reviewers: the part of `misfire calibrate` with scores and reliability tables.

use super::calibrate_page::{heading, prose, row};
use crate::{
    calibrate::{Bin, Calibration, FOLDS, Forecast, Method, brier, reliability, uncertainty},
    records::plural,
};

/// Brier scores and a reliability table of the bits in force and of those proposed.
pub(super) fn fit(text: &mut String, calibration: &Calibration) {
    heading(text, "How well the bits predict the reviewers");
    let how = match calibration.method {
        Method::Reviews => format!(
            "`proposed` is cross-validated: every case is predicted by bits learned from the other nine of {FOLDS} \
             parts, with the same rounding and the same least number of cases."
        ),
        Method::Patterns => "`proposed` was learned without any review.".to_owned(),
    };
    let score =
        |forecasts: &[Forecast]| brier(forecasts).map_or_else(|| "–".to_owned(), |b| format!("{b:.4}"));
    let constant =
        uncertainty(&calibration.before).map_or_else(|| "–".to_owned(), |score| format!("{score:.4}"));
    prose(
        text,
        &format!(
            "Brier score (0 is best) over {}: in force {}, proposed {}; the share of false positives as the \
             probability of every case would have {constant}. {how}",
            plural(calibration.before.len() as u64, "case", "cases"),
            score(&calibration.before),
            score(&calibration.after)
        ),
    );
    for (title, forecasts) in [("in force", &calibration.before), ("proposed", &calibration.after)] {
        text.push('\n');
        row(
            text,
            &format!("{title:<14}{:>7}{:>18}{:>11}{:>18}", "cases", "mean predicted", "observed", "95 %"),
        );
        for bin in reliability(forecasts) {
            bin_row(text, &bin);
        }
    }
}

fn bin_row(text: &mut String, bin: &Bin) {
    let interval = bin.interval.map_or_else(String::new, |(low, high)| format!("{low:.3} to {high:.3}"));
    let observed = format!("{}/{}", bin.wrong, bin.cases);
    let mark = if bin.is_reliable() { "" } else { "  outside" };
    let edges = format!("{:.1} to {:.1}", bin.from, bin.to);
    row(
        text,
        &format!("{edges:<14}{:>7}{:>18.3}{observed:>11}{interval:>18}{mark}", bin.cases, bin.predicted),
    );
}
