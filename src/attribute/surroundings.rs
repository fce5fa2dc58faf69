//! What stands around an action: who used its device, and which exceptions, scopes and reviews name it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    build::Builder,
    case::{ExceptionMatch, RecentUser},
    exceptions::{self, Subjects},
    linkable::Linkable,
};
use crate::{
    records::{Instant, Origin, PersonKeys},
    registers::{Person, RegulatedScope, ReviewDecision, Workflow},
    resolve::PersonId,
};

impl Builder<'_> {
    /// Persons with sessions on the device in the 30 days before.
    pub(super) fn recent_users(&self, linkable: &Linkable<'_>) -> Vec<RecentUser> {
        let Some(device) = linkable.device_id else { return Vec::new() };
        let zone = self.config.organisation.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let mut seen: BTreeMap<PersonId, (Vec<NaiveDate>, Origin)> = BTreeMap::new();
        for session in self.history.sessions_before(device, linkable.done_at) {
            let keys = PersonKeys { login: session.user.clone(), ..PersonKeys::default() };
            let Some(person) = self.people.resolve(&keys, session.at).person() else { continue };
            let day = session.at.with_timezone(&zone).date_naive();
            let entry = seen.entry(person).or_insert_with(|| (Vec::new(), session.origin));
            entry.0.push(day);
            entry.1 = session.origin;
        }
        let mut users: Vec<RecentUser> = seen
            .into_iter()
            .filter(|(person, _)| !self.is_service(*person, linkable.done_at))
            .map(|(person, (mut days, row))| {
                days.sort_unstable();
                days.dedup();
                let days = u32::try_from(days.len()).unwrap_or(u32::MAX);
                RecentUser { person_id: self.people.label(person).to_owned(), days, row }
            })
            .collect();
        users.sort_by(|a, b| a.person_id.cmp(&b.person_id));
        users
    }

    fn holder_id(&self, linkable: &Linkable<'_>) -> Option<&str> {
        linkable.holder_person.map(|id| self.people.label(id))
    }

    fn is_service(&self, person: PersonId, at: Instant) -> bool {
        let version = self.people.version_at(person, at);
        version.is_some_and(|version| matches!(version.kind.as_str(), "service_account" | "break_glass"))
    }

    /// Exceptions that name the device, the holder or the subject.
    pub(super) fn exceptions(
        &self,
        linkable: &Linkable<'_>,
        workflow: Option<&Workflow>,
        subject: Option<&str>,
        holder: Option<&Person>,
    ) -> Vec<ExceptionMatch> {
        let people: Vec<&str> = self.holder_id(linkable).into_iter().chain(subject).collect();
        let about = self.named.exceptions.about(people.iter().copied().chain(linkable.device_words()));
        let of_subject = subject
            .and_then(|id| self.people.by_person_id(id))
            .and_then(|id| self.people.version_at(id, linkable.done_at));
        let versions = holder.into_iter().chain(of_subject).collect();
        exceptions::matching(&about, linkable, &Subjects { people, versions, workflow })
    }

    /// Scopes of regulated work that rest on the device or its people.
    pub(super) fn regulated(
        &self,
        linkable: &Linkable<'_>,
        holder: Option<&Person>,
        users: &[RecentUser],
    ) -> Vec<RegulatedScope> {
        let device = linkable.device;
        let holder_id = self.holder_id(linkable);
        let users_ids = users.iter().map(|user| user.person_id.as_str());
        let words = holder_id.into_iter().chain(users_ids).chain(linkable.device_words());
        let matches = |scope: &&RegulatedScope| {
            let wanted = scope.match_value.trim();
            let same = |text: &str| text.trim().eq_ignore_ascii_case(wanted);
            match scope.match_kind.as_str() {
                "person" => {
                    holder_id.is_some_and(same)
                        || users.iter().any(|user| user.days >= 3 && same(&user.person_id))
                }
                "unit" => {
                    let of_device = device.and_then(|row| row.unit.as_deref());
                    holder.and_then(|person| person.unit.as_deref()).into_iter().chain(of_device).any(same)
                }
                "device_class" => device.and_then(|row| row.device_class.as_deref()).is_some_and(same),
                "device" => linkable.device_words().any(same),
                _ => false,
            }
        };
        self.named.regulated.about(words).into_iter().filter(matches).cloned().collect()
    }

    /// The newest decision of every reviewer.
    pub(super) fn reviews(&self, action_id: &str) -> Vec<ReviewDecision> {
        let mut newest: BTreeMap<&str, Vec<&ReviewDecision>> = BTreeMap::new();
        for review in self.named.reviews(action_id) {
            let rows = newest.entry(&review.reviewer).or_default();
            rows.retain(|row| row.reviewed_at >= review.reviewed_at);
            // Two decisions of one moment: neither is the newest, and the order of rows must not choose.
            let is_newest = rows.iter().all(|row| row.reviewed_at == review.reviewed_at);
            if is_newest && rows.iter().all(|row| row.decision != review.decision) {
                rows.push(review);
                rows.sort_by(|a, b| a.decision.cmp(&b.decision));
            }
        }
        newest.into_values().flatten().cloned().collect()
    }

    /// Whether every source that could tell of a trigger covers the time before the action.
    pub(super) fn window_is_covered(&self, workflow: &Workflow, linkable: &Linkable<'_>) -> bool {
        let from = linkable.sent_at - self.settings.delay(workflow);
        let to = linkable.sent_at + self.settings.config.clock_skew.delta();
        // Nobody can have looked for the trigger of a person whom nothing names.
        let is_named = linkable.holder_person.is_some() || linkable.jamf_person.is_some();
        is_named && self.coverage.holds_window(workflow, from, to)
    }
}
