//! A new folder can be loaded as it is, says every key, and never takes the place of another.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use super::*;
use crate::{
    cli::{hints, init_sources::entries, schema::config_schema},
    config,
    ingest::Detected,
    registers,
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder name of its own, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("misfire-init-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn init(dir: &Path, from: Option<PathBuf>) -> anyhow::Result<u8> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    run(
        &Args { dir: dir.to_path_buf(), from, time_zone: None },
        &mut Console { out: &mut out, err: &mut err },
    )
}

#[test]
fn a_new_folder_loads_and_its_registers_are_empty_and_sound() {
    let folder = Folder::new();
    let dir = folder.0.join("new");
    assert_eq!(init(&dir, None).unwrap(), 0);
    let config = config::load(&dir).unwrap();
    let registers = registers::load(&dir, &config).unwrap();
    assert_eq!(registers.findings, []);
    assert_eq!(registers.people.unwrap().len() + registers.devices.unwrap().len(), 0);
    assert!(registers.workflows.unwrap().is_empty() && registers.holidays.unwrap().is_empty());
}

#[test]
fn the_commented_defaults_are_the_defaults() {
    let all: String = templates::CONFIG
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line))
        .flat_map(|line| [line, "\n"])
        .collect();
    let spoken = config::load::parse("misfire.toml", &all).unwrap();
    let silent = config::load::parse("misfire.toml", templates::CONFIG).unwrap();
    let bare = |mut config: config::Config| {
        config.source.clear();
        format!("{config:?}")
    };
    assert_eq!(bare(spoken), bare(silent));
}

#[test]
fn every_key_of_the_configuration_stands_in_the_template() {
    let schema: serde_json::Value = serde_json::from_str(&config_schema().unwrap()).unwrap();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        for key in definition["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
            assert!(
                templates::CONFIG.contains(&format!("{key} = "))
                    || templates::SOURCES.contains(&format!("{key} = ")),
                "{name}.{key}"
            );
        }
    }
}

#[test]
fn the_commented_examples_of_the_registers_are_sound() {
    let folder = Folder::new();
    init(&folder.0, None).unwrap();
    for (name, text) in templates::REGISTERS {
        let spoken: String = text
            .lines()
            .flat_map(|line| {
                [
                    line.strip_prefix("#: ").unwrap_or(line),
                    "
",
                ]
            })
            .collect();
        assert_ne!(spoken.trim_end(), text.trim_end(), "{name} has no example");
        fs::write(folder.0.join(name), spoken).unwrap();
    }
    let registers = registers::load(&folder.0, &config::load(&folder.0).unwrap()).unwrap();
    assert_eq!(registers.findings, [], "the examples name each other");
    assert_eq!(registers.workflows.unwrap().len(), 1);
    assert_eq!(registers.reviews.unwrap().len(), 1);
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::new();
    fs::create_dir_all(folder.0.join("registers")).unwrap();
    fs::write(folder.0.join("registers/people.csv"), "mine").unwrap();
    let error = init(&folder.0, None).unwrap_err();
    assert!(error.to_string().ends_with("already holds registers/people.csv"), "{error}");
    assert!(hints(&error)[0].starts_with("nothing was written"));
    assert!(!folder.0.join("misfire.toml").exists());
    assert_eq!(fs::read_to_string(folder.0.join("registers/people.csv")).unwrap(), "mine");
}

/// A line of the Okta System Log, as far as its format is known by it.
const OKTA: &str = r#"{"uuid":"u1","published":"2026-07-01T09:00:00.000Z","eventType":"user.session.start","actor":{"id":"00u1","type":"User","alternateId":"ada@example.com"},"outcome":{"result":"SUCCESS"},"target":[]}
"#;

#[test]
fn exports_become_sources_relative_to_the_folder() {
    let folder = Folder::new();
    for name in
        ["in/jamf/a.json", "in/jamf/b.json", "in/jamf/notes.md", "in/[hr]/x.csv.gz", "in/.cache/y.json"]
    {
        let path = folder.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, OKTA).unwrap();
    }
    let dir = folder.0.join("review/2026");
    init(&dir, Some(folder.0.join("in"))).unwrap();
    let paths: Vec<String> =
        config::load(&dir).unwrap().source.into_iter().map(|source| source.path).collect();
    assert_eq!(paths, ["../../in/[[]hr[]]/*.csv.gz", "../../in/jamf/*.json"]);
    assert!(!dir.join("exports").exists());
}

fn of(format: &str) -> Detected {
    Detected { format: format.to_owned(), ..Detected::default() }
}

#[test]
fn detected_formats_are_written_with_their_questions_and_unknown_files_are_commented_out() {
    let folder = Folder::new();
    for name in ["a.json", "b.json", "c.csv"] {
        fs::write(folder.0.join(name), "").unwrap();
    }
    let text =
        entries(&folder.0, &folder.0, None, |file| match file.file_stem().and_then(|stem| stem.to_str()) {
            Some("a") => Ok(of("jawa")),
            Some("c") => Ok(Detected { needs_time_zone: true, needs_date_order: true, ..of("okta-csv") }),
            _ => Err("no known\nformat".to_owned()),
        });
    let text = text.unwrap().text;
    assert!(text.contains("path = \"a.json\"\nformat = \"jawa\"\n\n"), "{text}");
    assert!(text.contains("path = \"*.csv\"\nformat = \"okta-csv\"\n# In which zone"), "{text}");
    assert!(text.contains("\n# time_zone = ") && text.contains("\n# date_order = "), "{text}");
    assert!(
        text.contains("# 1 file not recognised: no known format\n# [[source]]\n# path = \"b.json\""),
        "{text}"
    );
}

#[test]
fn numbered_files_of_one_kind_share_a_glob_and_a_stranger_among_them_does_not() {
    let folder = Folder::new();
    for name in ["log-1.json", "log-2.json", "log-10.json", "mixed-1.json", "mixed-2.json", "[x]1.json"] {
        fs::write(folder.0.join(name), "").unwrap();
    }
    let text = entries(&folder.0, &folder.0, None, |file| {
        let is_stranger = file.ends_with("mixed-2.json");
        let format = if is_stranger { "jamf-history" } else { "okta-system-log" };
        Ok(of(format))
    });
    let text = text.unwrap().text;
    let paths: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("path = ")).collect();
    assert_eq!(
        paths,
        ["\"mixed-2.json\"", "\"[[]x[]]*.json\"", "\"log-*.json\"", "\"mixed-1.json\""],
        "{text}"
    );
    assert!(text.contains("# 3 files\n[[source]]\npath = \"log-*.json\""), "{text}");
}
