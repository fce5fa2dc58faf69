//! The HTML pages of a report and where they lie.

use super::{
    block::{Line, Page},
    coverage::Doubts,
    decisions,
    model::Review,
    numbers::{count, date, len, plural, time},
    paths,
    selection::Lookups,
    shown::Shown,
};

mod audit;
mod audit_control;
mod audit_inputs;
mod audit_reviews;
mod audit_scope;
mod audit_standards;
mod audit_times;
mod audit_undetermined;
mod case;
mod case_evidence;
mod case_fan_out;
mod index;
mod owner;
mod owner_cases;
mod owner_causes;
mod owner_missed;
mod owner_position;
mod owner_reviews;
mod owner_sensitivity;
mod owner_sides;
mod owner_stop;
mod owner_todo;

pub(super) use index::page as index_page;

/// Calls `write` with every page and its path, one after the other, so that they need not be held together.
pub(super) fn each<E>(
    review: &Review,
    mut write: impl FnMut(String, &Page) -> Result<(), E>,
) -> Result<(), E> {
    let lookups = Lookups::new(review);
    write("index.html".to_owned(), &index::page(review))?;
    write("audit.html".to_owned(), &audit::page(review, &lookups))?;
    let asks = decisions::asked_of_owners(review);
    for owner in lookups.by_owner.keys() {
        write(paths::owner_page(owner), &owner::page(review, &lookups, &asks, owner))?;
    }
    for case in &lookups.paged {
        write(paths::case_page(&case.action_id), &case::page(review, &lookups, case))?;
    }
    Ok(())
}

/// Links of every page.
fn links() -> Vec<(Shown, String)> {
    [("Board report", "index.html"), ("Audit page", "audit.html")]
        .map(|(text, href)| (Shown::new(text), href.to_owned()))
        .to_vec()
}

/// Whose review of which time; the first line under every title.
fn lead(review: &Review) -> Line {
    let header = &review.header;
    // The end is exclusive; a reader wants the last day that belongs to the period.
    let last = header.period_to - chrono::TimeDelta::microseconds(1);
    Line::from(format!(
        "{}, {}: actions done from {} to {}, both days included, {} time. Inputs known up to {}.",
        header.organisation,
        header.period,
        date(header.period_from, header),
        date(last, header),
        header.time_zone.name(),
        time(header.as_of, header)
    ))
}

/// Coverage in one line: it comes before any rate. Files are not counted: the same rows in other files must
/// give the same page.
fn coverage_lead(review: &Review) -> Line {
    let rows: u64 = review.sources.iter().map(|source| source.rows_read).sum();
    let rejected: u64 = review.sources.iter().map(|source| source.rejected).sum();
    let doubts = Doubts::of(review);
    let state = match len(review.coverage.len()) {
        0 => "what they cover is not known".to_owned(),
        all if doubts.is_none() => doubts.words(all),
        all => format!("{}, so the rates below rest on incomplete data", doubts.words(all)),
    };
    Line::default().strong("Coverage: ").text(&format!(
        "{} read, {} rejected; {state}.",
        plural(rows, "row", "rows"),
        count(rejected)
    ))
}
