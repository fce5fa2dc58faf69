//! The first line of a record: which log it is of, and who did what to what kind of object when.

/// What the first line of a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A record of change management.
    Change(Header<'a>),
    /// It says that it is one, and lacks its brackets.
    Unclear,
    /// A login or a token of the access log.
    Access,
    /// A log with another name in its bracket.
    Other,
}

/// `[actor (ID: n)] [OPERATION] [Object Type] [time]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header<'a> {
    /// Name of the actor: e-mail, account, UUID of an API client; may be empty.
    pub(super) actor: &'a str,
    /// -1 single sign-on, 0 API client, from 1 on local account.
    pub(super) actor_id: i64,
    /// `CREATE`, `READ`, `UPDATE`, `DELETE`.
    pub(super) operation: &'a str,
    /// Free text, may be empty.
    pub(super) object_type: &'a str,
    /// As it stands in the last bracket.
    pub(super) time: &'a str,
    /// The time before the thread and the file, which has no zone.
    pub(super) inner_time: Option<&'a str>,
}

impl Header<'_> {
    /// Whether something was only looked at.
    pub(super) fn is_reading(&self) -> bool {
        self.operation == "READ"
    }
}

/// What a first line says; `None` when it is none.
pub(super) fn of(line: &str) -> Option<Line<'_>> {
    match log_name(line) {
        Some(("CHANGEMANAGEMENT", _)) => Some(header(line).map_or(Line::Unclear, Line::Change)),
        Some(("JSSACCESSLOG", _)) => Some(Line::Access),
        Some(_) => Some(Line::Other),
        None if is_access(line) => Some(Line::Access),
        None => header(line).map(Line::Change),
    }
}

/// Whether a line of a file begins a record. Lines of a body are indented, or they are the text of a script, which
/// may begin with a bracket: only whole brackets count, and of other logs only the names that say so, as scripts print
/// `[ERROR]` and a time too.
pub(super) fn starts_record(line: &str) -> bool {
    line.starts_with(|c: char| !c.is_whitespace())
        && match of(line) {
            Some(Line::Other) => log_name(line).is_some_and(|(name, _)| name.ends_with("LOG")),
            Some(_) => true,
            None => false,
        }
}

/// Whether a record is of a log of Jamf Pro beyond doubt.
pub(super) fn is_of_jamf(record: &str) -> bool {
    let first = record.lines().next().unwrap_or_default();
    matches!(of(first), Some(Line::Change(_) | Line::Unclear | Line::Access))
}

/// `[NAME] 2026-…`: the name and the time.
fn log_name(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let is_name = name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let time = rest.split(' ').next()?;
    (is_name && is_date(time)).then_some((name, time))
}

fn header(line: &str) -> Option<Header<'_>> {
    let (before, rest) = line.trim_end().split_once(" (ID: ")?;
    let actor = &before[actor_begins(before)?..];
    let (actor_id, rest) = rest.split_once(")] [")?;
    let (operation, rest) = rest.split_once("] [")?;
    let (object_type, time) = rest.strip_suffix(']')?.rsplit_once("] [")?;
    let is_operation = !operation.is_empty() && operation.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_operation && is_date(time)).then_some(Header {
        actor: actor.trim(),
        actor_id: actor_id.parse().ok()?,
        operation,
        object_type: object_type.trim(),
        time,
        inner_time: log_name(line).map(|(_, time)| time),
    })
}

/// Where the actor begins. What may stand before it: nothing (log file), level and thread (stream, old layouts),
/// priority, date and host (syslog).
fn actor_begins(before: &str) -> Option<usize> {
    if let Some(at) = before.rfind(" - [") {
        return Some(at + 4);
    }
    if before.starts_with('[') { Some(1) } else { before.rfind('[').map(|at| at + 1) }
}

/// `2026-06-29 08:28:01,037: username=…, status=…`.
fn is_access(line: &str) -> bool {
    is_date(line) && ["username=", "status=", "entryPoint="].iter().all(|key| line.contains(key))
}

/// Whether a text begins with a date.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(line: &str) -> Header<'_> {
        let Some(Line::Change(header)) = of(line) else { panic!("{line}: {:?}", of(line)) };
        header
    }

    #[test]
    fn the_header_is_found_behind_whatever_stands_before_it() {
        for before in [
            "",
            "[CHANGEMANAGEMENT] 2026-09-23T19:56:45,940 [INFO ] [eralPool-47] [file                     ] - ",
            "2026-09-23 19:56:45,940 [INFO ] [eralPool-47] [ChangeManagement] - ",
            "Sep 23 19:56:45 jamf.meridian.example ",
            "<134>Sep 23 19:56:45 jamf.meridian.example jamf[312]: ",
        ] {
            let line = format!(
                "{before}[ana.reyes@meridian.example (ID: -1)] [DELETE] [Computer] [2026-09-23T19:56:45.940+0000]"
            );
            let header = change(&line);
            assert_eq!(
                (header.actor, header.actor_id, header.operation, header.object_type, header.time),
                ("ana.reyes@meridian.example", -1, "DELETE", "Computer", "2026-09-23T19:56:45.940+0000"),
                "{before}"
            );
            assert!(starts_record(&line), "{before}");
        }
    }

    #[test]
    fn an_object_type_may_be_empty_or_hold_brackets() {
        let of_type = |name: &str| {
            change(&format!("[svc (ID: 4)] [UPDATE] [{name}] [2026-09-23T19:56:45.940-0500]"))
                .object_type
                .to_owned()
        };
        for name in ["", "Computer", "Account [legacy] [x]"] {
            assert_eq!(of_type(name), name);
        }
    }

    #[test]
    fn the_first_bracket_decides_which_log_it_is() {
        for (line, expected) in [
            (
                "[JSSACCESSLOG] 2026-09-23T19:33:26,316 - username=, status=Token Expired, ipAddress=10.0.0.1, entryPoint=Unknown",
                Some(Line::Access),
            ),
            (
                "2026-06-29 08:28:01,037: username=ana, status=Successful Login, ipAddress=10.0.0.1, entryPoint=JSS",
                Some(Line::Access),
            ),
            ("[SOMEOTHERLOG] 2026-09-23T19:33:26,316 - whatever", Some(Line::Other)),
            ("[CHANGEMANAGEMENT] 2026-09-23T19:33:26,316 - nobody did nothing", Some(Line::Unclear)),
            ("[ -f /x ] && rm /x", None),
            ("[OK] done", None),
            ("[ana (ID: x)] [DELETE] [Computer] [2026-09-23T19:56:45.940+0000]", None),
            ("[ana (ID: 1)] [Delete] [Computer] [2026-09-23T19:56:45.940+0000]", None),
            ("[ana (ID: 1)] [DELETE] [Computer] [yesterday]", None),
            (
                "2026-09-21 14:13:20,126 - jawa.webhook_receiver - INFO - Incoming request at /hooks/a ...",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(of(line), expected, "{line}");
        }
    }

    #[test]
    fn an_indented_line_is_of_a_body_whatever_it_holds() {
        assert!(!starts_record("\t[ana (ID: 1)] [DELETE] [Computer] [2026-09-23T19:56:45.940+0000]"));
    }

    #[test]
    fn what_a_script_prints_begins_no_record_and_other_logs_prove_nothing() {
        for (line, begins, is_proof) in [
            ("[SOMEOTHERLOG] 2026-09-23T19:33:26,316 - whatever", true, false),
            ("[ERROR] 2026-09-23T19:33:26,316 - whatever", false, false),
            ("2026-09-23T19:33:26,316 username=a status=b", false, false),
            ("[CHANGEMANAGEMENT] 2026-09-23T19:33:26,316 - nobody", true, true),
            ("2026-06-29 08:28:01,037: username=, status=x, ipAddress=, entryPoint=JSS", true, true),
        ] {
            assert_eq!((starts_record(line), is_of_jamf(line)), (begins, is_proof), "{line}");
        }
    }
}
