//! Person-hours by accountable owner, one chart per role.

use super::{
    Chart,
    ranked::{self, Measure, Ranked},
};
use crate::report::{block::Figure, model::Review, owners, vocabulary};

pub(super) const CHART: Chart = Chart { section: "owners", build };

fn build(review: &Review) -> Vec<Figure> {
    vocabulary::ROLES.iter().filter_map(|role| ranked::figure(review, &of_role(review, role))).collect()
}

/// The ranking of one role.
fn of_role<'a>(review: &'a Review, role: &str) -> Ranked<'a> {
    Ranked {
        id: format!("chart-{}", role.replace('_', "-")),
        title: format!("Person-hours by {}", vocabulary::role(role)),
        key: "Owner",
        measure: Measure::PersonHours,
        cell: owners::link,
        label: owners::label,
        rows: ranked::rows_of(review, "owner", role),
    }
}
