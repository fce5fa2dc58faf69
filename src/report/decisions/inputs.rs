//! The decision to complete the inputs.

use super::{Ask, usual_date};
use crate::report::{
    block::Line,
    model::Review,
    numbers::{len, plural},
};

pub(super) fn missing_inputs(review: &Review) -> Vec<Ask> {
    let n = len(review.unsaid.len());
    if n == 0 {
        return Vec::new();
    }
    let what = Line::default().strong("Supply missing inputs: ").text(&format!(
        "{} left out (listed under limits of the data).",
        plural(n, "statement had to be", "statements had to be")
    ));
    vec![Ask {
        what,
        who: Line::from("who prepares this review"),
        by: usual_date(&review.header),
        otherwise: Line::from("The figures above stay incomplete."),
    }]
}
