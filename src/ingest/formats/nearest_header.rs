//! Which header of a file was probably meant.

/// The end of an error message: the nearest header and the line to write for `field`.
pub(super) fn suggestion(wanted: &str, field: &str, header: &[String]) -> String {
    if let Some(near) = nearest(wanted, header.iter().map(|name| bare(name))) {
        return format!(
            "; the nearest header is `{near}`: set `columns = {{ {field} = \"{near}\" }}` in the `[[source]]` of this file"
        );
    }
    let found = listed(header);
    format!(
        "; set `columns = {{ {field} = \"<header>\" }}` in the `[[source]]` of this file (headers left: {found})"
    )
}

/// The headers in a row, each and all together cut to what a message can bear.
pub(super) fn listed(header: &[String]) -> String {
    const MOST: usize = 24;
    let quoted = |name: &String| {
        let name = bare(name);
        match name.char_indices().nth(60) {
            Some((end, _)) => format!("`{}…`", &name[..end]),
            None => format!("`{name}`"),
        }
    };
    let mut found: Vec<String> = header.iter().take(MOST).map(quoted).collect();
    if header.len() > MOST {
        found.push(format!("and {} more", header.len() - MOST));
    }
    if found.is_empty() { "none".to_owned() } else { found.join(", ") }
}

/// The most similar name, if any is similar at all.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody means a header as long as a page, and comparing takes the square of its length.
    let names = names.filter(|name| name.len() <= 200);
    let scored = names.map(|name| (similarity(wanted, name), name)).filter(|(score, _)| *score >= 0.6);
    // Of equally similar names the first in the file.
    scored
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, name)| name)
}

/// From 0 to 1, blind to case and separators.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    strsim::normalized_damerau_levenshtein(&plain(a), &plain(b))
        .max(strsim::jaro_winkler(&plain(a), &plain(b)) * 0.9)
}

/// A header without byte-order mark and blanks around it.
pub(super) fn bare(header: &str) -> &str {
    header.trim_start_matches('\u{feff}').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_headers_are_cut_and_never_nearest() {
        let long = vec!["x".repeat(1 << 20); 1000];
        let told = suggestion("opened_at", "opened_at", &long);
        assert!(told.len() < 3_000, "{}", told.len());
        assert!(told.contains("…`") && told.contains("and 976 more"), "{told}");
    }
}
