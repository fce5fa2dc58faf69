//! The threads that read. Each takes a file; one that has none left takes blocks of the files of others, so that
//! one large file and a thousand small ones keep every processor busy.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::ingest::Meter;

/// A block's worth of work.
pub(in super::super) type Job<'a> = Box<dyn FnOnce() + Send + 'a>;

/// What the threads share.
pub(in super::super) struct Crew<'a> {
    state: Mutex<State<'a>>,
    changed: Condvar,
    /// How far every file is.
    pub(in super::super) meter: Arc<Meter>,
}

struct State<'a> {
    jobs: VecDeque<Job<'a>>,
    /// Threads that may still give jobs.
    givers: usize,
    idle: usize,
}

impl<'a> Crew<'a> {
    pub(in super::super) fn new(threads: usize, meter: Arc<Meter>) -> Self {
        let state = State { jobs: VecDeque::new(), givers: threads, idle: 0 };
        Self { state: Mutex::new(state), changed: Condvar::new(), meter }
    }

    fn state(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a job to the others if they wait for one, or does it here: what is under way stays bounded.
    pub(in super::super) fn share(&self, job: Job<'a>) {
        let mut state = self.state();
        // Two for each: one under way and one at hand.
        if state.jobs.len() < state.idle * 2 {
            state.jobs.push_back(job);
            drop(state);
            self.changed.notify_one();
        } else {
            drop(state);
            run(job);
        }
    }

    /// Does jobs until `is_done`, which must become true once all jobs that were given are done.
    pub(in super::super) fn help_until(&self, is_done: impl Fn() -> bool) {
        let mut state = self.state();
        while !is_done() {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                run(job);
                state = self.state();
                // Under the lock, so that nobody between looking and waiting misses it.
                self.changed.notify_all();
            } else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// For a thread without files of its own: does the jobs of others until nobody can give any more.
    pub(in super::super) fn help_the_rest(&self) {
        let mut state = self.state();
        state.givers -= 1;
        state.idle += 1;
        self.changed.notify_all();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                run(job);
                state = self.state();
                // Under the lock, so that nobody between looking and waiting misses it.
                self.changed.notify_all();
            } else if state.givers == 0 {
                return;
            } else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

/// A job that panics must not leave its giver waiting: the outcome it owes is missed by the giver.
fn run(job: Job<'_>) {
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
}
