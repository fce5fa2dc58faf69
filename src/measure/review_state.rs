//! Which cases a person must review, by when, and whether somebody did.

use crate::{
    attribute::case::Case,
    judge::Judgement,
    measure::{Context, Measured, whereabouts},
    records::{ActionKind, Instant, code::coded},
};

coded! {
    /// How the review of a case stands.
    ReviewState {
        /// Nobody has to review it.
        NotDue = "not_due",
        /// It must be reviewed, and there is time left.
        Due = "due",
        /// It must be reviewed, and the time is over.
        Overdue = "overdue",
        /// Somebody reviewed it.
        Reviewed = "reviewed",
    }
}

/// The review of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// How it stands as of `as_of`.
    pub state: ReviewState,
    /// Why a person must review it: those of `[review] must` that hold, and `conflict`; empty = nobody must.
    pub required_by: Vec<&'static str>,
    /// End of the last working day (of the organisation) for the review, or for settling it where reviewers
    /// disagree; `None` when nobody must.
    pub due_at: Option<Instant>,
    /// Everybody who reviewed, the first one first.
    pub reviewers: Vec<String>,
    /// When the last of them did.
    pub reviewed_at: Option<Instant>,
}

/// Whether a condition holds of a case.
type Condition = fn(&Case, &Measured) -> bool;

/// Conditions that `[review] must` may name.
const CONDITIONS: &[(&str, Condition)] = &[
    ("wipe", |case, _| case.action.kind == ActionKind::Wipe),
    ("regulated", |_, measured| !measured.regulated_scopes.is_empty()),
    ("executive", |case, _| case.person.as_ref().is_some_and(|person| person.executive)),
    ("disruptive", |_, measured| measured.disruptive),
];

/// Why a case is open whose reviewers, or decisive rules, disagree.
const CONFLICT: &str = "conflict";

/// How the review of a case stands. A review counts whenever it was made: reviews are written after the
/// exports end. Reviewers who disagree have reviewed; what is left is to settle it, as long after the last of
/// them as a review may take after an action.
pub fn review_state(
    case: &Case,
    judgement: &Judgement,
    measured: &Measured,
    context: &Context<'_>,
) -> Review {
    let review = &context.config.review;
    let is_asked = |name: &str| review.must.iter().any(|asked| asked.trim() == name);
    let conditions = CONDITIONS.iter().filter(|(name, holds)| is_asked(name) && holds(case, measured));
    let conflict = judgement.conflict.then_some(CONFLICT);
    let required_by: Vec<&'static str> = conditions.map(|(name, _)| *name).chain(conflict).collect();
    let reviewed_at = case.reviews.iter().map(|decision| decision.reviewed_at).max();
    let disputed_at = reviewed_at.filter(|_| judgement.conflict);
    let from = disputed_at.map_or(case.done_at, |at| at.max(case.done_at));
    let due_at =
        (!required_by.is_empty()).then(|| working_days_after(from, review.within_working_days, context));
    let state = match (reviewed_at, due_at) {
        (Some(_), _) => ReviewState::Reviewed,
        (None, None) => ReviewState::NotDue,
        (None, Some(due)) if context.as_of < due => ReviewState::Due,
        (None, Some(_)) => ReviewState::Overdue,
    };
    Review { state, required_by, due_at, reviewers: reviewers(case), reviewed_at }
}

/// Everybody whose decision counts, the first one first, each once.
fn reviewers(case: &Case) -> Vec<String> {
    let mut decisions: Vec<(Instant, &str)> =
        case.reviews.iter().map(|decision| (decision.reviewed_at, decision.reviewer.as_str())).collect();
    decisions.sort_unstable();
    let mut reviewers: Vec<String> = Vec::new();
    for (_, reviewer) in decisions {
        if !reviewers.iter().any(|known| known == reviewer) {
            reviewers.push(reviewer.to_owned());
        }
    }
    reviewers
}

/// The end of the `n`th working day of the organisation after an instant.
pub fn working_days_after(from: Instant, n: u32, context: &Context<'_>) -> Instant {
    let holidays = whereabouts::holidays(context.holidays, context.zone, None);
    context.calendar.add_working_days(from, n, context.zone, &holidays)
}
