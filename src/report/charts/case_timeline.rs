//! One case as a picture: what the identity systems, Jamf and the helpdesk saw, before and after the action. Time runs
//! from the action outwards on a logarithmic scale, since minutes before it and weeks after it both matter.

use chrono::TimeDelta;

use super::canvas::{self, Anchor, BAR, Canvas, FAINT, INK, WIDTH};
use crate::{
    records::Instant,
    report::{
        block::{Figure, Grid},
        model::{CaseRow, TimelineEntry},
        shown::{Shown, name},
        vocabulary,
    },
};

/// Lanes from the top, each with the entries it holds.
const LANES: [(&str, &[&str]); 4] = [
    ("Identity", &["identity"]),
    ("Jamf", &["jamf"]),
    ("Tickets", &["ticket"]),
    ("Registers", &["register", "review"]),
];

const LEFT: i32 = 92;
const RIGHT: i32 = 20;
const TOP: i32 = 30;
const LANE: i32 = 54;
/// Marks of one lane nearer than this share a number.
const NEAR: i32 = 20;
/// Labels of the axis nearer than this leave one out.
const LABEL: i32 = 72;
/// A minute is where the scale turns from even to logarithmic.
const UNIT: f64 = 60.0;

/// What the axis may say: seconds from the action, and the words.
const TICKS: [(i64, &str); 10] = [
    (60, "1 min"),
    (600, "10 min"),
    (3_600, "1 h"),
    (21_600, "6 h"),
    (86_400, "1 day"),
    (259_200, "3 days"),
    (604_800, "7 days"),
    (2_592_000, "30 days"),
    (7_776_000, "90 days"),
    (31_536_000, "1 year"),
];

/// The picture of a case over the rows of its timeline, which it numbers from 1; none with fewer than two times.
pub(in crate::report) fn figure(case: &CaseRow, entries: &[&TimelineEntry], grid: Grid) -> Option<Figure> {
    let end =
        case.restored_at.filter(|_| is_interrupted(case) && case.restored_by.as_deref() != Some("censored"));
    let times = entries.iter().map(|entry| entry.at).chain(end);
    let offsets: Vec<f64> = times.map(|at| bent(at - case.done_at)).collect();
    let (low, high) = offsets.iter().fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
    if high - low <= 0.0 {
        return None;
    }
    let scale = Scale { low, high, done_at: case.done_at };
    let used: Vec<(&str, &[&str])> = LANES
        .into_iter()
        .filter(|(_, lanes)| entries.iter().any(|entry| lanes.contains(&entry.lane)))
        .collect();
    let height = TOP + LANE * i32::try_from(used.len()).unwrap_or(0) + 34;
    let height = u32::try_from(height).unwrap_or(0);
    Some(Figure {
        id: "case-timeline".to_owned(),
        title: Shown::new("What happened, before and after the action"),
        finding: Shown::new(&finding(case, entries)),
        drawing: canvas::draw(height, |canvas| draw(canvas, case, (entries, &used), &scale)),
        size: (WIDTH, height),
        grid,
        plot: None,
    })
}

fn is_interrupted(case: &CaseRow) -> bool {
    has_hours(case) && (case.capped || case.restored_at.is_some())
}

fn has_hours(case: &CaseRow) -> bool {
    case.lost_hours.is_some_and(|hours| hours > 0.0) || case.regulated_hours.is_some_and(|hours| hours > 0.0)
}

/// Seconds on the bent scale: even up to a minute, logarithmic beyond, signed.
#[expect(clippy::cast_precision_loss, reason = "seconds of some years")]
fn bent(offset: TimeDelta) -> f64 {
    let seconds = offset.num_seconds() as f64;
    (1.0 + seconds.abs() / UNIT).ln() * seconds.signum()
}

/// Where times lie.
struct Scale {
    low: f64,
    high: f64,
    done_at: Instant,
}

impl Scale {
    #[expect(clippy::cast_possible_truncation, reason = "the result is clamped to the width of the chart")]
    fn at(&self, bent: f64) -> i32 {
        let full = f64::from(i32::try_from(WIDTH).unwrap_or(0) - LEFT - RIGHT);
        LEFT + ((bent - self.low) / (self.high - self.low) * full).round().clamp(0.0, full) as i32
    }

    fn x(&self, at: Instant) -> i32 {
        self.at(bent(at - self.done_at))
    }
}

fn draw(
    canvas: &Canvas<'_>,
    case: &CaseRow,
    (entries, used): (&[&TimelineEntry], &[(&str, &[&str])]),
    scale: &Scale,
) -> bool {
    let bottom = TOP + LANE * i32::try_from(used.len()).unwrap_or(0);
    let done = scale.at(0.0);
    let lanes = (0..).zip(used).all(|(index, (title, lanes))| {
        let middle = TOP + LANE * index + LANE / 2;
        let is_jamf = lanes.contains(&"jamf");
        canvas.line((LEFT, middle), (i32::try_from(WIDTH).unwrap_or(0) - RIGHT, middle), FAINT)
            && canvas.label(title, (LEFT - 12, middle), 13.0, Anchor::End)
            && (!is_jamf || interruption(canvas, case, scale, middle))
            && marks(canvas, scale, middle, numbered(entries, lanes))
    });
    lanes
        && canvas.line((done, TOP - 4), (done, bottom), INK)
        && canvas.label("done", (done, TOP - 14), 12.0, label_side(done))
        && ticks(canvas, scale, bottom)
}

/// At the edges a centred label would be cut.
fn label_side(x: i32) -> Anchor {
    if x < LEFT + 20 {
        Anchor::Start
    } else if x > i32::try_from(WIDTH).unwrap_or(0) - RIGHT - 20 {
        Anchor::End
    } else {
        Anchor::Middle
    }
}

/// The stretch without the device: filled where its end is proved, an outline to the edge where nothing proves it.
fn interruption(canvas: &Canvas<'_>, case: &CaseRow, scale: &Scale, middle: i32) -> bool {
    if !is_interrupted(case) {
        return true;
    }
    let from = (scale.at(0.0), middle + 14);
    match case.restored_at.filter(|_| case.restored_by.as_deref() != Some("censored") && !case.capped) {
        Some(at) => canvas.bar(from, (scale.x(at).max(from.0 + 2), middle + 20), BAR),
        None => canvas.outline(from, (scale.at(scale.high).max(from.0 + 2), middle + 20), FAINT),
    }
}

/// Entries of a lane with their numbers.
fn numbered<'a>(entries: &[&'a TimelineEntry], lanes: &[&str]) -> Vec<(usize, &'a TimelineEntry)> {
    let all = (1..).zip(entries.iter().copied());
    all.filter(|(_, entry)| lanes.contains(&entry.lane)).collect()
}

/// A dot per entry and a number over it; those that lie together share the first and last number.
fn marks(canvas: &Canvas<'_>, scale: &Scale, middle: i32, entries: Vec<(usize, &TimelineEntry)>) -> bool {
    let mut groups: Vec<(i32, Vec<usize>)> = Vec::new();
    for (number, entry) in entries {
        let x = scale.x(entry.at);
        if !canvas.dot((x, middle), 5, BAR) {
            return false;
        }
        match groups.last_mut().filter(|(start, _)| x - *start < NEAR) {
            Some((_, numbers)) => numbers.push(number),
            None => groups.push((x, vec![number])),
        }
    }
    groups.iter().all(|(x, numbers)| canvas.label(&joined(numbers), (*x, middle - 15), 12.0, label_side(*x)))
}

/// `3`, `3–5`, `3, 6`.
fn joined(numbers: &[usize]) -> String {
    match (numbers, numbers.first().zip(numbers.last())) {
        (_, None) => String::new(),
        ([one], _) => one.to_string(),
        ([one, other], _) if other - one > 1 => format!("{one}, {other}"),
        (_, Some((first, last))) => format!("{first}–{last}"),
    }
}

/// The axis: how long before and after the action.
fn ticks(canvas: &Canvas<'_>, scale: &Scale, bottom: i32) -> bool {
    let mut taken = vec![scale.at(0.0)];
    let axis = canvas.line((LEFT, bottom), (i32::try_from(WIDTH).unwrap_or(0) - RIGHT, bottom), INK)
        && canvas.label("0", (scale.at(0.0), bottom + 16), 12.0, label_side(scale.at(0.0)));
    let signed = TICKS.iter().rev().flat_map(|(seconds, words)| [(-seconds, words), (*seconds, words)]);
    axis && signed.into_iter().all(|(seconds, words)| {
        let place = bent(TimeDelta::seconds(seconds));
        let x = scale.at(place);
        if place < scale.low || place > scale.high || taken.iter().any(|other| (other - x).abs() < LABEL) {
            return true;
        }
        taken.push(x);
        let sign = if seconds < 0 { '−' } else { '+' };
        canvas.line((x, bottom), (x, bottom + 5), INK)
            && canvas.label(&format!("{sign}{words}"), (x, bottom + 16), 12.0, label_side(x))
    })
}

/// What the picture shows, in a sentence or two.
fn finding(case: &CaseRow, entries: &[&TimelineEntry]) -> String {
    let what = vocabulary::plain(&case.action_kind);
    let mut words = match case.trigger_at {
        Some(at) if at <= case.done_at => {
            let kind = vocabulary::plain(case.trigger_kind.as_deref().unwrap_or("trigger"));
            format!("The {what} was done {} after its trigger ({kind})", lasting(case.done_at - at))
        }
        Some(at) => format!("The {what} was done {} before its trigger", lasting(at - case.done_at)),
        None => format!("The {what} was done; no trigger is known"),
    };
    if let Some(at) = case.reversal_at {
        let (offset, side) =
            if at < case.done_at { (case.done_at - at, "before") } else { (at - case.done_at, "after") };
        words.push_str(&format!("; the trigger was undone {} {side} it", lasting(offset)));
    }
    let ticket = entries.iter().find(|entry| entry.lane == "ticket" && entry.at >= case.done_at);
    if let Some(entry) = ticket {
        words.push_str(&format!("; the first ticket came {} after it", lasting(entry.at - case.done_at)));
    }
    if is_interrupted(case) {
        words.push_str(&match (case.restored_at, case.restored_by.as_deref()) {
            (Some(at), by) if by != Some("censored") && case.capped => {
                format!(
                    "; it was restored at the latest {} after it (the open bar)",
                    lasting(at - case.done_at)
                )
            }
            (Some(at), by) if by != Some("censored") => {
                format!("; it was restored {} after it (the bar)", lasting(at - case.done_at))
            }
            _ => "; nothing proves its restoration (the open bar)".to_owned(),
        });
    } else if has_hours(case) {
        words.push_str(
            "; such an action has no downtime to be seen, its hours are the figure assumed for its kind",
        );
    }
    format!(
        "{words}. Numbers are those of the rows below; the scale of time is logarithmic on both sides of the {}.",
        name(&what)
    )
}

/// A stretch of time in the unit a reader thinks in.
fn lasting(offset: TimeDelta) -> String {
    let minutes = offset.num_minutes();
    #[expect(clippy::cast_precision_loss, reason = "minutes of some years")]
    let of = |unit: i64| minutes as f64 / unit as f64;
    match minutes {
        ..1 => format!("{} s", offset.num_seconds()),
        1..120 => format!("{minutes} min"),
        120..2_880 => format!("{:.1} h", of(60)),
        _ => format!("{:.1} days", of(1_440)),
    }
}

#[cfg(test)]
#[path = "case_timeline_tests.rs"]
mod tests;
