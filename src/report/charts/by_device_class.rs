//! Person-hours by device class.

use super::{
    Chart,
    ranked::{self, Measure, Ranked},
};
use crate::report::{block::Figure, block::Line, model::Review, shown::name};

pub(super) const CHART: Chart = Chart { section: "device-classes", build };

fn build(review: &Review) -> Vec<Figure> {
    let ranked = Ranked {
        id: "chart-device-class".to_owned(),
        title: "Person-hours by device class".to_owned(),
        key: "Device class",
        measure: Measure::PersonHours,
        cell: |_, key| Line::from(name(key)),
        label: |_, key| name(key),
        rows: ranked::rows_of(review, "device_class", ""),
    };
    ranked::figure(review, &ranked).into_iter().collect()
}
