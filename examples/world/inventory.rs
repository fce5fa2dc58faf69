//! An inventory of long ago: what was handed over since the first day of the period is not in it.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use super::{Outcome, files};

/// The first day of the period, and its start, as the exports write them.
const DAY: &str = "2026-07-01";
const START: &str = "2026-07-01T04:00:00.000Z";
/// The same in milliseconds since 1970.
const EPOCH: i64 = 1_782_878_400_000;

/// Drops the versions of `devices.csv` that begin later, and opens those that end later.
pub(crate) fn age_register(dir: &Path) -> Outcome<()> {
    let path = dir.join("registers/devices.csv");
    let mut reader = csv::Reader::from_path(&path)?;
    let headers = reader.headers()?.clone();
    let place = |name: &str| headers.iter().position(|header| header == name);
    let (from, to) = place("valid_from").zip(place("valid_to")).ok_or("devices.csv without validity")?;
    let mut text = Vec::new();
    {
        let mut writer = csv::Writer::from_writer(&mut text);
        writer.write_record(&headers)?;
        for row in reader.records() {
            let row = row?;
            if row.get(from).unwrap_or_default() > DAY {
                continue;
            }
            let is_open = row.get(to).unwrap_or_default() > DAY;
            writer.write_record(row.iter().enumerate().map(
                |(at, cell)| {
                    if at == to && is_open { "" } else { cell }
                },
            ))?;
        }
        writer.flush()?;
    }
    fs::write(&path, text)?;
    Ok(())
}

/// Takes the present inventory back to that day, and out of the histories who got a device later.
pub(crate) fn age(jamf: &Path) -> Outcome<()> {
    let mut holders: BTreeMap<String, Value> = BTreeMap::new();
    for (beginning, root) in
        [("computerhistory-0", "computer_history"), ("mobiledevicehistory-", "mobile_device_history")]
    {
        for path in files::starting(jamf, beginning)? {
            files::each_line(&path, &mut |line| {
                // A line that was cut off stays as it is.
                let Ok(mut document) = serde_json::from_str::<Value>(line) else {
                    return Some(line.to_owned());
                };
                let history = &mut document[root];
                let serial = history["general"]["serial_number"].as_str().unwrap_or_default().to_owned();
                if let Some(rows) = history["user_location"].as_array_mut() {
                    rows.retain(|row| row["date_time_epoch"].as_i64().is_none_or(|at| at < EPOCH));
                    if let Some(last) = rows.last() {
                        holders.insert(serial, last.clone());
                    }
                }
                Some(format!("{document}\n"))
            })?;
        }
    }
    for (name, keys) in [
        ("computers-inventory.json", ["username", "realname", "email"]),
        ("mobile-devices.json", ["username", "realName", "emailAddress"]),
    ] {
        let path = jamf.join(name);
        let mut document: Value = serde_json::from_slice(&fs::read(&path)?)?;
        for row in document["results"].as_array_mut().into_iter().flatten() {
            let held = row["hardware"]["serialNumber"].as_str().and_then(|serial| holders.get(serial));
            if let Some(held) = held {
                for (key, of_history) in keys.into_iter().zip(["username", "full_name", "email_address"]) {
                    row["userAndLocation"][key] = held[of_history].clone();
                }
            }
            for key in ["reportDate", "lastContactTime", "lastContactDate", "lastInventoryUpdateDate"] {
                if let Some(stamp) = row["general"].get_mut(key) {
                    *stamp = json!(START);
                }
            }
        }
        fs::write(&path, document.to_string())?;
    }
    Ok(())
}
