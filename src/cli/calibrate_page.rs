//! What `misfire calibrate` prints: what was learned from, the bits, how well they predict, where reviewers differ,
//! warnings, and last a block to paste.

use std::fmt::Write;

use super::{calibrate_fit, calibrate_warnings, page::Page, terminal::line};
use crate::{
    calibrate::{Calibration, FEWEST_FIRED, Learned, LinkWeights, Method, PSEUDO_CASES},
    judge::rules::RULES,
    records::plural,
};

/// More disagreements than this are counted and not listed.
const LISTED: usize = 200;

/// The whole page.
pub(super) fn render(calibration: &Calibration, period: &str, prior: f64) -> String {
    let mut text = String::new();
    learned_from(&mut text, calibration, period);
    bits(&mut text, calibration);
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

fn bits(text: &mut String, calibration: &Calibration) {
    heading(text, "Bits");
    prose(
        text,
        &format!(
            "`learned` is drawn towards the printed bits as if {PSEUDO_CASES} more cases spoke for them; `alone` is \
             what the cases say by themselves; `agreement` comes from cases without a review. Of a rule with steps \
             the largest is shown. `with` and `without` are reviewed cases in which the rule counted or did not: \
             false positives + others."
        ),
    );
    row(
        text,
        &format!(
            "{:<26}{:>8}{:>9}{:>9}{:>8}{:>11}{:>12}{:>13}",
            "rule", "printed", "in force", "learned", "alone", "agreement", "with", "without"
        ),
    );
    for (code, printed) in RULES.iter().filter_map(|rule| Some((rule.code, rule.full_bits?))) {
        let reviewed = calibration.from_reviews.iter().find(|one| one.code == code);
        let agreed = by_agreement(calibration, code);
        if reviewed.is_some() || agreed.is_some() {
            bits_row(text, calibration, (code, printed), reviewed, agreed);
        }
    }
    let silent: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.full_bits.is_some() && !calibration.proposal.contains_key(rule.code))
        .map(|rule| rule.code)
        .collect();
    if !silent.is_empty() {
        prose(
            text,
            &format!(
                "Not learned, as they counted in fewer than {FEWEST_FIRED} of the cases learned from: {}.",
                silent.join(", ")
            ),
        );
    }
    moved(text, calibration);
}

/// Which proposed bits are not those learned, so that causes keep their order.
fn moved(text: &mut String, calibration: &Calibration) {
    let learned = match calibration.method {
        Method::Reviews => calibration.from_reviews.as_slice(),
        Method::Patterns => calibration.from_patterns.as_ref().map_or(&[][..], |(_, learned)| learned),
    };
    let of_rule = |code: &str| {
        let own = learned.iter().find(|one| one.code == code && !one.is_thin());
        let printed = RULES.iter().find(|rule| rule.code == code).and_then(|rule| rule.full_bits);
        own.map(Learned::rounded).or(printed)
    };
    let moves: Vec<String> = calibration
        .proposal
        .iter()
        .filter_map(|(code, bits)| Some((code, of_rule(code)?, bits)))
        .filter(|(_, from, to)| from.total_cmp(to).is_ne())
        .map(|(code, from, to)| format!("{code} {from:+.1} to {to:+.1}"))
        .collect();
    if !moves.is_empty() {
        prose(
            text,
            &format!(
                "The strongest rule names the cause and with it who is accountable, of which whether a case is wrong \
                 says nothing: so no rule is proposed past one that is printed before it. Moved for that: {}.",
                moves.join(", ")
            ),
        );
    }
}

fn by_agreement<'a>(calibration: &'a Calibration, code: &str) -> Option<&'a Learned> {
    let (_, learned) = calibration.from_patterns.as_ref().ok()?;
    learned.iter().find(|one| one.code == code)
}

fn bits_row(
    text: &mut String,
    calibration: &Calibration,
    (code, printed): (&str, f64),
    reviewed: Option<&Learned>,
    agreed: Option<&Learned>,
) {
    let shown = |bits: Option<f64>| bits.map_or_else(|| "–".to_owned(), |bits| format!("{:+.1}", bits + 0.0));
    let counts = &calibration.counts;
    let fired = reviewed.map(|one| one.fired).unwrap_or_default();
    let with = format!("{:.0} + {:.0}", fired.wrong, fired.right);
    let all = |cases: u64| f64::from(u32::try_from(cases).unwrap_or(u32::MAX));
    let without = format!("{:.0} + {:.0}", all(counts.wrong) - fired.wrong, all(counts.right) - fired.right);
    let in_force = calibration.in_force.get(code).copied().unwrap_or(printed);
    row(
        text,
        &format!(
            "{code:<26}{:>8}{:>9}{:>9}{:>8}{:>11}{with:>12}{without:>13}",
            shown(Some(printed)),
            shown(Some(in_force)),
            shown(reviewed.map(|one| one.bits)),
            shown(reviewed.map(|one| one.raw)),
            shown(agreed.map(|one| one.bits)),
        ),
    );
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
