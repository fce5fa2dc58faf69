//! Thresholds of bursts.

use chrono::TimeDelta;

use super::{Checker, Step::Key};
use crate::config::Attribute;

/// A burst needs two devices, some time and a probability.
pub(super) fn check(checker: &mut Checker<'_>, attribute: &Attribute) {
    checker.at_least(&[Key("attribute"), Key("burst_devices")], f64::from(attribute.burst_devices), 2.0);
    if attribute.burst_window.delta() <= TimeDelta::zero() {
        let message = "found nothing, expected a time such as `1h`".to_owned();
        checker.wrong(&[Key("attribute"), Key("burst_window")], message, None);
    }
    if !(attribute.burst_probability > 0.0 && attribute.burst_probability < 1.0) {
        let message = format!("found {}, expected a number between 0 and 1", attribute.burst_probability);
        checker.wrong(&[Key("attribute"), Key("burst_probability")], message, None);
    }
}
