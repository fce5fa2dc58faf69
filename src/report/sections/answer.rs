//! The answer in one sentence, with numbers and the comparison, and what stands beside it.

use super::Section;
use crate::{
    registers::{LEFT_OUT_DECISIONS, UNREAD_REVIEWS},
    report::{
        block::{Block, Line},
        bounds::{self, Capped, Certainty},
        coverage::Doubts,
        model::{Review, WeekRow},
        numbers::{self, count, hours, len, newcombe, plural, points},
        owners, selection, vocabulary, wording,
    },
};

pub(super) const SECTION: Section = Section { id: "answer", title: "The answer", build };

fn build(review: &Review) -> Vec<Block> {
    let sentence = format!("{}{}{}{}", how_often(review), others(review), weeks(review), compared(review));
    let mut blocks = vec![Block::Answer(Line::from(sentence))];
    blocks.extend([Block::Paragraph(how_sure(review)), Block::Paragraph(missing(review))]);
    blocks.extend(stop_now(review));
    blocks
}

/// How firm the verdicts and the hours are.
fn how_sure(review: &Review) -> Line {
    let sure = Certainty::of(review);
    let line = Line::default().strong("How sure. ");
    if sure == Certainty::default() {
        return line.text(&wording::not_counted(&review.totals));
    }
    let verdicts = format!(
        "Confirmed, by a reviewer or one decisive piece of evidence: {}. Probable, by the evidence together, at {} or more: {}. ",
        count(sure.confirmed),
        wording::probability(review.config.judge.false_positive_at),
        count(sure.probable)
    );
    let capped = Capped::of(review.cases.iter());
    let cap = review.config.measure.cap_working_days;
    let hours = capped
        .at_least(review.totals.person_hours, capped.person_hours, cap)
        .map_or_else(String::new, |words| format!("Person-hours lost: {words}. "));
    line.text(&format!("{verdicts}{hours}{}", wording::not_counted(&review.totals)))
}

/// What the inputs do not hold, in one line; the section on limits has the rest.
fn missing(review: &Review) -> Line {
    let mut parts = Vec::new();
    let doubts = Doubts::of(review);
    if doubts.with_findings > 0 {
        let sources = plural(doubts.with_findings, "source", "sources");
        let have = if doubts.with_findings == 1 { "has" } else { "have" };
        parts.push(format!("{sources} of data {have} gaps or other findings"));
    }
    if doubts.lost_events > 0 {
        let rows = plural(doubts.lost_events, "rejected row", "rejected rows");
        let sources = plural(doubts.with_lost_events, "source", "sources");
        parts.push(format!("{rows} of {sources} could be triggers"));
    }
    parts.extend(unheard(review));
    if !review.unsaid.is_empty() {
        let statements = plural(len(review.unsaid.len()), "statement", "statements");
        let among = match (review.previous.is_none(), review.unsaid.len()) {
            (false, _) => "",
            (true, 1) => ", the comparison with the period before",
            (true, _) => ", the comparison with the period before among them",
        };
        parts.push(format!("{statements} had to be left out{among}"));
    } else if review.previous.is_none() {
        parts.push("the period before cannot be compared".to_owned());
    }
    let line = Line::default().strong("What is missing: ");
    if parts.is_empty() {
        return line.text("nothing that this report needs; every source covers the period.");
    }
    line.text(&format!("{}: see Limits of the data.", parts.join("; ")))
}

/// What reviewers returned and no verdict rests on; the audit page has each with its row.
fn unheard(review: &Review) -> Vec<String> {
    let with = |is: &dyn Fn(&str) -> bool| len(review.controls.iter().filter(|row| is(&row.rule)).count());
    let decisions = with(&|rule| LEFT_OUT_DECISIONS.contains(&rule));
    let sheets = with(&|rule| rule == UNREAD_REVIEWS);
    let mut parts = Vec::new();
    if decisions > 0 {
        let were = if decisions == 1 { "was" } else { "were" };
        let what = plural(decisions, "decision of a reviewer", "decisions of reviewers");
        parts.push(format!("{what} {were} left out (audit page)"));
    }
    if sheets > 0 {
        let were = if sheets == 1 { "was" } else { "were" };
        let what = plural(sheets, "returned review sheet", "returned review sheets");
        parts.push(format!("{what} {were} not read (audit page)"));
    }
    parts
}

/// What cannot wait for a decision of the board.
fn stop_now(review: &Review) -> Option<Block> {
    let waiting = vocabulary::commands_by_kind(review.pending.iter().map(|row| row.action_kind.as_str()))?;
    let mut owners: Vec<&str> = review.pending.iter().map(|row| selection::stopper_of(review, row)).collect();
    owners.sort_unstable();
    owners.dedup();
    let text = if review.pending.len() == 1 {
        "still waits for its device although its reason is gone; it takes effect when the device next reports in."
    } else {
        "still wait for their devices although their reason is gone; each takes effect when its device next reports in."
    };
    let text = format!("{waiting} {text} To be cancelled at once by ");
    let mut line = Line::default().strong("Stop now. ").text(&text);
    for (index, owner) in owners.iter().take(25).enumerate() {
        if index > 0 {
            line = line.text(", ");
        }
        line = line.join(owners::link(review, owner));
    }
    let more = owners.len().saturating_sub(25);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let line = line.text(&format!("{more}; every command with its reason: ")).file("tables/pending.csv");
    Some(Block::Warning(line.text(".")))
}

/// The other side of the share: what of the judged actions was right.
fn others(review: &Review) -> String {
    let totals = &review.totals;
    let right = totals.true_positives + totals.benign_positives;
    if right == 0 || totals.judged == 0 {
        return String::new();
    }
    let who = match (totals.false_positives, right) {
        (0, 1) => "it was right".to_owned(),
        (0, n) => format!("all {} were right", count(n)),
        (_, 1) => "the other one was right".to_owned(),
        (_, n) => format!("the other {} were right", count(n)),
    };
    match totals.benign_positives {
        0 => format!("; {who}"),
        benign => format!("; {who}, {} of them in form only", count(benign)),
    }
}

/// Where in the period it happened, if the control chart of the weeks says so; at most one clause.
fn weeks(review: &Review) -> String {
    let told = || review.weekly.iter().filter(|week| week.centre.is_some());
    let is_above = |week: &&WeekRow| week.rate > week.centre;
    let beyond: Vec<&WeekRow> = told().filter(|week| week.beyond_limits).filter(is_above).collect();
    let of = |week: &WeekRow| format!("{} of {} wrong", count(week.false_positives), count(week.judged));
    match beyond.as_slice() {
        [] => match told().find(|week| week.in_run && is_above(week)) {
            Some(week) => format!("; for eight weeks up to {} the rate stayed above its mean", week.week),
            None => String::new(),
        },
        [week] => format!("; week {} stands out ({})", week.week, of(week)),
        [first, second] => {
            format!("; weeks {} ({}) and {} ({}) stand out", first.week, of(first), second.week, of(second))
        }
        [first, ..] => format!(
            "; {} weeks stand out, the first {} ({})",
            count(len(beyond.len())),
            first.week,
            of(first)
        ),
    }
}

fn how_often(review: &Review) -> String {
    let totals = &review.totals;
    let period = &review.header.period;
    let Some(rate) = totals.rate.filter(|rate| rate.of > 0) else {
        return match totals.cases {
            0 => format!(
                "No automated action of {period} is a case, so nothing can be said about false positives"
            ),
            n => format!(
                "None of the {} of {period} could be judged, so no rate can be given",
                plural(n, "case", "cases")
            ),
        };
    };
    let wrong = format!(
        "In {period}, {} of {} automated actions that could be judged {} wrong{}{}",
        count(rate.hits),
        count(rate.of),
        if rate.hits == 1 { "was" } else { "were" },
        numbers::in_brackets(&rate, review.config.rank.confidence),
        if rate.hits == 0 { String::new() } else { format!(", {}", Certainty::of(review).words()) },
    );
    format!("{wrong}{}", harm(review))
}

fn harm(review: &Review) -> String {
    let totals = &review.totals;
    if totals.false_positives == 0 {
        return String::new();
    }
    let who = match totals.disruptive {
        0 => return "; none of them disrupted anybody".to_owned(),
        1 if totals.false_positives == 1 => "it".to_owned(),
        n if n == totals.false_positives => format!("all {}", count(n)),
        n => format!("{} of them", count(n)),
    };
    let mut parts = vec![format!(
        "disrupted {}, who lost up to {} person-hours",
        bounds::people(review),
        hours(totals.person_hours)
    )];
    if totals.regulated_hours > 0.0 {
        parts.push(format!("interrupted regulated work for {} hours", hours(totals.regulated_hours)));
    }
    if totals.data_losses > 0 {
        parts.push(format!("lost data in {}", plural(totals.data_losses, "case", "cases")));
    }
    let last = parts.pop().unwrap_or_default();
    let did = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    format!("; {who} {did}")
}

/// The comparison with the period before, or why there is none.
fn compared(review: &Review) -> String {
    let previous_period = &review.header.previous_period;
    let Some(previous) = &review.previous else {
        let why = review.previous_absent.as_deref().map_or("its figures are not available", |why| why);
        return format!("; there is no comparison with {previous_period}: {}.", why.trim_end_matches('.'));
    };
    match (review.totals.rate.filter(|rate| rate.of > 0), previous.rate.filter(|rate| rate.of > 0)) {
        (Some(now), Some(before)) if !numbers::is_comparable(&now, &before) => {
            format!("; {previous_period} had {}, too few for a comparison.", numbers::share(&before))
        }
        (Some(now), Some(before)) => {
            let (change, low, high) = newcombe(&now, &before);
            let verdict = if low > 0.0 {
                "worse, and by more than chance explains"
            } else if high < 0.0 {
                "better, and by more than chance explains"
            } else {
                "which chance alone can explain"
            };
            format!(
                "; {previous_period} had {}: a change of {} percentage points ({} interval {} to {}), {verdict}.",
                numbers::share(&before),
                points(change),
                numbers::level(review.config.rank.confidence),
                points(low),
                points(high),
            )
        }
        (None, None) => format!("; in {previous_period} nothing could be judged either."),
        (None, _) => format!(
            "; {previous_period} had {} of {}.",
            count(previous.false_positives),
            count(previous.judged)
        ),
        (_, None) => format!("; in {previous_period} nothing could be judged, so there is no comparison."),
    }
}
