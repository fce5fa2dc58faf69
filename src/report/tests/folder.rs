//! Writing to disk.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::report::{
    ReportError, claim,
    sample::{self, Size},
    write,
};

/// Claims a folder and lets it go again.
fn check_writable(out: &Path) -> Result<(), ReportError> {
    claim(out).map(drop)
}

/// A folder of this test alone, removed when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("misfire-report-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_report_is_written_whole_and_replaces_an_older_one() {
    let scratch = Scratch::new("replace");
    let out = scratch.0.join("reports").join("2026-Q3");
    let review = sample::review(&Size::small());
    check_writable(&out).unwrap();
    assert!(!out.exists(), "checking leaves nothing");
    write(&review, &out).unwrap();
    fs::remove_file(out.join("review.md")).unwrap();
    fs::write(out.join(".DS_Store"), "of the file manager").unwrap();
    write(&review, &out).unwrap();
    assert!(!out.join(".DS_Store").exists());
    let files = crate::report::files(&review).unwrap();
    for (path, bytes) in &files {
        assert_eq!(&fs::read(out.join(path)).unwrap(), bytes, "{path}");
    }
    let around: Vec<_> =
        fs::read_dir(out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(around, ["2026-Q3"]);
    assert!(!out.join(".misfire-unfinished").exists());
}

#[test]
fn a_report_that_holds_work_of_people_is_left_alone_and_the_files_are_named() {
    let scratch = Scratch::new("kept");
    let out = scratch.0.join("q");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    write(&review, &out).unwrap();
    fs::create_dir(out.join("notes")).unwrap();
    fs::write(out.join("notes/mine.txt"), "mine").unwrap();
    fs::write(out.join("review-sheet.csv"), "filled in").unwrap();
    for refused in [check_writable(&out), write(&review, &out)] {
        let error = refused.unwrap_err();
        let said = error.to_string();
        assert!(said.contains("files that misfire did not write: `notes/mine.txt`"), "{said}");
        assert!(said.contains("files changed since misfire wrote them: `review-sheet.csv`"), "{said}");
        assert!(error.hint().unwrap().contains("nothing was written"));
    }
    assert_eq!(fs::read_to_string(out.join("review-sheet.csv")).unwrap(), "filled in");
    assert_eq!(scratch.names(), ["q"], "nothing half-written is left");
    fs::remove_file(out.join("SHA256SUMS")).unwrap();
    let said = check_writable(&out).unwrap_err().to_string();
    assert!(
        said.contains("`index.html`") && said.contains(" more"),
        "without its list nothing is known: {said}"
    );
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let scratch = Scratch::new("foreign");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    for (name, file, text) in
        [("a", "letters.txt", "mine"), ("b", "review.json", "{\"schema\": \"another-tool/1\"}")]
    {
        let out = scratch.0.join(name);
        fs::create_dir(&out).unwrap();
        fs::write(out.join(file), text).unwrap();
        assert!(matches!(check_writable(&out), Err(ReportError::NotOurs { .. })));
        assert!(matches!(write(&review, &out), Err(ReportError::NotOurs { .. })));
        assert_eq!(fs::read_to_string(out.join(file)).unwrap(), text);
    }
    assert_eq!(scratch.names(), ["a", "b"]);
}

#[test]
fn a_file_and_a_nameless_path_are_refused() {
    let scratch = Scratch::new("file");
    let out = scratch.0.join("report");
    fs::write(&out, "a file").unwrap();
    assert!(matches!(check_writable(&out), Err(ReportError::NotOurs { .. })));
    assert!(matches!(check_writable(&scratch.0.join("..")), Err(ReportError::NoName { .. })));
}

#[test]
fn the_remains_of_a_killed_run_are_cleared_and_foreign_ones_are_not() {
    let scratch = Scratch::new("remains");
    let out = scratch.0.join("q");
    let partial = scratch.0.join(".q.partial");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    fs::create_dir(&partial).unwrap();
    fs::write(partial.join(".misfire-unfinished"), "").unwrap();
    fs::write(partial.join("index.html"), "half").unwrap();
    write(&review, &out).unwrap();
    assert_eq!(scratch.names(), ["q"]);
    fs::create_dir(&partial).unwrap();
    fs::write(partial.join("letters.txt"), "mine").unwrap();
    assert!(matches!(write(&review, &out), Err(ReportError::NotOurs { .. })));
    assert!(partial.join("letters.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let scratch = Scratch::new("link");
    let target = scratch.0.join("target");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    write(&review, &target).unwrap();
    let link = scratch.0.join("link");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(matches!(write(&review, &link), Err(ReportError::Link { .. })));
    assert!(target.join("index.html").exists());
    fs::remove_dir_all(&target).unwrap();
    fs::create_dir(&target).unwrap();
    let error = check_writable(&link).unwrap_err();
    assert!(error.to_string().contains("is a link to"), "{error}");
    assert!(error.hint().unwrap().contains("target`"), "an empty folder behind a link is named");
}

#[test]
fn a_second_review_into_one_folder_is_refused_while_the_first_one_runs() {
    let scratch = Scratch::new("busy");
    let out = scratch.0.join("q");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    let first = claim(&out).unwrap();
    for refused in [check_writable(&out), write(&review, &out)] {
        let error = refused.unwrap_err();
        assert!(error.to_string().contains("another review is writing here"), "{error}");
        assert!(error.hint().unwrap().contains(".q.lock"));
    }
    first.write(&review).unwrap();
    drop(first);
    assert_eq!(scratch.names(), ["q"], "the lock goes with the claim");
    write(&review, &out).unwrap();
}

#[test]
fn reviews_at_the_same_time_leave_one_whole_report() {
    let scratch = Scratch::new("together");
    let out = scratch.0.join("q");
    let review = sample::review(&Size { cases: 2, ..Size::small() });
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(|| write(&review, &out))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(outcomes.iter().any(Result::is_ok));
    let is_busy = |error: &ReportError| matches!(error, ReportError::Busy { .. });
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().err().is_none_or(is_busy)), "{outcomes:?}");
    for (path, bytes) in &crate::report::files(&review).unwrap() {
        assert_eq!(&fs::read(out.join(path)).unwrap(), bytes, "{path}");
    }
    assert_eq!(scratch.names(), ["q"]);
}

#[test]
fn a_lock_file_of_a_killed_run_does_not_stand_in_the_way() {
    let scratch = Scratch::new("stale");
    let out = scratch.0.join("q");
    fs::write(scratch.0.join(".q.lock"), "").unwrap();
    check_writable(&out).unwrap();
    assert!(scratch.names().is_empty());
}

#[test]
fn a_file_among_the_parents_is_named() {
    let scratch = Scratch::new("below-a-file");
    fs::write(scratch.0.join("file"), "a file").unwrap();
    let error = check_writable(&scratch.0.join("file/deep/q")).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("cannot write `") && said.contains("file` is a file, expected a folder"), "{said}");
}
