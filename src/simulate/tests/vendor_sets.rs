//! What must hold of every set of vendors: the same world, written down whole, in files that its configuration names.

use super::*;

fn of(folder: &Folder, vendors: Vendors) -> SimulateSummary {
    let mut options = options(folder.0.join(vendors.code()), 140, 11);
    options.vendors = vendors;
    simulate(&options).unwrap()
}

/// The text of a file, unpacked where it is packed.
fn text(name: &str, bytes: &[u8]) -> String {
    let is_packed = Path::new(name).extension().is_some_and(|extension| extension == "gz");
    if is_packed { gunzip(bytes) } else { String::from_utf8_lossy(bytes).into_owned() }
}

/// The world that the folders of [`of`] were written from.
fn world(vendors: Vendors) -> World {
    let mut options = options(PathBuf::new(), 140, 11);
    options.vendors = vendors;
    build(&options, &Settings::read(&options).unwrap())
}

#[test]
fn the_default_set_is_the_committed_sample_byte_for_byte() {
    let folder = Folder::new("sample");
    let summary = simulate(&options(folder.0.join("world"), 325, 26)).unwrap();
    let made = files(&summary.dir);
    let mut committed = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"));
    committed.remove("README.md");
    assert!(made.keys().eq(committed.keys()));
    let differing: Vec<&String> = made.keys().filter(|name| made[*name] != committed[*name]).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_same_options_give_the_same_bytes_in_every_set() {
    for vendors in Vendors::ALL {
        let (a, b) = (Folder::new(&format!("{vendors}-a")), Folder::new(&format!("{vendors}-b")));
        assert!(files(&of(&a, *vendors).dir) == files(&of(&b, *vendors).dir), "{vendors}");
    }
}

#[test]
fn what_happens_does_not_depend_on_the_set() {
    let folder = Folder::new("sets");
    let first = of(&folder, Vendors::OktaServicenow);
    let (truth, registers) = (fs::read(&first.truth).unwrap(), files(&first.dir.join("registers")));
    for vendors in Vendors::ALL.iter().filter(|set| **set != Vendors::OktaServicenow) {
        let other = of(&folder, *vendors);
        assert!(fs::read(&other.truth).unwrap() == truth, "truth of {vendors}");
        let others = files(&other.dir.join("registers"));
        let differing: Vec<&str> =
            others.keys().filter(|name| others[*name] != registers[*name]).map(String::as_str).collect();
        let may = ["people.csv", "reviews.csv", "workflows.toml"];
        assert!(differing.iter().all(|name| may.contains(name)), "{vendors}: {differing:?}");
        assert_eq!((first.actions, first.cases, first.tickets), (other.actions, other.cases, other.tickets));
    }
}

#[test]
fn every_export_is_a_source_and_every_source_is_there() {
    let folder = Folder::new("named");
    for vendors in Vendors::ALL {
        let summary = of(&folder, *vendors);
        let config: toml::Table =
            fs::read_to_string(summary.dir.join("misfire.toml")).unwrap().parse().unwrap();
        let globs: Vec<glob::Pattern> = config["source"]
            .as_array()
            .unwrap()
            .iter()
            .map(|source| glob::Pattern::new(source["path"].as_str().unwrap()).unwrap())
            .collect();
        let names: Vec<String> =
            files(&summary.dir).into_keys().filter(|name| name.starts_with("exports/")).collect();
        for name in &names {
            let named = globs.iter().filter(|glob| glob.matches(name)).count();
            assert_eq!(named, 1, "{vendors}: {name}");
        }
        for glob in globs {
            assert!(names.iter().any(|name| glob.matches(name)), "{vendors}: {glob}");
        }
    }
}

/// Kinds of identity events of the world that a set says nothing of.
fn unsaid_of(vendors: Vendors) -> BTreeSet<&'static str> {
    UNSAID.iter().filter(|row| row.vendors == vendors).map(|row| row.what).collect()
}

/// Every line that is JSON, of the files whose names hold that text.
fn lines(summary: &SimulateSummary, part: &str) -> Vec<serde_json::Value> {
    let all = files(&summary.dir);
    let of_part = all.iter().filter(|(name, _)| name.contains(part));
    let mut rows = Vec::new();
    for (name, bytes) in of_part {
        rows.extend(text(name, bytes).lines().filter_map(|line| serde_json::from_str(line).ok()));
    }
    rows
}

#[test]
fn every_event_is_an_ocsf_event_once() {
    let folder = Folder::new("ocsf");
    let summary = of(&folder, Vendors::OcsfFreshservice);
    let mut ids = BTreeMap::new();
    for row in lines(&summary, "identity/ocsf") {
        let id = row["metadata"]["uid"].as_str().unwrap().to_owned();
        let before = ids.insert(id, row.clone());
        assert!(before.is_none_or(|before| before == row));
    }
    assert_eq!(ids.len() as u64, summary.identity_events);
    for event in &world(Vendors::OcsfFreshservice).events {
        let row = &ids[&event.uuid];
        assert_eq!(row["metadata"]["event_code"], event.kind);
        let (class, activity) = (row["class_uid"].as_u64().unwrap(), row["activity_id"].as_u64().unwrap());
        assert_eq!(row["type_uid"], class * 100 + activity);
    }
}

#[test]
fn every_event_is_an_entra_audit_once_or_said_to_be_none() {
    let folder = Folder::new("entra");
    let summary = of(&folder, Vendors::EntraJira);
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let unsaid = unsaid_of(Vendors::EntraJira);
    for event in &world(Vendors::EntraJira).events {
        let wording = entra_wording::of(event.kind);
        assert_ne!(wording.is_some(), unsaid.contains(event.kind), "{}", event.kind);
        if let Some(wording) = wording.filter(|wording| wording.activity != "Update user") {
            *wanted.entry(wording.activity).or_default() += 1;
        }
    }
    let mut ids = BTreeSet::new();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in lines(&summary, "entra-audits") {
        let audit = &row["properties"];
        if ids.insert(audit["id"].as_str().unwrap().to_owned()) {
            *found.entry(audit["activityDisplayName"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    assert!(wanted.len() > 8);
    for (activity, count) in wanted {
        assert_eq!(found.get(activity), Some(&count), "{activity}");
    }
}

#[test]
fn every_detection_is_raised_once_and_changes_afterwards() {
    let folder = Folder::new("detections");
    let summary = of(&folder, Vendors::EntraJira);
    let mut versions = BTreeMap::new();
    for row in lines(&summary, "risk-detections") {
        let detection = &row["properties"];
        let key = |name: &str| detection[name].as_str().unwrap().to_owned();
        let states: &mut BTreeSet<(String, String)> = versions.entry(key("id")).or_default();
        states.insert((key("lastUpdatedDateTime"), key("riskState")));
    }
    let world = world(Vendors::EntraJira);
    let raised = |event: &&world::Event| {
        event.kind.starts_with("user.risk")
            && event.debug.iter().any(|(_, value)| value.contains(" level=HIGH"))
    };
    assert_eq!(versions.len(), world.events.iter().filter(raised).count());
    for states in versions.values() {
        assert_eq!(states.first().unwrap().1, "atRisk");
    }
    let all: BTreeSet<&str> = versions.values().flatten().map(|(_, state)| state.as_str()).collect();
    assert!(all.contains("confirmedSafe") && all.contains("remediated"), "{all:?}");
}

#[test]
fn every_ticket_stands_in_the_helpdesk_of_each_set() {
    let folder = Folder::new("helpdesks");
    let pages = |summary: &SimulateSummary, part: &str, list: &str, id: &str| -> BTreeSet<String> {
        let pages = lines(summary, part);
        let rows = pages.iter().flat_map(|page| page[list].as_array().unwrap());
        rows.filter(|row| !row[id].is_null()).map(|row| row[id].to_string()).collect()
    };
    let freshservice = of(&folder, Vendors::OcsfFreshservice);
    assert_eq!(pages(&freshservice, "freshservice-tickets", "tickets", "id").len(), freshservice.tickets);
    let jira = of(&folder, Vendors::EntraJira);
    let mut issues = pages(&jira, "jira-issues", "issues", "key");
    issues.remove("\"IT-DRAFT\"");
    let csv = jira.dir.join("exports/tickets/jira-requests.csv");
    let rows = csv::Reader::from_path(csv).unwrap().into_records();
    issues.extend(rows.map(|row| row.unwrap()[1].to_owned()));
    assert_eq!(issues.len(), jira.tickets);
}

#[test]
fn snapshots_show_who_leaves_and_when_it_was_taken_back() {
    let folder = Folder::new("snapshots");
    let summary = of(&folder, Vendors::OcsfFreshservice);
    let world = world(Vendors::OcsfFreshservice);
    let mut dates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = files(&summary.dir);
    let snapshots: Vec<_> = all.iter().filter(|(name, _)| name.contains("workers-")).collect();
    assert_eq!(snapshots.len(), 26);
    for (name, bytes) in &snapshots {
        let page: serde_json::Value = serde_json::from_str(&text(name, bytes)).unwrap();
        for row in page["Report_Entry"].as_array().unwrap() {
            let seen = dates.entry(row["Employee_ID"].as_str().unwrap().to_owned()).or_default();
            seen.extend(row["Termination_Date"].as_str().map(str::to_owned));
        }
    }
    let (last, _) = snapshots[snapshots.len() - 1];
    let last = &last[last.len() - "2026-01-01.json.gz".len()..][..10];
    let mut told = 0;
    for row in world.hr.iter().filter(|row| row.kind == "termination_recorded") {
        let who = &world.people[row.person].employee_id;
        let again = world.hr.iter().filter(|other| other.person == row.person).count();
        if again == 1 && calendar::date_of(row.recorded).to_string().as_str() < last {
            assert!(dates[who].contains(&row.effective.to_string()), "{who}");
            told += 1;
        }
    }
    assert!(told > 5, "{told}");
}
