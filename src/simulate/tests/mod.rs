//! What must hold of every simulated folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::Path,
};

use super::*;

mod attacks;
mod exports;
mod leaks;
mod overlaps;
mod unfinished_folders;
mod vendor_logs;
mod vendor_sets;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("misfire-sim-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn options(dir: PathBuf, people: u32, seed: u64) -> SimulateOptions {
    let at = |text: &str| text.parse::<Instant>().unwrap();
    let period = (at("2026-07-01T04:00:00Z"), at("2026-10-01T04:00:00Z"), "2026-Q3".to_owned());
    SimulateOptions {
        dir,
        people,
        period,
        seed,
        noise: 1.0,
        settings: BTreeMap::new(),
        vendors: Vendors::OktaServicenow,
    }
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Every file below a folder by its relative path.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn gunzip(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

fn truth_rows(path: &Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let folder = Folder::new("seeds");
    let run = |name: &str, seed| {
        simulate(&options(folder.0.join(name).join("world"), 70, seed)).unwrap();
        files(&folder.0.join(name))
    };
    let (first, second, third) = (run("a", 5), run("b", 5), run("c", 6));
    assert!(first == second);
    assert_eq!(first.keys().collect::<Vec<_>>().len(), second.len());
    assert!(first != third);
}

#[test]
fn three_hundred_people_meet_every_cause_and_give_a_small_quarter_worth_reviewing() {
    let folder = Folder::new("causes");
    let summary = simulate(&options(folder.0.join("world"), 325, 26)).unwrap();
    let bytes: usize = files(&summary.dir).values().map(Vec::len).sum();
    assert!(bytes < 6_000_000, "{bytes} bytes");
    let rows = truth_rows(&summary.truth);
    let of = |column: usize, wanted: &str| rows.iter().filter(|row| &row[column] == wanted).count();
    for cause in [
        "recanted-before-action",
        "recant-arrived-late",
        "stale-action",
        "trigger-recanted",
        "flapping-trigger",
        "bulk-trigger",
        "trigger-reversed",
        "risk-dismissed",
        "failed-trigger",
        "early-action",
        "out-of-scope-trigger",
        "no-trigger",
        "wrong-person",
        "wrong-device",
        "shared-device-in-use",
        "exception-ignored",
        "exception-lapsed",
        "duplicate-action",
        "unexplained",
    ] {
        assert!(of(5, cause) > 0, "no `{cause}`");
    }
    assert!(of(4, "benign_positive") > 0);
    assert!(summary.cases >= 300, "{} cases", summary.cases);
    // About one in fifteen, within one in twenty-two to one in ten.
    let (wrong, cases) = (summary.false_positives, summary.cases);
    assert!(wrong * 22 > cases && wrong * 10 < cases, "{wrong} of {cases} wrong");
}

#[test]
fn every_action_of_the_truth_stands_in_the_commands_and_its_trigger_in_the_identity_exports() {
    let folder = Folder::new("reconcile");
    let summary = simulate(&options(folder.0.join("world"), 120, 3)).unwrap();
    let all = files(&summary.dir);
    let mut commands = BTreeMap::new();
    let mut events = BTreeSet::new();
    for (name, bytes) in &all {
        if name.contains("mdm-commands") {
            let page: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            for row in page["results"].as_array().unwrap() {
                commands.insert(row["uuid"].as_str().unwrap().to_owned(), row.clone());
            }
        } else if name.contains("okta-") {
            let text = gunzip(bytes);
            let broken = text.lines().filter(|line| match serde_json::from_str::<serde_json::Value>(line) {
                Ok(event) => {
                    events.insert(event["uuid"].as_str().unwrap().to_owned());
                    false
                }
                Err(_) => true,
            });
            assert!(broken.count() <= text.lines().count() / 500, "{name}");
        } else if name.ends_with("hr-events.csv") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            events.extend(text.lines().map(|line| line.split(',').next().unwrap_or_default().to_owned()));
        }
    }
    for row in truth_rows(&summary.truth).iter().filter(|row| &row[12] != "policy_run") {
        let command = commands.get(&row[0]).unwrap_or_else(|| panic!("no command {}", &row[0]));
        assert_eq!(command["commandState"], "ACKNOWLEDGED", "{}", &row[0]);
        assert!(row[3].is_empty() || events.contains(&row[3]), "no event {}", &row[3]);
        assert!(command["dateSent"].as_str() <= command["dateCompleted"].as_str(), "{}", &row[0]);
    }
}

#[test]
fn unknown_settings_and_full_folders_are_refused() {
    let folder = Folder::new("refused");
    let mut wrong = options(folder.0.join("world"), 70, 1);
    wrong.settings.insert("speed".to_owned(), "2".to_owned());
    assert!(matches!(simulate(&wrong), Err(SimulateError::Setting { .. })));
    for (key, value) in [("identity_compression", "rar"), ("identity_file", "week"), ("routine", "-1")] {
        let mut wrong = options(folder.0.join("world"), 70, 1);
        wrong.settings.insert(key.to_owned(), value.to_owned());
        let message = simulate(&wrong).unwrap_err().to_string();
        assert!(message.contains(key) && message.contains(value), "{message}");
    }
    fs::create_dir_all(folder.0.join("full/x")).unwrap();
    assert!(matches!(simulate(&options(folder.0.join("full"), 70, 1)), Err(SimulateError::NotEmpty(_))));
}
