//! Nothing in the folder but what the world left behind may tell what was true.

use super::*;

fn table(dir: &Path, name: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(dir.join(name)).unwrap().records().filter_map(Result::ok).collect()
}

#[test]
fn numbers_and_order_follow_the_clock_and_not_the_truth() {
    let folder = Folder::new("order");
    let summary = simulate(&options(folder.0.join("world"), 325, 26)).unwrap();
    let changes = table(&summary.dir, "exports/identity/hr-events.csv");
    let entered: Vec<(String, String)> = changes
        .iter()
        .filter(|row| !row[0].starts_with("HR-X"))
        .map(|row| (row[0].to_owned(), row[3].to_owned()))
        .collect();
    assert!(entered.len() > 50);
    assert!(entered.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1));
    let exceptions = table(&summary.dir, "registers/exceptions.csv");
    assert!(exceptions.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][7] <= pair[1][7]));
    let mut sent = Vec::new();
    for (_, bytes) in files(&summary.dir).iter().filter(|(name, _)| name.contains("mdm-commands")) {
        let page: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        let rows = page["results"].as_array().unwrap().iter();
        sent.extend(rows.map(|row| row["dateSent"].as_str().unwrap().to_owned()).filter(|at| at != "n/a"));
    }
    assert!(sent.is_sorted());
}

#[test]
fn the_words_of_a_termination_do_not_tell_whether_it_was_meant() {
    let folder = Folder::new("words");
    let summary = simulate(&options(folder.0.join("world"), 325, 26)).unwrap();
    let changes = table(&summary.dir, "exports/identity/hr-events.csv");
    for change in ["Termination", "Hire"] {
        let reasons: BTreeSet<&str> =
            changes.iter().filter(|row| &row[1] == change).map(|row| &row[7]).collect();
        assert!(reasons.len() == 1, "{change}: {reasons:?}");
    }
}

#[test]
fn ids_of_wrong_actions_look_like_those_of_right_ones() {
    let folder = Folder::new("ids");
    let summary = simulate(&options(folder.0.join("world"), 900, 8)).unwrap();
    let first = |wrong: bool| -> Vec<f64> {
        let rows = truth_rows(&summary.truth);
        let rows = rows.iter().filter(|row| (&row[4] == "false_positive") == wrong && !row[0].is_empty());
        rows.map(|row| f64::from(u16::from_str_radix(&row[0][..4], 16).unwrap())).collect()
    };
    let mean = |draws: &[f64]| draws.iter().sum::<f64>() / real(draws.len());
    let (wrong, right) = (first(true), first(false));
    // Standard error of the mean of uniform draws, four times.
    let margin = 4.0 * 65_536.0 / (12.0 * real(wrong.len())).sqrt();
    assert!((mean(&wrong) - mean(&right)).abs() < margin);
}
