//! What linking is set to: `[attribute]` and the delays of the workflows, as they are or moved by half.

use chrono::TimeDelta;

use super::linkable::Linkable;
use crate::{
    config::{Attribute, Config, Moved, Span, Variant},
    records::Instant,
    registers::Workflow,
};

/// Longest delay where no workflow says otherwise.
pub(super) const DEFAULT_MAX_DELAY: Span = Span::hours(24);

/// Scores and windows of linking.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// `[attribute]`.
    pub(super) config: Attribute,
    /// How the delay of every workflow is moved.
    delays: Option<Moved>,
}

impl Settings {
    /// As the configuration and the control map say.
    pub(super) fn of(config: &Config) -> Self {
        Self { config: config.attribute.clone(), delays: None }
    }

    /// The longest windows of any variant: what lies in them is found once for all.
    pub(super) fn widest(config: &Config) -> Self {
        let mut widest = Self::of(config);
        widest.config.clock_skew = Moved::HalfMore.span(widest.config.clock_skew);
        widest.delays = Some(Moved::HalfMore);
        widest
    }

    /// Longest delay of a workflow.
    pub(super) fn delay(&self, workflow: &Workflow) -> TimeDelta {
        self.moved(workflow.max_delay)
    }

    /// Longest delay of the workflows that may have sent an action.
    pub(super) fn max_delay(&self, linkable: &Linkable<'_>) -> TimeDelta {
        let delays = linkable.possible.iter().map(|workflow| workflow.max_delay);
        self.moved(delays.max().unwrap_or(DEFAULT_MAX_DELAY))
    }

    /// First and last instant at which a trigger may have been known.
    pub(super) fn window(&self, linkable: &Linkable<'_>) -> (Instant, Instant) {
        (linkable.sent_at - self.max_delay(linkable), linkable.sent_at + self.config.clock_skew.delta())
    }

    /// Whether triggers are looked for over the same time.
    pub(super) fn has_windows_of(&self, other: &Self) -> bool {
        (self.delays, self.config.clock_skew) == (other.delays, other.config.clock_skew)
    }

    fn moved(&self, delay: Span) -> TimeDelta {
        self.delays.map_or(delay, |moved| moved.span(delay)).delta()
    }
}

/// Every setting of linking moved down and up, each alone, with what linking is then set to.
pub(super) fn variants(config: &Config) -> Vec<(Variant, Settings)> {
    let each = |setting, change: &dyn Fn(&mut Attribute, Moved)| {
        Moved::BOTH.map(|moved| {
            let variant = Variant::of(config, setting, moved, |config| change(&mut config.attribute, moved));
            let settings = Settings::of(&variant.config);
            (variant, settings)
        })
    };
    let delays = Moved::BOTH.map(|moved| {
        let settings = Settings { delays: Some(moved), ..Settings::of(config) };
        (Variant::of(config, "max_delay", moved, |_| ()), settings)
    });
    [
        each("min_score", &|attribute, moved| attribute.min_score *= moved.factor()),
        each("min_margin", &|attribute, moved| attribute.min_margin *= moved.factor()),
        each("clock_skew", &|attribute, moved| attribute.clock_skew = moved.span(attribute.clock_skew)),
        delays,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The window in which records of one action merge, moved down and up.
pub(super) fn merge_windows(config: &Config) -> [Variant; 2] {
    Moved::BOTH.map(|moved| {
        Variant::of(config, "merge_window", moved, |config| {
            config.attribute.merge_window = moved.span(config.attribute.merge_window);
        })
    })
}
