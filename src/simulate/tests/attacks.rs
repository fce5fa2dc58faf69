//! The attack that a setting asks for, and nothing of it without.

use super::*;

fn attacked(name: &str, settings: &[(&str, &str)]) -> Vec<csv::StringRecord> {
    let folder = Folder::new(name);
    let mut options = options(folder.0.join("world"), 300, 5);
    options.settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    truth_rows(&simulate(&options).unwrap().truth)
}

#[test]
fn an_attack_erases_as_many_devices_as_asked_within_minutes_and_changes_nothing_else() {
    let note = |row: &&csv::StringRecord| row.iter().any(|cell| cell == "an attacker erased it");
    let quiet = attacked("quiet", &[]);
    assert_eq!(quiet.iter().filter(note).count(), 0);
    for by in ["account", "client"] {
        let rows = attacked(by, &[("attack", "40"), ("attack_by", by)]);
        let erased: Vec<_> = rows.iter().filter(note).collect();
        let serials: BTreeSet<&str> = erased.iter().map(|row| &row[11]).collect();
        assert_eq!((erased.len(), serials.len()), (40, 40), "{by}");
        assert!(erased.iter().all(|row| &row[1] == "false" && &row[12] == "wipe"), "{by}");
        let sent: Vec<Instant> = erased.iter().map(|row| row[13].parse().unwrap()).collect();
        let (first, last) = (*sent.iter().min().unwrap(), *sent.iter().max().unwrap());
        assert!(last - first < TimeDelta::minutes(9), "{by}: {first} to {last}");
        let others: Vec<_> = rows.iter().filter(|row| !note(row)).collect();
        assert_eq!(others, quiet.iter().collect::<Vec<_>>(), "{by}");
    }
}
