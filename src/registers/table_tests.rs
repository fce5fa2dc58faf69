//! Shapes of delimited registers: order of headers, separators, comments, mistakes.

use super::*;

const COLUMNS: Columns = Columns {
    required: &["thing_id"],
    any_of: &[],
    optional: &["kind", "valid_from", "valid_to"],
    is_loose: false,
};

/// The rows as `line:thing_id`, and the problems as one text.
fn read_text(text: &str) -> (Vec<String>, String) {
    let mut problems = Vec::new();
    let table = parse("r.csv", text, &COLUMNS, &mut problems);
    let rows = table.rows(Tz::UTC, &mut problems, |cells| {
        cells.word("kind", &["red", "dark_blue"]);
        cells.validity("valid_from", "valid_to");
        Some(format!("{}:{}", cells.row().line, cells.required("thing_id")?))
    });
    problems.extend(table.unsound.iter().cloned());
    (rows, crate::config::problem::listed(&problems))
}

#[test]
fn headers_come_in_any_order_with_extra_columns_comments_and_other_separators() {
    let cases = [
        "kind,colour of it,thing_id\nred,x,a\n\n# note, \"of ours\nDark-Blue,,b\n",
        "\n# first\nTHING_ID;kind;site\na;red;x\n\n\nb;;\n",
        "thing_id\tkind\na\tred\r\n\r\n\"b\"\t\r\n",
    ];
    let expected = [["2:a", "5:b"], ["4:a", "7:b"], ["2:a", "4:b"]];
    for (text, expected) in cases.iter().zip(expected) {
        let (rows, problems) = read_text(text);
        assert_eq!((rows, problems.as_str()), (expected.map(str::to_owned).to_vec(), ""), "{text}");
    }
}

#[test]
fn a_missing_header_is_named_with_the_nearest_found() {
    let (_, problems) = read_text("thingid,kind\na,red\n");
    assert_eq!(
        problems,
        "r.csv:1: header `thing_id` is missing\n  = the nearest header found is `thingid`; rename it to `thing_id`"
    );
}

#[test]
fn a_misspelt_optional_header_is_no_extra_column() {
    let (_, problems) = read_text("thing_id,valid_form\na,2026-01-01\n");
    assert_eq!(problems, "r.csv:1: unknown header `valid_form`\n  = did you mean `valid_from`?");
}

#[test]
fn every_bad_cell_of_a_file_is_shown_with_its_line() {
    let text = "thing_id,kind,valid_from,valid_to\na,reed,2026-02-01,2026-01-01\n,red,soon,\nb,red,,,x\n";
    let (rows, problems) = read_text(text);
    assert_eq!(rows, ["2:a", "4:b"]);
    let expected = [
        "r.csv:4: found 5 cells, expected 4 as in the header",
        "r.csv:2: `kind` is `reed`\n  = did you mean `red`? expected one of red, dark_blue",
        "r.csv:2: `valid_to` `2026-01-01` is not after `valid_from` `2026-02-01`",
        "r.csv:3: `valid_from`: `soon` is no date or time, expected `2026-07-01`",
        "r.csv:3: `thing_id` is empty, expected a value",
    ];
    for line in expected {
        assert!(problems.contains(line), "{line}\nis not in\n{problems}");
    }
}

#[test]
fn a_quoted_cell_over_two_lines_does_not_move_later_lines() {
    let (rows, _) = read_text("thing_id,note\na,\"one\ntwo\"\nb,x\n");
    assert_eq!(rows, ["2:a", "4:b"]);
}

#[test]
fn an_empty_file_asks_for_its_header() {
    let shown = read_text("# nothing yet\n").1;
    let advice =
        "write the header line first; rows may follow later. Delete the file if this register is not kept";
    assert_eq!(shown, format!("r.csv: found no header, expected thing_id\n  = {advice}"));
}
