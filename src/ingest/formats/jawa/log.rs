//! Reads `jawa.log`: follows the runs of each hook and takes the commands out of what their scripts print.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use chrono::TimeDelta;

use super::{
    super::jamf_sent_commands::sent_commands,
    deliveries::{Events, events_of, only},
    message::{Line, Says, line_of},
    output::{Found, names_command, values},
    runs::{Run, Runs},
};
use crate::{
    ingest::{
        format::{Row, RowReader},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Action, Initiator, InitiatorKind, Instant, Origin},
};

/// The lines of one script are written at once; a pause longer than this ends them.
const PAUSE: TimeDelta = TimeDelta::seconds(1);

/// More than this is taken in parts.
const LONGEST: usize = 1 << 18;

/// The reader.
#[derive(Default)]
pub(super) struct Log {
    runs: Runs,
    /// Hooks that let somebody in: anybody can ask for hooks that are none.
    hooks: BTreeSet<String>,
    /// What is being printed, by hook.
    open: BTreeMap<String, Output>,
    /// Until when lines of a hook may still be those of a run that was over before the latest one began.
    tails: BTreeMap<String, Instant>,
}

/// What scripts of one hook printed without a pause.
struct Output {
    run: Run,
    last: Instant,
    text: String,
    lines: Vec<Printed>,
}

/// One record of it.
struct Printed {
    at: Origin,
    time: Instant,
    /// Where its text stands in the whole.
    range: Range<usize>,
    /// What is shown of it when it is rejected: not what the script printed, which may hold secrets.
    shown: String,
}

impl RowReader for Log {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Log(record) = row else {
            return sink.reject(at, "expected a record of `jawa.log`", "");
        };
        let Some(line) = line_of(record) else { return cut_off(record, at, sink) };
        let shown = format!("{} - {} - {} - …", line.time, line.logger, line.level);
        match sink.time(at, line.time, TimeRule::Ask(None)) {
            Ok(Some(time)) => self.line(&line, time, shown, at, sink),
            Ok(None) => sink.reject(at, format!("`{}` is no time of a log record", line.time), &shown),
            Err(why) => sink.reject(at, why, &shown),
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        for (hook, output) in std::mem::take(&mut self.open) {
            settle(&hook, &output, sink);
        }
    }
}

/// The end of a record whose beginning stands in the file before.
fn cut_off(record: &str, at: Origin, sink: &mut Sink<'_>) {
    if record.lines().any(names_command) {
        let reason = "a command without time and hook, which stand at the end of the file before this one";
        return sink.reject(at, reason, "");
    }
    sink.out_of_scope(at);
}

impl Log {
    fn line(&mut self, line: &Line<'_>, time: Instant, shown: String, at: Origin, sink: &mut Sink<'_>) {
        self.close_before(time, sink);
        match line.says() {
            Says::Incoming(hook) => self.runs.incoming(hook, time),
            Says::Validated(hook) => {
                self.hooks.insert(hook.to_owned());
                // What was printed so far is none of the new run's.
                if let Some(output) = self.open.remove(hook) {
                    settle(hook, &output, sink);
                    self.tails.insert(hook.to_owned(), output.last + PAUSE);
                }
                self.runs.validated(hook, time);
            }
            Says::Refused(hook) => self.runs.refused(hook, time),
            Says::Started => self.runs.started(),
            Says::Other => {
                if line.level == "DEBUG" {
                    self.sent(line, time);
                } else if let Some((hook, text)) = line.of_hook(self.hooks.iter().map(String::as_str)) {
                    let printed = Printed { at, time, range: 0..text.len(), shown };
                    return self.printed(hook, text, printed, sink);
                }
            }
        }
        sink.out_of_scope(at);
    }

    /// What Okta sent, if the line holds it; the line may name the hook.
    fn sent(&mut self, line: &Line<'_>, time: Instant) {
        let Some(events) = values(line.message).iter().find_map(|found| events_of(&found.value)) else {
            return;
        };
        let known = |hook: &str| self.runs.hooks().any(|known| known == hook);
        let first = line.of_hook(self.runs.hooks()).map(|(hook, _)| hook).filter(|hook| known(hook));
        let in_path = || {
            let (_, rest) = line.message.split_once("/hooks/")?;
            let names = self.runs.hooks().filter(|hook| rest.starts_with(hook));
            names.max_by_key(|hook| hook.len())
        };
        let hook = first.or_else(in_path).map(str::to_owned);
        self.runs.sent(hook.as_deref(), events, time);
    }

    fn printed(&mut self, hook: &str, text: &str, mut line: Printed, sink: &mut Sink<'_>) {
        if let Some(full) = self.open.get(hook).filter(|output| output.text.len() > LONGEST) {
            settle(hook, full, sink);
            let (run, last) = (full.run.clone(), full.last);
            self.open.insert(hook.to_owned(), Output { run, last, text: String::new(), lines: Vec::new() });
        }
        if !self.open.contains_key(hook) {
            let run = if self.tails.get(hook).is_some_and(|until| line.time <= *until) {
                self.runs.doubt_running(hook);
                Run::Unknown { are_several: true }
            } else {
                self.runs.ended(hook)
            };
            let output = Output { run, last: line.time, text: String::new(), lines: Vec::new() };
            self.open.insert(hook.to_owned(), output);
        }
        let Some(output) = self.open.get_mut(hook) else { return sink.out_of_scope(line.at) };
        line.range = output.text.len()..output.text.len() + text.len();
        output.last = line.time;
        output.text.push_str(text);
        output.text.push('\n');
        output.lines.push(line);
    }

    /// Settles what was printed before a pause.
    fn close_before(&mut self, time: Instant, sink: &mut Sink<'_>) {
        let is_over = |output: &Output| time - output.last > PAUSE;
        let over: Vec<String> =
            self.open.iter().filter(|(_, output)| is_over(output)).map(|(hook, _)| hook.clone()).collect();
        for hook in over {
            if let Some(output) = self.open.remove(&hook) {
                settle(&hook, &output, sink);
            }
        }
    }
}

/// Settles every record of what was printed: those with the commands are accepted.
fn settle(hook: &str, output: &Output, sink: &mut Sink<'_>) {
    let found = values(&output.text);
    let trigger = trigger(&output.run, &found);
    let mut actions: BTreeMap<usize, Vec<Record>> = BTreeMap::new();
    let mut read: BTreeSet<usize> = BTreeSet::new();
    for Found { value, range } in &found {
        let Some(commands) = sent_commands(value) else { continue };
        let lines = || output.lines.iter().enumerate().filter(|(_, line)| overlaps(&line.range, range));
        for sent in commands {
            let holds = |line: &Printed| {
                let text = output.text[line.range.clone()].to_lowercase();
                sent.uuid.as_ref().is_some_and(|uuid| text.contains(uuid.as_str()))
            };
            let place = lines().find(|(_, line)| holds(line)).or_else(|| lines().next_back());
            let Some((place, line)) = place else { continue };
            read.extend(lines().map(|(place, _)| place));
            let initiator = Some(Initiator::new(InitiatorKind::Jawa, hook));
            let action: Option<Action> = sent.action(Some(line.time), initiator, trigger.clone(), line.at);
            if let Some(action) = action {
                actions.entry(place).or_default().push(Record::from(action));
            }
        }
    }
    if !actions.is_empty() && output.run == (Run::Unknown { are_several: true }) {
        let message = format!(
            "runs of `{hook}` went on at once, or one after the other without a pause: JAWA logs no id of a request, so \
             what they printed is tied to none of them and its commands to no event"
        );
        sink.note(output.lines[0].at, "runs-at-once", message);
    }
    for (place, line) in output.lines.iter().enumerate() {
        match actions.remove(&place) {
            Some(records) => sink.accept(line.at, records),
            None if !read.contains(&place) && output.text[line.range.clone()].lines().any(names_command) => {
                let reason = "a command that could not be read: expected a whole answer of Jamf as XML or JSON, not \
                              mixed with that of another run";
                sink.reject(line.at, reason, &line.shown);
            }
            None => sink.out_of_scope(line.at),
        }
    }
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The event behind everything that a run printed: the one event that was sent to it, as the log or the script
/// itself shows it.
fn trigger(run: &Run, found: &[Found]) -> Option<String> {
    let Run::Known(sent) = run else { return None };
    let printed: Events = found.iter().filter_map(|found| events_of(&found.value)).flatten().collect();
    let all: Events = sent.iter().flatten().cloned().chain(printed).collect();
    only(&all).map(str::to_owned)
}
