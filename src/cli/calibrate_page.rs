//! What `misfire calibrate` prints: what was learned from, the bits, how well they predict, where reviewers differ,
//! warnings, and last a block to paste.

use std::fmt::Write;

use super::{calibrate_bits, calibrate_fit, calibrate_warnings, page::Page, terminal::line};
use crate::{
    calibrate::{Calibration, LinkWeights, Method},
    records::plural,
};

/// More disagreements than this are counted and not listed.
const LISTED: usize = 200;

/// The whole page.
pub(super) fn render(calibration: &Calibration, period: &str, prior: f64) -> String {
    let mut text = String::new();
    learned_from(&mut text, calibration, period);
    calibrate_bits::bits(&mut text, calibration);
    calibrate_fit::fit(&mut text, calibration);
    agreement(&mut text, calibration);
    links(&mut text, calibration);
    warnings(&mut text, calibration, prior);
    block(&mut text, calibration, period);
    text
}

pub(super) fn heading(text: &mut String, title: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    prose(text, &title.to_uppercase());
}

pub(super) fn prose(text: &mut String, said: &str) {
    let mut page = Page::default();
    page.line(said, 0);
    text.push_str(&page.finish());
}

/// One row of a table, without blanks at its end.
pub(super) fn row(text: &mut String, cells: &str) {
    text.push_str(cells.trim_end());
    text.push('\n');
}

fn learned_from(text: &mut String, calibration: &Calibration, period: &str) {
    let counts = &calibration.counts;
    heading(text, "Learned from");
    let by_verdict: Vec<String> =
        counts.by_verdict.iter().map(|(verdict, n)| format!("{n} {verdict}")).collect();
    let cases = plural(counts.cases, "case", "cases");
    prose(
        text,
        &format!(
            "{period}: {} of {cases} reviewed ({}); {} disputed",
            counts.reviewed,
            by_verdict.join(", "),
            counts.disputed
        ),
    );
    prose(
        text,
        &format!(
            "{} false positives and {} others teach and test. Left out: {} that decisive rules set whatever the bits \
             ({} of them as the reviewers did), {} young, the disputed and the undetermined.",
            counts.wrong, counts.right, counts.decided, counts.decided_rightly, counts.young
        ),
    );
    if counts.of_bursts > 0 {
        prose(
            text,
            &format!(
                "Set aside: {} of bursts that no reviewer decided about. They may be misuse or an attack, which no rule \
                 about triggers knows from an automation that erred.",
                plural(counts.of_bursts, "case", "cases")
            ),
        );
    }
    let method = match calibration.method {
        Method::Reviews => "The bits are learned from these reviewed cases.",
        Method::Patterns => {
            "Too few to learn bits from: these are learned from the agreement of rules in cases without a review \
             (expectation-maximisation), and the reviewed cases only test them."
        }
    };
    prose(text, method);
    match &calibration.from_patterns {
        Ok((found, _)) => prose(
            text,
            &format!(
                "Agreement of rules: {:.0} cases without a review, share of false positives {:.3} ({}), settled after \
                 {} steps.",
                found.tally.cases.sum(),
                found.share,
                if found.is_share_estimated { "estimated" } else { "fixed at `prior`" },
                found.steps
            ),
        ),
        Err(why) => prose(text, &format!("Agreement of rules: not used, {why}.")),
    }
}

fn agreement(text: &mut String, calibration: &Calibration) {
    heading(text, "Agreement of reviewers");
    match &calibration.agreement {
        Ok(found) => prose(
            text,
            &format!(
                "{}'s kappa {:.3} over {} cases with {} decisions each{}.",
                found.method,
                found.kappa,
                found.cases,
                found.raters,
                if found.left_out == 0 {
                    String::new()
                } else {
                    format!("; {} with another number of decisions left out", found.left_out)
                }
            ),
        ),
        Err(why) => prose(text, &format!("No kappa: {why}.")),
    }
    for (action_id, ratings) in calibration.disputes.iter().take(LISTED) {
        let said: Vec<String> =
            ratings.iter().map(|(reviewer, verdict)| format!("{reviewer}: {verdict}")).collect();
        row(text, &line(&format!("  {action_id}  {}", said.join("; "))));
    }
    if let Some(more @ 1..) = calibration.disputes.len().checked_sub(LISTED) {
        row(text, &format!("  and {more} more"));
    }
}

fn links(text: &mut String, calibration: &Calibration) {
    heading(text, "Weights of links");
    prose(
        text,
        "Reviews say whether an action was wrong, not which event caused it; only links that an explicit reference \
         proves can teach the other parts of a score. These weights are no settings: what is shown is a check.",
    );
    match &calibration.links {
        Ok(weights) => link_rows(text, weights),
        Err(why) => prose(text, &format!("Nothing is proposed: {why}.")),
    }
}

fn link_rows(text: &mut String, weights: &LinkWeights) {
    prose(text, &format!("{} proven links and {} rival episodes of them:", weights.links, weights.rivals));
    row(
        text,
        &format!("{:<12}{:>8}{:>9}{:>14}{:>12}", "part", "printed", "learned", "proven links", "rivals"),
    );
    for part in &weights.parts {
        row(
            text,
            &format!(
                "{:<12}{:>+8.1}{:>+9.1}{:>14}{:>12}",
                part.part, part.bits, part.learned, part.of_links, part.of_rivals
            ),
        );
    }
}

fn warnings(text: &mut String, calibration: &Calibration, prior: f64) {
    heading(text, "Warnings");
    for warning in calibrate_warnings::warned(calibration, prior) {
        let mut page = Page::default();
        page.labelled("-", &warning, 2);
        text.push_str(&page.finish());
    }
}

fn block(text: &mut String, calibration: &Calibration, period: &str) {
    let counts = &calibration.counts;
    let from = match calibration.method {
        Method::Reviews => "reviewed cases",
        Method::Patterns => "agreement of rules, tested on reviewed cases",
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "\n# misfire calibrate, {}: {from} ({} false, {} others). Nothing is applied by itself.",
        line(period),
        counts.wrong,
        counts.right
    );
    if calibrate_warnings::is_worse(calibration) {
        text.push_str(
            "# These bits predict the reviewers no better than those in force: better not pasted.\n",
        );
    }
    text.push_str("# Where `misfire.toml` has a `[judge]` already, the lines belong under it.\n[judge]\n");
    for (code, bits) in &calibration.proposal {
        let _ = writeln!(text, "bits.{code} = {bits:.1}");
    }
}
