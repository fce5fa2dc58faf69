//! What holds where `misfire.toml` is silent.

use std::collections::BTreeMap;

use super::{Attribute, Checked, Judge, Measure, Rank, Read, Registers, Review, Span};
use crate::records::ActionKind;

pub(super) fn one() -> u32 {
    1
}

pub(super) fn working_hours() -> String {
    "Mon-Fri 09:00-17:30".to_owned()
}

impl Default for Registers {
    fn default() -> Self {
        let at = |name: &str| format!("registers/{name}");
        Self {
            workflows: at("workflows.toml"),
            people: at("people.csv"),
            devices: at("devices.csv"),
            exceptions: at("exceptions.csv"),
            regulated_work: at("regulated_work.csv"),
            reviews: at("reviews.csv"),
            improvements: at("improvements.csv"),
            holidays: at("holidays.csv"),
        }
    }
}

impl Default for Read {
    fn default() -> Self {
        Self { max_line_mb: 16, max_ratio: 200, checked: Checked::Candidates }
    }
}

impl Default for Attribute {
    fn default() -> Self {
        Self {
            min_score: 4.0,
            min_margin: 2.0,
            clock_skew: Span::minutes(2),
            merge_window: Span::seconds(60),
            burst_devices: 10,
            burst_window: Span::hours(1),
            burst_probability: 0.001,
        }
    }
}

impl Default for Judge {
    fn default() -> Self {
        Self { prior: 0.05, false_positive_at: 0.8, true_positive_at: 0.2, bits: BTreeMap::new() }
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self { cap_working_days: 10, default_hours: BTreeMap::new() }
    }
}

impl Measure {
    /// Lost hours of a kind without downtime: the site's figure, else 0.5 h for kinds that interrupt
    /// somebody for a moment, else 0.
    pub fn default_hours(&self, kind: ActionKind) -> f64 {
        use ActionKind as K;
        if let Some(hours) = self.default_hours.get(kind.code()) {
            return *hours;
        }
        match kind {
            K::Restart | K::ShutDown | K::LogOutUser | K::ClearPasscode | K::PolicyRun => 0.5,
            K::ProfileInstall | K::ProfileRemove | K::ScriptChange => 1.0,
            _ => 0.0,
        }
    }
}

impl Default for Rank {
    fn default() -> Self {
        Self { min_cases: 20, confidence: 0.95 }
    }
}

impl Default for Review {
    fn default() -> Self {
        let must = ["wipe", "regulated", "executive", "disruptive"].map(str::to_owned).to_vec();
        Self { must, within_working_days: 10 }
    }
}
