//! Names and texts that want to run, to move the cursor, to hide, or to leave the folder.

use std::fs;

use crate::program::{PERIOD, Run, Scratch, check, files_under, finish, program, table};

/// Hostile texts; every id, name and subject of the folder is made of one.
fn texts() -> [String; 8] {
    [
        "<script>alert(1)</script>".to_owned(),
        "=cmd|'/c calc'!A1".to_owned(),
        "\u{1b}[31mred\u{1b}[0m\u{7}".to_owned(),
        "\u{202e}gnp.exe\u{2066}".to_owned(),
        "../../x".to_owned(),
        "x".repeat(5_000),
        "a\"b'c&d</td>".to_owned(),
        "[click](javascript:alert(1)) | `code` | <img src=x onerror=alert(1)>".to_owned(),
    ]
}

fn csv(header: &str, rows: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.split(',')).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// A review folder in which every text is hostile. Each person's account is switched off, the Mac locked, the
/// account switched on again, and a ticket complains.
fn hostile() -> Scratch {
    let scratch = Scratch::new();
    let (mut people, mut devices, mut actions, mut events, mut tickets) =
        (vec![], vec![], vec![], vec![], vec![]);
    let mut workflows = String::new();
    for (n, text) in texts().iter().enumerate() {
        let at = |hour: &str| format!("2026-07-0{}T{hour}:00Z", n + 1);
        let text = text.clone();
        let mail = format!("u{n}@example.com");
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        people.push(row(&[&format!("P{n}"), &text, "employee", &text, &mail, &mail]));
        devices.push(row(&[&format!("S{n}"), "computer", &text, "mac", "personal", &format!("P{n}"), &text]));
        events.push(row(&[&format!("off-{text}"), "account_disabled", &at("10:00"), &mail, &text]));
        events.push(row(&[&format!("on-{text}"), "account_enabled", &at("12:00"), &mail, ""]));
        let initiator = format!("account:{text}");
        actions.push(row(&[
            &text,
            "lock",
            &at("10:01"),
            &at("10:02"),
            &format!("S{n}"),
            &text,
            &mail,
            &initiator,
        ]));
        let notes = format!("the Mac was locked by the automation, cannot work {text}");
        tickets.push(row(&[&format!("{text}{n}"), &at("11:00"), &at("15:00"), &mail, &text, &notes]));
        let quoted = |text: String| serde_json::Value::from(text).to_string();
        let entry = format!(
            "[[workflow]]\nid = {}\ntitle = {}\npurpose = {}\ntriggers = [\"account_disabled\"]\nactions = [\"lock\"]\n\
             initiators = [{}]\ncontrol_owner = {}\nexecution_owner = {}\nvalid_from = \"2026-01-01\"\n\n",
            quoted(format!("w-{text}")),
            quoted(text.clone()),
            quoted(text.clone()),
            quoted(initiator),
            quoted(format!("../../{text}")),
            quoted(format!("team:{text}")),
        );
        workflows.push_str(&entry);
    }
    // The log goes on, so that no case is too young to be judged.
    events
        .push(["late", "sign_in", "2026-10-30T10:00:00Z", "u0@example.com", ""].map(str::to_owned).to_vec());
    let write = |name: &str, bytes: &[u8]| {
        let path = scratch.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("registers/people.csv", &csv("person_id,display_name,kind,unit,upn,email", people));
    write(
        "registers/devices.csv",
        &csv("serial,jamf_class,name,device_class,custody,assigned_person,unit", devices),
    );
    write("registers/workflows.toml", workflows.as_bytes());
    let header = "action_id,kind,sent_at,done_at,serial,device_name,person_email,initiator";
    write("exports/=cmd <script>\u{202e} actions.csv", &csv(header, actions));
    write("exports/\u{1b}[2Jevents.csv", &csv("event_id,kind,occurred_at,email,object_name", events));
    let mut tickets = csv("ticket_id,opened_at,resolved_at,person_email,subject,notes", tickets);
    tickets.extend(b"=bad,\x1b[31m<script>never</script>,,,,\n");
    write("exports/tickets.csv", &tickets);
    write(
        "misfire.toml",
        b"[organisation]\nname = \"<script>alert('org')</script>\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"exports/*\"\n",
    );
    scratch
}

/// Nothing in it can act on a terminal.
fn is_tame(told: &Run) -> bool {
    let is_bad = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !told.out.contains(is_bad) && !told.err.contains(is_bad)
}

#[test]
fn a_report_of_hostile_names_stays_in_its_folder_under_harmless_file_names() {
    let scratch = hostile();
    let before = files_under(&scratch.0).len();
    let files = scratch.review("folder", "place/out");
    assert_eq!(table(&files, "cases").len(), texts().len());
    assert_eq!(files_under(&scratch.0).len(), before + files.len(), "a file lies outside the report");
    assert_eq!(files.keys().filter(|name| name.starts_with("cases/")).count(), texts().len());
    for name in files.keys() {
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
        assert!(is_plain && !name.contains("..") && name.len() < 100, "{name}");
    }
}

#[test]
fn pages_hold_hostile_texts_as_text() {
    let files = hostile().review("folder", "out");
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = std::str::from_utf8(bytes).unwrap();
        for bad in ["<script", "<img", "d</td>\"", "javascript:alert(1)\""] {
            assert!(!text.contains(bad), "{name} holds {bad}");
        }
        let is_bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}');
        assert!(!text.contains(is_bad), "{name} holds a control character");
        assert!(
            text.contains("Content-Security-Policy") && text.contains("default-src"),
            "{name} has no content security policy"
        );
        for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(!link.contains(':') && !link.starts_with('/'), "{name} links to {link}");
        }
    }
    let index = String::from_utf8_lossy(&files["index.html"]);
    assert!(index.contains("&#60;script") || index.contains("&lt;script"), "the name is shown, as text");
    let markdown = String::from_utf8_lossy(&files["review.md"]);
    assert!(!["<script", "<img", "k](javascript:"].iter().any(|bad| markdown.contains(bad)));
}

#[test]
fn no_cell_of_a_table_can_become_a_formula_or_move_the_cursor() {
    let files = hostile().review("folder", "out");
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for cell in
            reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
            assert!(!cell.contains(|c: char| c.is_control() || c == '\u{202e}'), "{name}: {cell:?}");
        }
    }
    let cases = table(&files, "cases");
    assert!(
        cases.iter().any(|case| case["action_id"] == "'=cmd|'/c calc'!A1"),
        "guarded, and still readable"
    );
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let scratch = hostile();
    let mut runs = vec![check(&scratch.folder())];
    let out = scratch.at("out");
    runs.push(crate::program::review(&scratch.folder(), &out).succeeds());
    for text in texts() {
        runs.push(finish(program().arg("explain").arg(scratch.folder()).arg("--").arg(text)).succeeds());
    }
    let unknown =
        finish(program().arg("explain").arg(scratch.folder()).args(["\u{1b}[2Jnone", "--period", PERIOD]));
    runs.push(unknown.fails_with(&["none"]));
    fs::write(scratch.at("folder/exports/\u{1b}[31m\u{202e}odd.csv"), "colour\u{1b}[2J,size\n1,2\n").unwrap();
    runs.push(check(&scratch.folder()).fails_with(&["no known format"]));
    fs::write(scratch.at("folder/misfire.toml"), "[organisation]\nna\u{202e}me\u{1b}[2J = 1\n").unwrap();
    runs.push(check(&scratch.folder()).fails_with(&["misfire.toml:2"]));
    for told in &runs {
        assert!(is_tame(told), "{:?}\n{:?}", told.out, told.err);
    }
}

#[test]
fn a_hostile_name_of_the_report_is_taken_as_a_name() {
    let scratch = hostile();
    for place in ["-out", "out <b>", "\u{202e}out"] {
        let told = crate::program::review(&scratch.folder(), &scratch.at(place)).succeeds();
        assert!(scratch.at(place).join("index.html").is_file());
        assert!(is_tame(&told), "{:?}", told.out);
    }
}
