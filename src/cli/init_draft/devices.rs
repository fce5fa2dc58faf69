//! `devices.csv` drafted from inventory and histories: the keys of every device, and its holder where nothing
//! speaks against it at any time.

use std::collections::{BTreeMap, BTreeSet};

use super::{cells::Sheet, people::People};
use crate::{
    ingest::Ingested,
    records::{Assignment, DeviceKeys, Instant},
    resolve::{DeviceId, Devices},
};

const HEADER: [&str; 13] = [
    "serial",
    "udid",
    "management_id",
    "jamf_id",
    "jamf_class",
    "name",
    "asset_tag",
    "device_class",
    "custody",
    "assigned_person",
    "unit",
    "valid_from",
    "valid_to",
];

/// The register as text.
pub(super) fn render(ingested: &Ingested, people: &People, said: &mut Vec<String>) -> anyhow::Result<String> {
    let inventory = ingested.device_states.iter().map(|state| (state.reported_at, &*state.device));
    let holders = ingested.assignments.iter().map(|row| (row.from, &*row.device));
    let mut records: Vec<(Option<Instant>, &DeviceKeys)> = inventory.chain(holders).collect();
    records.sort();
    let devices = Devices::new(records.iter().map(|(_, keys)| *keys), std::iter::empty());
    let mut rows: BTreeMap<DeviceId, DeviceKeys> = BTreeMap::new();
    for (_, keys) in &records {
        let Some(id) = devices.find(keys) else { continue };
        let row = rows.entry(id).or_default();
        let newer = |mine: &mut Option<String>, theirs: &Option<String>| {
            if theirs.as_deref().is_some_and(|text| !text.trim().is_empty()) {
                mine.clone_from(theirs);
            }
        };
        newer(&mut row.serial, &keys.serial);
        newer(&mut row.udid, &keys.udid);
        newer(&mut row.management_id, &keys.management_id);
        newer(&mut row.name, &keys.name);
        newer(&mut row.asset_tag, &keys.asset_tag);
        // The id means nothing without the class of its own record.
        if keys.class.is_some() {
            newer(&mut row.jamf_id, &keys.jamf_id);
            row.class = keys.class;
        }
    }
    let assigned = assigned(ingested, &devices, people);
    let mut sorted: Vec<(DeviceId, DeviceKeys)> = rows.into_iter().collect();
    sorted.sort_by(|a, b| (&a.1.serial, &a.1.udid, &a.1).cmp(&(&b.1.serial, &b.1.udid, &b.1)));
    let mut sheet = Sheet::new(&HEADER)?;
    let mut held = 0;
    for (id, keys) in &sorted {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let class = keys.class.map_or("", crate::records::JamfClass::code);
        let person = assigned.get(id).map_or("", String::as_str);
        held += usize::from(!person.is_empty());
        let (serial, udid, management_id, jamf_id) =
            (text(&keys.serial), text(&keys.udid), text(&keys.management_id), text(&keys.jamf_id));
        sheet.row(&[
            &serial,
            &udid,
            &management_id,
            &jamf_id,
            class,
            &text(&keys.name),
            &text(&keys.asset_tag),
            "",
            "",
            person,
            "",
            "",
            "",
        ])?;
    }
    said.push(format!(
        "`devices.csv`: {} devices drafted, {held} of them with a holder. Where more than one holder, or only the \
         present one, is known, the cell is empty: Jamf's histories then say who held it at the time. Custody and \
         `device_class` are yours to fill in",
        sorted.len()
    ));
    say_left_out("devices.csv", &sheet, said);
    sheet.finish()
}

/// Says how many values a table could not hold.
pub(super) fn say_left_out(file: &str, sheet: &Sheet, said: &mut Vec<String>) {
    if sheet.left_out > 0 {
        said.push(format!(
            "`{file}`: {} values were left out, as a spreadsheet would take them for formulas or they hold control \
             characters",
            sheet.left_out
        ));
    }
}

/// The holder of each device that every statement names, from before the first action on: anything else would
/// let today's inventory say who held it then.
fn assigned(ingested: &Ingested, devices: &Devices, people: &People) -> BTreeMap<DeviceId, String> {
    let first = ingested.actions.iter().filter_map(|action| action.sent_at.or(action.done_at)).min();
    let mut statements: BTreeMap<DeviceId, Vec<&Assignment>> = BTreeMap::new();
    for row in &ingested.assignments {
        if let Some(id) = devices.find(&row.device) {
            statements.entry(id).or_default().push(row);
        }
    }
    let holder = |rows: &[&Assignment]| -> Option<String> {
        let reaches_back = rows.iter().filter_map(|row| row.from).min() <= first;
        let is_dated = rows.iter().any(|row| row.from.is_some());
        let names: BTreeSet<Option<String>> =
            rows.iter().map(|row| row.person.as_ref().and_then(|keys| people.find(keys))).collect();
        let only = names.first().cloned().flatten()?;
        (names.len() == 1 && is_dated && reaches_back && first.is_some()).then_some(only)
    };
    statements.into_iter().filter_map(|(id, rows)| Some((id, holder(&rows)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{ActionKind, PersonKeys, blank};

    fn at(day: u32) -> Instant {
        chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 7, day, 9, 0, 0).unwrap()
    }

    fn stated(day: Option<u32>, person: Option<&str>) -> Assignment {
        Assignment {
            device: DeviceKeys {
                serial: Some("S1".to_owned()),
                name: day.map(|day| format!("mac-{day}")),
                ..DeviceKeys::default()
            }
            .into(),
            from: day.map(at),
            person: person.map(|text| PersonKeys { email: Some(text.to_owned()), ..PersonKeys::default() }),
            is_snapshot: false,
            origin: blank::origin(),
        }
    }

    /// The one drafted row, for an action on the tenth.
    fn row(assignments: Vec<Assignment>) -> String {
        let actions = vec![blank::action(ActionKind::Lock, at(10))];
        let ingested = Ingested { actions, assignments, ..Ingested::default() };
        let text = render(&ingested, &People::seen(&ingested), &mut Vec::new()).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        text.lines().last().unwrap().to_owned()
    }

    #[test]
    fn a_holder_stands_only_where_every_statement_agrees_from_before_the_first_action_on() {
        let (ada, ben) = (Some("ada@example.test"), Some("ben@example.test"));
        let both = row(vec![stated(Some(2), ada), stated(Some(20), ada)]);
        assert_eq!(both, "S1,,,,,mac-20,,,,ada@example.test,,,");
        for unclear in [
            vec![stated(Some(11), ada)],
            vec![stated(None, ada)],
            vec![stated(Some(2), ada), stated(Some(20), ben)],
            vec![stated(Some(2), ada), stated(Some(20), None)],
        ] {
            let row = row(unclear);
            assert!(row.starts_with("S1,") && !row.contains('@'), "{row}");
        }
    }
}
