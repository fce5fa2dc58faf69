//! Times as Jira's interface writes them: `18/jul/26 9:10 AM`, with the month in the language of whoever exported.

/// Beginnings of names of months, lower case, in English, Spanish, German, French and Italian.
const MONTHS: [(&str, &[&str]); 12] = [
    ("Jan", &["jan", "ene", "gen", "jän"]),
    ("Feb", &["feb", "fév", "fev"]),
    ("Mar", &["mar", "mär", "mrz"]),
    ("Apr", &["apr", "abr", "avr"]),
    ("May", &["may", "mai", "mag"]),
    ("Jun", &["jun", "juin", "giu"]),
    ("Jul", &["jul", "juil", "lug"]),
    ("Aug", &["aug", "ago", "aoû", "aou"]),
    ("Sep", &["sep", "set"]),
    ("Oct", &["oct", "okt", "ott"]),
    ("Nov", &["nov"]),
    ("Dec", &["dec", "dez", "dic", "déc"]),
];

/// The time with an English month, `AM` or `PM`, and a year of four digits: what every reader of times knows. Anything
/// else stays as it is.
pub(super) fn english(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') { ' ' } else { c })
        .collect();
    let (date, time) = text.split_once(' ').unwrap_or((&text, ""));
    let parts: Vec<&str> = date.split(['/', '-', '.']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return text };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(day) || !is_number(year) {
        return text;
    }
    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    let month = match name(month) {
        Some(name) => name,
        None if is_number(month) && day.len() <= 2 => *month,
        None => return text,
    };
    format!("{day}/{month}/{year} {}", half_of_day(time)).trim_end().to_owned()
}

fn name(month: &str) -> Option<&'static str> {
    let month = month.to_lowercase();
    MONTHS.iter().find(|(_, names)| names.iter().any(|name| month.starts_with(name))).map(|(name, _)| *name)
}

/// `9:10 a. m.` is `9:10 AM`.
fn half_of_day(time: &str) -> String {
    let Some((clock, half)) = time.trim().split_once(' ') else { return time.trim().to_owned() };
    let letters: String = half.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    if letters == "AM" || letters == "PM" { format!("{clock} {letters}") } else { time.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::english;

    #[test]
    fn months_of_five_languages_and_years_of_two_digits_are_understood() {
        for (text, expected) in [
            ("18/jul/26 9:10 AM", "18/Jul/2026 9:10 AM"),
            ("01/ene/26 12:05 p. m.", "01/Jan/2026 12:05 PM"),
            ("05/ago/26 1:00 PM", "05/Aug/2026 1:00 PM"),
            ("07/dic/26 1:00\u{202f}a.\u{a0}m.", "07/Dec/2026 1:00 AM"),
            ("07/dic./26 1:00 AM", "07/Dec/2026 1:00 AM"),
            ("25/Feb/26 10:17 PM", "25/Feb/2026 10:17 PM"),
            ("03/Mär/26 14:17", "03/Mar/2026 14:17"),
            ("03/Okt/26 14:17", "03/Oct/2026 14:17"),
            ("03/août/26 14:17", "03/Aug/2026 14:17"),
            ("03/mag/26 14:17", "03/May/2026 14:17"),
            ("03/juin/2026 14:17", "03/Jun/2026 14:17"),
            ("18.07.26 09:10", "18/07/2026 09:10"),
            ("2026-02-25 16:38:58.679", "2026-02-25 16:38:58.679"),
            ("2026-02-25", "2026-02-25"),
            ("3/xyz/26 9:10", "3/xyz/26 9:10"),
            ("", ""),
        ] {
            assert_eq!(english(text), expected, "{text}");
        }
    }
}
