//! What bursts are looked for in: every executed destructive action on a known device, whoever sent it, with what
//! explains it.

use std::collections::{BTreeMap, BTreeSet};

use super::hours::OfficeHours;
use crate::{
    attribute::{
        candidates::{Scored, is_taken},
        linkable::Linkable,
        tickets::TicketIndex,
    },
    config::Attribute,
    records::{Action, Instant, Outcome},
    resolve::DeviceId,
};

/// One executed destructive action.
#[derive(Debug)]
pub(in crate::attribute) struct Deed<'a> {
    pub(super) action: &'a Action,
    pub(super) sent_at: Instant,
    pub(super) done_at: Instant,
    pub(super) device: DeviceId,
    /// An episode reaches the score (taken or one of several), the device lay in stock, or a request asked for it.
    pub(super) is_explained: bool,
    /// One episode is taken.
    pub(super) is_linked: bool,
    pub(super) is_outside_hours: bool,
}

impl Deed<'_> {
    /// `kind:name`, without regard to case.
    pub(super) fn initiator(&self) -> Option<String> {
        self.action.initiator.as_ref().map(|who| format!("{}:{}", who.kind, who.name.trim().to_lowercase()))
    }
}

/// What explanations are looked up in.
pub(in crate::attribute) struct Sources<'a> {
    pub(in crate::attribute) config: &'a Attribute,
    pub(in crate::attribute) tickets: &'a TicketIndex<'a>,
    pub(in crate::attribute) hours: &'a OfficeHours<'a>,
}

/// The deeds of automations and people alike, each with its candidates.
pub(in crate::attribute) fn deeds<'a>(
    all: &[(&Linkable<'a>, &[Scored<'_>])],
    sources: &Sources<'_>,
) -> Vec<Deed<'a>> {
    let mut deeds: Vec<Deed<'a>> = all
        .iter()
        .filter(|(linkable, _)| {
            linkable.action.kind.is_destructive() && linkable.action.outcome == Outcome::Done
        })
        .filter_map(|(linkable, scored)| deed(linkable, scored, sources))
        .collect();
    mark_requested(&mut deeds, sources);
    deeds
}

fn deed<'a>(linkable: &Linkable<'a>, scored: &[Scored<'_>], sources: &Sources<'_>) -> Option<Deed<'a>> {
    let reaches = scored.first().is_some_and(|best| best.score >= sources.config.min_score);
    let custody = linkable.device.and_then(|device| device.custody.as_deref());
    let is_stock = custody.is_some_and(|custody| custody.trim().eq_ignore_ascii_case("stock"));
    Some(Deed {
        action: linkable.action,
        sent_at: linkable.sent_at,
        done_at: linkable.action.done_at?,
        device: linkable.device_id?,
        is_explained: reaches || is_stock,
        is_linked: is_taken(scored, sources.config),
        is_outside_hours: sources.hours.is_outside(linkable.sent_at),
    })
}

/// Tickets are read only where so many devices are left that there could be a burst.
fn mark_requested(deeds: &mut [Deed<'_>], sources: &Sources<'_>) {
    let open: BTreeSet<DeviceId> =
        deeds.iter().filter(|deed| !deed.is_explained).map(|deed| deed.device).collect();
    if open.len() < usize::try_from(sources.config.burst_devices).unwrap_or(usize::MAX) {
        return;
    }
    let requests: BTreeMap<DeviceId, Vec<Instant>> = sources.tickets.requests_for(&open);
    for deed in deeds {
        let asked = requests.get(&deed.device).into_iter().flatten();
        deed.is_explained |= asked.copied().any(|opened_at| TicketIndex::precedes(opened_at, deed.sent_at));
    }
}
