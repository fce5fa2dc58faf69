//! Registers as files: what stops a review, what is only a finding, what an absent file means.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use super::*;
use crate::config::load::parse;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of its own, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("misfire-registers-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("registers")).unwrap();
        for (name, text) in files {
            fs::write(path.join("registers").join(name), text).unwrap();
        }
        Self(path)
    }

    fn load(&self) -> Result<Registers, RegisterError> {
        let text = "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"America/New_York\"\n";
        load(&self.0, &parse("misfire.toml", text).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn error_of(files: &[(&str, &str)]) -> String {
    Folder::with(files).load().map(|_| ()).unwrap_err().to_string()
}

/// The findings as `rule subject reference`.
fn findings_of(files: &[(&str, &str)]) -> Vec<String> {
    let registers = Folder::with(files).load().unwrap();
    let shown = |f: &ControlFinding| {
        format!("{} {} {}", f.rule, f.subject, f.reference.trim_start_matches("registers/"))
    };
    registers.findings.iter().map(shown).collect()
}

const PEOPLE: &str = "person_id,display_name,kind,unit,executive,email,aliases,valid_from,valid_to\n\
    p1,Ada Pine,employee,Lab,yes,ada@meridian.example,a.pine;ap,2020-01-01,2026-06-30\n\
    p1,Ada Oak,employee,Lab,yes,ada@meridian.example,,2026-07-01,\n\
    p2,Ben Reed,contractor,Ops,,ben@meridian.example,,,\n";

#[test]
fn a_folder_without_registers_has_none_and_no_findings() {
    let registers = Folder::with(&[]).load().unwrap();
    assert!(registers.people.is_none() && registers.workflows.is_none() && registers.findings.is_empty());
}

#[test]
fn versions_meet_at_local_midnight() {
    let registers = Folder::with(&[("people.csv", PEOPLE)]).load().unwrap();
    let people = registers.people.unwrap();
    assert_eq!(people[0].validity.to, people[1].validity.from);
    assert_eq!(people[0].validity.to.unwrap().to_rfc3339(), "2026-07-01T04:00:00+00:00");
    assert_eq!((people[0].aliases.len(), people[0].executive, people[1].row.line), (2, true, 3));
    assert!(registers.findings.is_empty());
}

#[test]
fn overlapping_versions_name_both_lines() {
    let people =
        "person_id,valid_from,valid_to\np1,2026-01-01,\np2,,\np1,2026-03-01,2026-04-01\np1,2026-05-01,\n";
    let shown = error_of(&[("people.csv", people)]);
    assert!(
        shown.contains(
            "registers/people.csv:4: two versions of person `p1` are valid at one time: lines 2 and 4"
        ),
        "{shown}"
    );
    assert!(shown.contains("lines 2 and 5"), "a version reaches past the next one: {shown}");

    let devices = "serial,udid,jamf_id,jamf_class,valid_from\nC02A,u-1,7,computer,\nc02a,U-1,7,computer,2026-01-01\nC02B,,7,mobile,\n";
    let shown = error_of(&[("devices.csv", devices)]);
    assert_eq!(shown.matches("at one time").count(), 1, "{shown}");
    assert!(shown.contains("lines 2 and 3"), "{shown}");

    let map = "[[workflow]]\nid = \"a\"\nvalid_to = 2026-03-01\n[[workflow]]\nid = \"a\"\nvalid_from = 2026-03-01\n";
    assert!(
        error_of(&[("workflows.toml", map)])
            .contains("two versions of workflow `a` are valid at one time: lines 1 and 4")
    );
}

#[test]
fn mistakes_of_all_files_are_shown_together() {
    let shown = error_of(&[
        ("people.csv", "person_id,executive,time_zone,working_hours\np1,maybe,,\np2,,Mars,\np3,,,Mon 9-5\n"),
        ("devices.csv", "name,custody,serial\nlab-mac,,\n,pocket,\n"),
        ("holidays.csv", "date,name\n03.07.2026,Independence Day\n"),
        ("improvements.csv", "improvement_id,workflow_id,cause,status\ni1,w,c,closed\n"),
        ("regulated_work.csv", "scope_id,regime,match_kind,match_value,window_start\n"),
    ]);
    let expected = [
        "registers/people.csv:2: `executive` is `maybe`, expected `yes` or `no`",
        "registers/people.csv:3: `time_zone` is `Mars`",
        "registers/people.csv:4: `working_hours`: `9-5` is no range of times",
        "registers/devices.csv:2: found no key of a device, expected at least one of serial, udid, management_id, jamf_id",
        "registers/devices.csv:3: `custody` is `pocket`",
        "registers/holidays.csv:2: `date` is `03.07.2026`, expected a date such as `2026-07-03`",
        "registers/improvements.csv:2: `status` is `closed`",
        "registers/regulated_work.csv:1: header `window_end` is missing",
    ];
    for line in expected {
        assert!(shown.contains(line), "{line}\nis not in\n{shown}");
    }
}

#[test]
fn lint_of_the_control_map() {
    let map = "[[workflow]]\nid = \"a\"\ntriggers = [\"account_disabled\"]\nactions = [\"lock\"]\n\
        initiators = [\"account:svc\"]\ncontrol_owner = \"p1\"\nbusiness_approver = \"p1\"\nexecution_owner = \"team:Endpoint\"\n\
        exception_owner = \"Carl\"\napproved_by = \"p2\"\n\
        [[workflow]]\nid = \"b\"\ninitiators = [\"account:svc\"]\nsettle = \"2d\"\n";
    let found = findings_of(&[("people.csv", PEOPLE), ("workflows.toml", map)]);
    let expected = [
        "approval-missing a workflows.toml:1",
        "approval-missing b workflows.toml:11",
        "duties-not-separated a workflows.toml:1",
        "initiator-claimed-twice account:svc workflows.toml:11",
        "owner-is-free-text a workflows.toml:1",
        "owner-missing b workflows.toml:11",
        "owner-missing b workflows.toml:11",
        "owner-missing b workflows.toml:11",
        "owner-missing b workflows.toml:11",
        "settle-exceeds-delay b workflows.toml:11",
        "workflow-without-actions b workflows.toml:11",
        "workflow-without-triggers b workflows.toml:11",
    ];
    assert_eq!(found, expected);
}

#[test]
fn lint_of_the_other_registers() {
    let people = format!("{PEOPLE}p3,Cy Ash,employee,Lab,,ADA@meridian.example,,2026-08-01,\n");
    let found = findings_of(&[
        ("people.csv", &people),
        ("workflows.toml", ""),
        ("devices.csv", "serial,device_class,assigned_person\nC02A,lab_mac,p1\nC02B,lab_mac,p9\n"),
        (
            "exceptions.csv",
            "exception_id,workflow_id,subject_kind,subject,requested_by,approved_by,valid_from,valid_to\n\
             e1,*,device,c02a,p1,p2,2026-01-01,2026-12-31\n\
             e2,nowhere,person,p9,,,2026-01-01,\n\
             e3,*,device_class,lab_mac,p1,p1,2026-01-01,2026-12-31\n",
        ),
        (
            "regulated_work.csv",
            "scope_id,regime,match_kind,match_value,window_start,window_end,accountable_person\n\
             s1,GxP,unit,Lab,,,p1\ns2,SOX,unit,Moon,,,\n",
        ),
        (
            "reviews.csv",
            "action_id,reviewer,reviewed_at,decision\nx1,p2,2026-07-01T10:00,False Positive\nx2,p2,2026-07-01,falsch\n",
        ),
        ("improvements.csv", "improvement_id,workflow_id,cause,status,owner\ni1,gone,no-trigger,open,\n"),
    ]);
    let expected = [
        "address-shared ada@meridian.example people.csv:5",
        "device-assigned-to-unknown-person C02B devices.csv:3",
        "exception-approved-by-requester e3 exceptions.csv:4",
        "exception-for-unknown-subject e2 exceptions.csv:3",
        "exception-for-unknown-workflow e2 exceptions.csv:3",
        "exception-without-approver e2 exceptions.csv:3",
        "exception-without-end e2 exceptions.csv:3",
        "improvement-for-unknown-workflow i1 improvements.csv:2",
        "improvement-without-owner i1 improvements.csv:2",
        "regulated-scope-matches-nobody s2 regulated_work.csv:3",
        "regulated-scope-without-owner s2 regulated_work.csv:3",
        "review-decision-unknown x2 reviews.csv:3",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_key_that_two_persons_bear_at_one_time_is_found_with_both_lines() {
    let people = "person_id,employee_id,okta_id,email,valid_from,valid_to\n\
        p1,1001,00u1,ada@meridian.example,2020-01-01,2026-06-30\n\
        p2,1001,00u2,ben@meridian.example,2026-06-01,\n\
        p3,1001,00u2,cy@meridian.example,2019-01-01,2019-12-31\n\
        p4,,,,2020-01-01,\n";
    let folder = Folder::with(&[("people.csv", people)]);
    let found = folder.load().unwrap().findings;
    let shown: Vec<String> =
        found.iter().map(|f| format!("{} {} {}", f.rule, f.subject, f.reference)).collect();
    assert_eq!(
        shown,
        ["person-key-shared 1001 registers/people.csv:3", "person-without-key p4 registers/people.csv:5"]
    );
    assert!(
        found[0].finding.starts_with("`p1` (line 2) and `p2` (line 3) bear employee_id `1001` at one time"),
        "{}",
        found[0].finding
    );
}

#[test]
fn short_rows_and_registers_without_a_key_column_are_refused() {
    let shown = error_of(&[
        ("people.csv", "person_id,display_name,email\np1,Ada\n"),
        ("devices.csv", "Serial Number,name\nC02A,lab-mac\n"),
    ]);
    let expected = [
        "registers/people.csv:2: found 2 cells, expected 3 as in the header; the first one missing is `email`",
        "registers/devices.csv:1: found no column by which a row can be recognised, expected at least one of serial, udid",
        "the nearest header found is `serial number`; rename it to `serial`",
    ];
    for line in expected {
        assert!(shown.contains(line), "{line}\nis not in\n{shown}");
    }
    assert!(!shown.contains("devices.csv:2"), "said once, and not for every row: {shown}");
}

#[test]
fn a_row_of_reviews_that_does_not_fit_is_left_out_and_said() {
    let reviews = "action_id,reviewer,reviewed_at,decision\n\
        a1,p2,2026-07-01,true_positive\n\
        a2,p2,yesterday,true_positive\n\
        a3,p2\n\
        ,p2,2026-07-01,true_positive\n";
    let registers = Folder::with(&[("reviews.csv", reviews)]).load().unwrap();
    let left: Vec<u64> = registers.reviews.unwrap().iter().map(|review| review.row.line).collect();
    assert_eq!(left, [2]);
    let shown: Vec<String> =
        registers.findings.iter().map(|f| format!("{} {}: {}", f.rule, f.reference, f.finding)).collect();
    assert!(
        shown.iter().all(|line| line.starts_with("review-row-rejected registers/reviews.csv:")),
        "{shown:?}"
    );
    for part in [
        ":3: the row was left out: `reviewed_at`: `yesterday` is no date or time, expected `2026-07-01`",
        ":4: the row was left out: found 2 cells, expected 4 as in the header; the first one missing is `reviewed_at`",
        ":5: the row was left out: `action_id` is empty, expected a value",
    ] {
        assert!(shown.iter().any(|line| line.contains(part)), "{part}\nis not in\n{shown:#?}");
    }
    assert!(error_of(&[("reviews.csv", "action_id,reviewer\n")]).contains("header `decision` is missing"));
}

#[test]
fn an_approval_that_ran_out_in_the_period_is_found() {
    let map = "[[workflow]]\nid = \"a\"\napproved_by = \"p\"\napproved_at = 2026-01-05\napproval_expires = 2026-08-31\n";
    let registers = Folder::with(&[("workflows.toml", map)]).load().unwrap();
    let workflows = registers.workflows.unwrap();
    let rules = |from: &str, to: &str| -> Vec<String> {
        let period = crate::config::Period::parse(&format!("{from}..{to}"), 1, Tz::UTC).unwrap();
        let found = crate::registers::approvals_in(&workflows, period.from, period.to);
        found.into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules("2026-07-01", "2026-10-01"), ["approval-expired"]);
    assert_eq!(rules("2026-04-01", "2026-07-01"), Vec::<String>::new());
    assert_eq!(rules("2026-01-01", "2026-02-01"), ["approval-after-start"]);
}

#[test]
fn a_register_in_another_encoding_says_how_to_save_it() {
    let folder = Folder::with(&[]);
    fs::write(folder.0.join("registers/people.csv"), b"person_id,display_name\np1,Zo\xeb\n").unwrap();
    let shown = folder.load().map(|_| ()).unwrap_err().to_string();
    assert!(shown.contains("registers/people.csv:2: found bytes that are no UTF-8"), "{shown}");
}

const SCOPES: &str = "scope_id,regime,title,match_kind,match_value,window_start,window_end\n";

#[test]
fn overlapping_windows_of_one_scope_and_match_name_both_lines() {
    let scopes = |rows: &str| [("regulated_work.csv", format!("{SCOPES}{rows}"))];
    let first = "r1,SOX,Close,unit,Finance,2026-07-01,2026-07-10\n";
    for second in ["r1,SOX,Close,unit,Finance,2026-07-10,2026-07-12\n", "r1,SOX,Close,unit,Finance,,\n"] {
        let [(name, text)] = scopes(&format!("{first}{second}"));
        let shown = error_of(&[(name, &text)]);
        assert!(
            shown.contains(
                "two versions of scope `r1` for unit `Finance` are valid at one time: lines 2 and 3"
            ),
            "{shown}"
        );
    }
    for second in [
        "r1,SOX,Close,unit,Finance,2026-07-11,2026-07-12\n",
        "r1,SOX,Close,unit,Legal,2026-07-01,2026-07-10\n",
        "r1,SOX,Close,person,Finance,2026-07-01,2026-07-10\n",
        "r2,SOX,Close,unit,Finance,2026-07-01,2026-07-10\n",
    ] {
        let [(name, text)] = scopes(&format!("{first}{second}"));
        assert!(Folder::with(&[(name, &text)]).load().is_ok(), "{second}");
    }
}

#[test]
fn an_improvement_that_stands_twice_names_both_lines() {
    let header = "improvement_id,workflow_id,cause,status\n";
    let text = format!("{header}i1,w,wrong-device,open\ni2,w,wrong-device,open\ni1,w,wrong-device,done\n");
    let shown = error_of(&[("improvements.csv", &text)]);
    let expected = "registers/improvements.csv:4: improvement `i1` stands in lines 2 and 4, expected it once";
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn an_empty_register_says_which_header_it_lacks() {
    for (name, expected) in [
        ("devices.csv", "found no header, expected at least one of serial, "),
        ("people.csv", "found no header, expected person_id and at least one of "),
        ("improvements.csv", "found no header, expected improvement_id, workflow_id, cause, status\n"),
    ] {
        let shown = error_of(&[(name, "")]);
        assert!(shown.contains(expected) && shown.contains("write the header line"), "{shown}");
    }
}
