//! Nothing is overwritten, and a folder is there whole or not at all.

use super::*;

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_truth_of_another_folder_is_not_overwritten() {
    let folder = Folder::new("truth");
    let truth = folder.0.join("f.truth.csv");
    fs::write(&truth, "mine").unwrap();
    let error = simulate(&options(folder.0.join("f"), 60, 1)).unwrap_err();
    assert!(matches!(error, SimulateError::TruthExists(_)), "{error}");
    assert_eq!(fs::read_to_string(&truth).unwrap(), "mine");
    assert_eq!(names(&folder.0), ["f.truth.csv"]);
}

#[test]
fn what_a_killed_run_left_is_cleared_by_the_next_one() {
    let folder = Folder::new("killed");
    for (marker, truth) in
        [("", ".f.truth.csv.partial"), ("the truth beside this folder belongs to it\n", "f.truth.csv")]
    {
        let partial = folder.0.join(".f.partial");
        fs::create_dir_all(partial.join("exports")).unwrap();
        fs::write(partial.join(".misfire-unfinished"), marker).unwrap();
        fs::write(partial.join("exports/half.json"), "[").unwrap();
        fs::write(folder.0.join(truth), "half").unwrap();
        simulate(&options(folder.0.join("f"), 60, 1)).unwrap();
        assert_eq!(names(&folder.0), ["f", "f.truth.csv"], "{truth}");
        assert!(!names(&folder.0.join("f")).contains(&".misfire-unfinished".to_owned()));
        assert!(!folder.0.join("f/exports/half.json").exists());
        fs::remove_dir_all(folder.0.join("f")).unwrap();
        fs::remove_file(folder.0.join("f.truth.csv")).unwrap();
    }
}

#[test]
fn what_is_not_ours_is_not_cleared() {
    let folder = Folder::new("foreign");
    let partial = folder.0.join(".f.partial");
    fs::create_dir_all(&partial).unwrap();
    fs::write(partial.join("letters.txt"), "mine").unwrap();
    assert!(matches!(simulate(&options(folder.0.join("f"), 60, 1)), Err(SimulateError::NotEmpty(_))));
    assert!(partial.join("letters.txt").exists());
    let file = folder.0.join("file");
    fs::write(&file, "mine").unwrap();
    assert!(matches!(simulate(&options(file, 60, 1)), Err(SimulateError::Write { .. })));
}

#[test]
fn a_folder_that_could_not_be_written_whole_is_absent() {
    let folder = Folder::new("half");
    let dir = folder.0.join("f");
    // The last file cannot be written: a folder has its name.
    fs::create_dir(folder.0.join(".f.truth.csv.partial")).unwrap();
    assert!(simulate(&options(dir.clone(), 60, 1)).is_err());
    assert!(!dir.exists() && !folder.0.join("f.truth.csv").exists());
}

#[test]
fn periods_whose_surroundings_no_review_would_read_are_refused() {
    let folder = Folder::new("years");
    let at = |text: &str| text.parse::<Instant>().unwrap();
    for (from, to) in [
        ("2000-01-01T05:00:00Z", "2001-01-01T05:00:00Z"),
        ("2007-12-31T05:00:00Z", "2008-04-01T05:00:00Z"),
        ("2098-10-01T05:00:00Z", "2099-02-01T05:00:00Z"),
        ("2000-01-01T05:00:00Z", "2099-12-31T05:00:00Z"),
    ] {
        let mut options = options(folder.0.join("f"), 60, 1);
        options.period = (at(from), at(to), "p".to_owned());
        let told = simulate(&options).unwrap_err().to_string();
        assert!(told.contains("between 2008 and 2098"), "{told}");
    }
    assert!(names(&folder.0).is_empty());
}
