//! What must hold of every set of vendors: the same world, written down whole, in files that its configuration names.

use super::*;

pub(super) fn of(folder: &Folder, vendors: Vendors) -> SimulateSummary {
    let mut options = options(folder.0.join(vendors.code()), 140, 11);
    options.vendors = vendors;
    simulate(&options).unwrap()
}

/// The text of a file, unpacked where it is packed.
pub(super) fn text(name: &str, bytes: &[u8]) -> String {
    let is_packed = Path::new(name).extension().is_some_and(|extension| extension == "gz");
    if is_packed { gunzip(bytes) } else { String::from_utf8_lossy(bytes).into_owned() }
}

/// The world that the folders of [`of`] were written from.
pub(super) fn world(vendors: Vendors) -> World {
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
pub(super) fn unsaid_of(vendors: Vendors) -> BTreeSet<&'static str> {
    UNSAID.iter().filter(|row| row.vendors == vendors).map(|row| row.what).collect()
}

/// Every line that is JSON, of the files whose names hold that text.
pub(super) fn lines(summary: &SimulateSummary, part: &str) -> Vec<serde_json::Value> {
    let all = files(&summary.dir);
    let of_part = all.iter().filter(|(name, _)| name.contains(part));
    let mut rows = Vec::new();
    for (name, bytes) in of_part {
        rows.extend(text(name, bytes).lines().filter_map(|line| serde_json::from_str(line).ok()));
    }
    rows
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
    let zendesk = of(&folder, Vendors::GoogleZendesk);
    let tickets = lines(&zendesk, "zendesk-tickets");
    let mut ids: Vec<u64> = tickets.iter().map(|row| row["id"].as_u64().unwrap()).collect();
    ids.retain(|id| *id < 800_000);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), zendesk.tickets);
    let jira = of(&folder, Vendors::EntraJira);
    let mut issues = pages(&jira, "jira-issues", "issues", "key");
    issues.remove("\"IT-DRAFT\"");
    let csv = jira.dir.join("exports/tickets/jira-requests.csv");
    let rows = csv::Reader::from_path(csv).unwrap().into_records();
    issues.extend(rows.map(|row| row.unwrap()[1].to_owned()));
    assert_eq!(issues.len(), jira.tickets);
}

/// The page of the sets, as the tables give it.
fn page() -> String {
    let mut page = String::from(
        "# Simulated organisations in other vendors' formats\n\n\
         `misfire simulate --vendors SET` writes one and the same organisation in the formats of a set of systems. What\n\
         happens does not depend on the set, nor does the truth beside the folder: where a set has ids of its own, an\n\
         action is known by `serial`, `action_kind` and `done_at`, its trigger by `trigger_kind`, `trigger_at` and\n\
         `subject_person_id`. The registers differ in what the systems of a set make of people, groups and initiators.\n\n\
         | set | holds |\n|---|---|\n",
    );
    for set in Vendors::ALL {
        page += &format!("| `{set}` | {} |\n", set.says());
    }
    page += "\n## What a set cannot show\n\nThe first set shows everything. Of the others:\n\n| set | not shown | why |\n|---|---|---|\n";
    for row in UNSAID {
        let is_type = row.what.contains(['.', '_']) && !row.what.contains(' ');
        let what = if is_type { format!("`{}`", row.what) } else { row.what.to_owned() };
        page += &format!("| `{}` | {what} | {} |\n", row.vendors, row.why);
    }
    page
}

#[test]
fn the_page_of_the_sets_is_what_the_tables_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/simulated-sets.md");
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(written == page(), "docs/simulated-sets.md should be:\n{}", page());
}
