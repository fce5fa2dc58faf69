//! Entries of the control map, right and wrong.

use super::*;
use crate::config::problem::listed;

fn read(text: &str) -> (Vec<Workflow>, String) {
    let mut problems = Vec::new();
    let workflows = parse("workflows.toml", text, "America/New_York".parse().unwrap(), &mut problems);
    (workflows, listed(&problems))
}

#[test]
fn an_entry_is_read_with_dates_of_both_spellings_and_defaults() {
    let text = "# map\n\n[[workflow]]\nid = \"leaver-lock\"\ntriggers = [\"account_disabled\", \"account_disabled\"]\n\
                actions = [\"lock\"]\ninitiators = [\"api-client:12\", \"jawa:a:b\"]\nvalid_from = 2026-01-01\n\
                valid_to = \"2026-06-30\"\napproved_at = 2026-01-01T09:00:00Z\nexecution_owner = \" \"\n";
    let (workflows, problems) = read(text);
    assert_eq!(problems, "");
    let workflow = &workflows[0];
    assert_eq!(workflow.row.line, 3);
    assert_eq!(workflow.triggers, [EventKind::AccountDisabled]);
    assert_eq!(workflow.initiators[1], ("jawa".to_owned(), "a:b".to_owned()));
    assert_eq!(workflow.validity.from.unwrap().to_rfc3339(), "2026-01-01T05:00:00+00:00");
    assert_eq!(workflow.validity.to.unwrap().to_rfc3339(), "2026-07-01T04:00:00+00:00");
    assert_eq!(workflow.approved_at.unwrap().to_rfc3339(), "2026-01-01T09:00:00+00:00");
    assert_eq!(workflow.execution_owner, None);
    assert_eq!((workflow.max_delay, workflow.settle), (Span::hours(24), Span::minutes(0)));
    assert!((workflow.tolerated_rate - 0.02).abs() < 1e-12);
}

#[test]
fn mistakes_are_shown_at_their_place() {
    let cases = [
        ("setle = \"3m\"", "workflows.toml:3:1: unknown key `setle`", "did you mean `settle`?"),
        (
            "triggers = [\"acount_disabled\"]",
            "workflows.toml:3:13: unknown event kind `acount_disabled`",
            "did you mean `account_disabled`?",
        ),
        (
            "actions = [\"lock\", \"explode\"]",
            "workflows.toml:3:20: unknown action kind `explode`",
            "expected one of lock, wipe",
        ),
        (
            "initiators = [\"api-client\"]",
            "workflows.toml:3:15: `api-client` is no initiator",
            "api-client:12",
        ),
        (
            "initiators = [\"client:1\"]",
            "workflows.toml:3:15: unknown initiator kind `client`",
            "expected one of api-client",
        ),
        ("settle = \"soon\"", "workflows.toml:3:10: `soon` is no duration", "30m"),
        ("max_delay = \"0s\"", "workflows.toml:2:6: `max_delay` is 0", "such as `24h`"),
        ("tolerated_rate = 2.0", "workflows.toml:3:18: found 2", "0 to 1"),
        ("valid_from = \"July\"", "workflows.toml:3:14: `July` is no date", "2026-07-01"),
        (
            "valid_from = 2026-02-01\nvalid_to = 2026-01-01",
            "workflows.toml:4:12: `valid_to` is not after",
            "^",
        ),
        ("tolerated_rate = nan", "workflows.toml:3:18: found NaN", "0 to 1"),
        ("max_exposure_hours = -1.0", "workflows.toml:3:22: found -1", "0 to 87600 hours"),
        ("max_exposure_hours = 1e308", "workflows.toml:3:22: found 1e308", "0 to 87600 hours"),
        ("max_exposure_hours = inf", "workflows.toml:3:22: found inf", "0 to 87600 hours"),
    ];
    for (line, start, inside) in cases {
        let (_, problems) = read(&format!("[[workflow]]\nid = \"a\"\n{line}\n"));
        assert!(problems.starts_with(start) && problems.contains(inside), "{line}\nshows {problems}");
    }
}

#[test]
fn an_entry_without_id_names_the_key() {
    let (_, problems) = read("[[workflow]]\ntitle = \"x\"\n");
    assert!(problems.contains("the key `id` is missing"), "{problems}");
}
