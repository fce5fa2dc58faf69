//! `okta-csv`: the System Log as the admin console downloads it, a lossy form.

use std::collections::BTreeMap;

use super::{
    known_text::known_text,
    okta::{Entity, LogEvent, meaning, settle},
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "okta-csv",
    title: "Okta System Log: CSV of the admin console (lossy)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[90],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Reports > System Log > Download CSV in the admin console.",
    read: "`timestamp` is the time of the event, in UTC. Columns are found by name, in any order. Everything else as \
        in `okta-system-log`.",
    lost: "More than four targets, and `debugData`: risk levels, trace ids, changed values and the label of feedback \
        are not there, so a false positive that an administrator reported to Okta cannot be seen; rows beyond the \
        limit of the console. Prefer the JSON of the System Log API.",
    needs: "Nothing",
    checked: "The vendor's documentation; no recorded export",
};

/// Columns without which nothing can be said.
const REQUIRED: [&str; 6] = ["uuid", "timestamp", "event_type", "outcome.result", "actor.id", "target0.type"];

/// Prefix of the columns that hold `debugData`, as far as an export has any.
const DEBUG: &str = "debug_context.debug_data.";

fn detect(head: &Head) -> bool {
    head.header.as_ref().is_some_and(|header| {
        let names = by_name(header);
        REQUIRED.iter().all(|name| names.contains_key(*name))
    })
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = by_name(head.header.as_deref().unwrap_or_default());
    let missing: Vec<String> = REQUIRED
        .iter()
        .filter(|name| !columns.contains_key(**name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(format!(
            "the header lacks {missing}, which the CSV of Okta's admin console always has; download it again unchanged, \
             or describe the file as `csv-events` with `columns`"
        ));
    }
    Ok(Box::new(Reader { columns }))
}

/// Index of each column by its name; of equal names the first.
fn by_name(header: &[String]) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (index, name) in header.iter().enumerate() {
        let name = name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
        columns.entry(name).or_insert(index);
    }
    columns
}

struct Reader {
    columns: BTreeMap<String, usize>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        match self.get(cells, "event_type") {
            None => sink.reject(at, "no `event_type`; every log event of Okta carries one", &cells.join(",")),
            Some(event_type) if meaning(&event_type).is_none() => sink.out_of_scope(at),
            Some(event_type) => settle(&self.log_event(cells, event_type), at, sink, &|| cells.join(",")),
        }
    }
}

impl Reader {
    fn get(&self, cells: &[String], name: &str) -> Option<String> {
        self.columns.get(name).and_then(|index| cells.get(*index)).and_then(|cell| known_text(cell))
    }

    fn entity(&self, cells: &[String], prefix: &str) -> Entity {
        let get = |name: &str| self.get(cells, &format!("{prefix}.{name}"));
        Entity {
            kind: get("type").unwrap_or_default(),
            id: get("id"),
            alternate_id: get("alternate_id"),
            display_name: get("display_name"),
            ..Entity::default()
        }
    }

    fn log_event(&self, cells: &[String], event_type: String) -> LogEvent {
        let targets = (0..4).map(|number| self.entity(cells, &format!("target{number}")));
        let debug = self.columns.keys().filter_map(|name| {
            let key = name.strip_prefix(DEBUG)?.replace('_', "");
            Some((key, self.get(cells, name)?))
        });
        LogEvent {
            uuid: self.get(cells, "uuid"),
            published: self.get(cells, "timestamp"),
            recorded: None,
            event_type,
            result: self.get(cells, "outcome.result").map(|result| result.to_ascii_uppercase()),
            reason: self.get(cells, "outcome.reason"),
            actor: self.entity(cells, "actor"),
            targets: targets.filter(|target| !target.kind.is_empty()).collect(),
            transaction_id: self.get(cells, "transaction.id"),
            transaction_type: self.get(cells, "transaction.type"),
            is_api_call: false,
            debug: debug.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::reading::read_csv, *};
    use crate::records::EventOutcome;

    const CSV_HEADER: &str = "severity,event_type,display_message,uuid,version,timestamp,outcome.result,outcome.reason,\
    actor.id,actor.type,actor.display_name,actor.alternate_id,transaction.id,transaction.type,\
    target0.id,target0.type,target0.display_name,target0.alternate_id,target1.id,target1.type,target1.display_name,target1.alternate_id";

    #[test]
    fn the_console_csv_is_read_by_column_name() {
        let rows = "\
INFO,group.user_membership.remove,Remove user,u-1,0,2026-07-06T08:15:30.125Z,SUCCESS,,00uadmin1,User,Sam Okafor,sam.okafor@meridian.example,trx-1,WEB,00gmac,UserGroup,Mac users,unknown,00uana,User,Ana Reyes,ana.reyes@meridian.example
INFO,user.authentication.sso,SSO,u-2,0,2026-07-06T08:15:31.125Z,SUCCESS,,00uana,User,Ana Reyes,ana.reyes@meridian.example,trx-2,WEB,,,,,,,,
WARN,user.account.lock,Max attempts,u-3,0,2026-07-06T08:15:32.125Z,FAILURE,LOCKED_OUT,00uana,User,Ana Reyes,ana.reyes@meridian.example,unknown,WEB,,,,,,,,
INFO,user.lifecycle.suspend,Suspend,u-4,0,06/07 08:15,SUCCESS,,00uadmin1,User,Sam Okafor,,trx-4,WEB,00uana,User,Ana Reyes,ana.reyes@meridian.example,,,,";
        let read = read_csv(&FORMAT, &SourceOptions::default(), &format!("{CSV_HEADER}\n{rows}"));
        assert_eq!(read.counts(), [4, 2, 1, 1]);
        let [removed, locked] = read.events()[..] else { panic!("{:?}", read.records) };
        assert_eq!(removed.subject.okta_id.as_deref(), Some("00uana"));
        assert_eq!(removed.object.as_ref().unwrap().name.as_deref(), Some("Mac users"));
        assert_eq!(removed.correlations, ["transaction:trx-1"]);
        assert_eq!(
            (locked.outcome, locked.subject.okta_id.as_deref()),
            (EventOutcome::Happened, Some("00uana"))
        );
        assert!(locked.correlations.is_empty());
    }

    #[test]
    fn a_configured_console_csv_without_its_columns_is_refused() {
        let header = |names: &str| Head {
            header: Some(names.split(',').map(str::to_owned).collect()),
            ..Head::default()
        };
        assert!((FORMAT.detect)(&header(CSV_HEADER)));
        let dictionary = header("Field,Example,Description");
        assert!(!(FORMAT.detect)(&dictionary));
        let error = (FORMAT.open)(&dictionary, &SourceOptions::default()).err().unwrap();
        assert!(error.contains("`uuid`") && error.contains("csv-events"), "{error}");
    }
}
