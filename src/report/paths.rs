//! File names of pages. Owners and action ids are hostile text: what leaves this module cannot leave the
//! folder, collide on a file system that ignores case, or mean a device on any system.

use crate::records::sha256_hex;

/// Path of an owner's page, relative to the report folder.
pub(super) fn owner_page(owner: &str) -> String {
    format!("owners/{}.html", slug(owner))
}

/// Path of a case's page, relative to the report folder: the action id itself where it is harmless.
pub(super) fn case_page(action_id: &str) -> String {
    let is_plain = (8..=64).contains(&action_id.len())
        && action_id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && action_id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let stem = if is_plain { action_id.to_owned() } else { slug(action_id) };
    format!("cases/{stem}.html")
}

/// Letters and digits of the text, and ten hex digits of its hash, which keep different texts apart.
fn slug(text: &str) -> String {
    let mut words = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if words.len() >= 40 {
            break;
        }
        if character.is_ascii_alphanumeric() {
            words.push(character);
        } else if !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
    }
    let words = words.trim_end_matches('-');
    let hash = sha256_hex(text.as_bytes());
    let short = hash.get(..10).unwrap_or_default();
    if words.is_empty() { short.to_owned() } else { format!("{words}-{short}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_inside_the_folder() {
        for owner in [
            "../../etc/passwd",
            "C:\\con",
            "a/b",
            "<script>",
            "\u{202e}",
            "",
            "..",
            "team:IAM",
            &"x".repeat(5_000),
        ] {
            for path in [owner_page(owner), case_page(owner)] {
                let (_, file) = path.split_once('/').unwrap();
                assert!(file.len() <= 60, "{path}");
                assert!(
                    file.trim_end_matches(".html").chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn owners_that_differ_by_case_only_get_different_files() {
        assert_ne!(owner_page("Team").to_lowercase(), owner_page("team").to_lowercase());
    }

    #[test]
    fn a_command_uuid_is_its_own_file_name() {
        assert_eq!(
            case_page("0b2e7f8c-1111-4222-8333-944455556666"),
            "cases/0b2e7f8c-1111-4222-8333-944455556666.html"
        );
    }
}
