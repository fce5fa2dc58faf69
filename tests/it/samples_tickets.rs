//! The facts that are known of the real ticket samples, read with the formats. Skipped, with a line saying so,
//! where the samples are not beside the repository.

use std::{fs, io::Read, path::PathBuf};

use misfire::{
    ingest::{
        format::{Format, Head, Row, SourceOptions},
        formats::{servicenow_csv, servicenow_json},
        sink::{Record, Sink},
        source::{Note, Reject, SourceFile},
    },
    records::{CauseLinkKind, FileId, Origin, Ticket, TicketState, ZoneSource},
};

/// What came out of a sample.
#[derive(Default)]
struct Out {
    source: SourceFile,
    rejects: Vec<Reject>,
    notes: Vec<Note>,
    tickets: Vec<Ticket>,
}

fn sample(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/tickets").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no sample `{name}` beside the repository");
    None
}

fn text_of(path: &PathBuf) -> String {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|ext| ext == "gz") {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        return text;
    }
    String::from_utf8(bytes).unwrap()
}

fn read<'a>(
    format: &Format,
    head: &Head,
    rows: impl Iterator<Item = Row<'a>>,
    options: &SourceOptions,
) -> Out {
    assert!((format.detect)(head), "{} claims the sample", format.id);
    let mut out = Out::default();
    let mut records = Vec::new();
    let mut reader = (format.open)(head, options).unwrap();
    let mut sink = Sink {
        source: &mut out.source,
        rejects: &mut out.rejects,
        notes: &mut out.notes,
        records: &mut records,
        time_zone: options.time_zone,
        fatal: None,
    };
    for (line, row) in (2..).zip(rows) {
        sink.source.rows_read += 1;
        reader.read(&row, Origin { file: FileId(0), line, item: 0 }, &mut sink);
    }
    reader.finish(&mut sink);
    assert_eq!(sink.fatal, None);
    assert!(out.source.adds_up(), "{:?}", out.source);
    out.tickets = records
        .into_iter()
        .filter_map(|record| if let Record::Ticket(ticket) = record { Some(*ticket) } else { None })
        .collect();
    out
}

fn read_csv(path: &PathBuf) -> Out {
    let text = text_of(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect()).collect();
    let head = Head { header: Some(header), ..Head::default() };
    let options = SourceOptions { time_zone: Some(chrono_tz::UTC), ..SourceOptions::default() };
    read(&servicenow_csv::FORMAT, &head, rows.iter().map(|row| Row::Csv(row)), &options)
}

fn count(tickets: &[Ticket], holds: impl Fn(&Ticket) -> bool) -> usize {
    tickets.iter().filter(|ticket| holds(ticket)).count()
}

#[test]
fn the_update_log_of_a_whole_instance_gives_every_ticket_once() {
    let Some(path) = sample("uci_servicenow/incident_event_log.csv.gz") else { return };
    let out = read_csv(&path);
    assert_eq!((out.source.rows_read, out.source.accepted), (141_712, 24_918));
    assert_eq!((out.source.duplicate, out.source.rejected), (141_712 - 24_918, 0));
    assert_eq!(count(&out.tickets, |t| t.resolved_at.is_none()), 1_556);
    let caused = |t: &Ticket| t.links.iter().any(|link| link.kind == CauseLinkKind::CausedByChange);
    assert_eq!(count(&out.tickets, caused), 3);
    let priority = |label: &str| count(&out.tickets, |t| t.fields["priority"] == [label]);
    let found = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"].map(priority);
    assert_eq!(found, [270, 408, 23_466, 774]);
    let last = out.tickets.iter().find(|t| t.ticket_id == "INC0121064").unwrap();
    assert_eq!(last.opened_at.to_rfc3339(), "2017-02-16T14:17:00+00:00");
    assert_eq!(last.close_code.as_deref(), Some("code 6"));
    assert_eq!(last.state, TicketState::Closed);
    assert_eq!(out.source.zone_source, Some(ZoneSource::Configured));
}

#[test]
fn a_log_saved_by_a_spreadsheet_reads_like_the_original() {
    let Some(path) = sample("uci_servicenow/excel_resaved_incident_event_log.csv.gz") else { return };
    let out = read_csv(&path);
    assert_eq!((out.source.rows_read, out.source.accepted, out.source.duplicate), (5_998, 890, 5_998 - 890));
    let first = out.tickets.iter().find(|t| t.ticket_id == "INC0000045").unwrap();
    assert_eq!(first.opened_at.to_rfc3339(), "2016-02-29T01:16:00+00:00");
    assert_eq!(first.closed_at.unwrap().to_rfc3339(), "2016-03-05T12:00:00+00:00");
    assert_eq!(first.fields["active"], ["FALSE"]);
}

#[test]
fn a_change_with_all_values_is_read_by_its_raw_times() {
    let Some(path) = sample("servicenow/displayvalue_all_shape_change.json") else { return };
    let document: serde_json::Value = serde_json::from_str(&text_of(&path)).unwrap();
    let head = Head { envelope: vec!["result".into()], rows: vec![document.clone()], ..Head::default() };
    let options = SourceOptions::default();
    let whole = read(&servicenow_json::FORMAT, &head, std::iter::once(Row::Json(&document)), &options);
    let inner = std::iter::once(Row::Json(&document["result"]));
    let cut = read(
        &servicenow_json::FORMAT,
        &Head { rows: vec![document["result"].clone()], ..head },
        inner,
        &options,
    );
    assert_eq!(whole.tickets, cut.tickets, "with or without its envelope");
    let ticket = &whole.tickets[0];
    assert_eq!((ticket.ticket_id.as_str(), ticket.class.as_deref()), ("CHG0000024", Some("change")));
    assert_eq!(ticket.opened_at.to_rfc3339(), "2015-06-09T18:55:46+00:00");
    assert_eq!(ticket.closed_at.unwrap().to_rfc3339(), "2015-07-06T18:56:23+00:00");
    assert_eq!(ticket.state, TicketState::Closed);
    assert_eq!(ticket.close_code.as_deref(), Some("Successful"));
    assert_eq!(ticket.affected.display_name.as_deref(), Some("System Administrator"));
    assert!(ticket.links.is_empty() && ticket.device_values.is_empty());
    assert_eq!(whole.source.zone_source, Some(ZoneSource::Format));
}

#[test]
fn the_whole_reading_gives_what_the_formats_give() {
    if sample("uci_servicenow").is_none() {
        return;
    }
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/tickets");
    let config: misfire::config::Config = toml::from_str(
        r#"
        [organisation]
        name = "Meridian Biologics"
        time_zone = "UTC"
        [[source]]
        path = "uci_servicenow/excel_*.csv.gz"
        time_zone = "Europe/Lisbon"
        [[source]]
        path = "servicenow/*.json"
        "#,
    )
    .unwrap();
    let read = misfire::ingest::ingest(&base, &config).unwrap();
    let formats: Vec<&str> = read.sources.iter().map(|source| source.format.as_str()).collect();
    assert_eq!(formats.iter().filter(|format| **format == "servicenow-csv").count(), 1, "{formats:?}");
    assert_eq!(formats.iter().filter(|format| **format == "servicenow-json").count(), 1, "{formats:?}");
    assert!(read.sources.iter().all(SourceFile::adds_up), "{:?}", read.sources);
    assert_eq!(read.tickets.len(), 891);
    assert!(read.rejects.is_empty());

    let without_zone = misfire::ingest::ingest(
        &base,
        &toml::from_str(
            "[organisation]\nname = \"M\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"uci_servicenow/excel_*.csv.gz\"",
        )
        .unwrap(),
    );
    let question = format!("{:?}", without_zone.unwrap_err());
    assert!(question.contains("time zone needed"), "{question}");
}

#[test]
fn the_list_of_fields_of_a_site_is_read_from_the_table_it_was_landed_in() {
    if sample("jira").is_none() {
        return;
    }
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/tickets");
    let config = "[organisation]\nname = \"M\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"jira/*.csv\"";
    let read = misfire::ingest::ingest(&base, &toml::from_str(config).unwrap()).unwrap();
    let source = &read.sources[0];
    assert_eq!((source.format.as_str(), source.rows_read, source.accepted), ("jira-json", 2, 2));
    let field = read.listed.iter().find(|listed| listed.id == "customfield_10315").unwrap();
    assert_eq!(field.name.as_deref(), Some("cu用户单选"));
}
