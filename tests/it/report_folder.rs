//! What a review writes: a complete folder, the columns of the contract, sums that add up, one line of output.

use std::{collections::BTreeSet, fs};

use sha2::{Digest, Sha256};

use crate::program::{PERIOD, Scratch, finish, program, review, table};

/// The first columns of every table, as the contract lists them.
const COLUMNS: &[(&str, &str)] = &[
    (
        "cases",
        "action_id,verdict,certainty,disruptive,probability,cause,accountable_role,accountable_owner,workflow_id,\
         action_kind,device_id,serial,device_class,custody,person_id,subject_person_id,unit,sent_at,done_at,\
         trigger_event_id,trigger_kind,trigger_at,attribution,attribution_score,attribution_margin,\
         runner_up_event_id,fan_out_id,reversal_event_id,reversal_at,ticket_ids,exception_id,duplicate_of,\
         restored_at,restored_by,lost_hours,affected_people,person_hours,regulated_scopes,regulated_hours,\
         data_loss,young,conflict,rules,control_owner,business_approver,execution_owner,exception_owner,\
         review_state,reviewer,reviewed_at",
    ),
    ("scope", "action_id,in_scope,reason,action_kind,outcome,initiator,sent_at,done_at"),
    ("candidates", "action_id,event_id,rank,score,parts"),
    ("tickets", "action_id,ticket_id,grade,why"),
    ("pending", "action_id,action_kind,device_id,sent_at,why,owner"),
    (
        "sources",
        "file,format,rows_read,accepted,out_of_scope,duplicate,rejected,first_at,last_at,zone_source,checked,sha256",
    ),
    ("rejects", "file,position,reason,text"),
    (
        "rankings",
        "dimension,role,key,rank,cases,judged,false_positives,disruptive,data_losses,person_hours,\
         regulated_hours,rate,rate_low,rate_high,shrunken_rate,change,note",
    ),
    ("controls", "rule,subject,finding,reference"),
];

#[test]
fn a_review_writes_a_complete_report_with_the_columns_of_the_contract() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    for name in ["index.html", "audit.html", "review.md", "review.json", "review-sheet.csv"] {
        assert!(files.contains_key(name), "{name} is missing");
    }
    assert!(files.contains_key("evidence/manifest.json") && files.contains_key("SHA256SUMS"));
    assert!(files["index.html"].len() < 1 << 20, "the board page is over 1 MB");
    for (name, columns) in COLUMNS {
        let bytes = &files[&format!("tables/{name}.csv")];
        let header = String::from_utf8_lossy(bytes).lines().next().unwrap().to_owned();
        assert!(header == *columns || header.starts_with(&format!("{columns},")), "{name}: {header}");
    }
    for name in files.keys().filter_map(|name| name.strip_suffix(".csv")).filter(|n| n.starts_with("tables/"))
    {
        assert!(files.contains_key(&format!("{name}.parquet")), "{name} has no Parquet");
    }
    let cases = table(&files, "cases");
    assert!(cases.len() > 100, "{} cases", cases.len());
    let disruptive = cases.iter().filter(|case| case["disruptive"] == "true").count();
    let pages = files.keys().filter(|name| name.starts_with("cases/")).count();
    assert_eq!(pages, disruptive.min(200));
}

#[test]
fn the_sums_name_every_file_and_no_other() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let mut named = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let found: String = Sha256::digest(&files[name]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, sum, "{name}");
        named.insert(name.to_owned());
    }
    let mut present: BTreeSet<String> = files.into_keys().collect();
    present.remove("SHA256SUMS");
    assert_eq!(named, present);
}

#[test]
fn every_row_of_every_file_is_accounted_for() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let rejects = table(&files, "rejects");
    let sources = table(&files, "sources");
    assert_eq!(sources.len(), 18);
    for source in &sources {
        let count = |column: &str| source[column].parse::<u64>().unwrap();
        let settled =
            ["accepted", "out_of_scope", "duplicate", "rejected"].into_iter().map(count).sum::<u64>();
        assert_eq!(count("rows_read"), settled, "{source:?}");
        assert!(count("rows_read") > 0, "{source:?}");
        let listed = rejects.iter().filter(|reject| reject["file"] == source["file"]).count() as u64;
        assert_eq!(count("rejected"), listed, "{}", source["file"]);
        let bytes = fs::read(scratch.folder().join(&source["file"])).unwrap();
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(source["sha256"], hash, "{}", source["file"]);
    }
}

#[test]
fn every_case_is_in_scope_and_every_action_outside_has_a_reason() {
    let scratch = Scratch::simulated();
    let files = scratch.review("folder", "out");
    let scope = table(&files, "scope");
    let inside: BTreeSet<&String> =
        scope.iter().filter(|row| row["in_scope"] == "true").map(|row| &row["action_id"]).collect();
    let cases = table(&files, "cases");
    assert_eq!(inside, cases.iter().map(|case| &case["action_id"]).collect());
    let reasons = ["not_executed", "manual", "initiator_unknown", "routine", "outside_period"];
    for row in scope.iter().filter(|row| row["in_scope"] == "false") {
        assert!(reasons.contains(&row["reason"].as_str()), "{row:?}");
    }
}

#[test]
fn standard_output_carries_the_path_of_the_report_and_nothing_else() {
    let scratch = Scratch::simulated();
    let out = scratch.at("out");
    let told = review(&scratch.folder(), &out).succeeds();
    let page = out.join("index.html");
    assert_eq!(told.out, format!("{}\n", page.display()));
    assert!(told.err.contains("2026-Q3: ") && told.err.contains(" rows of 18 files"), "{}", told.err);
    let quiet = finish(
        program().args(["review", "--quiet", "--period", PERIOD, "--out"]).arg(&out).arg(scratch.folder()),
    )
    .succeeds();
    assert_eq!(quiet.out, told.out, "a report is replaced by a new one");
    assert!(!quiet.err.contains("rows of"), "{}", quiet.err);
}

#[test]
fn the_report_goes_to_reports_and_the_period_when_no_place_is_named() {
    let scratch = Scratch::simulated();
    let told =
        finish(program().current_dir(&scratch.0).args(["review", "folder", "--period", PERIOD])).succeeds();
    assert_eq!(told.out, "reports/2026-Q3/index.html\n");
    assert!(scratch.at("reports/2026-Q3/review.json").is_file());
}

#[test]
fn a_review_leaves_nothing_beside_its_report_and_nothing_in_the_folder() {
    let scratch = Scratch::simulated();
    let before = crate::program::files_under(&scratch.folder());
    fs::create_dir(scratch.at("place")).unwrap();
    review(&scratch.folder(), &scratch.at("place/out")).succeeds();
    let beside: Vec<_> =
        fs::read_dir(scratch.at("place")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["out"]);
    assert!(crate::program::files_under(&scratch.folder()) == before, "the review changed its inputs");
}
