//! How firm an owner's rank is, in one sentence: what it would be under other settings of judging.

use crate::report::{
    block::{Block, Line},
    model::{Review, SensitivityRow, VariantRow},
    numbers::{count, plural},
    vocabulary,
};

/// The sentence, one part per role; nothing where no role is ranked here.
pub(super) fn sensitivity(review: &Review, owner: &str) -> Option<Block> {
    let rows: Vec<&SensitivityRow> = review.sensitivity.iter().filter(|row| row.key == owner).collect();
    if rows.is_empty() {
        return None;
    }
    let parts: Vec<String> = rows.into_iter().map(part).collect();
    let text = format!(
        "With the prior, the bits of all rules, and each threshold and window halved or raised by half, one at a time: {}.",
        parts.join("; ")
    );
    let line = Line::default().strong("How firm this is. ").text(&text);
    Some(Block::Paragraph(line.join(movers(review, owner))))
}

/// Which settings move a rank held here, those that only change the count left out.
fn movers(review: &Review, owner: &str) -> Line {
    let now = |row: &VariantRow| {
        let as_is = review.sensitivity.iter().find(|own| own.key == row.key && own.role == row.role);
        as_is.and_then(|own| own.rank)
    };
    let moved = review.variants.iter().filter(|row| row.key == owner && row.rank != now(row));
    let mut names: Vec<String> = Vec::new();
    for row in moved {
        let name = format!("{} ({})", row.setting, row.moved);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Line::default();
    }
    let moved = format!(" What moves a rank: {}; ", names.join(", "));
    Line::default().text(&moved).file("tables/sensitivity.csv").text(" has each with its rank and count.")
}

fn part(row: &SensitivityRow) -> String {
    let role = vocabulary::role(&row.role);
    let counted = if row.fewest == row.most {
        plural(row.most, "false positive", "false positives")
    } else {
        let now = count(row.false_positives);
        let most = plural(row.most, "false positive", "false positives");
        format!("{} to {most} (now {now})", count(row.fewest))
    };
    let (Some(first), Some(last)) = (row.first_rank, row.last_rank) else {
        return format!("as {role} never enough judged cases to rank, {counted}");
    };
    if row.most == 0 {
        return format!("as {role} no false positive and hence no harm under any of them");
    }
    let ranks = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let now = match row.rank {
        Some(_) if first == last => String::new(),
        Some(rank) => format!(" (now {rank})"),
        None => " (now not ranked)".to_owned(),
    };
    let unranked = match row.unranked {
        0 => String::new(),
        n => format!(", too few to rank under {}", plural(n, "setting", "settings")),
    };
    format!("as {role} rank {ranks}{now}{unranked}, {counted}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Size};

    fn row() -> SensitivityRow {
        SensitivityRow {
            role: "control_owner".to_owned(),
            key: "team:identity".to_owned(),
            rank: Some(2),
            first_rank: Some(1),
            last_rank: Some(3),
            unranked: 0,
            false_positives: 7,
            fewest: 5,
            most: 9,
        }
    }

    fn said(rows: Vec<SensitivityRow>) -> Option<String> {
        let review = Review { sensitivity: rows, ..sample::review(&Size::small()) };
        sensitivity(&review, "team:identity").map(|block| format!("{block:?}"))
    }

    #[test]
    fn rank_and_false_positives_stand_with_their_range_per_role() {
        let other = SensitivityRow { key: "team:endpoint".to_owned(), ..row() };
        let steady = SensitivityRow {
            role: "execution_owner".to_owned(),
            first_rank: Some(2),
            last_rank: Some(2),
            fewest: 7,
            most: 7,
            ..row()
        };
        let text = said(vec![row(), steady, other]).unwrap();
        assert!(
            text.contains(
                "as control owner rank 1 to 3 (now 2), 5 to 9 false positives (now 7); as execution"
            )
        );
        assert!(text.contains("as execution owner rank 2, 7 false positives."), "{text}");
    }

    #[test]
    fn the_settings_that_move_a_rank_are_named_once_and_those_that_move_only_counts_are_not() {
        let moved = |role: &str, setting: &str, rank| VariantRow {
            role: role.to_owned(),
            key: "team:identity".to_owned(),
            setting: setting.to_owned(),
            moved: "half".to_owned(),
            rank,
            false_positives: 5,
        };
        let exception = SensitivityRow { role: "exception_owner".to_owned(), ..row() };
        let review = Review {
            sensitivity: vec![row(), exception],
            variants: vec![
                moved("control_owner", "bits", Some(2)),
                moved("control_owner", "max_delay", Some(3)),
                moved("control_owner", "min_cases", None),
                moved("exception_owner", "max_delay", Some(1)),
            ],
            ..sample::review(&Size::small())
        };
        let text = format!("{:?}", sensitivity(&review, "team:identity").unwrap());
        assert!(text.contains("What moves a rank: max_delay (half), min_cases (half); \")), Link"), "{text}");
        assert!(text.contains("href: \"tables/sensitivity.csv\""), "{text}");
    }

    #[test]
    fn an_owner_without_a_rank_is_told_so_and_one_without_rows_nothing() {
        let never = SensitivityRow { rank: None, first_rank: None, last_rank: None, unranked: 8, ..row() };
        assert!(said(vec![never]).unwrap().contains("as control owner never enough judged cases to rank"));
        let seldom = SensitivityRow { rank: None, unranked: 7, ..row() };
        let text = said(vec![seldom]).unwrap();
        assert!(text.contains("rank 1 to 3 (now not ranked), too few to rank under 7 settings"), "{text}");
        assert_eq!(said(Vec::new()), None);
    }
}
