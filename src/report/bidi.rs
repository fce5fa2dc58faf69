//! Text in scripts that run from right to left: found, so that a page can isolate it and it cannot reorder the
//! digits and signs of ours that stand beside it.

/// The text before the first stretch of right-to-left script, that stretch up to the last letter of it before
/// any left-to-right letter, and the text behind it.
pub(super) fn next(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(is_right_to_left)?;
    let (before, rest) = text.split_at(start);
    let mut end = 0;
    for (at, letter) in rest.char_indices() {
        if is_right_to_left(letter) {
            end = at + letter.len_utf8();
        } else if letter.is_alphabetic() {
            break;
        }
    }
    let (found, after) = rest.split_at(end);
    Some((before, found, after))
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the other blocks that Unicode sets aside for such scripts.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_hebrew_is_parted_from_what_stands_beside_it() {
        assert_eq!(next("דנה כהן (12 of 40)"), Some(("", "דנה כהן", " (12 of 40)")));
        assert_eq!(next("team ישראל east"), Some(("team ", "ישראל", " east")));
        assert_eq!(next("plain – ünïcode"), None);
    }
}
