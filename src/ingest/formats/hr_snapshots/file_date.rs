//! The day of a snapshot as it stands in the name of its file.

use chrono::{Datelike, NaiveDate};

/// `2026-07-01` for `workers-2026-07-01.csv` and `workers_20260701.csv`; `None` without a date or with two.
pub(super) fn of(file_name: &str) -> Option<String> {
    let chars: Vec<char> = file_name.chars().collect();
    let mut found: Vec<NaiveDate> = Vec::new();
    for start in 0..chars.len() {
        let is_inside = start > 0 && chars[start - 1].is_ascii_digit();
        if !is_inside && let Some(date) = date_at(&chars[start..]) {
            found.push(date);
        }
    }
    found.dedup();
    if let [only] = found.as_slice() { Some(only.format("%Y-%m-%d").to_string()) } else { None }
}

/// The date that begins here: eight digits, or four, two and two with one separator twice. A time may follow.
fn date_at(chars: &[char]) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| {
        let text: String = chars.get(from..to)?.iter().collect();
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<u32>().ok() } else { None }
    };
    let separator = chars.get(4).copied()?;
    let (date, end) = if separator.is_ascii_digit() {
        ((number(0, 4)?, number(4, 6)?, number(6, 8)?), 8)
    } else if matches!(separator, '-' | '_' | '.') && chars.get(7) == Some(&separator) {
        ((number(0, 4)?, number(5, 7)?, number(8, 10)?), 10)
    } else {
        return None;
    };
    // More digits make it a number of something else, except a time of day.
    let digits = chars[end.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let date = NaiveDate::from_ymd_opt(i32::try_from(date.0).ok()?, date.1, date.2)?;
    (matches!(digits, 0 | 4 | 6) && (2000..=2100).contains(&date.year())).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_date_is_found_in_both_spellings() {
        for name in [
            "workers-2026-07-01.csv",
            "2026_07_01 workers.csv",
            "workers20260701.json.gz",
            "INT042_20260701060000_workers.json",
            "workers-2026-07-01T0600.csv",
        ] {
            assert_eq!(of(name).as_deref(), Some("2026-07-01"), "{name}");
        }
    }

    #[test]
    fn other_numbers_and_two_dates_are_none() {
        for name in [
            "workers.csv",
            "workers-20261301.csv",
            "workers-123420260701.csv",
            "2026-07-01_2026-07-08.csv",
            "workers-1999-07-01.csv",
            "q3-2026.csv",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
