//! Downloads of the portal, made by hand from its list of columns (synthetic).

use super::{columns::all, *};
use crate::{
    ingest::formats::reading::{Read, read_csv},
    records::{EventKind as K, IdentityEvent},
};

const ANA: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
const GROUP: &str = "22222222-aaaa-4bbb-8ccc-000000000002";
const MEMBER_REMOVED: [(&str, &str); 12] = [
    ("CorrelationId", "44444444-AAAA-4bbb-8ccc-000000000004"),
    ("Activity", "Remove member from group"),
    ("Result", "success"),
    ("ActorType", "Application"),
    ("ActorDisplayName", "Meridian Joiner"),
    ("Target1Type", "User"),
    ("Target1ObjectId", ANA),
    ("Target1UserPrincipalName", "ana.reyes@meridian.example"),
    ("Target1ModifiedProperty1Name", "Group.ObjectID"),
    ("Target1ModifiedProperty1OldValue", "\"\"\"22222222-aaaa-4bbb-8ccc-000000000002\"\"\""),
    ("Target2Type", "Group"),
    ("Target2ObjectId", GROUP),
];

/// A line of the portal; cells as they stand in the file.
fn line(date: &str, cells: &[(&str, &str)]) -> String {
    let cell = |name: &String| {
        if name == "Date (UTC)" {
            return date.to_owned();
        }
        let found = cells.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, cell)| (*cell).to_owned()).unwrap_or_default()
    };
    all().iter().map(cell).collect::<Vec<_>>().join(",")
}

fn header() -> String {
    all().join(",")
}

fn read(header: &str, lines: &[String]) -> Read {
    read_csv(&FORMAT, &SourceOptions::default(), &format!("{header}\n{}", lines.join("\n")))
}

fn head(header: &str) -> Head {
    Head { header: Some(header.split(',').map(str::to_owned).collect()), ..Head::default() }
}

fn events(read: &Read) -> Vec<IdentityEvent> {
    read.events().into_iter().cloned().collect()
}

#[test]
fn the_portal_writes_86_columns() {
    assert_eq!(all().len(), 86);
    assert_eq!(all()[17], "Target1Type");
    assert_eq!(all()[85], "AdditionalDetail6Value");
}

#[test]
fn a_row_is_read_by_column_name_and_has_a_hash_for_an_id() {
    let row = line("2026-07-06T08:15:30.1234567+00:00", &MEMBER_REMOVED);
    let again = line("2026-07-06T08:15:30.123+00:00", &MEMBER_REMOVED);
    let later = line("2026-07-06T08:15:31+00:00", &MEMBER_REMOVED);
    let routine = line("2026-07-06T08:15:32+00:00", &[("Activity", "Update group")]);
    let read = read(&format!("\u{feff}{}", header()), &[row, again, later, routine]);
    assert_eq!(read.counts(), [4, 3, 1, 0]);
    let events = events(&read);
    assert_eq!((events[0].kind, events[0].source), (K::GroupRemoved, "entra"));
    assert_eq!(events[0].subject.entra_object_id.as_deref(), Some(ANA));
    assert_eq!(events[0].object.as_ref().unwrap().id.as_deref(), Some(GROUP));
    assert_eq!(events[0].correlations, ["correlation:44444444-aaaa-4bbb-8ccc-000000000004"]);
    assert_eq!(
        (events[0].actor.as_deref(), events[0].actor_is_person),
        (Some("Meridian Joiner"), Some(false))
    );
    assert_eq!(events[0].event_id, events[1].event_id, "one entry of two downloads");
    assert_ne!(events[0].event_id, events[2].event_id);
}

#[test]
fn translated_headers_are_found_by_their_place() {
    let italian = header().replace("Date (UTC)", "Data (UTC)");
    let spanish = header()
        .replace("Date (UTC),", "Fecha (UTC),")
        .replace(",Service,Category,Activity,Result,", ",Servicio,Categoría,Actividad,Resultado,")
        .replace("User Agent", "Agente de usuario");
    // Columns at the end may be gone: the first ones still stand where they did.
    let shortened = spanish.rsplit_once(",AdditionalDetail1Key").unwrap().0.to_owned();
    let row = line("2026-07-06T08:15:30+00:00", &MEMBER_REMOVED);
    let expected = events(&read(&header(), std::slice::from_ref(&row)));
    assert_eq!(expected.len(), 1);
    for header in [italian, spanish, shortened] {
        assert!((FORMAT.detect)(&head(&header)), "{header}");
        assert_eq!(events(&read(&header, std::slice::from_ref(&row))), expected, "{header}");
    }
}

#[test]
fn a_translated_header_whose_columns_moved_is_asked_for_and_can_be_named() {
    let header = "Fecha (UTC),Actividad,Resultado,CorrelationId,ActorObjectId,Target1Type,Target1ObjectId,\
                  Target1ModifiedProperty1Name";
    let row = format!("2026-07-06T08:15:30+00:00,Disable account,success,c-1,,User,{ANA},");
    let error = (FORMAT.open)(&head(header), &SourceOptions::default()).err().unwrap();
    assert!(error.contains("`Date (UTC)`") && error.contains("columns = {"), "{error}");
    let named = [("date", "Fecha (UTC)"), ("activity", "Actividad"), ("result", "Resultado")];
    let columns = named.map(|(field, name)| (field.to_owned(), name.to_owned())).into();
    let options = SourceOptions { columns, ..SourceOptions::default() };
    let read = read_csv(&FORMAT, &options, &format!("{header}\n{row}"));
    assert_eq!(read.events()[0].kind, K::AccountDisabled);
    let wrong = [("date".to_owned(), "Fecha".to_owned())].into();
    let error = (FORMAT.open)(&head(header), &SourceOptions { columns: wrong, ..options }).err().unwrap();
    assert!(error.contains("no column `Fecha`"), "{error}");
}

#[test]
fn a_row_as_wide_as_the_portal_writes_it_is_noted() {
    let mut cells = MEMBER_REMOVED.to_vec();
    cells.retain(|(name, _)| !name.contains("ModifiedProperty"));
    let names: Vec<String> = (1..=5).map(|n| format!("Target1ModifiedProperty{n}Name")).collect();
    cells.extend(names.iter().map(|name| (name.as_str(), "Something")));
    let read = read(&header(), &[line("2026-07-06T08:15:30+00:00", &cells)]);
    assert!(read.has_note("portal-cut"));
    let object = read.events()[0].object.clone().unwrap();
    assert_eq!(
        (object.id.as_deref(), object.name),
        (Some(GROUP), None),
        "the group stands in the second target"
    );
}

#[test]
fn dates_a_spreadsheet_rewrote_follow_the_column_or_are_asked_for() {
    let open = line("6/7/2026 8:15:30", &MEMBER_REMOVED);
    let day_first = line("16/7/2026 8:15:30", &MEMBER_REMOVED);
    let month_first = line("7/16/2026 8:15:30 PM", &MEMBER_REMOVED);
    let at =
        |read: &Read| read.events().iter().map(|event| event.occurred_at.to_rfc3339()).collect::<Vec<_>>();
    let read_both = read(&header(), &[open.clone(), day_first]);
    assert_eq!(at(&read_both), ["2026-07-06T08:15:30+00:00", "2026-07-16T08:15:30+00:00"]);
    let read_both = read(&header(), &[open.clone(), month_first]);
    assert_eq!(at(&read_both), ["2026-06-07T08:15:30+00:00", "2026-07-16T20:15:30+00:00"]);
    let undecided = read(&header(), std::slice::from_ref(&open));
    assert!(undecided.fatal.unwrap().starts_with("date order needed"));
    let options = SourceOptions { date_order: Some(DateOrder::Dmy), ..SourceOptions::default() };
    let told = read_csv(&FORMAT, &options, &format!("{}\n{open}", header()));
    assert_eq!(at(&told), ["2026-07-06T08:15:30+00:00"]);
}

#[test]
fn other_tables_are_not_claimed_and_rows_without_what_they_need_are_rejected() {
    assert!(!(FORMAT.detect)(&head("Date (UTC),CorrelationId,Service,Category,Activity,Result")));
    assert!(!(FORMAT.detect)(&head("Date (UTC),Request ID,User ID,User,Username,Application,Status")));
    let nobody = line("2026-07-06T08:15:30+00:00", &[("Activity", "Delete user"), ("Result", "success")]);
    let undated = line("", &MEMBER_REMOVED);
    let empty = line("", &[]);
    let read = read(&header(), &[nobody, undated, empty]);
    assert_eq!(read.counts(), [3, 0, 1, 2]);
    assert!(
        read.reasons().contains("no target of type `User`") && read.reasons().contains("`activityDateTime`")
    );
}
