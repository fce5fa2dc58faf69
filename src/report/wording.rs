//! Figures in words that several pages share: what is in no rate, lengths of time, probabilities.

use std::collections::BTreeSet;

use super::{
    model::{BurstRow, MissedTrigger, RankingRow, Totals},
    numbers::{GAP, count, len, percent, plural},
};

/// What stands beside every rate: cases that are in no denominator, and actions that are no cases.
pub(super) fn not_counted(totals: &Totals) -> String {
    if totals.cases == 0 {
        return unknown_initiators(totals);
    }
    let young = match totals.young {
        0 => String::new(),
        n if n <= totals.undetermined => {
            format!(", {} of them because no source yet tells enough of the time after them,", count(n))
        }
        n => format!(", nor {} too young to judge,", count(n)),
    };
    let apart = match totals.apart {
        0 => String::new(),
        n => format!(", {} of them in bursts that look like misuse and stand apart,", count(n)),
    };
    let open = match totals.undetermined {
        0 => "Every case could be judged".to_owned(),
        n => format!(
            "{} of {} could not be judged{young}{apart} and {} in no rate",
            count(n),
            plural(totals.cases, "case", "cases"),
            if n == 1 { "is" } else { "are" }
        ),
    };
    // The range is over those that neither time nor the end of an investigation will judge.
    let others = totals.undetermined.saturating_sub(totals.young.saturating_add(totals.apart));
    let whose = match others {
        n if n == totals.undetermined => "them".to_owned(),
        1 => "the other one".to_owned(),
        n => format!("the other {}", count(n)),
    };
    let range = totals.rate_range.filter(|_| others > 0).map_or_else(String::new, |(none, all)| {
        let if_right = if others == 1 && totals.undetermined > 1 {
            format!("if {whose} was right and {} if it was wrong", percent(all))
        } else {
            format!("if none of {whose} was wrong and {} if all were", percent(all))
        };
        format!(": the rate is {} {if_right}", percent(none))
    });
    format!("{open}{range}. {}", unknown_initiators(totals))
}

/// How many actions stand apart in how many bursts: `40 destructive actions of the period in 1 burst stand apart.`
pub(super) fn bursts(bursts: &[BurstRow]) -> Option<String> {
    if bursts.is_empty() {
        return None;
    }
    let actions: u64 = bursts.iter().map(|row| row.actions_in_period).sum();
    Some(format!(
        "{} of the period in {} {} apart.",
        plural(actions, "destructive action", "destructive actions"),
        plural(len(bursts.len()), "burst", "bursts"),
        if actions == 1 { "stands" } else { "stand" }
    ))
}

/// Cases without a verdict, those apart that are held against nobody: `3`, `15 (12 in bursts)`.
pub(super) fn undetermined(row: &RankingRow) -> String {
    match row.apart {
        0 => count(row.undetermined),
        apart => format!("{} ({} in bursts)", count(row.undetermined), count(apart)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

fn unknown_initiators(totals: &Totals) -> String {
    match totals.initiator_unknown {
        0 => "No action is left out because nothing says who or what started it.".to_owned(),
        1 => "1 action is no case because nothing says who or what started it.".to_owned(),
        n => format!("{} actions are no cases because nothing says who or what started them.", count(n)),
    }
}

/// What counts as contained.
pub(super) const CONTAINED: &str = "Contained by another action means that every device that the workflow should have acted on was locked, wiped or \
    otherwise closed at least as strongly within the same days, or was so already: by another workflow, by hand, or by the \
    same workflow at another time. Whether that action was right, and how long it lasted, is not asked.";

/// Missed triggers by what they are: each workflow that should have acted on an event misses it on its own.
/// `22 missed by workflows, from 14 events about 13 persons`.
pub(super) fn missed_counts<'a>(missed: impl Iterator<Item = &'a MissedTrigger> + Clone) -> String {
    let n = missed.clone().count();
    let events: BTreeSet<&str> = missed.clone().map(|row| row.event_id.as_str()).collect();
    let people: BTreeSet<&str> = missed.map(|row| row.person_id.as_str()).collect();
    format!(
        "{} counted per workflow, from {} about {}",
        plural(len(n), "miss", "misses"),
        plural(len(events.len()), "event", "events"),
        plural(len(people.len()), "person", "persons")
    )
}

/// What became of missed triggers without their workflow: `8 of them contained by another action; 12 left open`.
pub(super) fn missed_split(missed: u64, left_open: u64) -> String {
    let contained = missed.saturating_sub(left_open);
    match (contained, left_open) {
        (0, _) => "none of them contained by another action".to_owned(),
        (_, 0) => "all of them contained by another action".to_owned(),
        _ => format!(
            "{} of them contained by another action; {} left open",
            count(contained),
            count(left_open)
        ),
    }
}

/// A length of time in the unit that suits it: `7 min`, `3.5 h`, `2.1 days`.
pub(super) fn duration(hours: f64) -> String {
    let minutes = hours * 60.0;
    if !hours.is_finite() || hours < 0.0 {
        "unknown".to_owned()
    } else if minutes < 0.95 {
        "under 1 min".to_owned()
    } else if minutes < 99.5 {
        format!("{minutes:.0}{GAP}min")
    } else if hours < 47.95 {
        format!("{hours:.1}{GAP}h")
    } else {
        format!("{:.1}{GAP}days", hours / 24.0)
    }
}

/// A probability in words' reach: never 0 or 1, which no estimate earns.
pub(super) fn probability(value: f64) -> String {
    if value > 0.995 {
        format!("over 99{GAP}%")
    } else if value < 0.005 {
        format!("under 1{GAP}%")
    } else {
        format!("{:.0}{GAP}%", value * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_choose_their_unit() {
        for (hours, expected) in [
            (0.0, "under 1 min"),
            (0.12, "7\u{a0}min"),
            (1.6, "96\u{a0}min"),
            (1.7, "1.7\u{a0}h"),
            (47.0, "47.0\u{a0}h"),
            (72.0, "3.0\u{a0}days"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(duration(hours), expected);
        }
        assert_eq!([0.9999, 0.5, 0.0].map(probability), ["over 99\u{a0}%", "50\u{a0}%", "under 1\u{a0}%"]);
    }

    #[test]
    fn missed_triggers_are_split_by_what_became_of_them() {
        for (missed, open, expected) in [
            (20, 12, "8 of them contained by another action; 12 left open"),
            (3, 3, "none of them contained by another action"),
            (3, 0, "all of them contained by another action"),
        ] {
            assert_eq!(missed_split(missed, open), expected);
        }
    }

    #[test]
    fn a_list_ends_in_and() {
        let words = |n: usize| ["a", "b", "c"][..n].iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!([0, 1, 2, 3].map(|n| listed(&words(n))), ["", "a", "a and b", "a, b and c"]);
    }

    #[test]
    fn what_is_in_no_rate_is_said_in_words_and_counts() {
        let totals = Totals { cases: 530, judged: 512, undetermined: 18, ..Totals::default() };
        let some =
            Totals { young: 3, rate_range: Some((0.075, 0.109)), initiator_unknown: 12, ..totals.clone() };
        assert_eq!(
            not_counted(&some).replace('\u{a0}', " "),
            "18 of 530 cases could not be judged, 3 of them because no source yet tells enough of the time after them, and are \
             in no rate: the rate is 7.5 % if none of the other 15 was wrong and 10.9 % if all were. \
             12 actions are no cases because nothing says who or what started them."
        );
        let all_young = Totals { young: 18, rate_range: Some((0.075, 0.075)), ..totals.clone() };
        assert!(!not_counted(&all_young).contains("the rate is"), "{}", not_counted(&all_young));
        let but_one = Totals { young: 13, apart: 4, rate_range: Some((0.075, 0.077)), ..totals.clone() };
        let told = not_counted(&but_one).replace('\u{a0}', " ");
        assert!(
            told.contains("the rate is 7.5 % if the other one was right and 7.7 % if it was wrong."),
            "{told}"
        );
        let none = Totals { undetermined: 0, ..totals };
        assert!(not_counted(&none).starts_with("Every case could be judged. No action is left out"));
    }
}
