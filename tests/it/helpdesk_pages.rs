//! Pages of a helpdesk, read as they lie in a folder: every list of a page is rows, and what stands beside the tickets is
//! joined to them whatever file it comes from.

use misfire::{ingest::Ingested, records::TicketState};

use crate::folder::Folder;

fn ticket(id: u32, updated: &str, status: &str) -> String {
    format!(
        r#"{{"id":{id},"created_at":"2026-07-01T13:30:00Z","updated_at":"{updated}","status":"{status}","subject":"Mac locked",
        "description":"x","requester_id":17,"via":{{"channel":"email"}}}}"#
    )
}

const USERS: &str = r#"[{"id":17,"name":"Ann Sample","email":"ann@meridian.example","role":"end-user"}]"#;
const METRICS: &str = r#"[{"id":5,"ticket_id":1,"solved_at":"2026-07-01T16:00:00Z","reopens":0}]"#;

fn read(folder: Folder) -> Ingested {
    folder.source("path = \"tickets/*\"").read().unwrap()
}

fn counts(read: &Ingested) -> Vec<[u64; 4]> {
    let of = |source: &misfire::ingest::source::SourceFile| {
        assert!(source.adds_up(), "{source:?}");
        [source.rows_read, source.accepted, source.duplicate, source.rejected]
    };
    read.sources.iter().map(of).collect()
}

#[test]
fn users_and_metrics_of_a_page_complete_its_tickets() {
    let closed = ticket(1, "2026-07-06T16:00:00Z", "closed");
    let page = format!(
        r#"{{"tickets":[{closed}],"users":{USERS},"metric_sets":{METRICS},"next_page":null,"previous_page":null,"count":1}}"#
    );
    let one_line = page.replace('\n', " ");
    let files = [
        ("pretty", page.replace("},{", "},\n{"), "", ""),
        ("line", one_line, "", ""),
        (
            "apart",
            format!("[{closed}]"),
            r#"{"users":[{"id":17,"name":"Ann Sample","email":"ann@meridian.example","role":"end-user"}],"count":1}"#,
            r#"{"ticket_metrics":[{"id":5,"ticket_id":1,"solved_at":"2026-07-01T16:00:00Z","reopens":0}],"count":1}"#,
        ),
    ];
    for (name, tickets, users, metrics) in files {
        let mut folder = Folder::new(&format!("zendesk-{name}")).file("tickets/a.json", tickets);
        if !users.is_empty() {
            folder = folder.file("tickets/b.json", users).file("tickets/c.json", metrics);
        }
        let read = read(folder);
        let rows: u64 = counts(&read).iter().map(|file| file[1]).sum();
        assert_eq!(rows, 3, "{name}: {:?}", counts(&read));
        let ticket = &read.tickets[0];
        assert_eq!(ticket.affected.email.as_deref(), Some("ann@meridian.example"), "{name}");
        assert_eq!(ticket.resolved_at, Some("2026-07-01T16:00:00Z".parse().unwrap()), "{name}");
        assert_eq!(ticket.fields["metric_set.reopens"], ["0"], "{name}");
        assert_eq!(read.notes.len(), 0, "{name}: {:?}", read.notes);
    }
}

#[test]
fn a_ticket_on_several_pages_counts_once_in_its_newest_version() {
    let page = |updated: &str, status: &str| {
        format!(
            r#"{{"tickets":[{}],"count":1,"end_of_stream":true,"next_page":null}}"#,
            ticket(1, updated, status)
        )
    };
    let folder = Folder::new("zendesk-versions")
        .file("tickets/1.json", page("2026-07-02T08:00:00Z", "open"))
        .file("tickets/2.json", page("2026-07-03T08:00:00Z", "deleted"));
    let read = read(folder);
    assert_eq!(counts(&read), [[1, 0, 1, 0], [1, 1, 0, 0]]);
    assert_eq!(read.tickets[0].state, TicketState::Deleted);
}

#[test]
fn page_two_without_page_one_is_noted() {
    let later = format!(
        r#"{{"tickets":[{}],"next_page":null,"previous_page":"https://meridian.zendesk.example/page=1","count":101}}"#,
        ticket(1, "2026-07-02T08:00:00Z", "open")
    );
    let read = read(Folder::new("zendesk-page-two").file("tickets/2.json", later));
    let note = read.notes.iter().find(|note| note.key == "incomplete-export").unwrap();
    assert!(note.message.contains("100 are missing, the first page among them"), "{}", note.message);
}

#[test]
fn a_change_of_freshservice_names_the_tickets_it_caused() {
    let ticket = r#"{"id":12,"subject":"Mac locked","description":"<p>x</p>","status":5,"priority":2,"source":2,
        "requester_id":17,"created_at":"2026-07-01T13:30:00Z","updated_at":"2026-07-02T08:00:00Z",
        "stats":{"resolved_at":"2026-07-01T16:00:00Z"}}"#;
    let folder = Folder::new("freshservice")
        .file("tickets/a.json", format!("{{\"tickets\":[{ticket}]}}"))
        .file("tickets/b.json", r#"{"requesters":[{"id":17,"first_name":"Ann","primary_email":"ann@meridian.example"}]}"#)
        .file(
            "tickets/c.json",
            r#"{"changes":[{"id":3,"subject":"Lock leavers","change_type":2,"incidents_caused_by_change":[12,99]}]}"#,
        );
    let read = read(folder);
    assert_eq!(counts(&read), [[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]]);
    let ticket = &read.tickets[0];
    assert_eq!(ticket.links[0].id, "CHN-3");
    assert_eq!(ticket.affected.email.as_deref(), Some("ann@meridian.example"));
    assert!(read.notes.iter().any(|note| note.key == "ticket-not-exported"), "{:?}", read.notes);
}
