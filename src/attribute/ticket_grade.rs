//! How well a ticket is linked to a case, by what it says.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{
    case::{TicketGrade, TicketLink},
    linkable::Linkable,
    ticket_text::{Intent, Notes, TextClass, TextClasses, TextWeight},
};
use crate::{
    config::{ClosureMeaning, Tickets},
    records::{ActionKind, CauseLink, CauseLinkKind, Ticket},
};

/// Complaints are looked for this long after.
pub(super) const AFTER: TimeDelta = TimeDelta::days(7);
/// A strong link lies inside this time.
const STRONG: TimeDelta = TimeDelta::hours(72);
/// A medium link lies inside this time, seven days for what follows a wipe.
const MEDIUM: TimeDelta = TimeDelta::hours(24);

/// What a ticket says by itself, whatever case it may speak of.
#[derive(Debug)]
pub(super) struct Reading {
    classes: Vec<TextClass>,
    intent: Intent,
    is_closed_as_intended: bool,
    is_wipe_follow_up: bool,
    is_error: bool,
    notes: Notes,
}

impl Reading {
    /// Reads the texts and the closure code.
    pub(super) fn new(ticket: &Ticket, texts: &TextClasses, config: &Tickets) -> Self {
        let wording = texts.read(&ticket.subject, &ticket.body);
        Self {
            classes: wording.classes.into_iter().map(|found| found.class).collect(),
            intent: wording.intent,
            is_closed_as_intended: is_mapped(ticket, config, ClosureMeaning::Intended),
            is_wipe_follow_up: wording.is_wipe_follow_up,
            is_error: is_mapped(ticket, config, ClosureMeaning::AutomationError),
            notes: Notes::new(&ticket.notes, &ticket.close_notes),
        }
    }

    /// Whether a ticket that names a device asks for an action on it.
    pub(super) fn asks_for_its_device(&self) -> bool {
        match self.intent {
            Intent::Request | Intent::BareRequest => true,
            Intent::None | Intent::Leaver => self.is_closed_as_intended,
        }
    }
}

/// How a ticket decides, weaker first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decision {
    /// By a closure code the site mapped: about whatever happened last.
    ClosureCode,
    /// By naming the action.
    Named,
}

/// What one ticket says about one case.
pub(super) struct Facts<'a> {
    pub(super) ticket: &'a Arc<Ticket>,
    pub(super) reading: &'a Reading,
    pub(super) same_device: bool,
}

impl Facts<'_> {
    /// The link, if the ticket says anything. `may_decide` is false where the ticket means another case.
    pub(super) fn link(&self, case: &Linkable<'_>, may_decide: bool) -> Option<TicketLink> {
        let decisive = self.decisive(case).filter(|_| may_decide);
        let decided = decisive.map(|(_, why)| (TicketGrade::Decisive, why));
        let (grade, why) = decided.or_else(|| self.grade(case))?;
        Some(TicketLink {
            ticket: Arc::clone(self.ticket),
            grade,
            why,
            shows_intent: self.shows_intent(),
            is_request: self.same_device && self.is_request(),
        })
    }

    /// Whether it asks for an action. A request that does not say for what needs the device in a column.
    fn is_request(&self) -> bool {
        let is_bare = self.reading.intent == Intent::BareRequest;
        self.reading.asks_for_its_device() && (self.same_device || !is_bare)
    }

    fn shows_intent(&self) -> bool {
        self.is_request() || self.reading.intent == Intent::Leaver
    }

    /// A ticket that asks, not complains: with the device in it as surely linked as a complaint would be, else by the
    /// person alone. It counts for `ticket-shows-intent` and `planned-reprovision` only.
    fn intent_grade(&self, case: &Linkable<'_>) -> (TicketGrade, String) {
        let grade = if self.same_device { TicketGrade::Strong } else { TicketGrade::Medium };
        let says = match self.reading.intent {
            Intent::Request | Intent::BareRequest => "asks for such an action",
            Intent::Leaver => "tells of a leaver",
            Intent::None => "was closed as intended",
        };
        let what = if self.is_request() { "the request: " } else { "" };
        let lead = case.sent_at - self.ticket.opened_at;
        let side = if lead > TimeDelta::zero() { "before" } else { "after" };
        let lag = lag(lead.abs());
        (grade, format!("{what}{} and {says}, opened {lag} {side} it was sent", self.whom()))
    }

    fn whom(&self) -> &'static str {
        if self.same_device { "names the device" } else { "is about the affected person" }
    }

    fn after(&self, case: &Linkable<'_>) -> TimeDelta {
        self.ticket.opened_at - case.done_at
    }

    fn grade(&self, case: &Linkable<'_>) -> Option<(TicketGrade, String)> {
        let whom = self.whom();
        if self.shows_intent() {
            return Some(self.intent_grade(case));
        }
        let after = self.after(case);
        let lag = lag(after);
        if after < TimeDelta::zero() {
            return None;
        }
        let kind = case.action.kind;
        let class = self
            .reading
            .classes
            .iter()
            .find(|class| class.weight() == TextWeight::Strong && class.fits(kind));
        if after <= STRONG && (self.same_device || class.is_some()) {
            let text = class.map_or_else(String::new, |class| format!(" and says `{}`", class.code()));
            return Some((TicketGrade::Strong, format!("{whom}{text}, opened {lag} after")));
        }
        let medium =
            self.reading.classes.iter().find(|class| class.weight() != TextWeight::None && class.fits(kind));
        let window = if kind == ActionKind::Wipe { AFTER } else { MEDIUM };
        if let Some(class) = medium.filter(|_| after <= window) {
            return Some((
                TicketGrade::Medium,
                format!("{whom} and says `{}`, opened {lag} after", class.code()),
            ));
        }
        if kind == ActionKind::Wipe && self.reading.is_wipe_follow_up {
            return Some((
                TicketGrade::Medium,
                format!("{whom} and asks for what a wipe makes necessary, {lag} after"),
            ));
        }
        (after <= STRONG).then(|| {
            (
                TicketGrade::Coincident,
                format!("{whom}, opened {lag} after; nothing in it speaks of the action"),
            )
        })
    }

    /// Whether the ticket decides this case, and by what.
    pub(super) fn decisive(&self, case: &Linkable<'_>) -> Option<(Decision, String)> {
        let action = case.action;
        let ids = [Some(&action.action_id), action.uuid.as_ref()];
        let named = |id: &str| ids.iter().flatten().any(|own| own.eq_ignore_ascii_case(id));
        let is_cause = |link: &&CauseLink| link.kind == CauseLinkKind::CausedByChange && named(&link.id);
        if let Some(link) = self.ticket.links.iter().find(is_cause) {
            return Some((Decision::Named, format!("its cause link names the action ({})", link.id)));
        }
        let is_named = self.reading.notes.name_action(&action.action_id, action.uuid.as_deref());
        let complains = self.reading.classes.iter().any(|class| class.fits(action.kind));
        if is_named && complains && !self.shows_intent() {
            return Some((
                Decision::Named,
                "its notes name the action, and it reports a disruption".to_owned(),
            ));
        }
        if self.reading.is_error && self.after(case) >= TimeDelta::zero() {
            let decision = if is_named { Decision::Named } else { Decision::ClosureCode };
            return Some((decision, "its closure code is mapped to an error of the automation".to_owned()));
        }
        None
    }
}

fn is_mapped(ticket: &Ticket, config: &Tickets, means: ClosureMeaning) -> bool {
    config.closure_codes.iter().filter(|code| code.means == means).any(|code| {
        let values = ticket.fields.get(&code.field);
        values.is_some_and(|values| {
            values.iter().any(|value| value.trim().eq_ignore_ascii_case(code.value.trim()))
        })
    })
}

/// A length of time in whole hours, under two hours in minutes.
fn lag(length: TimeDelta) -> String {
    match length.num_minutes() {
        minutes @ ..120 => format!("{minutes} min"),
        minutes => format!("{} h", minutes / 60),
    }
}
