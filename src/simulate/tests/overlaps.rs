//! One person's happenings overlap, as often as asked.

use super::*;

fn world(folder: &Folder, factor: &str) -> SimulateSummary {
    let mut options = options(folder.0.join(format!("overlaps-{factor}")), 325, 2);
    options.settings.insert("overlaps".to_owned(), factor.to_owned());
    simulate(&options).unwrap()
}

#[test]
fn overlaps_bring_other_actions_events_and_tickets_of_the_same_people() {
    let folder = Folder::new("overlaps");
    let (none, some, many) = (world(&folder, "0"), world(&folder, "1"), world(&folder, "5"));
    for (few, more) in [(&none, &some), (&some, &many)] {
        assert!(few.actions < more.actions);
        assert!(few.identity_events < more.identity_events);
        assert!(few.tickets < more.tickets);
    }
    // What else goes on is right: it makes no action wrong.
    let wrong = |summary: &SimulateSummary| {
        let rows = truth_rows(&summary.truth);
        rows.iter()
            .filter(|row| &row[4] == "false_positive")
            .map(|row| row[0].to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(wrong(&none), wrong(&many));
}

#[test]
fn colleagues_write_for_those_who_cannot_and_managers_ask_for_leavers() {
    let folder = Folder::new("behalf");
    let summary = world(&folder, "1");
    let all = files(&summary.dir);
    let (incidents, _, _) =
        encoding_rs::WINDOWS_1252.decode(&all["exports/tickets/servicenow-incidents.csv"]);
    assert!(incidents.contains("who cannot write:"));
    let requests: serde_json::Value =
        serde_json::from_slice(&all["exports/tickets/servicenow-requests.json"]).unwrap();
    let for_others = requests["result"].as_array().unwrap().iter().filter(|row| {
        row["requested_for.email"].is_string() && row["requested_for.email"] != row["caller_id.email"]
    });
    assert!(for_others.count() > 3);
}

#[test]
fn the_client_of_an_automation_is_also_used_by_hand() {
    let folder = Folder::new("by-hand");
    let summary = world(&folder, "1");
    let rows = truth_rows(&summary.truth);
    let by_hand: Vec<_> = rows.iter().filter(|row| row[10].contains("administrator")).collect();
    assert!(!by_hand.is_empty());
    assert!(
        by_hand.iter().all(|row| &row[1] == "false" && row[3].is_empty() && &row[4] == "benign_positive")
    );
}

#[test]
fn some_devices_carry_commands_out_only_after_the_weekend() {
    let folder = Folder::new("weekend");
    let rows = truth_rows(&world(&folder, "1").truth);
    let waited = rows.iter().filter(|row| {
        let at = |column: usize| row[column].parse::<Instant>().unwrap();
        at(14) - at(13) > TimeDelta::hours(48)
    });
    let share = real(waited.count()) / real(rows.len());
    assert!((0.002..0.05).contains(&share), "{share}");
}
