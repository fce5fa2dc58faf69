//! The site's own wording of tickets.

use regex::RegexBuilder;

use super::{
    super::{Config, PATTERN_SIZE},
    Checker,
    Step::{Item, Key},
};

/// What a pattern may stand for besides a letter from A to L.
const WORDS: [&str; 3] = ["boilerplate", "complaint", "after-wipe"];

/// Whether every pattern has a class and is a regular expression.
pub(super) fn patterns(checker: &mut Checker<'_>, config: &Config) {
    for (index, pattern) in config.tickets.patterns.iter().enumerate() {
        let at = |key| [Key("tickets"), Key("patterns"), Item(index), Key(key)];
        if !is_class(pattern.class.trim()) {
            let message = format!("unknown class `{}`", pattern.class);
            let hint = "expected a letter from A to L, `boilerplate`, `complaint` or `after-wipe`".to_owned();
            checker.wrong(&at("class"), message, Some(hint));
        }
        let built =
            RegexBuilder::new(&pattern.pattern).case_insensitive(true).size_limit(PATTERN_SIZE).build();
        if let Err(error) = built {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
            let message = format!("`{}` is no regular expression: {reason}", pattern.pattern);
            checker.wrong(&at("pattern"), message, None);
        }
    }
}

fn is_class(class: &str) -> bool {
    let is_letter =
        class.len() == 1 && class.bytes().all(|byte| matches!(byte.to_ascii_uppercase(), b'A'..=b'L'));
    is_letter || WORDS.contains(&class)
}
