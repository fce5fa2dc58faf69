//! JAWA, the server that runs a script per webhook: its log, which ties identity events to commands, and its list
//! of hooks, from which a control map can be drafted.

mod deliveries;
mod hooks;
mod log;
mod message;
mod output;
mod runs;
#[cfg(test)]
mod tests;

use self::{hooks::Hooks, log::Log};
use crate::ingest::format::{Apart, Format, Head, Manual, RowReader, Shape, SourceOptions};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jawa",
    title: "JAWA: `jawa.log` and `webhooks.json`",
    gives: &["actions", "workflows"],
    manual: MANUAL,
    shapes: &[Shape::Log, Shape::Json],
    starts_record: Some(message::starts_record),
    columns: &[],
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Copy `data/jawa.log` with its rotated parts (`jawa.log.1` and so on: 100 MB each, ten are kept) and \
        `data/webhooks.json` from the server. Two things make the log worth more: scripts that print what Jamf \
        answered (`curl` without `-o /dev/null`), and level DEBUG, at which JAWA logs what Okta sent.",
    read: "Command UUIDs that scripts print: answers of the Classic API (XML, on one line or several), of the Jamf \
        Pro API (`commandUuid`) and of the Platform API (`commandId`), as JSON or as Python prints it. Each is an \
        action of `jawa:<hook>` that is known to be sent and not known to be done; it joins the command of the same \
        UUID in `jamf-mdm-commands`. What Okta sent, logged at DEBUG as a printed Python dictionary or printed by \
        the script, names the event behind the actions of a run, if the run holds exactly one event and no other \
        run of that hook was under way: requests carry no id, so the lines of two such runs cannot be told apart \
        and are tied to no event (a note). Of `webhooks.json` name, event, script \
        (without arguments), tag and description are read; tokens, passwords, keys and addresses are dropped while \
        reading, and rejected rows are shown without their text. The description is copied into drafts: keep \
        secrets out of it. That list gives no action: `misfire init --from` drafts a workflow per Okta hook from it.",
    lost: "When a command was sent: a script's lines are all written when it ends, and that time is taken. Which \
        command it was, where only `commandUuid` or `commandId` is printed and no command list says it. Scripts \
        that print nothing; at level INFO the event and the person.",
    needs: "`time_zone`: lines carry the server's local time without a zone",
    checked: "The vendor's source code; no recorded log",
};

/// A log whose records were told by their beginning, or a list of hooks.
fn detect(head: &Head) -> bool {
    head.records.iter().any(|record| message::starts_record(record)) || head.rows.iter().any(hooks::is_hook)
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    if head.rows.is_empty() { Ok(Box::new(Log::default())) } else { Ok(Box::new(Hooks)) }
}
