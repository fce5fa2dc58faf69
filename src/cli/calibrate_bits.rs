//! The bits on the page of `misfire calibrate`: of every rule what is printed, in force and learned, and which proposed
//! ones were moved to keep the order of causes.

use super::calibrate_page::{heading, prose, row};
use crate::{
    calibrate::{Calibration, FEWEST_FIRED, Learned, Method, PSEUDO_CASES},
    judge::rules::RULES,
};

/// The table, what was not learned, and what was moved.
pub(super) fn bits(text: &mut String, calibration: &Calibration) {
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
