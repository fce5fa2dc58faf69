//! Rows as HR systems write them.

use serde_json::{Value, json};

use super::{super::reading::*, *};
use crate::{
    ingest::sink::Record,
    records::{Employed, Employment, EmploymentStatus as Status},
};

const FILE: &str = "workers-2026-07-01.csv";

fn zone(zone: &str, columns: &[(&str, &str)]) -> SourceOptions {
    let columns = columns.iter().map(|(field, name)| ((*field).to_owned(), (*name).to_owned())).collect();
    SourceOptions { time_zone: zone.parse().ok(), columns, ..SourceOptions::default() }
}

fn employments(read: &Read) -> Vec<&Employment> {
    fn of(record: &Record) -> Option<&Employment> {
        if let Record::Employment(it) = record { Some(it) } else { None }
    }
    read.records.iter().filter_map(of).collect()
}

fn states(read: &Read) -> Vec<&Employed> {
    employments(read).into_iter().map(|it| &*it.state).collect()
}

fn table(name: &str, options: &SourceOptions, text: &str) -> Result<Read, String> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = Head { header: lines.next(), file_name: name.to_owned(), ..Head::default() };
    let rows: Vec<Vec<String>> = lines.collect();
    (FORMAT.open)(&head, options).map(|_| feed(&FORMAT, &head, options, rows.iter().map(|row| Row::Csv(row))))
}

fn documents(name: &str, options: &SourceOptions, rows: &[Value]) -> Result<Read, String> {
    let head = Head { rows: rows.to_vec(), file_name: name.to_owned(), ..Head::default() };
    (FORMAT.open)(&head, options).map(|_| feed(&FORMAT, &head, options, rows.iter().map(Row::Json)))
}

#[test]
fn a_report_is_read_with_local_days_and_the_day_in_its_name() {
    let text = "Employee_ID,Full Name,Email - Work,Hire Date,Termination_Date,Worker Status\n\
                000017,Ana Reyes,ana.reyes@meridian.example,2020-03-02,,Active\n\
                000018,Ben Ode,ben.ode@meridian.example,1985-03-02,2026-07-31,Active\n\
                000019,Cy Lund,,2021-01-01,9999-12-31,Sabbatical";
    let read = table(FILE, &zone("America/New_York", &[]), text).unwrap();
    assert_eq!(read.counts(), [3, 3, 0, 0]);
    let found = employments(&read);
    assert_eq!(found[0].snapshot_at.to_rfc3339(), "2026-07-01T04:00:00+00:00");
    let [ana, ben, cy] = states(&read)[..] else { panic!() };
    assert_eq!(ana.person.employee_id.as_deref(), Some("000017"));
    assert_eq!((ana.leave_date, ana.has_leave_field, ana.status), (None, true, Some(Status::Active)));
    assert_eq!(ben.leave_date.unwrap().to_rfc3339(), "2026-07-31T04:00:00+00:00");
    assert_eq!(ben.hire_date.unwrap().to_rfc3339(), "2000-01-01T00:00:00+00:00");
    assert_eq!((cy.leave_date, cy.status), (None, None));
    for key in ["day-before-2000", "far-day-is-none", "unknown-employment-status"] {
        assert!(read.has_note(key), "{key}: {:?}", read.notes);
    }
}

#[test]
fn a_day_without_a_zone_and_a_file_without_a_day_are_questions() {
    let text = "Employee_ID,Termination_Date\n17,2026-07-31";
    let asked = table(FILE, &zone("", &[]), text).unwrap().fatal.unwrap();
    assert!(asked.contains("time zone needed"), "{asked}");
    let asked = table("workers.csv", &zone("UTC", &[]), text).unwrap().fatal.unwrap();
    assert!(asked.contains("rename the file") && asked.contains("snapshot_date"), "{asked}");
}

#[test]
fn columns_of_ones_own_are_mapped_with_their_words() {
    let columns = [
        ("employee_id", "Pers. No."),
        ("leave_date", "Austritt"),
        ("status", "Lage"),
        ("status:ausgeschieden", "left"),
        ("snapshot_date", "Stand"),
    ];
    let text = "Pers. No.,Austritt,Lage,Stand\n17,31.07.2026,ausgeschieden,02.08.2026";
    let read = table("list.csv", &zone("Europe/Berlin", &columns), text).unwrap();
    assert_eq!(employments(&read)[0].snapshot_at.to_rfc3339(), "2026-08-01T22:00:00+00:00");
    assert_eq!(states(&read)[0].status, Some(Status::Left));
    let wrong = [("employee_id", "Pers. No."), ("leave_date", "Austritt"), ("status:weg", "gone")];
    let error = table("list.csv", &zone("UTC", &wrong), text).err().unwrap();
    assert!(error.contains("`gone`"), "{error}");
}

#[test]
fn a_header_in_another_language_asks_for_a_mapping() {
    let error = table(FILE, &zone("UTC", &[]), "Personalnummer,Austritt\n17,2026-07-31").err().unwrap();
    assert!(error.contains("employee_id") && error.contains("columns = {"), "{error}");
}

#[test]
fn undecidable_days_are_a_question_and_a_telling_one_decides() {
    let options = zone("UTC", &[]);
    let asked = table(FILE, &options, "Employee_ID,Termination_Date\n17,07/08/2026").unwrap().fatal.unwrap();
    assert!(asked.contains("date order needed"), "{asked}");
    let text = "Employee_ID,Termination_Date\n17,07/08/2026\n18,07/31/2026\n19,soon\n,2026-07-01";
    let read = table(FILE, &options, text).unwrap();
    assert_eq!(read.counts(), [4, 2, 0, 2]);
    assert_eq!(states(&read)[0].leave_date.unwrap().to_rfc3339(), "2026-07-08T00:00:00+00:00");
    assert!(read.reasons().contains("`soon`") && read.reasons().contains("no employee number"));
}

#[test]
fn lines_of_a_stream_carry_their_time_and_drifting_keys() {
    let line = |data: Value| json!({"type": "RECORD", "record": {"stream": "workers", "emitted_at": 1_782_864_000_123_i64, "data": data}});
    let rows = [
        line(
            json!({"Employee_ID": "0017", "Start_Date": "2019-03-29T12:07:39.730Z", "Termination_Date": null, "Email": "ana@meridian.example"}),
        ),
        line(
            json!({"Employee_ID": "0018", "startDate": "2019-03-29T12:07:39.730Z", "Termination_date": "2050-08-31T22:06:43.488Z"}),
        ),
        line(json!({"Full_Name": "Cy Lund", "Start_Date": "2019-03-29T12:07:39.730Z"})),
        json!({"type": "STATE", "state": {"data": {}}}),
    ];
    let read = documents("stream.log", &SourceOptions::default(), &rows).unwrap();
    assert_eq!(read.counts(), [4, 2, 1, 1]);
    assert_eq!(employments(&read)[0].snapshot_at.to_rfc3339(), "2026-07-01T00:00:00.123+00:00");
    let [ana, ben] = states(&read)[..] else { panic!() };
    assert_eq!((ana.leave_date, ana.has_leave_field), (None, true));
    assert!(ben.leave_date.is_some() && ben.hire_date.is_some());
}

#[test]
fn an_integration_document_holds_numbers_flags_and_rehire_as_text() {
    let worker = json!({"employeeID": 21479, "employeeActive": true, "employeeStatus": "Active", "firstName": "Ana",
        "lastName": "Reyes", "workEmail": "ana@meridian.example", "hireDate": "1900-01-04", "rehire": "false",
        "supervisorID": 21478, "qualifications": {}});
    let head = Head { rows: vec![worker.clone()], ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let options = zone("America/Chicago", &[]);
    let read = documents("workers_20260701.json", &options, &[json!({ "worker": [worker] })]).unwrap();
    let state = states(&read)[0];
    assert_eq!(state.person.employee_id.as_deref(), Some("21479"));
    assert_eq!(state.person.display_name.as_deref(), Some("Ana Reyes"));
    assert_eq!(
        (state.status, state.is_rehire, state.has_leave_field),
        (Some(Status::Active), Some(false), false)
    );
}

#[test]
fn an_answer_of_get_workers_is_taken_as_of_its_entry_moment() {
    let worker = |id: &str, active: u8, rescinded: u8| {
        json!({"Worker_Reference": {"ID": [{"type": "WID", "$": "0e44c92412d34b01ace61e80a47aaf6d"}, {"type": "Employee_ID", "$": id}]},
            "Worker_Data": {"User_ID": "areyes", "Employment_Data": {
                "Worker_Status_Data": {"Active": active, "Terminated": 1 - active, "Hire_Date": "2020-03-02",
                    "Termination_Date": if active == 0 { "2026-06-30" } else { "" }, "Hire_Rescinded": rescinded},
                "Manager_Data": {"Employee_ID": "999"}}}})
    };
    let answer = json!({"Get_Workers_Response": {
        "Response_Filter": {"As_Of_Effective_Date": "2026-12-31", "As_Of_Entry_DateTime": "2026-07-01T05:00:00-07:00"},
        "Response_Data": {"Worker": [worker("21001", 1, 0), worker("21002", 0, 0), worker("21003", 1, 1)]}}});
    let head = Head { rows: vec![answer.clone()], ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let read = documents("answer.json", &zone("UTC", &[]), &[answer]).unwrap();
    assert_eq!(read.counts(), [3, 3, 0, 0]);
    assert!(employments(&read).iter().all(|it| it.snapshot_at.to_rfc3339() == "2026-07-01T12:00:00+00:00"));
    let found: Vec<_> = states(&read)
        .iter()
        .map(|it| (it.person.employee_id.as_deref().unwrap(), it.person.login.as_deref(), it.status.unwrap()))
        .collect();
    let login = Some("areyes");
    let expected = [
        ("21001", login, Status::Active),
        ("21002", login, Status::Left),
        ("21003", login, Status::HireRescinded),
    ];
    assert_eq!(found, expected);
    assert!(states(&read)[1].leave_date.is_some());
}

#[test]
fn a_report_of_unknown_keys_asks_for_a_mapping() {
    let rows = [json!({"A": "B", "foo": "bar", "C": "3"})];
    let head = Head { rows: rows.to_vec(), envelope: vec!["Report_Entry".to_owned()], ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let error = documents("report-2026-07-01.json", &SourceOptions::default(), &rows).err().unwrap();
    assert!(error.contains("`foo`") && error.contains("columns = { employee_id"), "{error}");
    let mapped = zone("UTC", &[("employee_id", "A"), ("leave_date", "foo")]);
    let read =
        documents("report-2026-07-01.json", &mapped, &[json!({"A": "7", "foo": "2026-06-30"})]).unwrap();
    assert!(states(&read)[0].leave_date.is_some());
}

#[test]
fn users_changes_and_inventories_are_not_claimed() {
    for header in [
        "kind,occurred_at,employee_id",
        "sys_id,user_name,employee_number,hire_date",
        "Serial Number,Employee ID,Hire Date",
        "Employee ID,E-mail,Phone",
    ] {
        let header = Some(header.split(',').map(str::to_owned).collect());
        assert!(!(FORMAT.detect)(&Head { header: header.clone(), ..Head::default() }), "{header:?}");
    }
    for row in [
        json!({"id": "00u1", "status": "ACTIVE", "profile": {"employeeNumber": "17"}}),
        json!({"type": "LOG", "log": {"message": "starting"}}),
        json!({"employeeId": "17", "accountEnabled": true}),
    ] {
        assert!(!(FORMAT.detect)(&Head { rows: vec![row.clone()], ..Head::default() }), "{row}");
    }
}
