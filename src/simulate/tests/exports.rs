//! What must hold of the exports, however they are cut and packed.

use super::*;

fn with(dir: PathBuf, settings: &[(&str, &str)]) -> SimulateOptions {
    let mut options = options(dir, 70, 4);
    options.settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    options
}

/// The identity log unpacked, and the names of its files.
fn log(dir: &Path) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    for (name, bytes) in files(dir) {
        if !name.contains("okta-") {
            continue;
        }
        text += &match name.rsplit('.').next() {
            Some("gz") => gunzip(&bytes),
            Some("zst") => String::from_utf8(zstd::decode_all(bytes.as_slice()).unwrap()).unwrap(),
            _ => String::from_utf8(bytes).unwrap(),
        };
        names.push(name);
    }
    (text, names)
}

#[test]
fn the_identity_log_is_the_same_however_it_is_cut_and_packed() {
    let folder = Folder::new("packed");
    let (wanted, months) = log(&simulate(&with(folder.0.join("usual"), &[])).unwrap().dir);
    assert_eq!(months.len(), 7);
    for (key, value, count) in [
        ("identity_compression", "none", 7),
        ("identity_compression", "zst", 7),
        ("identity_file", "day", 182),
        ("identity_file", "quarter", 3),
        ("identity_file", "one", 1),
    ] {
        let summary = simulate(&with(folder.0.join(value), &[(key, value)])).unwrap();
        let (text, names) = log(&summary.dir);
        assert!(text == wanted, "{key}={value}");
        // A day off on which nothing happened has no file.
        assert!(names.len() <= count && names.len() > count * 3 / 4, "{key}={value}: {}", names.len());
        let config = fs::read_to_string(summary.dir.join("misfire.toml")).unwrap();
        let extension = names[0].rsplit("ndjson").next().unwrap_or_default();
        assert!(config.contains(&format!("okta-*.ndjson{extension}\"")), "{config}");
    }
}

#[test]
fn lines_of_the_identity_log_are_as_long_as_real_ones_and_as_full() {
    let folder = Folder::new("lines");
    let (text, _) = log(&simulate(&with(folder.0.join("world"), &[])).unwrap().dir);
    let lines = text.lines().count();
    assert!((1_900..2_400).contains(&(text.len() / lines)), "{} bytes a line", text.len() / lines);
    let events: Vec<serde_json::Value> =
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(lines - events.len() < lines / 500);
    for event in &events {
        assert!(event["client"]["userAgent"]["rawUserAgent"].is_string());
        assert!(event["client"]["geographicalContext"]["geolocation"]["lat"].is_number());
        assert!(event["securityContext"]["asNumber"].is_number());
        assert!(event["authenticationContext"]["externalSessionId"].is_string());
        assert!(event["debugContext"]["debugData"]["dtHash"].is_string());
        assert_eq!(event["request"]["ipChain"][0]["ip"], event["client"]["ipAddress"]);
    }
}

#[test]
fn routine_commands_fill_the_pages_and_each_page_counts_them_all() {
    let folder = Folder::new("routine");
    let plain = simulate(&with(folder.0.join("plain"), &[])).unwrap();
    let busy = simulate(&with(folder.0.join("busy"), &[("routine", "40")])).unwrap();
    let rows = |dir: &Path| {
        let mut ids = BTreeSet::new();
        let mut totals = BTreeSet::new();
        for (_, bytes) in files(dir).iter().filter(|(name, _)| name.contains("mdm-commands")) {
            let page: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            totals.insert(page["totalCount"].as_u64().unwrap());
            let results = page["results"].as_array().unwrap();
            ids.extend(results.iter().map(|row| row["uuid"].as_str().unwrap().to_owned()));
        }
        // One row of a page has no id.
        ids.remove("");
        assert_eq!(totals.len(), 1);
        assert_eq!(totals.first().copied(), Some(ids.len() as u64));
        ids.len()
    };
    let (few, many) = (rows(&plain.dir), rows(&busy.dir));
    let added = real(many - few) / real(busy.devices);
    assert!((79.0..83.0).contains(&added), "{added} commands per device in 182 days");
}

#[test]
fn software_leaves_phones_by_command_and_macs_by_a_policy_of_the_history() {
    let folder = Folder::new("software");
    let summary = simulate(&options(folder.0.join("world"), 325, 26)).unwrap();
    let mut runs = BTreeSet::new();
    for (name, bytes) in files(&summary.dir) {
        if name.contains("computerhistory-0") {
            for line in gunzip(&bytes).lines() {
                let Ok(document) = serde_json::from_str::<serde_json::Value>(line) else { continue };
                let history = &document["computer_history"];
                let serial = history["general"]["serial_number"].as_str().unwrap().to_owned();
                for run in history["policy_logs"].as_array().unwrap() {
                    if run["policy_id"] == 540 {
                        runs.insert((serial.clone(), run["date_completed_epoch"].as_i64().unwrap()));
                    }
                }
            }
        }
    }
    let rows = truth_rows(&summary.truth);
    let of = |kind: &str| rows.iter().filter(|row| &row[12] == kind).cloned().collect::<Vec<_>>();
    assert!(of("app_remove").len() >= 5 && of("policy_run").len() >= 10);
    // Histories of three Macs lie as XML.
    let found = |row: &csv::StringRecord| {
        let done = row[14].parse::<Instant>().unwrap().timestamp_millis();
        runs.contains(&(row[11].to_owned(), done))
    };
    let missing = of("policy_run").iter().filter(|row| !found(row)).count();
    assert!(missing <= 3, "{missing} of {} not found", of("policy_run").len());
}
