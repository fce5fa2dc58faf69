//! The common form of charts made of ranking rows: longest disruption first, one table row per bar.

use super::{
    Plot, Shape,
    bars::{self, Bar},
};
use crate::report::{
    block::{Align, Figure, Grid, Line},
    bounds::Capped,
    model::{CaseRow, RankingRow, Review},
    numbers::{self, count, hours, plural},
    shown::Shown,
    wording,
};

/// Most rows that a board reads.
pub(crate) const TOP: usize = 10;

/// In place of a rank where no false positive is charged: the tables number everybody, and the last number is no reproach.
pub(crate) const NO_HARM: &str = "no harm";

/// Which hours a chart shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Person-hours, or false positives where no hours were lost.
    PersonHours,
    /// Regulated hours.
    RegulatedHours,
}

/// What one ranked chart is called and shows.
pub(crate) struct Ranked<'a> {
    /// Id of the figure on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// Header of the first column.
    pub key: &'static str,
    /// What the bars show.
    pub measure: Measure,
    /// Makes the first cell, for example a link to the owner's page.
    pub cell: fn(&Review, &str) -> Line,
    /// Names a bar.
    pub label: fn(&Review, &str) -> String,
    /// Rows of one dimension and role, in ranking order.
    pub rows: Vec<&'a RankingRow>,
}

/// Rows of a dimension (and role), in their ranking order.
pub(crate) fn rows_of<'a>(review: &'a Review, dimension: &str, role: &str) -> Vec<&'a RankingRow> {
    review.rankings.iter().filter(|row| row.dimension == dimension && row.role == role).collect()
}

/// The figure; `None` when no row has a false positive.
pub(crate) fn figure(review: &Review, ranked: &Ranked<'_>) -> Option<Figure> {
    if ranked.rows.iter().all(|row| row.false_positives == 0) {
        return None;
    }
    let mut rows = ranked.rows.clone();
    if ranked.measure == Measure::RegulatedHours {
        // Scopes are many; those in which nothing was wrong would bury the others.
        rows.retain(|row| row.false_positives > 0);
    }
    let shown: Vec<&RankingRow> = shown_rows(&rows, ranked.measure);
    let by_hours =
        ranked.measure == Measure::RegulatedHours || shown.iter().any(|row| row.person_hours > 0.0);
    let mut bars: Vec<Bar> = shown.iter().map(|row| bar(review, ranked, row, by_hours)).collect();
    // The title names what bars show, so they are ordered by it; the table below is in the order of ranks.
    bars.sort_by(|a, b| b.value.total_cmp(&a.value));
    let (drawing, size) = bars::draw(&bars);
    Some(Figure {
        id: ranked.id.clone(),
        title: Shown::new(&ranked.title),
        finding: Shown::new(&finding(review, &shown, ranked)),
        drawing,
        size,
        grid: grid(review, ranked, &shown, rows.len() < ranked.rows.len()),
        plot: Some(Plot::of_names(
            Shape::Bars,
            ranked.key,
            unit(ranked.measure, by_hours),
            bars::values(&bars),
        )),
    })
}

/// The first rows in ranking order; those too few to rank follow by harm, so that none is hidden.
fn shown_rows<'a>(rows: &[&'a RankingRow], measure: Measure) -> Vec<&'a RankingRow> {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|a, b| {
        let place = |row: &RankingRow| row.rank.unwrap_or(u32::MAX);
        let harm = |row: &RankingRow| value(row, measure);
        place(a)
            .cmp(&place(b))
            .then(harm(b).total_cmp(&harm(a)))
            .then(b.false_positives.cmp(&a.false_positives))
            .then(a.key.cmp(&b.key))
    });
    let n_ranked = sorted.iter().filter(|row| row.rank.is_some()).count();
    if sorted.len() > TOP && n_ranked >= TOP {
        // The worst of those too few to rank must not vanish behind the ranked ones.
        let unranked = sorted.split_off(n_ranked);
        let harmful = unranked.into_iter().filter(|row| row.false_positives > 0).take(3);
        sorted.truncate(TOP);
        sorted.extend(harmful);
    } else {
        sorted.truncate(TOP);
    }
    sorted
}

fn value(row: &RankingRow, measure: Measure) -> f64 {
    match measure {
        Measure::PersonHours => row.person_hours,
        Measure::RegulatedHours => row.regulated_hours,
    }
}

fn bar(review: &Review, ranked: &Ranked<'_>, row: &RankingRow, by_hours: bool) -> Bar {
    let wrong = match row.judged {
        0 => numbers::NONE_JUDGED.to_owned(),
        judged => format!("{} of {} wrong", count(row.false_positives), count(judged)),
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of cases as the length of a bar")]
    let (value, figures) = if by_hours {
        let value = value(row, ranked.measure);
        (value, format!("{} h, {wrong}", hours(value)))
    } else {
        (row.false_positives as f64, wrong)
    };
    Bar { label: (ranked.label)(review, &row.key), value, figures, is_faint: row.rank.is_none() }
}

/// What a bar counts.
fn unit(measure: Measure, by_hours: bool) -> &'static str {
    match (by_hours, measure) {
        (false, _) => "False positives",
        (true, Measure::PersonHours) => "Person-hours",
        (true, Measure::RegulatedHours) => "Regulated hours",
    }
}

fn finding(review: &Review, shown: &[&RankingRow], ranked: &Ranked<'_>) -> String {
    let Some(first) = shown
        .iter()
        .max_by(|a, b| {
            value(a, ranked.measure)
                .total_cmp(&value(b, ranked.measure))
                .then(a.false_positives.cmp(&b.false_positives))
                .then(b.key.cmp(&a.key))
        })
        .filter(|row| row.false_positives > 0)
    else {
        return "No false positive is shown.".to_owned();
    };
    let (total, unit): (f64, &str) = match ranked.measure {
        Measure::PersonHours => (ranked.rows.iter().map(|row| row.person_hours).sum(), "person-hours"),
        Measure::RegulatedHours => {
            (ranked.rows.iter().map(|row| row.regulated_hours).sum(), "regulated hours")
        }
    };
    let most = value(first, ranked.measure);
    let judged = match first.judged {
        0 => numbers::NONE_JUDGED.to_owned(),
        judged => format!("wrong: {} of {} judged", count(first.false_positives), count(judged)),
    };
    if most > 0.0 {
        // Scopes overlap, so their sum is not a whole of which one could be a share.
        let of = if ranked.measure == Measure::PersonHours {
            format!(" of {}{}", hours(total), unproven(review, first))
        } else {
            String::new()
        };
        format!("Most {unit}: {}, {}{of}; {judged}.", (ranked.label)(review, &first.key), hours(most))
    } else {
        format!(
            "No {unit} were lost; {} has most false positives: {judged}.",
            (ranked.label)(review, &first.key)
        )
    }
}

/// `, 85.0 of them in 1 case whose restoration nothing proves`: who stands first by such hours stands there by a cap.
fn unproven(review: &Review, row: &RankingRow) -> String {
    let is_of = |case: &&CaseRow| match row.dimension.as_str() {
        "owner" => {
            case.accountable_owner.as_deref() == Some(&row.key)
                && case.accountable_role.as_deref() == Some(&row.role)
        }
        "device_class" => case.device_class.as_deref() == Some(&row.key),
        _ => false,
    };
    let capped = Capped::of(review.cases.iter().filter(is_of));
    if capped.person_hours <= 0.0 {
        return String::new();
    }
    format!(
        ", {} of them in {} whose restoration nothing proves",
        hours(capped.person_hours),
        plural(capped.cases, "case", "cases")
    )
}

fn grid(review: &Review, ranked: &Ranked<'_>, shown: &[&RankingRow], is_filtered: bool) -> Grid {
    use Align::{Left, Right};
    let is_usual = (review.config.rank.confidence - 0.95).abs() < 1e-9;
    let mut columns = vec![
        (ranked.key, Left),
        ("Rank", Right),
        ("Wrong of judged", Right),
        (if is_usual { "95 % interval" } else { "Interval" }, Right),
        ("Undetermined", Right),
        ("Person-hours", Right),
        ("Regulated hours", Right),
        ("Data losses", Right),
    ];
    let has_places = shown.iter().any(|row| row.rate_place_low.is_some());
    if has_places {
        columns.insert(2, ("Place by rate", Right));
    }
    let has_change = review.previous.is_some();
    if has_change {
        columns.push(("Change, percentage points", Right));
    }
    let mut grid = Grid::new(&format!("{}, in figures", ranked.title), &columns);
    let cells = |row: &&RankingRow| {
        let mut cells = cells(row, (ranked.cell)(review, &row.key), has_change);
        if has_places {
            cells.insert(2, place_by_rate(row).into());
        }
        cells
    };
    grid.rows = shown.iter().map(cells).collect();
    let mut grid = grid.pointing_to(ranked.rows.len(), "tables/rankings.csv");
    if is_filtered {
        grid.rest = grid.rest.map(|rest| rest.text(" Rows without a false positive are not shown here."));
    }
    grid
}

/// `2–5`: the places between which a row lies when rows are ordered by their true rates.
pub(crate) fn place_by_rate(row: &RankingRow) -> String {
    match row.rate_place_low.zip(row.rate_place_high) {
        Some((low, high)) if low == high => low.to_string(),
        Some((low, high)) => format!("{low}–{high}"),
        None => "–".to_owned(),
    }
}

fn cells(row: &RankingRow, first: Line, has_change: bool) -> Vec<Line> {
    let interval = match (row.rate_low, row.rate_high) {
        (Some(low), Some(high)) => numbers::range_of(row.judged, low, high),
        _ => "–".to_owned(),
    };
    let rank = row.rank.map_or_else(
        || "too few".to_owned(),
        |rank| match (row.false_positives, row.note.as_str()) {
            (0, "") => NO_HARM.to_owned(),
            (0, note) => format!("{NO_HARM} ({note})"),
            (_, "") => rank.to_string(),
            (_, note) => format!("{rank} ({note})"),
        },
    );
    let wrong = match row.rate.filter(|_| row.judged >= numbers::MIN_FOR_PERCENT) {
        Some(rate) => {
            format!("{} of {} ({})", count(row.false_positives), count(row.judged), numbers::percent(rate))
        }
        None => numbers::of_judged(row.false_positives, row.judged),
    };
    let mut cells = vec![
        first,
        rank.into(),
        wrong.into(),
        interval.into(),
        wording::undetermined(row).into(),
        hours(row.person_hours).into(),
        hours(row.regulated_hours).into(),
        count(row.data_losses).into(),
    ];
    if has_change {
        cells.push(row.change.map_or_else(|| "–".to_owned(), numbers::points).into());
    }
    cells
}
