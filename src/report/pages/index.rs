//! The board page.

use crate::report::{
    block::Page,
    model::Review,
    sections,
    shown::{Shown, name},
};

/// Builds `index.html`, which `review.md` shows as well.
pub(crate) fn page(review: &Review) -> Page {
    Page {
        root: "",
        title: Shown::new(&format!(
            "Review of automated device actions, {}, {}",
            name(&review.header.organisation),
            name(&review.header.period)
        )),
        lead: vec![super::lead(review), super::coverage_lead(review)],
        links: super::links(),
        sections: sections::build(review),
    }
}
