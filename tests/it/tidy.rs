//! What the plan of the house claims, read out of the source text.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Stages in the order in which data flows; a module uses only what stands before it.
const ORDER: [&str; 14] = [
    "records",
    "config",
    "spreadsheet",
    "registers",
    "ingest",
    "resolve",
    "attribute",
    "judge",
    "measure",
    "rank",
    "calibrate",
    "report",
    "pipeline",
    "cli",
];

/// Folders of one entry per file, and the constant or function that makes a file an entry.
const REGISTRIES: [(&str, &str); 8] = [
    ("src/ingest/formats", "const FORMAT: Format "),
    ("src/judge/rules", "const RULE: Rule "),
    ("src/measure/measures", "const MEASURE: Measure "),
    ("src/rank/dimensions", "const DIMENSION: Dimension "),
    ("src/report/charts", "const CHART: Chart "),
    ("src/report/sections", "const SECTION: Section "),
    ("src/report/tables", "fn table("),
    ("src/simulate/scenarios", "(world: &mut World"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder of the repository, as paths relative to it, sorted.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let is_built =
                ["target", ".git", "tests/a11y/node_modules"].iter().any(|name| path == root().join(name));
            if path.is_dir() && !is_built {
                folders.push(path);
            } else if path.is_file() {
                found.push(path.strip_prefix(root()).unwrap().to_path_buf());
            }
        }
    }
    found.sort();
    found
}

/// Path with slashes and text of every Rust file below a folder.
fn sources(folder: &str) -> Vec<(String, String)> {
    let of_rust =
        files_below(folder).into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    of_rust.map(|path| (slashed(&path), fs::read_to_string(root().join(&path)).unwrap())).collect()
}

fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Whether a file serves tests alone.
fn is_test(path: &str) -> bool {
    let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.contains("/sample/")
        || stem.ends_with("tests")
        || ["blank", "fixtures", "specimen", "reading", "properties"].contains(&stem)
}

/// The program part of every file in `src`: without files and modules of tests.
fn program() -> Vec<(String, String)> {
    let cut = |text: String| text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
    sources("src")
        .into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (path, cut(text)))
        .collect()
}

fn assert_none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn files_stay_short_and_say_what_they_are() {
    let mut long = Vec::new();
    let mut silent = Vec::new();
    for (path, text) in ["src", "tests", "examples"].into_iter().flat_map(sources) {
        let (lines, limit) = (text.lines().count(), if is_test(&path) { 400 } else { 300 });
        if lines > limit {
            long.push(format!("{path}: {lines} lines, at most {limit}"));
        }
        if !text.starts_with("//!") {
            silent.push(path);
        }
    }
    assert_none(&long, "files to be split by meaning");
    assert_none(&silent, "files without a first line that says what they are");
}

#[test]
fn no_module_is_a_drawer() {
    let names = ["utils", "util", "helpers", "helper", "common", "misc", "shared", "manager"];
    let is_drawer = |path: &Path| {
        names
            .iter()
            .any(|name| path.iter().any(|part| part.to_string_lossy().trim_end_matches(".rs") == *name))
    };
    let found: Vec<String> = files_below("src")
        .iter()
        .chain(&files_below("tests"))
        .filter(|path| is_drawer(path))
        .map(|path| slashed(path))
        .collect();
    assert_none(&found, "modules named after nothing");
}

#[test]
fn every_entry_beside_a_registry_is_registered() {
    for (folder, mark) in REGISTRIES {
        let registry = fs::read_to_string(root().join(folder).join("mod.rs")).unwrap();
        let mut entries = 0;
        for (path, text) in sources(folder) {
            let inner = path.trim_start_matches(folder).trim_start_matches('/');
            let stem = inner.split('/').next().unwrap_or_default().trim_end_matches(".rs");
            if stem == "mod" || is_test(&path) || !text.contains(mark) {
                continue;
            }
            entries += 1;
            assert!(registry.contains(&format!("{stem}::")), "`{path}` is not registered in {folder}/mod.rs");
        }
        assert!(entries > 4, "found {entries} entries with `{mark}` in {folder}");
    }
}

#[test]
fn a_stage_uses_only_what_stands_before_it() {
    let mut found = Vec::new();
    for (path, text) in program() {
        let stage = path.split('/').nth(1).unwrap_or_default();
        let before: &[&str] = match ORDER.iter().position(|name| *name == stage) {
            Some(place) => &ORDER[..=place],
            // Invented exports know nothing of what is made of exports.
            None if stage == "simulate" => &["records", "config", "registers", "simulate"],
            None => continue,
        };
        // Only the command line writes invented folders.
        let may = |used: &str| before.contains(&used) || (stage == "cli" && used == "simulate");
        for used in stages_used(&text).into_iter().filter(|used| !may(used)) {
            found.push(format!("{path} uses `{used}`"));
        }
    }
    assert_none(&found, "uses against the flow of data");
}

/// Stages named by `crate::stage` or at the head of a line inside `use crate::{…}`.
fn stages_used(text: &str) -> BTreeSet<String> {
    let is_stage = |word: &str| ORDER.contains(&word) || word == "simulate";
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let direct = text.split("crate::").skip(1).map(word);
    let groups = text.split("use crate::{").skip(1).map(|rest| rest.split("};").next().unwrap_or_default());
    let grouped = groups.flat_map(|group| {
        let mut depth = 0_usize;
        let mut parts = vec![String::new()];
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => parts.push(String::new()),
                _ if depth == 0 => parts.last_mut().unwrap().push(c),
                _ => {}
            }
        }
        parts
    });
    direct.chain(grouped.map(|part| word(part.trim()))).filter(|word| is_stage(word)).collect()
}

#[test]
fn the_reader_of_uses_sees_groups_and_paths() {
    let text =
        "use crate::{\n    config::{Config, rank},\n    report::model,\n};\nfn f() { crate::judge::g() }";
    let expected = ["config", "judge", "report"].map(str::to_owned);
    assert_eq!(stages_used(text), BTreeSet::from(expected));
    assert_eq!(stages_used("use crate::{cli, records::Instant};").len(), 2);
}

#[test]
fn nothing_reads_a_clock_the_environment_or_a_network() {
    let banned = [
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant::now",
        "std::net",
        "TcpStream",
        "UdpSocket",
        "process::Command",
        "env::var",
        "env::home_dir",
    ];
    let mut found = Vec::new();
    for (path, text) in program() {
        found.extend(
            banned.iter().filter(|word| text.contains(**word)).map(|word| format!("{path}: `{word}`")),
        );
    }
    assert_none(&found, "what a review must not depend on");
}

#[test]
fn no_map_without_an_order_is_held() {
    let has_hash = |text: &str| text.contains("HashMap") || text.contains("HashSet");
    let found: Vec<String> =
        program().into_iter().filter(|(_, text)| has_hash(text)).map(|(path, _)| path).collect();
    assert_none(&found, "hashed collections, whose order could reach an output");
}

#[test]
fn columns_are_spelled_where_frames_are_joined_and_nowhere_else() {
    let spelled = |text: &str| text.contains("col(\"");
    let found: Vec<String> = program()
        .into_iter()
        .filter(|(path, text)| spelled(text) && path != "src/attribute/window_join.rs")
        .map(|(path, _)| path)
        .collect();
    assert_none(&found, "column names spelled outside the join of windows");
}

#[test]
fn markup_is_written_by_formats_alone() {
    let marks = ["</", "<div", "<p>", "<td", "<span", "&lt;", "&amp;"];
    // Read vendors' XML; write invented vendors' XML and HTML; take the frame off what the plotter draws.
    let allowed = [
        "src/report/formats/",
        "src/ingest/",
        "src/simulate/freshservice_writer.rs",
        "src/simulate/jamf_history_writer.rs",
        "src/simulate/jawa_writer.rs",
        "src/report/charts/canvas.rs",
    ];
    let mut found = Vec::new();
    for (path, text) in program() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let has_markup = code.into_iter().any(|line| marks.iter().any(|mark| line.contains(mark)));
        if has_markup && !allowed.iter().any(|prefix| path.starts_with(prefix)) {
            found.push(path);
        }
    }
    assert_none(&found, "markup outside the formats of the report");
}

#[test]
fn no_text_names_a_machine() {
    let homes = ["home", "root", "Users", "work", "tmp"].map(|name| format!("/{name}/"));
    // Paths inside the exports of Macs are data, and `$HOME` is everybody's.
    let mut found = Vec::new();
    for path in files_below("") {
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        let is_lock = path.ends_with("Cargo.lock");
        // In a linked work tree `.git` is a file that names the main one.
        if is_lock || path.starts_with(".git") && !path.starts_with(".github") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if homes.iter().any(|home| starts_a_path(line, home)) {
                found.push(format!("{}:{}", slashed(&path), number + 1));
            }
        }
    }
    assert_none(&found, "paths of a machine");
}

/// Whether the folder stands at the beginning of a path, not inside a longer one.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"~._-}*/".contains(c))
    })
}

#[test]
fn manuals_name_only_commands_that_exist() {
    let cli = fs::read_to_string(root().join("src/cli/mod.rs")).unwrap();
    let known: BTreeSet<String> = cli
        .split("enum Command {")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next())
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split(['(', ',', ' ']).next())
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(str::to_lowercase)
        .collect();
    assert!(known.contains("review") && known.contains("check"), "{known:?}");
    let mut found = Vec::new();
    for path in files_below("")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "md" || ext == "rs"))
    {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        for command in text.split("`misfire ").skip(1) {
            let word: String = command.chars().take_while(char::is_ascii_lowercase).collect();
            if !word.is_empty() && !known.contains(&word) && !path.ends_with("tidy.rs") {
                found.push(format!("{}: `misfire {word}`", slashed(&path)));
            }
        }
    }
    assert_none(&found, "commands that do not exist");
}
