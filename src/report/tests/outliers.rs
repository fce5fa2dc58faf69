//! Funnel plots: who stands out from the others by more than chance.

use super::{readers::section, report, text};
use crate::report::{
    model::Review,
    sample::{self, Size},
};

/// Control owners with these false positives of these judged cases; nothing else is ranked.
fn control_owners(figures: &[(u64, u64)]) -> Review {
    let mut review = sample::review(&Size::small());
    let template = review.rankings.iter().find(|row| row.role == "control_owner").unwrap().clone();
    review.rankings.clear();
    for (index, (wrong, judged)) in figures.iter().enumerate() {
        let is_enough = *judged >= review.config.rank.min_cases;
        let mut row = template.clone();
        row.key = format!("team:crew-{index}");
        row.rank = is_enough.then(|| u32::try_from(index).unwrap() + 1);
        (row.false_positives, row.judged, row.cases) = (*wrong, *judged, *judged);
        review.rankings.push(row);
    }
    review
}

fn outliers(review: &Review) -> String {
    section(&report(review), "index.html", "outliers").unwrap()
}

#[test]
fn an_owner_far_above_the_others_is_named_with_limits_and_adjusted_p() {
    let review = control_owners(&[(24, 80), (4, 90), (3, 100), (5, 110), (1, 5)]);
    let found = outliers(&review);
    for words in [
        "Funnel of control owners",
        // 37 of 385 judged, the owner too few to be compared included.
        "Of 4 control owners, by more than chance: 1 above (team:crew-0) the common rate of 9.6 %.",
        "is stated and not taken into the limits, which needs 10 points.",
        "&#60;0.001above",
        "1 more in tables/rankings.csv.",
        "execution owners: not compared, as no false positive counts for any of them.",
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
    let html = report(&review);
    let html = text(&html, "index.html");
    let figure = html.split("<figure ").find(|figure| figure.contains("funnel-control-owner")).unwrap();
    assert_eq!(figure.matches("<circle").count(), 4, "{figure}");
    assert_eq!(figure.matches("<circle").count() - figure.matches("r=\"4\"").count(), 1);
}

#[test]
fn owners_who_differ_by_chance_alone_are_not_named() {
    let found = outliers(&control_owners(&[(5, 80), (4, 90), (6, 100), (5, 110)]));
    assert!(found.contains("None of 4 control owners differs from the common rate of 5.3 %"), "{found}");
    assert!(!found.contains("above"), "{found}");
}

#[test]
fn many_owners_who_vary_more_than_chance_widen_the_limits() {
    let figures: Vec<(u64, u64)> =
        (0..12).map(|index| (if index % 2 == 0 { 2 } else { 14 }, 60 + index)).collect();
    let found = outliers(&control_owners(&figures));
    assert!(found.contains("so limits and tests are stretched by √φ = "), "{found}");
    assert!(found.contains("None of 12 control owners differs"), "{found}");
}

#[test]
fn fewer_than_three_owners_with_enough_cases_have_no_funnel_and_a_sentence_says_so() {
    let review = control_owners(&[(5, 80), (4, 90), (3, 19), (1, 4)]);
    let found = outliers(&review);
    assert!(!found.contains("Funnel of"), "{found}");
    let why =
        "control owners: not compared, as a funnel needs three with 20 judged cases each; 2 have so many.";
    assert!(found.contains(why), "{found}");
    let mut nobody = control_owners(&[]);
    nobody.rankings.clear();
    assert!(
        outliers(&nobody).contains("workflows: not compared, as no false positive counts"),
        "nothing ranked"
    );
}
