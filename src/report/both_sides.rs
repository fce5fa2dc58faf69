//! False positives and containment in one table: whoever lowers the one sees what it does to the other.

use super::{
    block::{Align, Block, Grid, Line},
    model::{Rate, Review, SideRow},
    numbers::{MIN_FOR_PERCENT, count, level, percent, plural, range},
    times, wording,
};

/// What stands under such a table, in two paragraphs.
pub(super) fn legend() -> [Block; 2] {
    [
        "Wrong are false positives, right are true positives, both of the judged actions; for the holder of a role wrong are \
        those whose cause is that role's, so that benign ones and those somebody else answers for are in neither. Within \
        target are right actions done inside the containment target of their workflow, of those with a certain trigger.",
        "The time to act runs from the trigger to the action; missed triggers, until something else contained them, and \
        commands still pending count as waiting, so it can be not reached. Missed are triggers that stood for 7 days without \
        an action of their workflow, of those that should have led to one; left open are missed ones that no other action \
        contained.",
    ]
    .map(Block::paragraph)
}

/// A row per group; `named` makes its first cell.
pub(super) fn grid<'a>(
    review: &Review,
    caption: &str,
    first: &'static str,
    rows: impl Iterator<Item = &'a SideRow>,
    named: impl Fn(&SideRow) -> Line,
) -> Grid {
    use Align::Left;
    let caption = format!("{caption}, with {} intervals", level(review.config.rank.confidence));
    let mut grid = Grid::new(
        &caption,
        &[
            (first, Left),
            ("Wrong of judged", Left),
            ("Right of judged", Left),
            ("Half acted on within", Left),
            ("Nine of ten within", Left),
            ("Within target", Left),
            ("Missed triggers", Left),
        ],
    );
    grid.rows = rows
        .map(|row| {
            vec![
                named(row),
                share(row.false_positives).into(),
                share(row.true_positives).into(),
                times::quantile(&row.median, row.n_timed).into(),
                times::quantile(&row.p90, row.n_timed).into(),
                share(row.within_target).into(),
                missed(row).into(),
            ]
        })
        .collect();
    grid
}

/// `31 of 412 (7.5 %; 5.4–10.5 %)`; under 20 the count alone; a dash where nothing could be counted.
pub(super) fn share(rate: Option<Rate>) -> String {
    let Some(rate) = rate else { return "–".to_owned() };
    let plain = format!("{} of {}", count(rate.hits), count(rate.of));
    if rate.of < MIN_FOR_PERCENT {
        return plain;
    }
    format!("{plain} ({}; {})", percent(rate.value), range(rate.low, rate.high))
}

/// Missed triggers, and how many of them nothing contained: `8 of 45 (17.8 %; 9.3–31.3 %); 1 left open`.
fn missed(row: &SideRow) -> String {
    let open = row.left_open.filter(|_| row.missed.is_some_and(|rate| rate.hits > 0));
    let open = open.map_or_else(String::new, |rate| format!("; {} left open", count(rate.hits)));
    format!("{}{open}", share(row.missed))
}

/// Why fewer right actions are held against a target than there are; nothing where all are.
pub(super) fn untimed(row: &SideRow) -> String {
    let (Some(right), Some(timed)) = (row.true_positives, row.within_target) else { return String::new() };
    let mut said = String::new();
    let mut say = |n: u64, what: &str| {
        if n > 0 {
            let verbs = if n == 1 { ("has", "is") } else { ("have", "are") };
            let actions = plural(right.hits, "right action", "right actions");
            said.push_str(&format!(
                " {} of {actions} {} no {what} and {} not among them.",
                count(n),
                verbs.0,
                verbs.1
            ));
        }
    };
    say(right.hits.saturating_sub(row.n_acted), "certain trigger");
    say(row.n_acted.saturating_sub(timed.of), "workflow and hence no target");
    said
}

/// The whole.
pub(super) fn whole(review: &Review) -> Option<&SideRow> {
    review.sides.iter().find(|row| row.dimension == "all")
}

/// The other side of a share of false positives, in one line: `other side: 355 of 376 right actions within target (…),
/// 10 of 386 triggers missed (…)`.
pub(super) fn beside(row: &SideRow) -> String {
    let noun = |of: u64, one: &'static str, many: &'static str| if of == 1 { one } else { many };
    let within = row.within_target.map_or_else(
        || "no right action has a trigger and a target".to_owned(),
        |rate| {
            let actions = noun(rate.of, "right action", "right actions");
            let untimed = row.true_positives.map_or(0, |right| right.hits.saturating_sub(rate.of));
            let untimed = match untimed {
                0 => String::new(),
                1 => ", 1 more has no certain trigger or target".to_owned(),
                n => format!(", {} more have no certain trigger or target", count(n)),
            };
            format!("{} {actions} within target{untimed}", share(Some(rate)))
        },
    );
    let missed = row.missed.map_or_else(
        || "no trigger was due".to_owned(),
        |rate| {
            let split = row.left_open.filter(|open| open.hits < rate.hits);
            let split = split.map_or_else(String::new, |open| {
                format!(", {}", wording::missed_split(rate.hits, open.hits))
            });
            format!("{} {} missed{split}", share(Some(rate)), noun(rate.of, "trigger", "triggers"))
        },
    );
    format!("the other side: {within}; {missed}")
}
