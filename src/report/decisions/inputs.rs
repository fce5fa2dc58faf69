//! The decision to complete the inputs.

use super::{Ask, PREPARES, usual_date};
use crate::report::{
    block::Line,
    model::{Review, Unsaid},
    numbers::{len, plural},
};

/// Statements that are named; the section on limits has all.
const LISTED: usize = 3;

pub(super) fn missing_inputs(review: &Review) -> Vec<Ask> {
    // What no input could supply asks for none.
    let missing: Vec<&Unsaid> = review.unsaid.iter().filter(|unsaid| !unsaid.supply.is_empty()).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let mut what = Line::default().strong("Supply missing inputs: ").text(&format!(
        "{} left out. ",
        plural(len(missing.len()), "statement had to be", "statements had to be")
    ));
    let shown = &missing[..missing.len().min(LISTED)];
    for (number, unsaid) in (1..).zip(shown) {
        let place = if missing.len() > 1 { format!("({number}) ") } else { String::new() };
        what = what
            .text(&place)
            .marked(&capital(unsaid.what.trim_end_matches('.')))
            .text(". To be supplied: ")
            .marked(unsaid.supply.trim_end_matches('.'))
            .text(if number < shown.len() { ". " } else { "." });
    }
    if missing.len() > shown.len() {
        what = what.text(&format!(" {} more under Limits of the data.", missing.len() - shown.len()));
    }
    vec![Ask {
        what,
        who: Line::from(PREPARES),
        by: usual_date(&review.header),
        otherwise: Line::from("The figures above stay incomplete."),
    }]
}

/// With a capital letter, as it begins a sentence; a code at the start stays.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
