//! Charts: drawings by plotters, each with a finding in words and its data. A chart is one file here and
//! one line in [`CHARTS`]. No histogram series of plotters: it iterates a hash map and is not reproducible.

use super::{
    block::{Block, Figure},
    model::Review,
};

mod bars;
mod by_device_class;
mod by_owner;
mod by_regulated_work;
mod canvas;
mod case_timeline;
mod causes;
mod funnel;
mod funnel_drawing;
mod plot;
pub(super) mod ranked;
mod survival_curve;
mod time_to_act;
mod time_to_restore;
mod weekly;
mod weekly_rate;

pub(super) use by_regulated_work::label as scope_label;
pub(super) use case_timeline::figure as case_timeline;
pub(super) use funnel::absent as funnel_absent;
pub(super) use plot::{Places, Plot, Series, Shape};

/// A chart: where it stands and how it is made. Without data it makes no figure, and its section says so.
pub(super) struct Chart {
    /// Id of the section of the board page that shows it.
    pub section: &'static str,
    /// Makes the figures; several where one role or group has one each.
    pub build: fn(&Review) -> Vec<Figure>,
}

/// Every chart.
pub(super) const CHARTS: &[Chart] = &[
    by_owner::CHART,
    by_device_class::CHART,
    by_regulated_work::CHART,
    funnel::CHART,
    weekly::CHART,
    weekly_rate::CHART,
    causes::CHART,
    time_to_restore::CHART,
    time_to_act::CHART,
];

/// The figures of one section.
pub(super) fn of_section(section: &str, review: &Review) -> Vec<Block> {
    let charts = CHARTS.iter().filter(|chart| chart.section == section);
    charts.flat_map(|chart| (chart.build)(review)).map(|figure| Block::Chart(Box::new(figure))).collect()
}
