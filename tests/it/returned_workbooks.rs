//! Review sheets that come back with formulas in them.

use misfire::registers::{Registers, load};

use crate::{
    folder::Folder,
    workbook_writer::{C, workbook},
};

const HEADER: [C<'static>; 6] = [
    C::T("action_id"),
    C::T("reviewer"),
    C::T("reviewed_at"),
    C::T("decision"),
    C::T("cause"),
    C::T("priority"),
];

fn returned(name: &str, rows: Vec<Vec<C<'_>>>) -> Registers {
    let header = (3, HEADER.into_iter().collect());
    let rows = [header].into_iter().chain((4..).zip(rows)).collect();
    let bytes = workbook(&[("review-sheet", "visible", rows)]);
    let folder = Folder::new(name).file("registers/reviews-x.xlsx", bytes);
    load(&folder.path, &folder.config("")).unwrap()
}

#[test]
fn a_formula_without_a_value_rejects_its_row_and_is_named_with_what_to_do() {
    let filled = || [C::T("a-1"), C::T("team:X"), C::T("2026-10-02"), C::T("true_positive")];
    let [id, reviewer, _, decision] = filled();
    let registers = returned(
        "formulas",
        vec![
            vec![id, reviewer, C::F("TODAY()"), decision],
            vec![C::T("a-2"), C::F("$B$4"), C::F("$C$4"), C::F("$D$4")],
            vec![C::F("A5"), C::F("B5")],
            filled().into_iter().chain([C::E, C::F("1+1")]).collect(),
        ],
    );
    let kept: Vec<u64> = registers.reviews.iter().flatten().map(|review| review.row.line).collect();
    assert_eq!(kept, [7], "the last row has its formula where nobody asks");
    let found: Vec<String> =
        registers.findings.iter().map(|it| format!("{} {}: {}", it.rule, it.reference, it.finding)).collect();
    let hint = "open the workbook in a program that computes values, save it and return that file, or type the \
                value";
    let rejected = |row: u64, what: &str| {
        format!(
            "review-row-rejected registers/reviews-x.xlsx:{row}: the row was left out: {what} not in the file; {hint}"
        )
    };
    let several = "hold formulas whose values are";
    let expected = [
        rejected(6, &format!("the cells `A6` (`action_id`), `B6` (`reviewer`) {several}")),
        rejected(4, "the cell `C4` (`reviewed_at`) holds a formula whose value is"),
        rejected(
            5,
            &format!("the cells `B5` (`reviewer`), `C5` (`reviewed_at`), `D5` (`decision`) {several}"),
        ),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_formula_with_its_value_counts_as_what_it_gives() {
    let registers = returned(
        "computed",
        vec![
            vec![
                C::S("A9", "a-1"),
                C::S("B9", "team:X"),
                C::S("C9", "2026-10-02"),
                C::S("D9", "true_positive"),
                C::S("E9", ""),
            ],
            vec![C::T("a-2"), C::S("B9", ""), C::S("C9", ""), C::S("D9", "")],
        ],
    );
    let reviews = registers.reviews.unwrap();
    assert_eq!((reviews.len(), reviews[0].action_id.as_str(), reviews[0].cause.as_deref()), (1, "a-1", None));
    let rules: Vec<&str> = registers.findings.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(rules, ["review-rows-open"], "a formula that gives nothing is a blank cell");
}
