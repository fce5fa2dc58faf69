//! What the identity sources cover: absence of evidence is evidence only where somebody looked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::losses::Loss;
use crate::{
    ingest::source::SourceFile,
    records::{EventKind, IdentityEvent, Instant, SignIn},
    registers::Workflow,
};

/// Files of one source that lie this close together leave no gap.
const NO_GAP: TimeDelta = TimeDelta::hours(36);

/// Stretches covered per identity source (`okta`, `hr`, …).
#[derive(Debug, Default)]
pub(super) struct Coverage {
    spans: BTreeMap<String, Vec<(Instant, Instant)>>,
    sources_of_kind: BTreeMap<EventKind, BTreeSet<&'static str>>,
    /// Sources that lose events.
    losses: BTreeMap<&'static str, Loss>,
}

impl Coverage {
    /// From the files' first and last times and the events that came out of them.
    pub(super) fn new(
        events: &[IdentityEvent],
        sign_ins: &[SignIn],
        sources: &[SourceFile],
        losses: BTreeMap<&'static str, Loss>,
    ) -> Self {
        let mut files: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let mut coverage = Self { losses, ..Self::default() };
        let of_sign_ins = sign_ins.iter().map(|it| (it.like.source, it.origin.file, it.like.kind));
        let of_events = events.iter().map(|event| (event.source, event.origin.file, event.kind));
        for (source, file, kind) in of_events.chain(of_sign_ins) {
            files.entry(source).or_default().insert(file.0);
            coverage.sources_of_kind.entry(kind).or_default().insert(source);
        }
        let formats = formats(&files, sources);
        for (source, ids) in &files {
            let ids = ids.iter().copied().chain(silent(source, &formats, sources));
            let mut spans: Vec<(Instant, Instant)> = ids
                .filter_map(|id| sources.get(id as usize))
                .filter_map(|file| file.first_at.zip(file.last_at))
                .collect();
            spans.sort_unstable();
            coverage.spans.insert((*source).to_owned(), join(spans));
        }
        coverage
    }

    /// Up to when a source covers.
    pub(super) fn until(&self, source: &str) -> Option<Instant> {
        self.spans.get(source)?.last().map(|span| span.1)
    }

    /// Up to when any identity source covers.
    pub(super) fn latest(&self) -> Option<Instant> {
        self.spans.values().filter_map(|spans| spans.last()).map(|span| span.1).max()
    }

    /// Sources that lose events, with what shows it.
    pub(super) fn losses(&self) -> &BTreeMap<&'static str, Loss> {
        &self.losses
    }

    /// Whether a source tells of everything in the stretches that it covers.
    pub(super) fn is_whole(&self, source: &str) -> bool {
        !self.losses.contains_key(source)
    }

    /// Whether a source in which a trigger of the workflow could stand loses events.
    pub(super) fn loses_triggers(&self, workflow: &Workflow) -> bool {
        let telling = workflow.triggers.iter().filter_map(|kind| self.telling(*kind));
        telling.flatten().any(|source| !self.is_whole(source))
    }

    /// Whether every trigger kind of the workflow has a source, and each such source covers the window
    /// without a gap and is whole.
    pub(super) fn holds_window(&self, workflow: &Workflow, from: Instant, to: Instant) -> bool {
        !workflow.triggers.is_empty()
            && workflow.triggers.iter().all(|kind| {
                self.telling(*kind).is_some_and(|sources| {
                    sources.iter().all(|source| self.is_whole(source) && self.covers(source, from, to))
                })
            })
    }

    /// Sources that would tell of a kind: those that ever did, else those that told of its undoing or of a
    /// kind of the same family. A kind nobody ever told of is not covered.
    fn telling(&self, kind: EventKind) -> Option<&BTreeSet<&'static str>> {
        let own = self.sources_of_kind.get(&kind);
        own.or_else(|| {
            let mut relatives = EventKind::ALL.iter().filter(|other| is_related(kind, **other));
            relatives.find_map(|other| self.sources_of_kind.get(other))
        })
    }

    fn covers(&self, source: &str, from: Instant, to: Instant) -> bool {
        self.spans.get(source).is_some_and(|spans| spans.iter().any(|span| span.0 <= from && to <= span.1))
    }
}

/// Which identity sources each format told of.
fn formats<'a>(
    files: &BTreeMap<&'a str, BTreeSet<u32>>,
    sources: &'a [SourceFile],
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (source, ids) in files {
        for file in ids.iter().filter_map(|id| sources.get(*id as usize)) {
            found.entry(&file.format).or_default().insert(source);
        }
    }
    found
}

/// Every file of a format that tells of this source alone. One without any event covers its days all the same:
/// an export cut into days must cover what the same export in one file does.
fn silent(source: &str, formats: &BTreeMap<&str, BTreeSet<&str>>, sources: &[SourceFile]) -> BTreeSet<u32> {
    let is_its_own = |file: &SourceFile| {
        formats.get(file.format.as_str()).is_some_and(|told| told.len() == 1 && told.contains(source))
    };
    let numbered = sources.iter().enumerate().filter(|(_, file)| is_its_own(file));
    numbered.filter_map(|(number, _)| u32::try_from(number).ok()).collect()
}

/// Same reversals, or a reversal of it: whoever logs one logs the other.
fn is_related(kind: EventKind, other: EventKind) -> bool {
    kind.undone_by().contains(&other)
        || (!other.undone_by().is_empty() && other.undone_by() == kind.undone_by())
}

fn join(spans: Vec<(Instant, Instant)>) -> Vec<(Instant, Instant)> {
    let mut joined: Vec<(Instant, Instant)> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.0 - last.1 <= NO_GAP => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}
