//! Links between issues: which of them say what caused an issue.

use crate::records::CauseLinkKind;

/// What a link says of the issue that carries it. `verb` is the name of the link (`Causes`, `Problem/Incident`),
/// `is_inward` whether the other issue is the one that acts, `other_type` the type of the other issue where known.
pub(in super::super) fn cause_kind(verb: &str, is_inward: bool, other_type: &str) -> Option<CauseLinkKind> {
    let verb = verb.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| verb.contains(word));
    let other = other_type.to_lowercase();
    if has(&["caus", "ursach", "verursach", "problem/incident"]) {
        return match is_inward {
            true if other.contains("problem") => Some(CauseLinkKind::Problem),
            true if verb.contains("problem") && !other.contains("change") => Some(CauseLinkKind::Problem),
            true => Some(CauseLinkKind::CausedByChange),
            false => None,
        };
    }
    if has(&["duplic", "duplikat", "doublon"]) {
        return (!is_inward).then_some(CauseLinkKind::Duplicate);
    }
    if has(&["fix", "resolv", "solv"]) && is_inward {
        return Some(CauseLinkKind::FixedByChange);
    }
    None
}

/// Whether the header of a column of links, or the words for its direction, mean that the other issue acts.
pub(in super::super) fn is_inward(header: &str) -> bool {
    const WORDS: [&str; 7] = ["inward", "interna", "entrante", "eingehend", "entrant", "entrata", "internas"];
    let header = header.to_lowercase();
    WORDS.iter().any(|word| header.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_issue_that_was_caused_names_a_cause() {
        use CauseLinkKind as K;
        for (verb, is_inward, other, expected) in [
            ("Causes", true, "", Some(K::CausedByChange)),
            ("Causes", true, "[System] Problem", Some(K::Problem)),
            ("Causes", false, "", None),
            ("Problem/Incident", true, "", Some(K::Problem)),
            ("Problem/Incident", true, "[System] Change", Some(K::CausedByChange)),
            ("Duplicate", false, "", Some(K::Duplicate)),
            ("Duplicate", true, "", None),
            ("Fixes", true, "", Some(K::FixedByChange)),
            ("Relates", true, "", None),
        ] {
            assert_eq!(cause_kind(verb, is_inward, other), expected, "{verb} {is_inward} {other}");
        }
    }
}
