//! One record of `jawa.log`: its four parts, and what its message says.

/// Loggers of JAWA are its root logger and the children of it.
const LOGGER: &str = "jawa";

/// The logger whose messages hold what scripts print.
const RECEIVER: &str = "jawa.webhook_receiver";

const LEVELS: [&str; 5] = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

/// Shape of `2026-09-21 14:13:20,126`: `0` stands for any digit.
const STAMP: &[u8] = b"0000-00-00 00:00:00,000";

/// The parts of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) time: &'a str,
    pub(super) logger: &'a str,
    pub(super) level: &'a str,
    /// The message with the lines that follow it.
    pub(super) message: &'a str,
}

/// What a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says<'a> {
    /// A request came in for this hook.
    Incoming(&'a str),
    /// It was let in; its script runs.
    Validated(&'a str),
    /// It was turned away.
    Refused(&'a str),
    /// The server starts: no script of an earlier run is left.
    Started,
    /// Anything else; perhaps something that a script printed.
    Other,
}

/// Whether a line begins a record: time, a logger of JAWA, level.
pub(super) fn starts_record(line: &str) -> bool {
    line_of(line).is_some()
}

/// The parts of a record; `None` for what does not begin as one.
pub(super) fn line_of(record: &str) -> Option<Line<'_>> {
    let time = record.get(..STAMP.len())?;
    let is_stamp = time
        .bytes()
        .zip(STAMP)
        .all(|(found, shape)| if *shape == b'0' { found.is_ascii_digit() } else { found == *shape });
    let rest = record[STAMP.len()..].strip_prefix(" - ")?;
    let (logger, rest) = rest.split_once(" - ")?;
    let is_ours = logger == LOGGER
        || logger.strip_prefix(LOGGER).is_some_and(|child| {
            child.starts_with('.')
                && child.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
        });
    let level = LEVELS.into_iter().find(|level| rest.starts_with(level))?;
    let message = rest[level.len()..].strip_prefix(" -")?;
    let message = message.strip_prefix(' ').unwrap_or(message);
    (is_stamp && is_ours).then_some(Line { time, logger, level, message })
}

impl<'a> Line<'a> {
    /// What the message says of a request.
    pub(super) fn says(&self) -> Says<'a> {
        let message = self.message.trim_end();
        if let Some(hook) = between(message, "Incoming request at /hooks/", "...") {
            return Says::Incoming(hook);
        }
        if let Some(hook) = between(message, "Validated authentication for /hooks/", ", running script...") {
            return Says::Validated(hook);
        }
        if message.starts_with("401 - ") || message.starts_with("418.") {
            let hook = message.split_once("/hooks/").map(|(_, rest)| rest);
            let hook = hook.map(|rest| rest.split(" - ").next().unwrap_or(rest).trim_end_matches('.'));
            return hook.map_or(Says::Other, Says::Refused);
        }
        if message.starts_with("JAWA initializing") { Says::Started } else { Says::Other }
    }

    /// The hook of a message that begins with its name, and the rest: the longest of the known hooks, or, in a log
    /// that begins in the middle, the word before the dash.
    pub(super) fn of_hook<'b>(&self, known: impl Iterator<Item = &'b str>) -> Option<(&'a str, &'a str)> {
        let length = known
            .filter(|hook| self.message.strip_prefix(hook).is_some_and(|rest| rest.starts_with(" -")))
            .map(str::len)
            .max();
        let at = length.or_else(|| {
            let word = self.message.find(" - ").filter(|_| self.logger == RECEIVER)?;
            (word > 0 && !self.message[..word].contains(char::is_whitespace)).then_some(word)
        })?;
        let rest = self.message[at..].strip_prefix(" -")?;
        Some((&self.message[..at], rest.strip_prefix(' ').unwrap_or(rest)))
    }
}

fn between<'a>(message: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(message.strip_prefix(start)?.strip_suffix(end)?.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(message: &str) -> Says<'_> {
        Line { time: "", logger: RECEIVER, level: "INFO", message }.says()
    }

    #[test]
    fn only_lines_of_jawa_begin_a_record() {
        for line in [
            "2026-09-21 14:13:20,126 - jawa.webhook_receiver - INFO - x",
            "2026-09-21 14:13:20,126 - jawa - DEBUG - ",
            "2026-09-21 14:13:20,126 - jawa.app - CRITICAL -",
        ] {
            assert!(starts_record(line), "{line}");
        }
        for line in [
            " 2026-09-21 14:13:20,126 - jawa.app - INFO - x",
            "2026-09-21 14:13:20.126 - jawa.app - INFO - x",
            "2026-09-21 14:13:20,12 - jawa.app - INFO - x",
            "2026-09-21T14:13:20,126 - jawa.app - INFO - x",
            "2026-09-21 14:13:20,126 - jawas - INFO - x",
            "2026-09-21 14:13:20,126 - werkzeug - INFO - x",
            "2026-09-21 14:13:20,126 - jawa.app - NOTICE - x",
            "2026-09-21 14:13:20,126 [INFO ] [main] x",
            "2026-09-21 14:13:20,126 - jawa.app",
            "é026-09-21 14:13:20,126 - jawa.app - INFO - x",
            "",
        ] {
            assert!(!starts_record(line), "{line}");
        }
    }

    #[test]
    fn messages_name_their_hook() {
        assert_eq!(says("Incoming request at /hooks/leaver lock ..."), Says::Incoming("leaver lock"));
        assert_eq!(
            says("Validated authentication for /hooks/leaver, running script..."),
            Says::Validated("leaver")
        );
        assert_eq!(
            says("401 - Incorrect authentication provided for /hooks/leaver."),
            Says::Refused("leaver")
        );
        assert_eq!(says("418.  Error processing /hooks/leaver - no data provided."), Says::Refused("leaver"));
        assert_eq!(says("JAWA initializing...\n Sandcrawler home:  /opt"), Says::Started);
        assert_eq!(says("This is an Okta verification challenge..."), Says::Other);
    }

    #[test]
    fn what_a_script_printed_stands_behind_the_name_of_its_hook() {
        let of = |message: &'static str, known: &[&str]| {
            Line { time: "", logger: RECEIVER, level: "INFO", message }.of_hook(known.iter().copied())
        };
        assert_eq!(of("a - b - text", &["a", "a - b"]), Some(("a - b", "text")));
        assert_eq!(of("a -   <name>", &["a"]), Some(("a", "  <name>")));
        assert_eq!(of("a -", &["a"]), Some(("a", "")));
        assert_eq!(of("unknown - text", &["a"]), Some(("unknown", "text")));
        assert_eq!(of("two words - text", &["a"]), None);
    }
}
