//! Sums over cases in which overlapping interruptions count once.
//!
//! A case with one affected person is united with the others of that person: locked twice over the same
//! morning, somebody lost one morning. A case with several affected people cannot be split by person, so it is
//! united with the others of the same device and multiplied by the largest number of people of any of them: an
//! upper bound, which may also count somebody a second time who lost a device of their own meanwhile. Hours that
//! no stretch of time stands behind (`default_hours`, figures read back from an earlier report) are added as they
//! are. Sums of parts (owners, weeks) can therefore exceed the sum of the whole.

use std::collections::BTreeMap;

use super::{
    Measured,
    intervals::{self, Interval},
};

/// One case as the sums see it.
#[derive(Debug, Clone, Copy)]
pub struct Loss<'a> {
    /// The action; cases are summed in this order, whatever the order given.
    pub action_id: &'a str,
    /// Who held the device.
    pub person_id: Option<&'a str>,
    /// The device.
    pub device_id: Option<&'a str>,
    /// What was measured.
    pub measured: &'a Measured,
}

/// Whose time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose<'a> {
    Person(&'a str),
    Device(&'a str),
    Case(&'a str),
}

impl<'a> Loss<'a> {
    fn whose(&self) -> Whose<'a> {
        let is_single = self.measured.affected_people.is_none_or(|people| people <= 1);
        let person = self.person_id.filter(|_| is_single).map(Whose::Person);
        person.or(self.device_id.map(Whose::Device)).unwrap_or(Whose::Case(self.action_id))
    }
}

/// Person-hours of several cases, overlaps of one person united.
pub fn united_person_hours(losses: &[Loss<'_>]) -> f64 {
    let mut united: BTreeMap<Whose<'_>, (u64, Vec<Interval>)> = BTreeMap::new();
    let mut sum = 0.0;
    for loss in in_order(losses) {
        if loss.measured.lost.is_empty() {
            sum += loss.measured.person_hours.unwrap_or(0.0);
            continue;
        }
        let (people, stretches) = united.entry(loss.whose()).or_default();
        *people = (*people).max(loss.measured.affected_people.unwrap_or(1));
        stretches.extend_from_slice(&loss.measured.lost);
    }
    for (people, stretches) in united.into_values() {
        #[expect(clippy::cast_precision_loss, reason = "a count of people")]
        let people = people as f64;
        sum += intervals::total_hours(&stretches) * people;
    }
    sum
}

/// Regulated hours of several cases, overlaps of one person and of scopes united.
pub fn united_regulated_hours(losses: &[Loss<'_>]) -> f64 {
    regulated(losses, |_, _| true, |measured| measured.regulated_hours.unwrap_or(0.0))
}

/// Regulated hours of one scope. Cases read back without stretches count with their whole regulated hours.
pub fn united_hours_of_scope(losses: &[Loss<'_>], scope_id: &str) -> f64 {
    let whole = |measured: &Measured| {
        let is_named = measured.regulated_scopes.iter().any(|scope| scope == scope_id);
        if is_named { measured.regulated_hours.unwrap_or(0.0) } else { 0.0 }
    };
    regulated(losses, |scope, _| scope == scope_id, whole)
}

/// Regulated hours per regime, ordered by regime; a regime with nothing in it is left out.
pub fn united_hours_by_regime(losses: &[Loss<'_>]) -> Vec<(String, f64)> {
    let of_stretches =
        losses.iter().flat_map(|loss| loss.measured.scope_times.iter().map(|scope| &scope.regime));
    let of_figures = losses
        .iter()
        .flat_map(|loss| loss.measured.regulated_hours_by_regime.iter().map(|(regime, _)| regime));
    let mut regimes: Vec<&String> = of_stretches.chain(of_figures).collect();
    regimes.sort_unstable();
    regimes.dedup();
    let hours = |regime: &String| {
        regulated(
            losses,
            |_, of| of == regime,
            |measured| {
                let own = measured.regulated_hours_by_regime.iter().find(|(name, _)| name == regime);
                own.map_or(0.0, |(_, hours)| *hours)
            },
        )
    };
    regimes.into_iter().map(|regime| (regime.clone(), hours(regime))).collect()
}

/// Unites the stretches of the scopes that are wanted (by scope and regime) per person or device; `plain` is
/// what a case without stretches adds.
fn regulated(
    losses: &[Loss<'_>],
    wanted: impl Fn(&str, &str) -> bool,
    plain: impl Fn(&Measured) -> f64,
) -> f64 {
    let mut united: BTreeMap<Whose<'_>, Vec<Interval>> = BTreeMap::new();
    let mut sum = 0.0;
    for loss in in_order(losses) {
        if loss.measured.scope_times.is_empty() {
            sum += plain(loss.measured);
            continue;
        }
        let scopes = loss.measured.scope_times.iter().filter(|scope| wanted(&scope.scope_id, &scope.regime));
        let stretches = united.entry(loss.whose()).or_default();
        scopes.for_each(|scope| stretches.extend_from_slice(&scope.stretches));
    }
    sum + united.into_values().map(|stretches| intervals::total_hours(&stretches)).sum::<f64>()
}

/// By action, so that a sum does not depend on the order of rows.
fn in_order<'a, 'b>(losses: &'b [Loss<'a>]) -> Vec<&'b Loss<'a>> {
    let mut sorted: Vec<&Loss<'a>> = losses.iter().collect();
    sorted.sort_by_key(|loss| loss.action_id);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::ScopeTime;

    fn at(hour: i64) -> crate::records::Instant {
        chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour)
    }

    fn lost(from: i64, to: i64, people: u64) -> Measured {
        #[expect(clippy::cast_precision_loss, reason = "small figures of a test")]
        let hours = (to - from) as f64 * people as f64;
        Measured {
            lost: vec![(at(from), at(to))],
            affected_people: Some(people),
            person_hours: Some(hours),
            ..Measured::default()
        }
    }

    fn loss<'a>(action_id: &'a str, person: &'a str, device: &'a str, measured: &'a Measured) -> Loss<'a> {
        Loss { action_id, person_id: Some(person), device_id: Some(device), measured }
    }

    fn close(given: f64, expected: f64) {
        assert!((given - expected).abs() < 1e-9, "{given} is not {expected}");
    }

    #[test]
    fn overlap_of_one_person_counts_once_even_on_two_devices() {
        let (first, second) = (lost(0, 4, 1), lost(2, 6, 1));
        close(united_person_hours(&[loss("a", "p1", "mac", &first), loss("b", "p1", "ipad", &second)]), 6.0);
        close(united_person_hours(&[loss("a", "p1", "mac", &first), loss("b", "p2", "ipad", &second)]), 8.0);
    }

    #[test]
    fn shared_device_is_united_by_device_and_multiplied() {
        let (first, second) = (lost(0, 4, 3), lost(2, 6, 2));
        close(united_person_hours(&[loss("a", "p1", "lab", &first), loss("b", "p2", "lab", &second)]), 18.0);
        close(
            united_person_hours(&[loss("a", "p1", "lab", &first), loss("b", "p1", "other", &second)]),
            20.0,
        );
    }

    #[test]
    fn hours_without_stretches_are_added_as_they_are() {
        let assumed = Measured { person_hours: Some(0.5), affected_people: Some(1), ..Measured::default() };
        let stretch = lost(0, 4, 1);
        let losses = [
            loss("a", "p1", "mac", &assumed),
            loss("b", "p1", "mac", &assumed),
            loss("c", "p1", "mac", &stretch),
        ];
        close(united_person_hours(&losses), 5.0);
    }

    #[test]
    fn nobody_known_is_never_united_with_nobody_known() {
        let one = lost(0, 4, 1);
        let nobody = |action_id| Loss { action_id, person_id: None, device_id: None, measured: &one };
        close(united_person_hours(&[nobody("a"), nobody("b")]), 8.0);
    }

    #[test]
    fn regulated_hours_are_united_over_scopes_and_cases_but_apart_per_regime() {
        let scope = |scope_id: &str, regime: &str, from, to| ScopeTime {
            scope_id: scope_id.to_owned(),
            regime: regime.to_owned(),
            stretches: vec![(at(from), at(to))],
        };
        let first = Measured {
            scope_times: vec![scope("close", "SOX", 0, 4), scope("run", "GxP", 3, 8)],
            ..Measured::default()
        };
        let second = Measured { scope_times: vec![scope("close", "SOX", 2, 6)], ..Measured::default() };
        let losses = [loss("a", "p1", "mac", &first), loss("b", "p1", "mac", &second)];
        close(united_regulated_hours(&losses), 8.0);
        close(united_hours_of_scope(&losses, "close"), 6.0);
        assert_eq!(united_hours_by_regime(&losses), [("GxP".to_owned(), 5.0), ("SOX".to_owned(), 6.0)]);
    }

    #[test]
    fn regulated_figures_read_back_count_for_their_own_scope_and_regime() {
        let read_back = |scope: &str, regime: &str, hours| Measured {
            regulated_scopes: vec![scope.to_owned()],
            regulated_hours: Some(hours),
            regulated_hours_by_regime: vec![(regime.to_owned(), hours)],
            ..Measured::default()
        };
        let (first, second) = (read_back("close", "SOX", 2.0), read_back("run", "GxP", 3.0));
        let losses = [loss("a", "p1", "mac", &first), loss("b", "p1", "mac", &second)];
        close(united_regulated_hours(&losses), 5.0);
        close(united_hours_of_scope(&losses, "close"), 2.0);
        assert_eq!(united_hours_by_regime(&losses), [("GxP".to_owned(), 3.0), ("SOX".to_owned(), 2.0)]);
    }

    #[test]
    fn order_of_cases_changes_no_bit_of_a_sum() {
        let assumed: Vec<Measured> = [0.1, 0.7, 1e9, 0.3]
            .map(|hours| Measured { person_hours: Some(hours), ..Measured::default() })
            .to_vec();
        let ids = ["a", "b", "c", "d"];
        let mut losses: Vec<Loss<'_>> =
            ids.iter().zip(&assumed).map(|(id, measured)| loss(id, "p", "d", measured)).collect();
        let forward = united_person_hours(&losses);
        losses.reverse();
        assert_eq!(forward.to_bits(), united_person_hours(&losses).to_bits());
    }
}
