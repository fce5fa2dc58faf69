//! Trouble as it comes in real exports, done to the written files of a folder: rows that are missing, a clock that is
//! wrong, tickets without a person, an inventory of long ago, a client that several workflows share. What is damaged
//! is decided by a hash of the seed and the row, so that the same folder is always damaged alike.

use std::{fs, path::Path};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use regex::{Captures, Regex};
use serde_json::Value;

use super::{Folder, Outcome, files, inventory};

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stress {
    /// None.
    Nothing,
    /// 30 % of the rows of all identity logs are missing.
    MissingEvents,
    /// The clock of Jamf is five minutes slow: actions seem to come before their triggers.
    JamfSlow,
    /// The clock of Jamf is five minutes fast.
    JamfFast,
    /// The clock of the identity system is five minutes fast.
    IdentityFast,
    /// Half of the tickets lost the person they are about.
    TicketsWithoutPerson,
    /// Inventory, its history and the register of devices know nothing later than the first day of the period.
    StaleInventory,
    /// The register of devices alone is as old.
    StaleRegister,
    /// Three workflows act through one API client.
    SharedClient,
}

/// All of them, the undamaged folder first.
pub(crate) const ALL: [Stress; 9] = [
    Stress::Nothing,
    Stress::MissingEvents,
    Stress::JamfSlow,
    Stress::JamfFast,
    Stress::IdentityFast,
    Stress::TicketsWithoutPerson,
    Stress::StaleInventory,
    Stress::StaleRegister,
    Stress::SharedClient,
];

/// By how much a wrong clock is wrong.
const OFF: TimeDelta = TimeDelta::minutes(5);

/// The workflows' clients, the first of which all of them share under stress.
const CLIENTS: [&str; 3] = [
    "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101",
    "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e102",
    "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e103",
];

impl Stress {
    /// What it is, for a table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::MissingEvents => "30 % of the identity events missing",
            Self::JamfSlow => "Jamf's clock 5 min slow",
            Self::JamfFast => "Jamf's clock 5 min fast",
            Self::IdentityFast => "Okta's clock 5 min fast",
            Self::TicketsWithoutPerson => "half of the tickets without person",
            Self::StaleInventory => "inventory, its history and register of the first day",
            Self::StaleRegister => "device register of the first day",
            Self::SharedClient => "three workflows share one API client",
        }
    }

    /// How far the clock of Jamf is ahead.
    pub(crate) fn jamf_ahead(self) -> TimeDelta {
        match self {
            Self::JamfSlow => -OFF,
            Self::JamfFast => OFF,
            _ => TimeDelta::zero(),
        }
    }

    /// Does it to a folder.
    pub(crate) fn hit(self, folder: &Folder, seed: u64) -> Outcome<()> {
        let dir = folder.dir.as_path();
        match self {
            Self::Nothing => Ok(()),
            Self::MissingEvents => lose_events(dir, seed),
            Self::JamfSlow | Self::JamfFast => shift(&dir.join("exports/jamf"), "", self.jamf_ahead()),
            Self::IdentityFast => shift(&dir.join("exports/identity"), "okta", OFF),
            Self::TicketsWithoutPerson => lose_callers(&dir.join("exports/tickets"), seed),
            Self::StaleInventory => {
                inventory::age_register(dir)?;
                inventory::age(&dir.join("exports/jamf"))
            }
            Self::StaleRegister => inventory::age_register(dir),
            Self::SharedClient => share_client(dir),
        }
    }
}

/// A number below `of` that belongs to a row: FNV-1a, then the finaliser of `SplitMix64`, as the last bits of the
/// first are alike for alike rows.
pub(crate) fn lot(seed: u64, row: &[u8], of: u64) -> u64 {
    let hash = row.iter().fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % of
}

fn lose_events(dir: &Path, seed: u64) -> Outcome<()> {
    for path in files::starting(&dir.join("exports/identity"), "")? {
        let is_table = path.extension().is_some_and(|end| end == "csv");
        let mut is_header = is_table;
        files::each_line(&path, &mut |line| {
            let stays = std::mem::take(&mut is_header) || lot(seed, line.as_bytes(), 100) >= 30;
            stays.then(|| line.to_owned())
        })?;
    }
    Ok(())
}

/// Moves every time of day in the files; dates alone stay.
fn shift(dir: &Path, beginning: &str, by: TimeDelta) -> Outcome<()> {
    let stamp = Regex::new(r"(20\d\d-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d{3})?")?;
    let epoch = Regex::new(r#"(_epoch(?:"\s*:\s*|>))(\d{13})\b"#)?;
    let moved_stamp = |found: &Captures<'_>| {
        let text = format!("{} {}", &found[1], &found[3]);
        let read = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S");
        let fraction = found.get(4).map_or("", |part| part.as_str());
        read.map_or_else(
            |_| found[0].to_owned(),
            |at| format!("{}{fraction}", (at + by).format(&format!("%Y-%m-%d{}%H:%M:%S", &found[2]))),
        )
    };
    let moved_epoch = |found: &Captures<'_>| {
        let at: Option<DateTime<Utc>> = found[2].parse().ok().and_then(DateTime::from_timestamp_millis);
        at.map_or_else(|| found[0].to_owned(), |at| format!("{}{}", &found[1], (at + by).timestamp_millis()))
    };
    for path in files::starting(dir, beginning)? {
        files::each_line(&path, &mut |line| {
            let line = stamp.replace_all(line, &moved_stamp);
            Some(epoch.replace_all(&line, &moved_epoch).into_owned())
        })?;
    }
    Ok(())
}

fn lose_callers(dir: &Path, seed: u64) -> Outcome<()> {
    let path = dir.join("servicenow-incidents.csv");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&path)?;
    let headers = reader.byte_headers()?.clone();
    let is_person: Vec<bool> = headers.iter().map(|name| name.starts_with(b"caller_id")).collect();
    let mut text = Vec::new();
    {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut text);
        writer.write_byte_record(&headers)?;
        for row in reader.byte_records() {
            let row = row?;
            let is_lost = lot(seed, row.get(0).unwrap_or_default(), 100) < 50;
            let cells = row.iter().zip(&is_person);
            let kept = |(cell, is_person): (_, &bool)| if is_lost && *is_person { &[][..] } else { cell };
            writer.write_record(cells.map(kept))?;
        }
        writer.flush()?;
    }
    fs::write(&path, text)?;
    let path = dir.join("servicenow-requests.json");
    let mut document: Value = serde_json::from_slice(&fs::read(&path)?)?;
    for row in document["result"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        let number = row.get("number").and_then(Value::as_str).unwrap_or_default();
        if lot(seed, number.as_bytes(), 100) < 50 {
            row.retain(|key, _| !key.starts_with("caller_id") && !key.starts_with("requested_for"));
        }
    }
    fs::write(&path, document.to_string())?;
    Ok(())
}

fn share_client(dir: &Path) -> Outcome<()> {
    let shared = |text: &str| {
        CLIENTS[1..].iter().fold(text.to_owned(), |text, client| text.replace(client, CLIENTS[0]))
    };
    let map = dir.join("registers/workflows.toml");
    let text = fs::read_to_string(&map)?;
    fs::write(&map, shared(&text))?;
    for path in files::starting(&dir.join("exports/jamf"), "")? {
        files::each_line(&path, &mut |line| Some(shared(line)))?;
    }
    Ok(())
}
