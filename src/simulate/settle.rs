//! The end of the simulated time: every source gets its own clock, its numbers and the order of its export.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{
    commands::State,
    rng::Rng,
    world::{Event, World},
};

impl World {
    /// Lets Jamf and the HR system have clocks of their own, up to half a minute off; Okta's is right.
    fn skew_clocks(&mut self) {
        let mut rng = Rng::for_key(self.seed, "clocks", 0);
        let (jamf, hr) = (TimeDelta::seconds(rng.range(-30, 30)), TimeDelta::seconds(rng.range(-30, 30)));
        for command in &mut self.commands {
            command.sent += jamf;
            command.ended = command.ended.map(|ended| ended + jamf);
        }
        for device in &mut self.devices {
            device.signs.iter_mut().for_each(|sign| sign.at += jamf);
            device.runs.iter_mut().for_each(|run| run.at += jamf);
        }
        for row in &mut self.hr {
            row.occurred += hr;
            row.recorded += hr;
        }
        // The truth names the times that Jamf wrote down.
        for row in &mut self.truth {
            row.sent += jamf;
            row.done += jamf;
            row.in_scope_automated &= self.period.0 <= row.done && row.done < self.period.1;
        }
    }

    /// Numbers the HR rows as their system does, in the order of entry: the order in which the world came into
    /// being would tell what they led to.
    fn number_hr(&mut self) {
        let mut numbers = BTreeMap::new();
        for (index, row) in self.hr.iter_mut().enumerate() {
            let number = format!("HR-{:06}", 100_000 + index);
            numbers.insert(std::mem::replace(&mut row.id, number.clone()), number);
        }
        for row in &mut self.truth {
            if let Some(number) = numbers.get(&row.trigger_event_id) {
                row.trigger_event_id.clone_from(number);
            }
        }
    }

    /// Puts everything into the order of export and drops what lies after the simulated time.
    pub(super) fn settle(&mut self) {
        let to = self.to;
        self.skew_clocks();
        let people = &self.people;
        // Nobody is renamed after having left.
        let holds = |event: &Event| {
            !event.kind.ends_with("update_primary_email") || people[event.person].works_at(event.at)
        };
        self.events.retain(|event| event.persisted < to && holds(event));
        self.events.sort_by(|a, b| (a.persisted, &a.uuid).cmp(&(b.persisted, &b.uuid)));
        self.hr.retain(|row| row.recorded < to);
        self.hr.sort_by(|a, b| (a.recorded, &a.id).cmp(&(b.recorded, &b.id)));
        self.number_hr();
        self.exceptions.sort_by(|a, b| (a.from, a.to, &a.subject).cmp(&(b.from, b.to, &b.subject)));
        self.commands.retain(|command| command.sent < to);
        for command in &mut self.commands {
            if command.ended.is_some_and(|ended| ended >= to) {
                command.ended = None;
                command.state = State::Pending;
            }
        }
        self.commands.sort_by(|a, b| (a.sent, &a.uuid).cmp(&(b.sent, &b.uuid)));
        self.tickets.retain(|ticket| ticket.opened < to);
        for ticket in &mut self.tickets {
            ticket.resolved = ticket.resolved.filter(|resolved| *resolved < to);
        }
        self.tickets.sort_by(|a, b| (a.opened, a.person, &a.subject).cmp(&(b.opened, b.person, &b.subject)));
        self.truth.sort_by(|a, b| (a.done, &a.action_id).cmp(&(b.done, &b.action_id)));
        for device in &mut self.devices {
            device.signs.sort_by_key(|sign| sign.at);
        }
    }
}
