//! `misfire calibrate` on a simulated folder whose reviewers know the truth.

use std::{collections::BTreeMap, fmt::Write, fs};

use crate::program::{PERIOD, Run, Scratch, finish, program};

type Row = BTreeMap<String, String>;

/// A simulated folder of 400 people.
fn folder() -> Scratch {
    let scratch = Scratch::new();
    let options = ["--people", "400", "--period", PERIOD, "--seed", "21", "--noise", "0.3"];
    finish(program().arg("simulate").arg(scratch.folder()).args(options)).succeeds();
    scratch
}

/// Actions of the first weeks of the period as they really were: all that were wrong, and others up to 150.
fn known(scratch: &Scratch) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(scratch.at("folder.truth.csv")).unwrap();
    let in_period = |row: &Row| {
        row["in_scope_automated"] == "true"
            && *row["done_at"] > *"2026-07-01T12"
            && *row["done_at"] < *"2026-09-15"
    };
    let rows = reader.deserialize().map(Result::<Row, _>::unwrap).filter(in_period);
    let (mut picked, right): (Vec<Row>, Vec<Row>) = rows.partition(|row| row["truth"] == "false_positive");
    assert!(picked.len() > 20, "{} false positives", picked.len());
    // Every third, so that all kinds of actions are among them.
    let others = 150 - picked.len();
    picked.extend(right.into_iter().step_by(3).take(others));
    picked
}

/// Writes reviews: `reviewers` take turns, everybody decides every fifth action, and two decide one of them in
/// different ways. `is_turned` writes them in another order.
fn write_reviews(scratch: &Scratch, rows: &[Row], reviewers: &[&str], is_turned: bool) {
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        for (place, reviewer) in reviewers.iter().enumerate() {
            if number % 5 != 0 && number % reviewers.len() != place {
                continue;
            }
            let is_contrary = number == 5 && place == 1;
            let decision = if is_contrary { "undetermined" } else { &row["truth"] };
            lines.push(format!("{},{reviewer},2026-09-28,{decision},,asked", row["action_id"]));
        }
    }
    if is_turned {
        lines.reverse();
    }
    let header = "action_id,reviewer,reviewed_at,decision,cause,rationale";
    let mut text = String::new();
    for line in [header.to_owned()].iter().chain(&lines) {
        writeln!(text, "{line}").unwrap();
    }
    fs::write(scratch.at("folder/registers/reviews.csv"), text).unwrap();
}

fn calibrate(scratch: &Scratch) -> Run {
    finish(program().arg("calibrate").arg(scratch.folder()).args(["--period", PERIOD, "--quiet"]))
}

/// The block to paste: from its comment to the end.
fn block(page: &str) -> &str {
    &page[page.find("# misfire calibrate").unwrap()..]
}

#[test]
fn bits_are_proposed_from_reviews_and_can_be_pasted() {
    let scratch = folder();
    let rows = known(&scratch);
    write_reviews(&scratch, &rows, &["ann", "kim"], false);
    let page = calibrate(&scratch).succeeds().out;
    for part in [
        "The bits are learned from these reviewed cases.",
        "Brier score (0 is best) over ",
        "mean predicted",
        "Cohen's kappa 0.",
        &format!("  {}  ann: {}; kim: undetermined", rows[5]["action_id"], rows[5]["truth"]),
        "Nothing is proposed: ",
        "Not learned, as they counted in fewer than 5",
    ] {
        assert!(page.contains(part), "`{part}` is missing in\n{page}");
    }
    let pasted: toml::Table = toml::from_str(block(&page)).unwrap();
    let bits = pasted["judge"]["bits"].as_table().unwrap();
    for code in ["trigger-reversed", "trigger-upheld", "termination-effective"] {
        let learned = bits[code].as_float().unwrap();
        let is_for = code == "trigger-reversed";
        assert!((learned * 2.0).fract().abs() < 1e-9 && (learned > 0.0) == is_for, "{code} = {learned}");
    }
    assert!(!bits.keys().any(|code| code.starts_with("reviewed-")), "{bits:?}");

    write_reviews(&scratch, &rows, &["ann", "kim"], true);
    assert_eq!(calibrate(&scratch).succeeds().out, page, "the order of reviews changed the page");

    let config = scratch.at("folder/misfire.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}\n{}", block(&page))).unwrap();
    let again = calibrate(&scratch).succeeds().out;
    assert_eq!(
        toml::from_str::<toml::Table>(block(&again)).unwrap(),
        pasted,
        "what was pasted changed what is learned"
    );
}

#[test]
fn without_enough_to_learn_from_it_refuses_and_says_why() {
    let scratch = folder();
    let rows = known(&scratch);
    write_reviews(&scratch, &[], &["ann", "kim"], false);
    calibrate(&scratch).fails_with(&["there is nothing to learn from", "name a longer period"]);
    write_reviews(&scratch, &rows, &["ann"], false);
    calibrate(&scratch).fails_with(&["every review of the period is by `ann`", "a second person"]);
    let right: Vec<Row> = rows.into_iter().filter(|row| row["truth"] != "false_positive").collect();
    write_reviews(&scratch, &right, &["ann", "kim"], false);
    calibrate(&scratch).fails_with(&["too few reviewed cases of one class", "0 false and "]);
}
