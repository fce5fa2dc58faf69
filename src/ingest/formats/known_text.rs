//! Text that says something: the words with which exports write "nothing" are no values.

/// The trimmed text, or `None` for the ways in which exports spell an absent value (`unknown`, `null`,
/// `<null>`, `-`, empty). Undoes defanged dots (`[.]`) and drops a trailing backslash, both seen in exports
/// that went through a security product.
pub(super) fn known_text(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('\\').trim_end();
    let is_absent =
        ["", "-", "unknown", "null", "<null>", "n/a"].iter().any(|word| text.eq_ignore_ascii_case(word));
    (!is_absent).then(|| text.replace("[.]", "."))
}

#[cfg(test)]
mod tests {
    use super::known_text;

    #[test]
    fn words_for_nothing_are_no_values() {
        for text in ["", "  ", "unknown", "Unknown", "null", "<null>", "N/A", "-", "\\"] {
            assert_eq!(known_text(text), None, "{text:?}");
        }
    }

    #[test]
    fn damage_of_other_products_is_undone() {
        assert_eq!(
            known_text(" ana.reyes@meridian[.]example\\ ").as_deref(),
            Some("ana.reyes@meridian.example")
        );
        assert_eq!(known_text("0017").as_deref(), Some("0017"));
    }
}
