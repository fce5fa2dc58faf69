//! Workbooks as they lie on disk: the sheet that is read, its cells, and the workbooks that are refused.

use misfire::{
    ingest::Ingested,
    records::{FileId, Origin, Ticket},
};
use sha2::{Digest, Sha256};

use crate::{
    folder::Folder,
    workbook_writer::{C, Sheet, parts, workbook, zip},
};

const SOURCE: &str = "path = \"*\"\ntime_zone = \"America/New_York\"";

/// 2026-07-01 09:30:00 in days since the epoch of workbooks.
const OPENED: f64 = 46_204.0 + 9.5 / 24.0;

const HEADER: [C<'static>; 5] =
    [C::T("Number"), C::T("Opened"), C::T("Short description"), C::T("Caller"), C::T("Reassignment count")];

fn incident<'a>(number: &'a str, opened: C<'a>) -> Vec<C<'a>> {
    vec![C::T(number), opened, C::T("My account is disabled"), C::T("Ann Sample"), C::N("2")]
}

fn tickets(first_row: usize) -> Vec<(usize, Vec<C<'static>>)> {
    vec![
        (first_row, HEADER.into_iter().collect()),
        (first_row + 1, incident("INC0010023", C::D(OPENED))),
        (first_row + 2, incident("INC0010024", C::T("2026-07-02 10:00:00"))),
    ]
}

fn read(name: &str, sheets: &[Sheet<'_>]) -> Ingested {
    Folder::new(name).file("a.xlsx", workbook(sheets)).source(SOURCE).read().unwrap()
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    Folder::new(name).file("a.xlsx", bytes).source(SOURCE).read().expect_err("refused").to_string()
}

fn note<'a>(read: &'a Ingested, key: &str) -> &'a str {
    &read.notes.iter().find(|note| note.key == key).unwrap_or_else(|| panic!("no note `{key}`")).message
}

fn plain(read: &Ingested) -> Vec<Ticket> {
    let origin = Origin { file: FileId(0), line: 0, item: 0 };
    read.tickets.iter().map(|ticket| Ticket { origin, ..ticket.clone() }).collect()
}

#[test]
fn a_sheet_gives_the_tickets_that_the_same_table_gives_as_delimited_text() {
    let csv = "Number,Opened,Short description,Caller,Reassignment count\n\
        INC0010023,2026-07-01 09:30:00,My account is disabled,Ann Sample,2\n\
        INC0010024,2026-07-02 10:00:00,My account is disabled,Ann Sample,2\n";
    let expected = Folder::new("sheet-csv").file("a.csv", csv).source(SOURCE).read().unwrap();
    assert_eq!(expected.tickets.len(), 2);
    let sheets = [("Page 1", "visible", tickets(1))];
    for (name, is_deflated) in [("sheet-stored", false), ("sheet-deflated", true)] {
        let bytes = zip(&parts(&sheets), is_deflated);
        let found = Folder::new(name).file("a.xlsx", &bytes).source(SOURCE).read().unwrap();
        assert_eq!(plain(&found), plain(&expected), "{name}");
        let source = &found.sources[0];
        assert_eq!((source.format.as_str(), source.rows_read, source.accepted), ("servicenow-csv", 2, 2));
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(source.sha256, digest, "{name}");
    }
}

#[test]
fn a_date_of_a_sheet_is_in_the_zone_of_whoever_exported() {
    let sheets = [("Page 1", "visible", tickets(1))];
    let found = read("sheet-zone", &sheets);
    assert_eq!(found.tickets[0].opened_at.to_rfc3339(), "2026-07-01T13:30:00+00:00");
    let without = Folder::new("sheet-no-zone").file("a.xlsx", workbook(&sheets)).source("path = \"*\"");
    let question = without.read().expect_err("a question").to_string();
    assert!(question.contains("time zone needed"), "{question}");
}

#[test]
fn the_header_is_found_below_titles_and_rows_keep_the_numbers_of_the_sheet() {
    let mut rows = vec![(1, vec![C::T("Incidents of the quarter")]), (3, vec![C::T("Number"), C::N("2")])];
    rows.extend(tickets(6));
    let found = read("sheet-titles", &[("Page 1", "visible", rows)]);
    assert_eq!(found.tickets.iter().map(|ticket| ticket.origin.line).collect::<Vec<_>>(), [7, 8]);
    assert!(note(&found, "rows-above-header").contains("stands on row 6"));
}

#[test]
fn a_header_that_no_format_knows_is_the_first_row_as_wide_as_the_table() {
    let header = ["Nummer", "Wann", "Worum", "Wer"].map(C::T).into_iter().collect();
    let row = ["7", "2026-07-01 09:30:00", "Konto gesperrt", "Ann Sample"].map(C::T).into_iter().collect();
    let rows = vec![(1, vec![C::T("Export")]), (4, header), (5, row)];
    let source = format!(
        "{SOURCE}\nformat = \"csv-tickets\"\ncolumns = {{ ticket_id = \"Nummer\", opened_at = \"Wann\", subject = \"Worum\", person_name = \"Wer\" }}"
    );
    let bytes = workbook(&[("Tabelle1", "visible", rows)]);
    let found = Folder::new("sheet-mapped").file("a.xlsx", bytes).source(&source).read().unwrap();
    assert_eq!((found.tickets[0].ticket_id.as_str(), found.tickets[0].origin.line), ("7", 5));
}

#[test]
fn the_first_sheet_with_a_known_header_is_read_and_the_others_are_named() {
    let other = vec![(1, vec![C::T("Colour"), C::T("Meaning")]), (2, vec![C::T("red"), C::T("late")])];
    let found = read(
        "sheet-several",
        &[
            ("Legend", "visible", other),
            ("Nothing", "visible", Vec::new()),
            ("Old", "hidden", tickets(1)),
            ("Page 1", "visible", tickets(1)),
            ("Page 2", "visible", tickets(1)),
        ],
    );
    assert_eq!(found.tickets.len(), 2);
    let told = note(&found, "sheets-not-read");
    for part in [
        "only the sheet `Page 1` was read",
        "`Legend` (no known header)",
        "`Nothing` (empty)",
        "`Old` (hidden)",
        "`Page 2` (rows of its own)",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn cells_are_the_text_that_delimited_text_would_hold() {
    let header = vec![C::T("number"), C::T("opened_at"), C::T("short_description"), C::T("made_sla")];
    let more = ["u_whole", "u_part", "u_long", "u_escaped"].map(C::T);
    let row = vec![C::T("INC1"), C::D(OPENED), C::T("one_x000D_&#10;two"), C::B(true)];
    let numbers = [C::N("45667"), C::N("1.5"), C::N("1E+20"), C::T("_x0041_b")];
    let rows = vec![
        (1, header.into_iter().chain(more).collect()),
        (2, row.into_iter().chain(numbers).collect()),
        (4, vec![C::T("INC2"), C::D(OPENED), C::E, C::B(false)]),
    ];
    let found = read("sheet-cells", &[("Page 1", "visible", rows)]);
    assert_eq!((found.sources[0].rows_read, found.sources[0].accepted), (2, 2));
    assert_eq!(found.tickets[0].subject, "one\ntwo");
    let field = |name: &str| found.tickets[0].fields[name][0].as_str();
    assert_eq!((field("made_sla"), field("u_whole"), field("u_part")), ("true", "45667", "1.5"));
    assert_eq!((field("u_long"), field("u_escaped")), ("100000000000000000000", "Ab"));
    assert_eq!(found.tickets[1].fields["made_sla"], ["false"]);
}

#[test]
fn a_workbook_without_anything_visible_is_an_empty_file() {
    let found = read("sheet-empty", &[("Page 1", "visible", Vec::new()), ("Old", "hidden", tickets(1))]);
    assert!(note(&found, "empty-file").contains("no visible sheet"));
}

#[test]
fn what_is_no_sound_workbook_is_refused_with_what_to_do() {
    let other = zip(&[("readme.txt".to_owned(), "text".to_owned())], false);
    assert!(refusal("zip-other", &other).contains("is a zip archive or Excel workbook: unpack it"));
    let whole = workbook(&[("Page 1", "visible", tickets(1))]);
    let cut = &whole[..whole.len() - 40];
    assert!(refusal("zip-cut", cut).contains("zip archive or Excel workbook"), "{}", refusal("zip-cut", cut));
    let mut encrypted = whole.clone();
    let entry = encrypted.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    encrypted[entry + 8] |= 1;
    assert!(refusal("zip-encrypted", &encrypted).contains("protected by a password"));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    package.resize(80 << 10, 0);
    package.extend(name);
    assert!(refusal("ole-encrypted", &package).contains("protected by a password"));
}

#[test]
fn a_workbook_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is() {
    let mut parts = parts(&[("Page 1", "visible", tickets(1))]);
    parts.push(("xl/sharedStrings.xml".to_owned(), " ".repeat(40 << 20)));
    let told = refusal("zip-bomb", &zip(&parts, true));
    assert!(told.contains("expands to more than 200 times its size"), "{told}");
}

#[test]
fn a_sheet_that_breaks_off_gives_the_rows_before_the_damage() {
    let mut rows = tickets(1);
    rows.push((4, incident("INC0010025", C::D(OPENED))));
    let mut parts = parts(&[("Page 1", "visible", rows)]);
    let sheet = parts.last_mut().unwrap();
    // The row before the damage may be a half one: nothing tells where it ends.
    let at = sheet.1.find("INC0010025").unwrap();
    sheet.1.truncate(at);
    let found =
        Folder::new("sheet-damaged").file("a.xlsx", zip(&parts, false)).source(SOURCE).read().unwrap();
    let source = &found.sources[0];
    assert_eq!((source.rows_read, source.accepted, source.rejected), (2, 1, 1));
    assert!(source.incomplete.as_ref().unwrap().contains("damaged below row 2"));
}
