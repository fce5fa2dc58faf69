//! Answers of the REST interface with invented issues.

use serde_json::json;

use super::{super::reading, *};
use crate::records::{CauseLinkKind, List, TicketState};

fn issue(fields: &Value) -> Value {
    let mut all = json!({
        "created": "2026-07-18T09:10:00.000+0200", "updated": "2026-07-18T13:05:00.000+0200", "resolutiondate": null,
        "statuscategorychangedate": "2026-07-18T13:05:00.000+0200",
        "status": {"name": "Done", "statusCategory": {"key": "done", "name": "Listo"}},
        "issuetype": {"name": "[System] Incident"}, "summary": "My Mac is locked", "description": "h2. Help\n*now*",
        "reporter": {"accountId": "712020:aa", "displayName": "Ann Sample", "active": true, "accountType": "atlassian"},
    });
    let members = all.as_object_mut().unwrap();
    members.extend(fields.as_object().unwrap().clone());
    json!({"id": "10007", "key": "HELP-7", "fields": all})
}

fn read(value: Value) -> reading::Read {
    reading::read_json(&FORMAT, &[value])
}

fn change(created: &str, field: &str, from: Option<&str>, to: Option<&str>) -> Value {
    json!({"created": created, "items": [{"field": field, "fromString": from, "toString": to}]})
}

#[test]
fn an_issue_is_read_with_its_offset_and_its_reporter() {
    let read = read(issue(&json!({})));
    let ticket = read.tickets()[0];
    assert_eq!((ticket.ticket_id.as_str(), ticket.native_id.as_deref()), ("HELP-7", Some("10007")));
    assert_eq!(ticket.opened_at.to_rfc3339(), "2026-07-18T07:10:00+00:00");
    assert_eq!((ticket.class.as_deref(), ticket.state), (Some("incident"), TicketState::Resolved));
    assert_eq!(ticket.affected.listed_id.as_deref(), Some("jira-user:712020:aa"));
    assert_eq!(
        (ticket.affected.display_name.as_deref(), ticket.affected.email.as_deref()),
        (Some("Ann Sample"), None)
    );
    assert_eq!((ticket.subject.as_str(), ticket.body.as_str()), ("My Mac is locked", "Help\nnow"));
}

#[test]
fn people_are_told_by_what_their_site_shows() {
    let who = |reporter: Value| read(issue(&json!({"reporter": reporter}))).tickets()[0].affected.clone();
    let portal =
        who(json!({"accountId": "qm:1:2", "displayName": "ann@meridian.example", "accountType": "customer"}));
    assert_eq!((portal.email.as_deref(), portal.display_name), (Some("ann@meridian.example"), None));
    let server = who(
        json!({"name": "asample", "key": "JIRAUSER1", "displayName": "Ann Sample", "emailAddress": "ann@meridian.example"}),
    );
    assert_eq!(
        (server.login.as_deref(), server.email.as_deref()),
        (Some("asample"), Some("ann@meridian.example"))
    );
    assert!(who(Value::Null).is_empty());
}

#[test]
fn the_time_of_resolution_is_said_or_taken_from_the_history_or_the_category() {
    let resolved = |value: Value| read(value).tickets()[0].resolved_at.map(|at| at.to_rfc3339());
    let said = issue(&json!({"resolutiondate": "2026-07-18T10:00:00.000-0600"}));
    assert_eq!(resolved(said).unwrap(), "2026-07-18T16:00:00+00:00");
    let mut by_history = issue(&json!({}));
    by_history["changelog"] = json!({"histories": [
        change("2026-07-18T12:00:00.000+0200", "status", Some("Open"), Some("Done")),
        change("2026-07-18T11:00:00.000+0200", "status", Some("Done"), Some("Open")),
        change("2026-07-18T10:00:00.000+0200", "status", Some("Open"), Some("Done")),
    ]});
    assert_eq!(resolved(by_history).unwrap(), "2026-07-18T10:00:00+00:00");
    assert_eq!(resolved(issue(&json!({}))).unwrap(), "2026-07-18T11:05:00+00:00");
    let open = json!({"status": {"name": "Open", "statusCategory": {"key": "new"}}});
    assert_eq!(resolved(issue(&open)), None);
}

#[test]
fn reopenings_are_counted_from_the_history_and_unknown_without_one() {
    let mut value = issue(&json!({}));
    assert!(!read(value.clone()).tickets()[0].fields.contains_key("reopen_count"));
    value["changelog"] = json!({"histories": [
        change("2026-07-18T10:00:00.000+0200", "status", Some("Open"), Some("Done")),
        {"created": "2026-07-18T11:00:00.000+0200", "items": [
            {"field": "status", "fromString": "Done", "toString": "In Progress"},
            {"field": "resolution", "from": "1", "fromString": "Fixed", "to": null, "toString": null},
        ]},
        change("2026-07-18T12:00:00.000+0200", "resolution", Some("Fixed"), None),
        change("2026-07-18T12:30:00.000+0200", "assignee", Some("Ann"), None),
    ]});
    assert_eq!(read(value).tickets()[0].fields["reopen_count"], ["2"]);
}

#[test]
fn documents_and_comments_are_plain_text() {
    let document = json!({"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "locked"}]}]});
    let comments = json!({"comments": [
        {"author": {"displayName": "Desk"}, "created": "2026-07-18T09:30:00.000+0200", "body": document},
    ]});
    let read = read(issue(&json!({"description": document, "comment": comments})));
    let ticket = read.tickets()[0];
    assert_eq!(ticket.body, "locked");
    assert_eq!(ticket.notes, "2026-07-18T09:30:00.000+0200 - Desk\nlocked");
    assert_eq!(self::read(issue(&json!({"description": null}))).tickets()[0].body, "");
}

#[test]
fn custom_fields_with_names_give_devices_causes_and_the_affected_person() {
    let mut value = issue(&json!({
        "customfield_1": [{"workspaceId": "w", "id": "w:1", "objectId": "1", "label": "MB-0042"}],
        "customfield_2": {"value": "Automation", "child": {"value": "Leaver job"}},
        "customfield_3": [{"accountId": "712020:cc", "displayName": "Bo Sample"}],
    }));
    value["names"] = json!({"customfield_1": "Affected devices", "customfield_2": "Root cause", "customfield_3": "Affected user"});
    let read = read(value);
    let ticket = read.tickets()[0];
    assert_eq!(ticket.device_values, ["MB-0042"]);
    assert_eq!(ticket.close_notes, "Automation\nLeaver job");
    assert_eq!(ticket.fields["Root cause"], ticket.fields["customfield_2"]);
    assert_eq!(ticket.affected.listed_id.as_deref(), Some("jira-user:712020:cc"));
}

#[test]
fn objects_of_service_levels_are_no_times_and_no_values() {
    let level =
        json!({"name": "Time to resolution", "completedCycles": [{"elapsedTime": {"millis": 8_280_000}}]});
    let request =
        json!({"requestType": {"id": "1", "name": "Report an outage"}, "currentStatus": {"status": "Done"}});
    let read = read(issue(&json!({"customfield_9": level, "customfield_8": request})));
    assert!(!read.tickets()[0].fields.contains_key("customfield_9"));
    assert_eq!(read.tickets()[0].fields["customfield_8"], ["Report an outage"]);
}

#[test]
fn links_name_the_cause() {
    let links = json!([
        {"type": {"name": "Problem/Incident", "inward": "is caused by"}, "inwardIssue": {"key": "PRB-1"}},
        {"type": {"name": "Causes"}, "inwardIssue": {"key": "CHG-1", "fields": {"issuetype": {"name": "Change"}}}},
        {"type": {"name": "Causes"}, "outwardIssue": {"key": "HELP-9"}},
    ]);
    let read = read(issue(&json!({"issuelinks": links, "parent": {"key": "HELP-1"}})));
    let found: Vec<_> = read.tickets()[0].links.iter().map(|link| (link.kind, link.id.as_str())).collect();
    let expected = [
        (CauseLinkKind::Problem, "PRB-1"),
        (CauseLinkKind::CausedByChange, "CHG-1"),
        (CauseLinkKind::Parent, "HELP-1"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn lists_of_fields_and_users_explain_ids() {
    let field = json!({"id": "customfield_10315", "name": "Affected devices", "custom": true, "navigable": true, "clauseNames": []});
    let user = json!({"accountId": "712020:aa", "accountType": "atlassian", "displayName": "Ann Sample", "emailAddress": "ann@meridian.example"});
    let read = reading::read_json(&FORMAT, &[field, user]);
    assert_eq!(read.counts(), [2, 2, 0, 0]);
    let listed: Vec<_> = read
        .records
        .iter()
        .filter_map(|record| if let Record::Listed(listed) = record { Some(&**listed) } else { None })
        .collect();
    assert_eq!((listed[0].list, listed[0].id.as_str()), (List::JiraField, "customfield_10315"));
    assert_eq!(
        (listed[1].list, listed[1].person.email.as_deref()),
        (List::JiraUser, Some("ann@meridian.example"))
    );
}

#[test]
fn tables_of_a_loader_carry_answers_in_a_column() {
    let field = r#""{""id"":""customfield_1"",""name"":""Device"",""navigable"":true,""clauseNames"":[]}""#;
    let text = format!("id,params,data,url\n1,{{}},{field},x\n2,{{}},not json,x\n");
    let read = reading::read_csv(&FORMAT, &SourceOptions::default(), &text);
    assert_eq!(read.counts(), [2, 1, 0, 1]);
    assert!(read.reasons().contains("holds no JSON"));
}

#[test]
fn an_answer_that_names_a_next_page_is_noted() {
    let rows = [issue(&json!({}))];
    let envelope = vec!["nextPageToken".to_owned(), "isLast".to_owned()];
    let head = Head { rows: rows.to_vec(), envelope, ..Head::default() };
    let read = reading::feed(&FORMAT, &head, &SourceOptions::default(), rows.iter().map(Row::Json));
    assert!(read.has_note("next-page-named"));
    assert!(!self::read(issue(&json!({}))).has_note("next-page-named"));
}

#[test]
fn issues_that_cannot_be_used_are_rejected() {
    let no_time = issue(&json!({"created": null}));
    let no_offset = issue(&json!({"created": "2026-07-18 09:10:00"}));
    let read = reading::read_json(&FORMAT, &[issue(&json!({})), no_time, json!({"key": "HELP-8"})]);
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    assert!(read.reasons().contains("no time of creation") && read.reasons().contains("`key` and `fields`"));
    assert!(self::read(no_offset).fatal.unwrap().contains("time zone needed"));
}

#[test]
fn other_objects_are_not_claimed() {
    let claims = |row: Value| detect(&Head { rows: vec![row], ..Head::default() });
    assert!(claims(issue(&json!({}))));
    for row in
        [json!({"key": "x"}), json!({"id": "1", "name": "a"}), json!({"accountId": "1", "displayName": "a"})]
    {
        assert!(!claims(row.clone()), "{row}");
    }
}
