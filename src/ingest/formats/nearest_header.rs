//! Which header of a file was probably meant.

/// The end of an error message: the nearest header and the line to write for `field`.
pub(super) fn suggestion(wanted: &str, field: &str, header: &[String]) -> String {
    if let Some(near) = nearest(wanted, header.iter().map(|name| bare(name))) {
        return format!(
            "; the nearest header is `{near}`: set `columns = {{ {field} = \"{near}\" }}` in the `[[source]]` of this file"
        );
    }
    let found = header.iter().map(|name| format!("`{}`", bare(name))).collect::<Vec<_>>().join(", ");
    let found = if found.is_empty() { "none".to_owned() } else { found };
    format!(
        "; set `columns = {{ {field} = \"<header>\" }}` in the `[[source]]` of this file (headers left: {found})"
    )
}

/// The most similar name, if any is similar at all.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
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
