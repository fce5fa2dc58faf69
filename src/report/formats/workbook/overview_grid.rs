//! How the tables of the overview share its columns.

/// Columns of the overview: narrow ones, so that a table of many columns fits; texts go across all of them.
pub(super) const COLUMNS: u16 = 24;

/// Width of each, in characters of the default font.
pub(super) const WIDTH: f64 = 6.0;

/// Characters that surely fit one line, of a hundred that would if all were figures: bold and capital letters are
/// wider.
const SURE: usize = 92;

/// More characters in a cell ask for no more columns: they make rows higher.
const MOST_WANTED: usize = 240;

/// How many columns each column of a table takes: so many that no word of its header breaks, the others go to
/// those whose text needs most lines. A table that fits stays narrow, one with more columns than the sheet goes on to
/// the right.
pub(super) fn spans(head: &[String], rows: &[Vec<String>]) -> Vec<u16> {
    let longest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|text| text.chars().count());
        cells.max().unwrap_or(0).min(MOST_WANTED)
    };
    let wanted: Vec<usize> = (0..head.len()).map(longest).collect();
    let mut spans: Vec<u16> = head.iter().map(|name| of_words(name)).collect();
    if spans.iter().sum::<u16>() > COLUMNS {
        spans.fill(1);
    }
    while spans.iter().sum::<u16>() < COLUMNS {
        let lines = |at: usize| wanted[at].div_ceil(characters(spans[at]));
        let Some(most) = (0..spans.len()).max_by_key(|at| (lines(*at), usize::MAX - at)) else { break };
        if lines(most) <= 1 {
            break;
        }
        spans[most] += 1;
    }
    spans
}

/// As many columns as the longest word of a header needs; it may wrap between words.
fn of_words(name: &str) -> u16 {
    let word = name.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    (1..COLUMNS).find(|span| characters(*span) > word).unwrap_or(COLUMNS)
}

/// How many characters surely fit one line of so many columns.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
fn characters(span: u16) -> usize {
    (usize::from(span) * WIDTH as usize * SURE / 100).max(1)
}

/// How many lines a text needs in so many columns.
pub(super) fn lines_in(text: &str, span: u16) -> usize {
    text.chars().count().div_ceil(characters(span)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lengths: &[usize]) -> Vec<String> {
        lengths.iter().map(|n| "x".repeat(*n)).collect()
    }

    #[test]
    fn columns_go_to_the_texts_that_need_them() {
        for (row, expected) in [
            (&[5, 5, 5][..], &[1, 1, 1][..]),
            (&[200, 100, 10, 60], &[13, 7, 1, 3]),
            (&[40, 5], &[8, 1]),
            (&[5; 26], &[1; 26]),
        ] {
            let head: Vec<String> = vec!["Head".to_owned(); row.len()];
            assert_eq!(spans(&head, &[texts(row)]), expected, "{row:?}");
        }
        assert_eq!(spans(&[], &[]), [0_u16; 0]);
    }

    #[test]
    fn no_word_of_a_header_breaks() {
        let head = ["Undetermined".to_owned(), "Data losses".to_owned()];
        assert_eq!(spans(&head, &[texts(&[1, 1])]), [3, 2]);
    }

    #[test]
    fn a_row_is_as_high_as_its_text() {
        assert_eq!([0, 5, 6, 10, 11].map(|n| lines_in(&"x".repeat(n), 1)), [1, 1, 2, 2, 3]);
        assert_eq!([132, 133].map(|n| lines_in(&"x".repeat(n), COLUMNS)), [1, 2]);
    }
}
