//! Containment beside false positives, lengths of time, and money only where an hour has a price.

use super::{pages, readers::section, report, text};
use crate::report::{
    model::{QuantileHours, Review},
    sample::{self, Size},
};

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn part(review: &Review, path: &str, id: &str) -> String {
    plain(&section(&report(review), path, id).unwrap_or_else(|| panic!("no {id} in {path}")))
}

#[test]
fn the_board_shows_both_sides_of_the_whole_and_of_every_workflow() {
    let review = sample::review(&Size::small());
    let figures = part(&review, "index.html", "figures");
    assert!(figures.contains("the other side: ") && figures.contains("triggers missed"), "{figures}");
    let found = part(&review, "index.html", "containment");
    for words in [
        "Both sides of every workflow, with 95 % intervals",
        "Right of judged",
        "Nine of ten within",
        "9 min (7 min to 12 min)",
        "54 min (42 min to not reached)",
        "Missed triggers, which stood for 7 days",
        "Share of triggers still waiting for their action",
        "missed or pending, count as waiting until contained otherwise.",
        "2 of 114 (1.8 %; 0.5–6.2 %); 1 left open",
        "1 of them contained by another action; 3 left open. Missed and contained by nothing: ",
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
}

#[test]
fn an_owner_sees_what_their_workflows_contain_beside_what_they_get_wrong() {
    let review = sample::review(&Size::small());
    let files = report(&review);
    let with_sides: Vec<&str> = pages(&files)
        .filter(|(path, html)| {
            path.starts_with("owners/") && html.contains("By role, while it was held here")
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(with_sides.len(), 5, "{with_sides:?}");
    let found = plain(&section(&files, with_sides[0], "sides").unwrap());
    assert!(found.contains("Within target") && found.contains("Wrong are false positives"), "{found}");
}

#[test]
fn interruptions_are_shown_as_a_curve_and_by_kind_and_class_for_the_auditor() {
    let review = sample::review(&Size::small());
    let board = part(&review, "index.html", "restoration");
    assert!(board.contains("Of 27 interruptions half were over within 30.0 h (18.0 h to 42.0 h), nine of ten within 2.2 days ("), "{board}");
    assert!(board.contains("without proof of an end by now count as lasting."), "{board}");
    let audit = part(&review, "audit.html", "times");
    for words in [
        "Time to restore of false positives",
        "Time to act of what was right",
        "too few (4 of 6)",
        "device class lab_mac",
    ] {
        assert!(audit.contains(words), "{words}: {audit}");
    }
}

#[test]
fn too_few_and_nothing_at_all_are_said_and_draw_no_curve() {
    let mut review = sample::review(&Size::small());
    review.survival.restore.clear();
    for row in &mut review.survival.rows {
        (row.n, row.events, row.censored) = (4, 4, 0);
        (row.median, row.p90) = (QuantileHours::default(), QuantileHours::default());
    }
    let found = part(&review, "index.html", "restoration");
    assert!(
        found.contains("4 false positives with downtime are too few for a median: 6 are needed"),
        "{found}"
    );
    assert!(!found.contains("svg"), "{found}");
    review.survival.rows.clear();
    let found = part(&review, "index.html", "restoration");
    assert!(found.contains("No false positive of this period made anything unusable."), "{found}");
    let found = part(&review, "index.html", "containment");
    assert!(found.contains("The time from trigger to action is unknown"), "{found}");
}

/// The values of the last column of a table, header first.
fn last_column(csv: &str) -> Vec<&str> {
    csv.lines().map(|line| line.rsplit(',').next().unwrap_or_default().trim()).collect()
}

#[test]
fn without_a_price_of_an_hour_there_is_no_figure_of_money_anywhere() {
    let files = report(&sample::review(&Size::small()));
    for (path, html) in pages(&files) {
        assert!(
            !html.to_lowercase().contains("cost up to") && !html.contains("Cost (upper bound)"),
            "{path}"
        );
    }
    for name in ["rankings", "causes", "weekly", "cases"] {
        let column = last_column(text(&files, &format!("tables/{name}.csv")).trim_start_matches('\u{feff}'));
        assert_eq!(column[0], "cost", "{name}");
        assert!(column.len() > 1 && column[1..].iter().all(|cell| cell.is_empty()), "{name}: {column:?}");
    }
    assert!(text(&files, "review.json").contains("\"hourly_rate\": null"));
}

#[test]
fn with_one_it_stands_beside_person_hours_with_its_interval() {
    let mut review = sample::review(&Size::small());
    review.config.organisation.hourly_rate = 80.0;
    let expected = review.totals.person_hours * 80.0;
    let files = report(&review);
    let board = plain(&section(&files, "index.html", "figures").unwrap());
    let cost = crate::report::cost::words(expected);
    assert!(board.contains(&format!("cost up to {cost} at 80.0 per hour; interval ")), "{board}");
    let owners: Vec<&str> =
        pages(&files).filter(|(path, _)| path.starts_with("owners/")).map(|(_, html)| html).collect();
    assert!(owners.iter().filter(|html| html.contains("Cost (upper bound)")).count() >= 5);
    assert!(owners.iter().any(|html| html.contains("cost up to")));
    let column = last_column(text(&files, "tables/causes.csv"));
    let sum: f64 = column[1..].iter().map(|cell| cell.parse::<f64>().unwrap()).sum();
    let hours: f64 = review.causes.iter().map(|row| row.person_hours).sum();
    assert!((sum - hours * 80.0).abs() < 1.0, "{sum}");
}
