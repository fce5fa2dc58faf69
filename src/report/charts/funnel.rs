//! Funnel plots: the rate of each owner or workflow against the number judged, between the limits that chance
//! alone keeps to.

use super::{Chart, Places, Plot, Series, Shape, funnel_drawing, ranked};
use crate::{
    rank::{Spread, Standing},
    report::{
        block::{Align, Figure, Grid, Line},
        model::{RankingRow, Review},
        numbers::{self, GAP, count, len, plural},
        owners,
        shown::{Shown, name},
        vocabulary, workflow_name,
    },
};

pub(super) const CHART: Chart = Chart { section: "outliers", build };

/// Rows of the table.
const TOP: usize = 20;

/// A group of rows that are compared with each other.
struct Compared<'a> {
    id: String,
    /// What one row is, in one and in many.
    nouns: (String, String),
    key: &'static str,
    label: fn(&Review, &str) -> String,
    cell: fn(&Review, &str) -> Line,
    rows: Vec<&'a RankingRow>,
}

/// One row with where it lies.
pub(super) struct Point {
    /// Its name.
    pub label: String,
    /// Where it lies.
    pub standing: Standing,
}

fn build(review: &Review) -> Vec<Figure> {
    compared(review).iter().filter_map(|compared| figure(review, compared)).collect()
}

/// Owners by role, then workflows.
fn compared(review: &Review) -> Vec<Compared<'_>> {
    let of_role = |role: &&str| Compared {
        id: format!("funnel-{}", role.replace('_', "-")),
        nouns: (vocabulary::role(role), format!("{}s", vocabulary::role(role))),
        key: "Owner",
        label: owners::label,
        cell: owners::link,
        rows: ranked::rows_of(review, "owner", role),
    };
    let mut all: Vec<Compared<'_>> = vocabulary::ROLES.iter().map(of_role).collect();
    all.push(Compared {
        id: "funnel-workflows".to_owned(),
        nouns: ("workflow".to_owned(), "workflows".to_owned()),
        key: "Workflow",
        label: |_, key| name(key),
        cell: workflow_name::line,
        rows: ranked::rows_of(review, "workflow", ""),
    });
    all
}

/// Why some of them have no plot, in a sentence each.
pub(crate) fn absent(review: &Review) -> Vec<Line> {
    let without = |compared: &Compared<'_>| {
        if spread(compared).is_some() {
            return None;
        }
        let enough = len(compared.rows.iter().filter(|row| row.rank.is_some()).count());
        let why = if compared.rows.iter().all(|row| row.false_positives == 0) {
            "no false positive counts for any of them".to_owned()
        } else if enough < 3 {
            format!(
                "a funnel needs three with {} each; {} so many",
                plural(review.config.rank.min_cases, "judged case", "judged cases"),
                if enough == 1 { "1 has".to_owned() } else { format!("{} have", count(enough)) }
            )
        } else {
            "every judged case is a false positive, so none differs".to_owned()
        };
        Some(Line::default().strong(&compared.nouns.1).text(&format!(": not compared, as {why}.")))
    };
    compared(review).iter().filter_map(without).collect()
}

/// Ranked rows against the rate of all rows, those too few to rank included.
fn spread(compared: &Compared<'_>) -> Option<Spread> {
    let sum = |sum: (u64, u64), row: &&RankingRow| (sum.0 + row.false_positives, sum.1 + row.judged);
    let common = compared.rows.iter().fold((0, 0), sum);
    let ranked = compared.rows.iter().filter(|row| row.rank.is_some());
    let groups: Vec<(u64, u64)> = ranked.map(|row| (row.false_positives, row.judged)).collect();
    Spread::of(&groups, common)
}

fn figure(review: &Review, compared: &Compared<'_>) -> Option<Figure> {
    let spread = spread(compared)?;
    let ranked = compared.rows.iter().filter(|row| row.rank.is_some());
    let mut rows: Vec<(&RankingRow, Standing)> =
        ranked.copied().zip(spread.standings.iter().copied()).collect();
    // Sorted by what stands out most; the order of ranking breaks ties.
    rows.sort_by(|a, b| a.1.p_adjusted.total_cmp(&b.1.p_adjusted).then(a.1.p_value.total_cmp(&b.1.p_value)));
    let point = |(row, standing): &(&RankingRow, Standing)| Point {
        label: (compared.label)(review, &row.key),
        standing: *standing,
    };
    let points: Vec<Point> = rows.iter().map(point).collect();
    let (drawing, size) = funnel_drawing::draw(&spread, &points);
    let title = format!("Funnel of {}", compared.nouns.1);
    Some(Figure {
        id: compared.id.clone(),
        finding: Shown::new(&finding(&spread, &points, compared)),
        grid: grid(review, &title, compared, (&spread, &rows)),
        title: Shown::new(&title),
        drawing,
        size,
        plot: Some(plot(&spread, &points)),
    })
}

fn finding(spread: &Spread, points: &[Point], compared: &Compared<'_>) -> String {
    let out = |at: &'static str| {
        let of_side = points.iter().filter(move |point| point.standing.stands_out());
        of_side.filter(move |point| side(spread, &point.standing) == at).collect::<Vec<&Point>>()
    };
    let sides: Vec<String> =
        ["above", "below"].into_iter().filter_map(|at| on_one_side(at, &out(at))).collect();
    let of = plural(len(points.len()), &compared.nouns.0, &compared.nouns.1);
    let rate = numbers::percent(spread.rate);
    let mut words = if sides.is_empty() {
        format!("None of {of} differs from the common rate of {rate} by more than chance.")
    } else {
        format!("Of {of}, by more than chance: {} the common rate of {rate}.", sides.join("; "))
    };
    words.push(' ');
    words.push_str(&dispersion(spread));
    words
}

/// `2 above, most clearly team:identity`.
fn on_one_side(at: &str, out: &[&Point]) -> Option<String> {
    let first = out.first()?;
    let clearly = if out.len() > 1 { "most clearly " } else { "" };
    Some(format!("{} {at} ({clearly}{})", count(len(out.len())), first.label))
}

/// What over-dispersion does to the limits.
fn dispersion(spread: &Spread) -> String {
    let found = spread.dispersion;
    let phi = format!("φ{GAP}={GAP}{:.1}", found.phi);
    if found.is_taken() {
        format!(
            "Together they vary {:.1} times as much as chance explains ({phi}), so limits and tests are stretched by √φ{GAP}={GAP}{:.1}.",
            found.phi,
            found.stretch()
        )
    } else if found.points < 10 {
        format!("Over-dispersion ({phi}) is stated and not taken into the limits, which needs 10 points.")
    } else {
        format!("Together they vary no more than chance allows ({phi}), so the limits are the exact ones.")
    }
}

/// `above` or `below` the common rate.
fn side(spread: &Spread, standing: &Standing) -> &'static str {
    let rate = numbers::wilson(standing.hits, standing.of, 0.95).map_or(0.0, |rate| rate.value);
    if rate > spread.rate { "above" } else { "below" }
}

fn grid(
    review: &Review,
    title: &str,
    compared: &Compared<'_>,
    (spread, rows): (&Spread, &[(&RankingRow, Standing)]),
) -> Grid {
    use Align::{Left, Right};
    let mut grid = Grid::new(
        &format!("{title}, in figures"),
        &[
            (compared.key, Left),
            ("Wrong of judged", Right),
            ("95 % limits", Right),
            ("99.8 % limits", Right),
            ("p", Right),
            ("p, adjusted", Right),
            ("Stands out", Left),
        ],
    );
    let limits = |of: u64, share: f64| {
        spread.limits(of, share).map_or_else(|| "–".to_owned(), |(low, high)| numbers::range(low, high))
    };
    let cells = |(row, standing): &(&RankingRow, Standing)| -> Vec<Line> {
        let share = numbers::wilson(standing.hits, standing.of, review.config.rank.confidence);
        vec![
            (compared.cell)(review, &row.key),
            share.map_or_else(|| numbers::NONE_JUDGED.to_owned(), |share| numbers::share(&share)).into(),
            limits(standing.of, 0.95).into(),
            limits(standing.of, 0.998).into(),
            p_value(standing.p_value).into(),
            p_value(standing.p_adjusted).into(),
            if standing.stands_out() { side(spread, standing) } else { "no" }.into(),
        ]
    };
    grid.rows = rows.iter().take(TOP).map(cells).collect();
    // Those too few to be compared are among the others.
    grid.pointing_to(compared.rows.len(), "tables/rankings.csv")
}

/// `0.031`, `<0.001`.
fn p_value(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

/// The rate of each point over the number judged, with the common rate and the limits at that number.
pub(super) fn plot(spread: &Spread, points: &[Point]) -> Plot {
    let mut points: Vec<&Standing> = points.iter().map(|point| &point.standing).collect();
    points.sort_by_key(|standing| (standing.of, standing.hits));
    let limit = |share: f64, is_upper: bool| {
        let of = |standing: &&Standing| {
            spread.limits(standing.of, share).map(|(low, high)| if is_upper { high } else { low })
        };
        points.iter().map(of).collect::<Vec<_>>()
    };
    let rate =
        |standing: &&Standing| numbers::wilson(standing.hits, standing.of, 0.95).map(|rate| rate.value);
    #[expect(clippy::cast_precision_loss, reason = "a count of cases as a place on an axis")]
    let judged = points.iter().map(|standing| standing.of as f64).collect();
    Plot {
        shape: Shape::Points,
        places_name: "Judged".to_owned(),
        places: Places::Numbers(judged),
        series: vec![
            Series::marks("Rate", points.iter().map(rate).collect()),
            Series::line("Common rate", points.iter().map(|_| Some(spread.rate)).collect()),
            Series::line("Lower 95 % limit", limit(0.95, false)),
            Series::line("Upper 95 % limit", limit(0.95, true)),
            Series::line("Lower 99.8 % limit", limit(0.998, false)),
            Series::line("Upper 99.8 % limit", limit(0.998, true)),
        ],
    }
}
