//! Requests under way. They carry no id: which of two runs of one hook printed something cannot be told, and is
//! not guessed.

use chrono::TimeDelta;

use super::deliveries::Events;
use crate::records::Instant;

/// What was sent is logged, and the request let in, within so long; later it is not known whose it is.
const HANDLED: TimeDelta = TimeDelta::seconds(60);

/// A script that has printed nothing for so long never will.
const FORGOTTEN: TimeDelta = TimeDelta::hours(24);

/// So many requests of one hook are kept: of more under way nothing can be told apart anyway. A hook whose script
/// prints nothing never ends in the log.
const MOST: usize = 64;

/// One request, later one run of its script.
struct Request {
    hook: String,
    since: Instant,
    is_running: bool,
    /// What was sent, once it was logged.
    sent: Option<Events>,
    /// Whether it may be another request than the one it is taken for.
    is_unsure: bool,
}

/// What is known of the run that printed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// Exactly one run can have printed it; with what was sent to it, if that was logged.
    Known(Option<Events>),
    /// One of several runs, or a run whose beginning stands in no line.
    Unknown {
        /// Whether several runs were under way.
        are_several: bool,
    },
}

/// All requests under way.
#[derive(Default)]
pub(super) struct Runs {
    requests: Vec<Request>,
}

impl Runs {
    /// A request came in.
    pub(super) fn incoming(&mut self, hook: &str, at: Instant) {
        self.requests
            .retain(|request| at - request.since <= if request.is_running { FORGOTTEN } else { HANDLED });
        self.begin(hook, at, false);
    }

    fn begin(&mut self, hook: &str, since: Instant, is_running: bool) {
        let hook = hook.to_owned();
        let of_hook = self.places(|request| request.hook == hook);
        if of_hook.len() >= MOST {
            self.doubt(&of_hook);
            self.requests.remove(of_hook[0]);
        }
        self.requests.push(Request { hook, since, is_running, sent: None, is_unsure: false });
    }

    /// The script of a request runs.
    pub(super) fn validated(&mut self, hook: &str, at: Instant) {
        let waiting = self.waiting(hook, at);
        match waiting.first() {
            Some(first) => {
                self.requests[*first].is_running = true;
                self.doubt(&waiting);
            }
            None => self.begin(hook, at, true),
        }
    }

    /// A request was turned away.
    pub(super) fn refused(&mut self, hook: &str, at: Instant) {
        let waiting = self.waiting(hook, at);
        self.doubt(&waiting);
        if let Some(first) = waiting.first() {
            self.requests.remove(*first);
        }
    }

    /// The server was started anew.
    pub(super) fn started(&mut self) {
        self.requests.clear();
    }

    /// Something that was sent is logged: to this hook if the line names it, else to any.
    pub(super) fn sent(&mut self, hook: Option<&str>, events: Events, at: Instant) {
        let is_candidate = |request: &Request| {
            request.sent.is_none()
                && at - request.since <= HANDLED
                && hook.is_none_or(|hook| request.hook == hook)
        };
        let candidates = self.places(is_candidate);
        self.doubt(&candidates);
        if let [only] = candidates.as_slice() {
            self.requests[*only].sent = Some(events);
        }
    }

    /// Hooks with a request under way.
    pub(super) fn hooks(&self) -> impl Iterator<Item = &str> {
        self.requests.iter().map(|request| request.hook.as_str())
    }

    /// The script of some run of this hook ended.
    pub(super) fn ended(&mut self, hook: &str) -> Run {
        let running = self.places(|request| request.is_running && request.hook == hook);
        let Some(first) = running.first() else { return Run::Unknown { are_several: false } };
        let same = |place: &usize| {
            let (a, b) = (&self.requests[*first], &self.requests[*place]);
            !b.is_unsure && a.sent == b.sent
        };
        // Okta sends again what was not answered in time: runs of one and the same event need not be told apart.
        let is_known =
            running.iter().all(same) && (running.len() == 1 || self.requests[*first].sent.is_some());
        if !is_known {
            self.doubt(&running);
        }
        let request = self.requests.remove(*first);
        if is_known {
            Run::Known(request.sent)
        } else {
            Run::Unknown { are_several: running.len() > 1 || request.is_unsure }
        }
    }

    /// Lines came that may be those of any run of this hook under way.
    pub(super) fn doubt_running(&mut self, hook: &str) {
        for request in self.requests.iter_mut().filter(|request| request.is_running && request.hook == hook) {
            request.is_unsure = true;
        }
    }

    /// Requests of a hook that wait to be let in.
    fn waiting(&self, hook: &str, at: Instant) -> Vec<usize> {
        self.places(|request| !request.is_running && request.hook == hook && at - request.since <= HANDLED)
    }

    fn places(&self, is_one: impl Fn(&Request) -> bool) -> Vec<usize> {
        self.requests
            .iter()
            .enumerate()
            .filter(|(_, request)| is_one(request))
            .map(|(place, _)| place)
            .collect()
    }

    /// Of several that something can belong to none is known to be the one.
    fn doubt(&mut self, places: &[usize]) {
        for place in places.iter().filter(|_| places.len() > 1) {
            self.requests[*place].is_unsure = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_whose_script_prints_nothing_does_not_pile_up_and_stays_in_doubt() {
        let mut runs = Runs::default();
        for n in 0..10_000 {
            let at = Instant::UNIX_EPOCH + TimeDelta::milliseconds(400 * n);
            runs.incoming("checkin", at);
            runs.validated("checkin", at);
        }
        assert_eq!(runs.requests.len(), MOST);
        for _ in 0..MOST {
            assert!(matches!(runs.ended("checkin"), Run::Unknown { .. }));
        }
    }
}
