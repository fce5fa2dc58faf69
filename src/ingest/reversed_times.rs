//! Actions that were done before they were sent, by more than clocks may differ: one of their times is wrong.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::source::Note;
use crate::records::{Action, FileId, plural};

/// The key of the note.
pub const DONE_BEFORE_SENT: &str = "done-before-sent";

/// One note per file, at the action with the first id.
pub(super) fn notes(actions: &[Action], clock_skew: TimeDelta) -> Vec<Note> {
    let mut by_file: BTreeMap<FileId, Vec<(&Action, TimeDelta)>> = BTreeMap::new();
    for action in actions {
        let Some((sent, done)) = action.sent_at.zip(action.done_at) else { continue };
        if let (true, Some(origin)) = (sent - done > clock_skew, action.origins.first()) {
            by_file.entry(origin.file).or_default().push((action, sent - done));
        }
    }
    let note = |found: Vec<(&Action, TimeDelta)>| {
        let (first, gap) = found.iter().min_by_key(|(action, _)| &action.action_id)?;
        let count = plural(found.len() as u64, "action", "actions");
        let message = format!(
            "{count} done before being sent, by more than clocks may differ, for example `{}` by {}; one of the times \
             is wrong: the period goes by `done_at`, the trigger is sought before `sent_at`",
            first.action_id,
            spelled(*gap)
        );
        Some(Note { origin: *first.origins.first()?, key: DONE_BEFORE_SENT, message })
    };
    by_file.into_values().filter_map(note).collect()
}

fn spelled(gap: TimeDelta) -> String {
    match gap.num_minutes() {
        0..120 => plural(gap.num_minutes().unsigned_abs(), "minute", "minutes"),
        _ => plural(gap.num_hours().unsigned_abs(), "hour", "hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{ActionKind, Instant, Origin, blank};

    fn sent_after_done(id: &str, file: u32, seconds: i64) -> Action {
        let done_at = Instant::UNIX_EPOCH;
        Action {
            action_id: id.to_owned(),
            sent_at: Some(done_at + TimeDelta::seconds(seconds)),
            origins: vec![Origin { file: FileId(file), line: 3, item: 0 }],
            ..blank::action(ActionKind::Lock, done_at)
        }
    }

    fn told(actions: &[Action]) -> Vec<String> {
        notes(actions, TimeDelta::minutes(2)).into_iter().map(|note| note.message).collect()
    }

    #[test]
    fn a_difference_of_clocks_is_fine_and_more_is_noted() {
        for (seconds, expected) in [(-60, 0), (0, 0), (120, 0), (121, 1)] {
            assert_eq!(told(&[sent_after_done("a", 0, seconds)]).len(), expected, "{seconds} s");
        }
        let mut unsent = sent_after_done("a", 0, 9_000);
        unsent.sent_at = None;
        assert_eq!(told(&[unsent]), [""; 0]);
    }

    #[test]
    fn one_note_per_file_counts_its_actions_and_names_one() {
        let actions =
            [sent_after_done("c", 1, 7_200), sent_after_done("b", 1, 600), sent_after_done("a", 2, 10_800)];
        let told = told(&actions);
        assert!(told[0].starts_with("2 actions done before being sent"), "{told:?}");
        assert!(told[0].contains("`b` by 10 minutes"), "{told:?}");
        assert!(told[1].starts_with("1 action done") && told[1].contains("`a` by 3 hours"), "{told:?}");
    }
}
