//! What `misfire check` says of a folder, and when it ends with 1.

use std::fs;

use crate::{
    commands::mend,
    program::{Scratch, check, finish, program},
};

#[test]
fn check_of_a_period_that_is_half_in_the_future_says_why_its_rates_would_be_wrong() {
    let scratch = Scratch::simulated();
    mend(&scratch);
    let told = finish(program().arg("check").arg(scratch.folder()).args(["--period", "2026-Q4"]));
    assert_eq!(told.code, 1, "{}", told.out);
    let why = "okta-system-log ends on 2026-11-1";
    assert!(told.out.contains(why), "{}", told.out);
    assert!(told.out.contains("every rate of the period rests on incomplete data"), "{}", told.out);
    assert!(!told.out.contains("nothing found"), "{}", told.out);
}

#[test]
fn check_names_damaged_rows_of_actions_and_reviews_and_ends_with_1() {
    let scratch = Scratch::simulated();
    let damaged = check(&scratch.folder());
    assert_eq!(damaged.code, 1);
    for told in ["\nrejected rows\n", "a command that was carried out may be among them", "without history"] {
        assert!(damaged.out.contains(told), "`{told}` is missing in\n{}", damaged.out);
    }
    mend(&scratch);
    let reviews = scratch.at("folder/registers/reviews.csv");
    let text = fs::read_to_string(&reviews).unwrap();
    let second = text.lines().nth(1).unwrap().to_owned();
    let slip = second.replace("_positive", "_positve");
    fs::write(&reviews, text.replace(&second, &slip)).unwrap();
    let told = check(&scratch.folder());
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(told.out.contains("\n  registers/reviews.csv:2: review of `"), "{}", told.out);
    assert!(!told.out.contains("reviewer-unknown"), "simulated reviewers are persons: {}", told.out);
}
