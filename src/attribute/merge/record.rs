//! An action as merging gives it: nearly always the record as it was read.

use crate::{
    records::{Action, Instant},
    resolve::DeviceId,
};

/// One action.
#[derive(Debug)]
pub(in crate::attribute) struct Merged<'a> {
    pub(super) record: Record<'a>,
    /// The device, looked up once.
    pub(in crate::attribute) device: Option<DeviceId>,
    /// When it was sent, else done: the time by which records are compared.
    pub(super) at: Option<Instant>,
}

/// The record itself where one record tells of an action, as nearly always.
#[derive(Debug)]
pub(super) enum Record<'a> {
    /// As it was read.
    One(&'a Action),
    /// What several records say.
    Several(Box<Action>),
}

impl Merged<'_> {
    /// What is known of it.
    pub(in crate::attribute) fn action(&self) -> &Action {
        self.record.action()
    }
}

impl<'a> Record<'a> {
    /// What it says.
    pub(super) fn action(&self) -> &Action {
        match self {
            Self::One(action) => action,
            Self::Several(action) => action,
        }
    }

    /// What it says, as a copy where it was only read.
    pub(super) fn into_action(self) -> Action {
        match self {
            Self::One(action) => action.clone(),
            Self::Several(action) => *action,
        }
    }

    /// As a merged action on its device.
    pub(super) fn on(self, device: Option<DeviceId>) -> Merged<'a> {
        let at = time_of(self.action());
        Merged { record: self, device, at }
    }
}

/// When an action was sent, else done: the time by which records are compared.
pub(super) fn time_of(action: &Action) -> Option<Instant> {
    action.sent_at.or(action.done_at)
}
