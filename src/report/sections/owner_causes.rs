//! Who answers for what: owners against causes, as a heat table.

use std::collections::BTreeMap;

use super::Section;
use crate::{
    judge,
    report::{
        block::{Align, Block, Grid, Line},
        model::Review,
        numbers::{self, count, plural},
        owners,
        shown::name,
        vocabulary,
    },
};

pub(super) const SECTION: Section = Section { id: "owner-causes", title: "Owners by cause", build };

/// Owners shown; the others stand in `tables/cases`.
const TOP: usize = 15;

/// False positives of an owner by cause.
type ByCause<'a> = BTreeMap<&'a str, u64>;

fn build(review: &Review) -> Vec<Block> {
    let owners = by_owner(review);
    if owners.is_empty() {
        return vec![Block::paragraph("No false positive was found, so nobody answers for one.")];
    }
    let causes = causes_of(&owners);
    let largest = owners.iter().flat_map(|(_, causes)| causes.values()).copied().max().unwrap_or(0);
    let mut columns = vec![("Accountable owner", Align::Left)];
    columns.extend(causes.iter().map(|cause| (*cause, Align::Right)));
    columns.push(("All", Align::Right));
    let mut grid =
        Grid::new("False positives by accountable owner and cause; the more, the darker", &columns);
    let cells = |(owner, by_cause): &(&str, ByCause<'_>)| -> Vec<Line> {
        let cell = |cause: &&str| match by_cause.get(cause) {
            Some(n) => Line::default().shaded(*n, largest),
            None => "–".into(),
        };
        let mut row = vec![owners::link(review, owner)];
        row.extend(causes.iter().map(cell));
        row.push(count(by_cause.values().sum()).into());
        row
    };
    grid.rows = owners.iter().take(TOP).map(cells).collect();
    vec![
        Block::paragraph(&finding(review, &owners)),
        Block::Grid(grid.pointing_to(owners.len(), "tables/cases.csv")),
    ]
}

/// Owners with false positives, most first; ties by their key.
fn by_owner(review: &Review) -> Vec<(&str, ByCause<'_>)> {
    let mut owners: BTreeMap<&str, ByCause<'_>> = BTreeMap::new();
    for case in &review.cases {
        if let (Some(cause), Some(owner)) = (case.cause.as_deref(), case.accountable_owner.as_deref()) {
            *owners.entry(owner).or_default().entry(cause).or_default() += 1;
        }
    }
    let mut owners: Vec<(&str, ByCause<'_>)> = owners.into_iter().collect();
    owners.sort_by_key(|(_, causes)| std::cmp::Reverse(causes.values().sum::<u64>()));
    owners
}

/// The causes that occur, most first; ties in the order of the rules.
fn causes_of(owners: &[(&str, ByCause<'_>)]) -> Vec<&'static str> {
    let of = |cause: &str| owners.iter().filter_map(|(_, causes)| causes.get(cause)).sum::<u64>();
    let mut causes: Vec<&'static str> =
        judge::known_causes().into_iter().filter(|cause| of(cause) > 0).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(of(cause)));
    causes
}

/// Where most of it lies, in a sentence.
fn finding(review: &Review, owners: &[(&str, ByCause<'_>)]) -> String {
    let cells =
        owners.iter().flat_map(|(owner, causes)| causes.iter().map(move |(cause, n)| (*n, *owner, *cause)));
    let Some((n, owner, cause)) = cells.reduce(|best, cell| if cell.0 > best.0 { cell } else { best }) else {
        return String::new();
    };
    let total: u64 = owners.iter().flat_map(|(_, causes)| causes.values()).sum();
    let meaning = vocabulary::cause(cause).map_or_else(String::new, |words| format!(": {words}"));
    format!(
        "Most lies with {} under {}{meaning}; {} of {}. {} for {}.",
        owners::label(review, owner),
        name(cause),
        count(n),
        plural(total, "false positive", "false positives"),
        if owners.len() == 1 {
            "One owner answers".to_owned()
        } else {
            format!("{} owners answer", count(numbers::len(owners.len())))
        },
        if total == 1 { "it" } else { "them all" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Size};

    #[test]
    fn every_false_positive_stands_in_one_cell() {
        let review = sample::review(&Size::small());
        let owners = by_owner(&review);
        let shown: u64 = owners.iter().flat_map(|(_, causes)| causes.values()).sum();
        let wrong = review.cases.iter().filter(|case| case.verdict == "false_positive").count();
        assert_eq!(shown, wrong as u64);
        assert!(
            owners
                .windows(2)
                .all(|pair| { pair[0].1.values().sum::<u64>() >= pair[1].1.values().sum::<u64>() })
        );
    }

    #[test]
    fn without_false_positives_there_is_a_sentence_and_no_table() {
        let blocks = build(&sample::review(&Size { wrong_every: 0, ..Size::small() }));
        assert!(matches!(blocks[..], [Block::Paragraph(_)]));
    }

    #[test]
    fn grounds_follow_shares_and_nothing_that_is_there_is_groundless() {
        for (figure, largest, expected) in
            [(1, 100, 1), (25, 100, 1), (26, 100, 2), (50, 100, 2), (100, 100, 4), (1, 1, 4)]
        {
            let line = Line::default().shaded(figure, largest);
            let crate::report::block::Inline::Shaded { level, .. } = line.0[0] else { panic!("no ground") };
            assert_eq!(level, expected, "{figure} of {largest}");
        }
    }
}
