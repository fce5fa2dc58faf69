//! What pages print of triggers can be counted again in the tables.

use std::{collections::BTreeMap, path::Path};

use crate::program::{Scratch, files_under, review, table};

type Row = BTreeMap<String, String>;

/// What one group adds up to in `due_triggers`: due, missed, left open, right actions with a target, those within it.
fn counted<'a>(rows: impl Iterator<Item = &'a Row>) -> [usize; 5] {
    let rows: Vec<&Row> = rows.collect();
    let count = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
    [
        count(&|row| row["due"] == "1"),
        count(&|row| row["state"] == "missed"),
        count(&|row| row["state"] == "missed" && row["contained_at"].is_empty()),
        count(&|row| !row["within_target"].is_empty()),
        count(&|row| row["within_target"] == "1"),
    ]
}

fn printed(side: &Row) -> [usize; 5] {
    ["due_triggers", "missed_triggers", "left_open", "within_target_of", "within_target"]
        .map(|column| side[column].parse().unwrap())
}

#[test]
fn counts_of_triggers_add_up_from_the_rows_of_the_tables_and_stand_on_the_board_page() {
    let scratch = Scratch::new();
    let out = scratch.at("out");
    review(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"), &out).succeeds();
    let files = files_under(&out);
    let due = table(&files, "due_triggers");
    let sides = table(&files, "containment");
    let all = sides.iter().find(|side| side["dimension"] == "all").unwrap();
    assert_eq!(printed(all), counted(due.iter()));
    let workflows: Vec<&Row> = sides.iter().filter(|side| side["dimension"] == "workflow").collect();
    assert!(workflows.len() > 3);
    for side in workflows {
        let own = due.iter().filter(|row| row["workflow_id"] == side["key"]);
        assert_eq!(printed(side), counted(own), "{}", side["key"]);
    }
    let missed = table(&files, "missed_triggers");
    let open = missed.iter().filter(|row| row["contained_at"].is_empty());
    assert_eq!([missed.len(), open.clone().count()], [counted(due.iter())[1], counted(due.iter())[2]]);
    for row in &missed {
        let is_open = row["contained_at"].is_empty();
        assert_eq!(is_open, !row["open_devices"].is_empty(), "{}", row["event_id"]);
        assert!(is_open || !row["contained_by"].is_empty(), "{}", row["event_id"]);
    }
    // Right actions that are in no count of the target are said to be so.
    let cases = table(&files, "cases");
    let right = cases.iter().filter(|case| case["verdict"] == "true_positive").count();
    let [n_due, n_missed, n_open, timed, within] = counted(due.iter());
    let page = String::from_utf8_lossy(&files["index.html"]).replace('\u{a0}', " ");
    for words in [
        format!("{n_missed} of {n_due} ("),
        format!("{} of them contained by another action; {n_open} left open", n_missed - n_open),
        format!("{n_open} of {n_due} triggers stood for 7 days"),
        format!("{within} of {timed} ("),
        format!("{} of {right} right actions has no certain trigger", right - timed),
    ] {
        assert!(page.contains(&words), "{words}");
    }
    let actions: Vec<&String> =
        due.iter().filter(|row| !row["within_target"].is_empty()).map(|row| &row["action_id"]).collect();
    let distinct: std::collections::BTreeSet<&&String> = actions.iter().collect();
    assert_eq!(distinct.len(), actions.len(), "an action is counted twice");
}
