//! Automated actions as they are carried out: the command, what it costs, how the device comes back, and the
//! truth about it.

use chrono::TimeDelta;

use super::{
    calendar,
    commands::{Command, Kind, State},
    devices::{Model, Run, Sign},
    rng::Rng,
    truth::{Truth, Verdict},
    workflows::Flow,
    world::World,
};
use crate::records::Instant;

/// How a device came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undo {
    /// Nothing was sent; a passcode at the desk, or nothing at all.
    Silent,
    /// An administrator sent the opposite command.
    Admin,
    /// The system put it back by itself (scope of a profile).
    System,
}

/// One automated action on one device, as it truly was.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    pub(super) flow: Flow,
    pub(super) device: usize,
    pub(super) kind: Kind,
    pub(super) profile: Option<(u32, &'static str)>,
    pub(super) sent: Instant,
    pub(super) done: Instant,
    pub(super) trigger: String,
    pub(super) verdict: Verdict,
    pub(super) cause: &'static str,
    /// Who lost time, and when the device or right was back.
    pub(super) victim: Option<usize>,
    pub(super) restored: Option<Instant>,
    pub(super) undo: Undo,
    pub(super) detectable: bool,
    /// An administrator used the automation's client by hand.
    pub(super) by_hand: bool,
    pub(super) note: &'static str,
}

/// The policy that takes licensed software from a Mac, and the one that brings it.
pub(super) const REMOVE_POLICY: (u32, &str) = (540, "Remove Licensed Software");
const INSTALL_POLICY: (u32, &str) = (541, "Install Licensed Software");

impl World {
    /// A command of somebody or something, without truth of its own.
    pub(super) fn command(
        &mut self,
        rng: &mut Rng,
        device: usize,
        kind: Kind,
        username: &str,
        sent: Instant,
        (ended, state): (Option<Instant>, State),
    ) -> usize {
        let uuid = rng.uuid();
        self.commands.push(Command {
            uuid,
            device,
            kind,
            username: username.to_owned(),
            sent,
            ended,
            state,
            profile: None,
        });
        self.commands.len() - 1
    }

    /// Carries out an automated action and writes down what it truly was. Returns its id; `None` when it would
    /// lie outside the simulated time.
    pub(super) fn deed(&mut self, rng: &mut Rng, deed: &Deed) -> Option<String> {
        if deed.done >= self.to {
            return None;
        }
        let id = self.carry_out(rng, deed);
        let lost_hours = self.lost_hours(rng, deed);
        self.aftermath(rng, deed);
        self.truth.push(Truth {
            action_id: id.clone(),
            in_scope_automated: !deed.by_hand,
            workflow_id: deed.flow.id(),
            trigger_event_id: deed.trigger.clone(),
            verdict: deed.verdict,
            cause: deed.cause,
            lost_hours,
            detectable: deed.detectable,
            note: deed.note,
            by_hand: deed.by_hand,
            device: deed.device,
            serial: self.devices[deed.device].serial.clone(),
            kind: deed.kind,
            sent: deed.sent,
            done: deed.done,
        });
        Some(id)
    }

    /// Sends the command, or lets the policy run, which has no id of its own.
    fn carry_out(&mut self, rng: &mut Rng, deed: &Deed) -> String {
        if deed.kind == Kind::PolicyRun {
            let policy = deed.profile.unwrap_or(REMOVE_POLICY);
            self.devices[deed.device].runs.push(Run { at: deed.done, policy });
            return String::new();
        }
        let end = (Some(deed.done), State::Done);
        let place = self.command(rng, deed.device, deed.kind, deed.flow.username(), deed.sent, end);
        self.commands[place].profile = deed.profile;
        self.commands[place].uuid.clone()
    }

    fn lost_hours(&self, rng: &mut Rng, deed: &Deed) -> f64 {
        if deed.victim.is_none() {
            return 0.0;
        }
        let hours = calendar::working_hours(deed.done, deed.restored.unwrap_or(self.to).min(self.to));
        if deed.kind.takes_device() { hours } else { hours.min(0.5 + 2.0 * rng.unit()) }
    }

    /// Downtime, and what shows that the device or profile came back.
    fn aftermath(&mut self, rng: &mut Rng, deed: &Deed) {
        let model = self.devices[deed.device].model;
        if deed.kind.takes_device() {
            let until = deed.restored.unwrap_or(self.to + TimeDelta::days(400));
            self.devices[deed.device].down.push((deed.done, until));
        }
        let Some(restored) = deed.restored else { return };
        if model == Model::Mac && deed.kind.takes_device() {
            let user = deed.victim.map(|person| self.people[person].local_user.clone());
            for (minutes, user) in [(rng.range(1, 6), user), (rng.range(7, 25), None)] {
                self.devices[deed.device]
                    .signs
                    .push(Sign { at: restored + TimeDelta::minutes(minutes), user });
            }
        }
        if deed.kind == Kind::Wipe && restored < self.to {
            self.devices[deed.device].enrolled = restored;
        }
        // Lost mode ends by a command only; where no administrator sends it, the automation does.
        let by_automation = deed.undo == Undo::Silent && deed.kind == Kind::LostModeOn;
        if deed.undo == Undo::Silent && !by_automation {
            return;
        }
        if deed.kind == Kind::PolicyRun {
            self.devices[deed.device].runs.push(Run { at: restored, policy: INSTALL_POLICY });
            return;
        }
        let kind = match deed.kind {
            Kind::LostModeOn => Kind::LostModeOff,
            Kind::ProfileRemove => Kind::ProfileInstall,
            Kind::AppRemove => Kind::AppInstall,
            Kind::Lock => Kind::UnlockAccount,
            _ => Kind::Inventory,
        };
        let admin = format!("desk.admin-{}", 1 + rng.below(4));
        let username = match deed.undo {
            Undo::Admin => admin.as_str(),
            _ if by_automation => deed.flow.username(),
            _ => "",
        };
        let sent = restored - TimeDelta::seconds(rng.range(8, 50));
        let place = self.command(rng, deed.device, kind, username, sent, (Some(restored), State::Done));
        self.commands[place].profile = deed.profile;
    }
}

/// A lag from trigger to sending: minutes.
pub(super) fn send_lag(rng: &mut Rng) -> TimeDelta {
    calendar::seconds(rng.log_normal(240.0, 0.8).clamp(8.0, 7_200.0))
}

/// A lag from sending to done: seconds to hours.
pub(super) fn done_lag(rng: &mut Rng) -> TimeDelta {
    calendar::seconds(rng.log_normal(70.0, 1.4).clamp(2.0, 28_000.0))
}

/// When a command sent then is carried out: mostly at once; some devices lie closed until the next working
/// morning, over the weekend too, and a few in a drawer for days.
pub(super) fn delivered(rng: &mut Rng, sent: Instant) -> Instant {
    let draw = rng.unit();
    if draw > 0.05 {
        return sent + done_lag(rng);
    }
    let days = if draw < 0.008 { rng.range(2, 6) } else { 0 };
    let evening = calendar::local(calendar::date_of(sent), 18, 0).max(sent);
    calendar::next_working_moment(evening + TimeDelta::days(days)) + TimeDelta::minutes(rng.range(1, 150))
}
