//! What stands in the columns of an advanced search, as far as its header tells: a header that was shifted against
//! its data shows in columns that hold something else.

/// What a value of a column looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Serial,
    Udid,
    Address,
    Mac,
    Date,
    Percentage,
    Number,
    YesOrNo,
    Managed,
    Supervised,
    Email,
}

/// Headers whose content is known.
const KNOWN: [(&str, Content); 34] = [
    ("Serial Number", Content::Serial),
    ("UDID", Content::Udid),
    ("IP Address", Content::Address),
    ("Last Reported IP Address", Content::Address),
    ("Last Reported IPv4 Address", Content::Address),
    ("Last Reported IPv6 Address", Content::Address),
    ("MAC Address", Content::Mac),
    ("Wi-Fi MAC Address", Content::Mac),
    ("Bluetooth MAC Address", Content::Mac),
    ("Last Check-in", Content::Date),
    ("Last Inventory Update", Content::Date),
    ("Last Enrollment", Content::Date),
    ("Last Backup", Content::Date),
    ("Last iCloud Backup", Content::Date),
    ("MDM Profile Expiration Date", Content::Date),
    ("Date Lost Mode Enabled", Content::Date),
    ("User Last Logged in - Computer timestamp", Content::Date),
    ("User last logged in - Self Service timestamp", Content::Date),
    ("PO Date", Content::Date),
    ("Lease Expiration", Content::Date),
    ("Warranty Expiration", Content::Date),
    ("Used Space Percentage", Content::Percentage),
    ("Boot Drive Percentage Full", Content::Percentage),
    ("Battery Level", Content::Percentage),
    ("JSS Computer ID", Content::Number),
    ("JSS Mobile Device ID", Content::Number),
    ("Capacity MB", Content::Number),
    ("Available Space MB", Content::Number),
    ("Drive Capacity MB", Content::Number),
    ("Shared iPad", Content::YesOrNo),
    ("Lost Mode Enabled", Content::YesOrNo),
    ("Managed", Content::Managed),
    ("Supervised", Content::Supervised),
    ("Email Address", Content::Email),
];

/// The ways in which Jamf writes that it knows nothing.
const NOTHING: [&str; 7] =
    ["", "not present", "not collected", "not applicable", "not available", "unknown", "n/a"];

/// The value of a cell: without blanks around it, and without the quote that keeps spreadsheets from taking it for a
/// formula (`'-1`); `None` for the ways of saying nothing.
pub(super) fn value(cell: &str) -> Option<&str> {
    let text = cell.trim();
    let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['-', '+', '=', '@'])).unwrap_or(text);
    (!NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word))).then_some(text)
}

impl Content {
    /// What a column with this header holds, if that is known.
    pub(super) fn of(header: &str) -> Option<Self> {
        KNOWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, content)| *content)
    }

    /// Whether a value can be of this kind.
    pub(super) fn fits(self, value: &str) -> bool {
        let is_one_of = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        match self {
            Self::Serial => {
                (8..=14).contains(&value.len())
                    && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            }
            Self::Udid => {
                (20..=40).contains(&value.len())
                    && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    && value.bytes().any(|b| b.is_ascii_digit())
            }
            Self::Address => is_address(value),
            Self::Mac => {
                value.len() == 17
                    && value
                        .split([':', '-'])
                        .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit()))
            }
            Self::Date => is_date(value),
            Self::Percentage => {
                let number = value.trim_end_matches('%').trim();
                number == "-1" || number.parse::<f64>().is_ok_and(|number| (0.0..=100.0).contains(&number))
            }
            Self::Number => {
                let digits = value.strip_prefix('-').unwrap_or(value);
                !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            }
            Self::YesOrNo => is_one_of(&["yes", "no", "true", "false"]),
            Self::Managed => is_one_of(&["managed", "unmanaged", "yes", "no", "true", "false"]),
            Self::Supervised => {
                is_one_of(&["supervised", "unsupervised", "not supervised", "yes", "no", "true", "false"])
            }
            Self::Email => value.contains('@') && !value.contains(char::is_whitespace),
        }
    }

    /// For messages.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Serial => "8 to 14 capital letters and digits",
            Self::Udid => "a UDID",
            Self::Address => "an IP address",
            Self::Mac => "a MAC address",
            Self::Date => "a date",
            Self::Percentage => "a percentage",
            Self::Number => "a number",
            Self::YesOrNo => "`Yes` or `No`",
            Self::Managed => "`Managed` or `Unmanaged`",
            Self::Supervised => "`Supervised` or `Unsupervised`",
            Self::Email => "an e-mail address",
        }
    }
}

/// Four numbers up to 255, or up to eight groups of up to four hexadecimal digits. (What parses addresses for good
/// belongs to the network, which nothing here may touch.)
fn is_address(value: &str) -> bool {
    let numbers: Vec<&str> = value.split('.').collect();
    if numbers.len() == 4 {
        return numbers.iter().all(|number| number.len() <= 3 && number.parse::<u8>().is_ok());
    }
    let groups: Vec<&str> = value.split(':').collect();
    let is_group = |group: &&str| group.len() <= 4 && group.bytes().all(|b| b.is_ascii_hexdigit());
    (3..=8).contains(&groups.len())
        && groups.iter().all(is_group)
        && (groups.len() == 8 || value.contains("::"))
}

/// Three numbers in a row, one of them a year; garbage years (`5251-12-17`) are written like others.
fn is_date(value: &str) -> bool {
    let date = value.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    parts.len() == 3
        && parts.iter().any(|part| part.len() == 4)
        && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_by_their_look() {
        for (content, value, fits) in [
            (Content::Serial, "C02TEST00001", true),
            (Content::Serial, "203.0.113.9", false),
            (Content::Serial, "89000000000000000000000000000001", false),
            (Content::Udid, "00008101-000A11C22E08001E", true),
            (Content::Udid, "C02TEST00001", false),
            (Content::Address, "2001:db8::1", true),
            (Content::Address, "203.0.113.300", false),
            (Content::Address, "02:00:00:00:00:0A", false),
            (Content::Address, "10:05:00", false),
            (Content::Mac, "02:00:00:00:00:0A", true),
            (Content::Date, "5251-12-17 21:33:23", true),
            (Content::Date, "2026-05-30T09:00:00", true),
            (Content::Date, "203.0.113", false),
            (Content::Date, "26.3.1", false),
            (Content::Percentage, "87%", true),
            (Content::Percentage, "27503", false),
            (Content::Managed, "Unmanaged", true),
            (Content::Managed, "4", false),
            (Content::YesOrNo, "YES", true),
            (Content::Number, "-1", true),
            (Content::Email, "25", false),
        ] {
            assert_eq!(content.fits(value), fits, "{content:?} {value}");
        }
    }

    #[test]
    fn nothing_is_written_in_many_ways() {
        for cell in ["", " ", "\u{a0}", "Not Present", "Not present", "Not collected"] {
            assert_eq!(value(cell), None, "{cell:?}");
        }
        assert_eq!(value("'-1"), Some("-1"));
        assert_eq!(value(" \u{2019}Pad\u{a0}1 "), Some("\u{2019}Pad\u{a0}1"));
        assert_eq!(value("'til"), Some("'til"));
    }
}
