//! Four figures with their uncertainty and their change.

use super::Section;
use crate::report::{
    block::{Block, KeyFigure},
    both_sides,
    bounds::{self, Capped, Certainty},
    charts, cost,
    model::{Rate, Review, Totals},
    numbers::{self, count, hours, plural, signed_count, signed_hours},
    second_order,
    shown::Shown,
};

pub(super) const SECTION: Section = Section { id: "figures", title: "Four figures", build };

fn build(review: &Review) -> Vec<Block> {
    let figures = vec![wrong(review), disruptive(review), person_hours(review), regulated(review)];
    let mut blocks = vec![Block::Figures(figures)];
    blocks.extend(second_order::of_all(review));
    blocks.extend(charts::of_section(SECTION.id, review));
    blocks
}

fn figure(label: &str, value: &str, notes: &[String]) -> KeyFigure {
    KeyFigure {
        label: Shown::new(label),
        value: Shown::new(value),
        notes: notes.iter().map(|note| Shown::new(note)).collect(),
    }
}

/// The change of one figure, or that there is none to give: what no case could show is no improvement.
fn change(review: &Review, of: impl Fn(&Totals) -> String) -> String {
    match &review.previous {
        Some(_) if review.totals.judged == 0 => {
            format!("nothing judged to hold against {}", review.header.previous_period)
        }
        Some(previous) => {
            let apart = if review.unequal_data.is_empty() { "" } else { ", which rests on other data" };
            format!("{} against {}{apart}", of(previous), review.header.previous_period)
        }
        None => format!("no comparison with {}", review.header.previous_period),
    }
}

fn interval_of(review: &Review, hits: u64, of: u64) -> String {
    let confidence = review.config.rank.confidence;
    numbers::wilson(hits, of, confidence)
        .map_or_else(|| "nothing could be judged".to_owned(), |rate| interval_words(review, &rate))
}

/// The interval of a share, or why there is none.
fn interval_words(review: &Review, rate: &Rate) -> String {
    if rate.of < numbers::MIN_FOR_PERCENT {
        return "too few judged for a percentage or an interval".to_owned();
    }
    let level = numbers::level(review.config.rank.confidence);
    format!("{level} interval {}", numbers::range(rate.low, rate.high))
}

fn wrong(review: &Review) -> KeyFigure {
    let totals = &review.totals;
    let value = totals
        .rate
        .filter(|rate| rate.of > 0)
        .map_or_else(|| "none judged".to_owned(), |rate| numbers::share(&rate));
    let judged = totals.rate.filter(|rate| rate.of > 0);
    let interval =
        judged.map_or_else(|| "nothing could be judged".to_owned(), |rate| interval_words(review, &rate));
    let mut apart = format!("{} undetermined", count(totals.undetermined));
    if totals.initiator_unknown > 0 {
        apart.push_str(&format!(", {} of unknown initiator", count(totals.initiator_unknown)));
    }
    let change = change(review, |previous| match (totals.rate, previous.rate) {
        (Some(now), Some(before)) if numbers::is_comparable(&now, &before) => {
            let (change, low, high) = numbers::newcombe(&now, &before);
            format!(
                "{} percentage points ({} to {})",
                numbers::points(change),
                numbers::points(low),
                numbers::points(high)
            )
        }
        (Some(now), Some(before)) if now.of > 0 && before.of > 0 => {
            "too few judged for a difference".to_owned()
        }
        _ => "no comparison".to_owned(),
    });
    let sure = Certainty::of(review).words();
    let mut notes = vec![interval, sure, apart, change];
    notes.extend(both_sides::whole(review).map(both_sides::beside));
    figure("False positives of judged actions", &value, &notes)
}

fn disruptive(review: &Review) -> KeyFigure {
    let totals = &review.totals;
    let value = numbers::of_judged(totals.disruptive, totals.judged);
    let change = change(review, |previous| signed_count(totals.disruptive, previous.disruptive));
    let notes = [
        interval_of(review, totals.disruptive, totals.judged),
        format!("{} disrupted", bounds::people(review)),
        format!("data lost in {}", plural(totals.data_losses, "case", "cases")),
        change,
    ];
    figure("Disruptive false positives of judged actions", &value, &notes)
}

fn sum_text(review: &Review, interval: Option<(f64, f64)>) -> String {
    interval.map_or_else(
        || "none observed".to_owned(),
        |(low, high)| {
            format!(
                "{} interval for periods like this one, as happenings come by chance: {}–{}",
                numbers::level(review.config.rank.confidence),
                hours(low),
                hours(high)
            )
        },
    )
}

/// A sum over no case at all, which is no sum of zero.
fn unmeasured(review: &Review, label: &str) -> KeyFigure {
    let notes = ["no case could be measured".to_owned(), change(review, |_| "no comparison".to_owned())];
    figure(label, "none measured", &notes)
}

fn person_hours(review: &Review) -> KeyFigure {
    const LABEL: &str = "Person-hours lost (upper bound)";
    let totals = &review.totals;
    if totals.cases == 0 {
        return unmeasured(review, LABEL);
    }
    let interval = numbers::sum_interval(review, totals.person_hours, |case| case.person_hours);
    let capped = Capped::of(review.cases.iter());
    let mut notes = vec![sum_text(review, interval)];
    let least =
        capped.at_least(totals.person_hours, capped.person_hours, review.config.measure.cap_working_days);
    notes.extend(least.map(|words| format!("this period itself: {words}")));
    notes.push(change(review, |previous| signed_hours(totals.person_hours - previous.person_hours)));
    notes.extend(cost::beside(review, totals.person_hours, interval));
    figure(LABEL, &hours(totals.person_hours), &notes)
}

fn regulated(review: &Review) -> KeyFigure {
    const LABEL: &str = "Regulated hours interrupted";
    let totals = &review.totals;
    if !review.has_regulated_work {
        let notes = ["no register of regulated work was given".to_owned(), "no comparison".to_owned()];
        return figure(LABEL, "unknown", &notes);
    }
    if totals.cases == 0 {
        return unmeasured(review, LABEL);
    }
    let interval =
        sum_text(review, numbers::sum_interval(review, totals.regulated_hours, |case| case.regulated_hours));
    let regimes: Vec<String> = totals
        .regulated_hours_by_regime
        .iter()
        .take(6)
        .map(|(regime, value)| format!("{} {}", crate::report::shown::name(regime), hours(*value)))
        .collect();
    let capped = Capped::of(review.cases.iter());
    let cap = review.config.measure.cap_working_days;
    let mut notes = vec![interval];
    let least = capped.at_least(totals.regulated_hours, capped.regulated_hours, cap);
    notes.extend(least.map(|words| format!("this period itself: {words}")));
    if !regimes.is_empty() {
        notes.push(regimes.join(", "));
    }
    notes.push(change(review, |previous| signed_hours(totals.regulated_hours - previous.regulated_hours)));
    figure(LABEL, &hours(totals.regulated_hours), &notes)
}
