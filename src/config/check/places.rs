//! Where a key of the configuration is set.

use super::{Checker, Key, Step};

/// The line on which a key such as `judge.bits.wrong-device` is set; of the members of a list the line of the list.
pub(in super::super) fn line_of(file: &str, text: &str, key: &str) -> Option<u64> {
    let checker = Checker::new(file, text);
    let parts: Vec<&str> = key.splitn(3, '.').collect();
    let path: Vec<Step<'_>> = parts.iter().map(|part| Key(part)).collect();
    let list = || checker.span(path.get(..2)?).filter(|_| parts[0] == "tickets");
    let span = checker.span(&path).or_else(list)?;
    Some(text.get(..span.start)?.split('\n').count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_at_its_line_and_a_default_nowhere() {
        let text = "[judge]\nprior = 0.1\nbits.wrong-device = 7\n\n[tickets]\nclosure_codes = [\n]\n";
        for (key, line) in [
            ("judge.prior", Some(2)),
            ("judge.bits.wrong-device", Some(3)),
            ("judge.bits.rolled-back", None),
            ("judge.false_positive_at", None),
            ("rank.confidence", None),
            ("tickets.closure_codes.1.close_code", Some(6)),
            ("version", None),
        ] {
            assert_eq!(line_of("misfire.toml", text, key), line, "{key}");
        }
    }
}
