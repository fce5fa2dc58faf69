//! The answer in one sentence, with numbers and the comparison, and what stands beside it.

use super::Section;
use crate::report::{
    block::{Block, Line},
    model::{Review, Totals},
    numbers::{self, count, hours, newcombe, plural, points},
};

pub(super) const SECTION: Section = Section { id: "answer", title: "The answer", build };

fn build(review: &Review) -> Vec<Block> {
    let sentence = format!("{}{}", how_often(review), compared(review));
    let mut blocks = vec![
        Block::Answer(Line::from(sentence)),
        Block::Paragraph(Line::from(numbers::not_counted(&review.totals))),
    ];
    if !review.pending.is_empty() {
        let text = format!(
            "{} still waiting to run on a device should be stopped now: see the owners' pages and ",
            plural(numbers::len(review.pending.len()), "destructive command", "destructive commands")
        );
        blocks.push(Block::Warning(
            Line::default().strong("Stop now. ").text(&text).code("tables/pending.csv").text("."),
        ));
    }
    blocks
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
        "In {period}, {} of {} automated actions that could be judged {} wrong ({})",
        count(rate.hits),
        count(rate.of),
        if rate.hits == 1 { "was" } else { "were" },
        numbers::rate_with_interval(&rate, review.config.rank.confidence),
    );
    format!("{wrong}{}", harm(totals))
}

fn harm(totals: &Totals) -> String {
    if totals.false_positives == 0 {
        return String::new();
    }
    if totals.disruptive == 0 {
        return "; none of them disrupted anybody".to_owned();
    }
    let losses = match totals.data_losses {
        0 => String::new(),
        n => format!(", with data lost in {}", plural(n, "case", "cases")),
    };
    let regulated = if totals.regulated_hours > 0.0 {
        format!(" and {} hours of regulated work", hours(totals.regulated_hours))
    } else {
        String::new()
    };
    format!(
        "; {} of them disrupted {} for {} person-hours{regulated}{losses}",
        count(totals.disruptive),
        plural(totals.people, "person", "people"),
        hours(totals.person_hours)
    )
}

/// The comparison with the period before, or why there is none.
fn compared(review: &Review) -> String {
    let previous_period = &review.header.previous_period;
    let Some(previous) = &review.previous else {
        let why = review.previous_absent.as_deref().map_or("its figures are not available", |why| why);
        return format!("; there is no comparison with {previous_period}: {}.", why.trim_end_matches('.'));
    };
    match (review.totals.rate.filter(|rate| rate.of > 0), previous.rate.filter(|rate| rate.of > 0)) {
        (Some(now), Some(before)) => {
            let (change, low, high) = newcombe(&now, &before);
            let verdict = if low > 0.0 {
                "more than chance explains"
            } else if high < 0.0 {
                "better than chance explains"
            } else {
                "which chance alone can explain"
            };
            format!(
                "; {previous_period} had {}: a change of {} points (interval {} to {}), {verdict}.",
                numbers::share(&before),
                points(change),
                points(low),
                points(high),
            )
        }
        (None, _) => format!(
            "; {previous_period} had {} of {}.",
            count(previous.false_positives),
            count(previous.judged)
        ),
        (_, None) => format!("; in {previous_period} nothing could be judged, so there is no comparison."),
    }
}
