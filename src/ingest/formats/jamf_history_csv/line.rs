//! A line of `ComputerHistoryExporter`: which log it is of, and its cells put together again where a name holds commas.

/// The logs of the script that say something to a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    /// Option 4.
    Policies,
    /// Option 5.
    Commands,
    /// Option 3.
    Logins,
}

/// Every log with its header.
const HEADERS: [(Log, &str); 3] = [
    (Log::Policies, "Serial Number,Policy Name,Username,Date Run,Status"),
    (Log::Commands, "Serial Number,Command Name,Date/Time Completed"),
    (Log::Logins, "Serial Number,Event,Username,Date/Time"),
];

impl Log {
    /// The log whose header these cells are; cells that a wider header added stay empty.
    pub(super) fn of(cells: &[impl AsRef<str>]) -> Option<Self> {
        let cells = cells.iter().map(|cell| cell.as_ref().trim_start_matches('\u{feff}').trim());
        let cells: Vec<&str> = cells.collect();
        let width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let is_mine = |header: &str| header.split(',').eq(cells[..width].iter().copied());
        HEADERS.iter().find(|(_, header)| is_mine(header)).map(|(log, _)| *log)
    }

    pub(super) fn header(self) -> &'static str {
        HEADERS.iter().find(|(log, _)| *log == self).map_or("", |(_, header)| header)
    }

    pub(super) fn time_header(self) -> &'static str {
        match self {
            Self::Policies => "Date Run",
            Self::Commands => "Date/Time Completed",
            Self::Logins => "Date/Time",
        }
    }

    /// How many cells stand behind the name.
    fn after_name(self) -> usize {
        match self {
            Self::Policies => 3,
            Self::Commands => 1,
            Self::Logins => 2,
        }
    }
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The device has no entry in this log.
    NoData,
    /// One entry.
    Entry {
        /// Missing where the line before it names the device.
        serial: Option<String>,
        entry: Entry,
    },
}

/// The cells of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Policy, command or event.
    pub(super) name: String,
    pub(super) user: Option<String>,
    pub(super) time: String,
    pub(super) status: Option<String>,
}

impl Line {
    /// Reads a line of a log.
    ///
    /// # Errors
    /// What the script says went wrong, or how many cells were found and expected.
    pub(super) fn of(log: Log, cells: &[String]) -> Result<Self, String> {
        // Cells that are only there because a header is wider hold nothing, not even the blank that the script writes.
        let width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let cells: Vec<&str> = cells[..width].iter().map(String::as_str).collect();
        match cells.as_slice() {
            [only] if only.trim().eq_ignore_ascii_case("Device not found in Jamf") => Err(
                "the call of ComputerHistoryExporter failed for a device that it does not name (any answer but `200` \
                 and `404`, also a refused login): its history is missing; export it again"
                    .to_owned(),
            ),
            [serial, what] if what.trim().eq_ignore_ascii_case("Serial Number Not Found") => Err(format!(
                "Jamf knows no computer with the serial number `{}`, so its history is missing: it was deleted, or \
                 the list of serial numbers is wrong; correct the list and export it again",
                serial.trim()
            )),
            [_, what] if what.trim().eq_ignore_ascii_case("No Data") => Ok(Self::NoData),
            cells => Self::entry(log, cells),
        }
    }

    fn entry(log: Log, cells: &[&str]) -> Result<Self, String> {
        let expected = log.after_name() + 2;
        if cells.len() < expected {
            return Err(format!(
                "{} cells, expected {expected} (`{}`); the line was cut off, export it again",
                cells.len(),
                log.header()
            ));
        }
        let known = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let (head, tail) = cells.split_at(cells.len() - log.after_name());
        let (user, time, status) = match (log, tail) {
            (Log::Policies, [user, time, status]) => (known(user), *time, known(status)),
            (Log::Logins, [user, time]) => (known(user), *time, None),
            (_, tail) => (None, tail.last().copied().unwrap_or_default(), None),
        };
        let name = head[1..].join(",").trim().to_owned();
        if name.is_empty() {
            return Err(format!("no name of a policy, command or event; expected `{}`", log.header()));
        }
        let serial = known(head[0]).map(|serial| serial.to_uppercase());
        Ok(Self::Entry { serial, entry: Entry { name, user, time: time.trim().to_owned(), status } })
    }
}
