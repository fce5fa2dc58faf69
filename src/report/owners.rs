//! How an owner is called: people by their name in the register beside their id, teams by their key.

use super::{
    block::Line,
    model::Review,
    paths,
    selection::{UNMAPPED, UNNAMED},
    shown::name,
};

/// The owner in words. Only owners are looked up here, never the people an action was about.
pub(super) fn label(review: &Review, owner: &str) -> String {
    match owner {
        UNMAPPED => return "unmapped (no workflow)".to_owned(),
        UNNAMED => return "nobody named".to_owned(),
        _ => {}
    }
    match review.owner_names.iter().find(|(id, _)| id == owner) {
        Some((id, display_name)) => format!("{} ({})", name(display_name), name(id)),
        None => name(owner),
    }
}

/// The owner as a link to their page.
pub(super) fn link(review: &Review, owner: &str) -> Line {
    Line::default().link(&label(review, owner), &paths::owner_page(owner))
}
