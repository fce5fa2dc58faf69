//! `workflows.toml`: the control map, one entry per version of an approved automation.

use std::{collections::BTreeSet, ops::Range};

use chrono_tz::Tz;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{RegisterRow, Validity, Workflow};
use crate::config::{
    Span,
    local_time::{Edge, parse_moment},
    problem::{Problem, expected_one_of},
};
use crate::records::{ActionKind, EventKind, InitiatorKind, Instant};

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    workflow: Vec<Spanned<Entry>>,
}

/// One `[[workflow]]` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    triggers: Vec<Spanned<String>>,
    #[serde(default)]
    objects: Vec<String>,
    #[serde(default)]
    actions: Vec<Spanned<String>>,
    #[serde(default)]
    initiators: Vec<Spanned<String>>,
    #[serde(default = "one_day")]
    max_delay: Span,
    #[serde(default = "no_time")]
    settle: Span,
    control_owner: Option<String>,
    business_approver: Option<String>,
    execution_owner: Option<String>,
    exception_owner: Option<String>,
    approved_by: Option<String>,
    approved_at: Option<Spanned<Value>>,
    approval_expires: Option<Spanned<Value>>,
    valid_from: Option<Spanned<Value>>,
    valid_to: Option<Spanned<Value>>,
    #[serde(default = "two_percent")]
    tolerated_rate: Spanned<f64>,
    #[serde(default = "one_hour")]
    containment_target: Span,
    max_exposure_hours: Option<Spanned<f64>>,
    #[serde(default)]
    drivers: Vec<String>,
    #[serde(default)]
    agentic: bool,
}

fn one_day() -> Span {
    Span::hours(24)
}

fn no_time() -> Span {
    Span::minutes(0)
}

fn one_hour() -> Span {
    Span::hours(1)
}

fn two_percent() -> Spanned<f64> {
    Spanned::new(0..0, 0.02)
}

/// Reads the text of a control map; mistakes are added with line and caret.
pub(super) fn parse(file: &str, text: &str, zone: Tz, problems: &mut Vec<Problem>) -> Vec<Workflow> {
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            problems.push(Problem::from_toml(file, text, &error));
            return Vec::new();
        }
    };
    let mut reader = Reader { file, text, zone, problems };
    written.workflow.into_iter().map(|entry| reader.workflow(entry)).collect()
}

/// Turns entries into workflows and collects mistakes.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    zone: Tz,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn workflow(&mut self, entry: Spanned<Entry>) -> Workflow {
        let line = self.text[..entry.span().start].split('\n').count() as u64;
        let entry = entry.into_inner();
        if entry.id.get_ref().trim().is_empty() {
            self.wrong(
                entry.id.span(),
                "the id is empty, expected a short name such as `leaver-lock`".to_owned(),
                None,
            );
        }
        let validity = self.validity(entry.valid_from.as_ref(), entry.valid_to.as_ref());
        let rate = *entry.tolerated_rate.get_ref();
        if !(0.0..=1.0).contains(&rate) {
            self.wrong(
                entry.tolerated_rate.span(),
                format!("found {rate}, expected a rate from 0 to 1"),
                None,
            );
        }
        if let Some(hours) =
            entry.max_exposure_hours.as_ref().filter(|hours| !(0.0..=f64::MAX).contains(hours.get_ref()))
        {
            self.wrong(hours.span(), format!("found {}, expected 0 or more hours", hours.get_ref()), None);
        }
        Workflow {
            triggers: self.kinds(&entry.triggers, "event kind", EventKind::ALL),
            actions: self.kinds(&entry.actions, "action kind", ActionKind::ALL),
            initiators: entry.initiators.iter().filter_map(|text| self.initiator(text)).collect(),
            approved_at: self.moment(entry.approved_at.as_ref(), Edge::Start),
            approval_expires: self.moment(entry.approval_expires.as_ref(), Edge::End),
            id: entry.id.into_inner().trim().to_owned(),
            title: entry.title,
            purpose: entry.purpose,
            objects: entry.objects,
            max_delay: entry.max_delay,
            settle: entry.settle,
            control_owner: filled(entry.control_owner),
            business_approver: filled(entry.business_approver),
            execution_owner: filled(entry.execution_owner),
            exception_owner: filled(entry.exception_owner),
            approved_by: filled(entry.approved_by),
            validity,
            tolerated_rate: rate,
            containment_target: entry.containment_target,
            max_exposure_hours: entry.max_exposure_hours.map(Spanned::into_inner),
            drivers: entry.drivers,
            agentic: entry.agentic,
            row: RegisterRow { file: self.file.to_owned(), line },
        }
    }

    /// Codes of a closed list, each once.
    fn kinds<K: Copy + Ord + ToString>(
        &mut self,
        found: &[Spanned<String>],
        what: &str,
        all: &[K],
    ) -> Vec<K> {
        let codes: Vec<String> = all.iter().map(ToString::to_string).collect();
        let mut seen = BTreeSet::new();
        let mut kinds = Vec::new();
        for text in found {
            let code = text.get_ref().trim();
            let Some(index) = codes.iter().position(|known| known == code) else {
                let known: Vec<&str> = codes.iter().map(String::as_str).collect();
                self.wrong(
                    text.span(),
                    format!("unknown {what} `{code}`"),
                    Some(expected_one_of(code, &known)),
                );
                continue;
            };
            if seen.insert(all[index]) {
                kinds.push(all[index]);
            }
        }
        kinds
    }

    /// `kind:name`, split at the first colon.
    fn initiator(&mut self, text: &Spanned<String>) -> Option<(String, String)> {
        let known: Vec<&str> = InitiatorKind::ALL.iter().map(|kind| kind.code()).collect();
        let found = text.get_ref();
        let Some((kind, name)) = found.split_once(':').filter(|(_, name)| !name.trim().is_empty()) else {
            let hint =
                "write for example `api-client:12`, `account:svc-jamf`, `jawa:leaver-lock` or `policy:88`";
            self.wrong(text.span(), format!("`{found}` is no initiator"), Some(hint.to_owned()));
            return None;
        };
        let kind = kind.trim();
        if !known.contains(&kind) {
            self.wrong(
                text.span(),
                format!("unknown initiator kind `{kind}`"),
                Some(expected_one_of(kind, &known)),
            );
            return None;
        }
        Some((kind.to_owned(), name.trim().to_owned()))
    }

    fn validity(&mut self, from: Option<&Spanned<Value>>, to: Option<&Spanned<Value>>) -> Validity {
        let validity = Validity { from: self.moment(from, Edge::Start), to: self.moment(to, Edge::End) };
        if let (Some(start), Some(end), Some(written)) = (validity.from, validity.to, to)
            && end <= start
        {
            self.wrong(written.span(), "`valid_to` is not after `valid_from`".to_owned(), None);
        }
        validity
    }

    /// A moment written as text or as a TOML date; empty text is none.
    fn moment(&mut self, written: Option<&Spanned<Value>>, edge: Edge) -> Option<Instant> {
        let written = written?;
        let text = match written.get_ref() {
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => text.clone(),
            Value::Datetime(moment) => moment.to_string(),
            other => other.to_string(),
        };
        match parse_moment(&text, self.zone, edge) {
            Ok(at) => Some(at),
            Err(message) => {
                self.wrong(written.span(), message, None);
                None
            }
        }
    }

    fn wrong(&mut self, span: Range<usize>, message: String, hint: Option<String>) {
        let mut problem = Problem::at_span(self.file, self.text, Some(span), message);
        problem.hint = hint;
        self.problems.push(problem);
    }
}

/// Trimmed text that is not empty.
fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::problem::listed;

    fn read(text: &str) -> (Vec<Workflow>, String) {
        let mut problems = Vec::new();
        let workflows = parse("workflows.toml", text, "America/New_York".parse().unwrap(), &mut problems);
        (workflows, listed(&problems))
    }

    #[test]
    fn an_entry_is_read_with_dates_of_both_spellings_and_defaults() {
        let text = "# map\n\n[[workflow]]\nid = \"leaver-lock\"\ntriggers = [\"account_disabled\", \"account_disabled\"]\n\
                    actions = [\"lock\"]\ninitiators = [\"api-client:12\", \"jawa:a:b\"]\nvalid_from = 2026-01-01\n\
                    valid_to = \"2026-06-30\"\napproved_at = 2026-01-01T09:00:00Z\nexecution_owner = \" \"\n";
        let (workflows, problems) = read(text);
        assert_eq!(problems, "");
        let workflow = &workflows[0];
        assert_eq!(workflow.row.line, 3);
        assert_eq!(workflow.triggers, [EventKind::AccountDisabled]);
        assert_eq!(workflow.initiators[1], ("jawa".to_owned(), "a:b".to_owned()));
        assert_eq!(workflow.validity.from.unwrap().to_rfc3339(), "2026-01-01T05:00:00+00:00");
        assert_eq!(workflow.validity.to.unwrap().to_rfc3339(), "2026-07-01T04:00:00+00:00");
        assert_eq!(workflow.approved_at.unwrap().to_rfc3339(), "2026-01-01T09:00:00+00:00");
        assert_eq!(workflow.execution_owner, None);
        assert_eq!((workflow.max_delay, workflow.settle), (Span::hours(24), Span::minutes(0)));
        assert!((workflow.tolerated_rate - 0.02).abs() < 1e-12);
    }

    #[test]
    fn mistakes_are_shown_at_their_place() {
        let cases = [
            ("setle = \"3m\"", "workflows.toml:3:1: unknown key `setle`", "did you mean `settle`?"),
            (
                "triggers = [\"acount_disabled\"]",
                "workflows.toml:3:13: unknown event kind `acount_disabled`",
                "did you mean `account_disabled`?",
            ),
            (
                "actions = [\"lock\", \"explode\"]",
                "workflows.toml:3:20: unknown action kind `explode`",
                "expected one of lock, wipe",
            ),
            (
                "initiators = [\"api-client\"]",
                "workflows.toml:3:15: `api-client` is no initiator",
                "api-client:12",
            ),
            (
                "initiators = [\"client:1\"]",
                "workflows.toml:3:15: unknown initiator kind `client`",
                "expected one of api-client",
            ),
            ("settle = \"soon\"", "workflows.toml:3:10: `soon` is no duration", "30m"),
            ("tolerated_rate = 2.0", "workflows.toml:3:18: found 2", "0 to 1"),
            ("valid_from = \"July\"", "workflows.toml:3:14: `July` is no date", "2026-07-01"),
            (
                "valid_from = 2026-02-01\nvalid_to = 2026-01-01",
                "workflows.toml:4:12: `valid_to` is not after",
                "^",
            ),
            ("max_exposure_hours = -1.0", "workflows.toml:3:22: found -1", "hours"),
        ];
        for (line, start, inside) in cases {
            let (_, problems) = read(&format!("[[workflow]]\nid = \"a\"\n{line}\n"));
            assert!(problems.starts_with(start) && problems.contains(inside), "{line}\nshows {problems}");
        }
    }

    #[test]
    fn an_entry_without_id_names_the_key() {
        let (_, problems) = read("[[workflow]]\ntitle = \"x\"\n");
        assert!(
            problems.contains("missing field `id`") || problems.contains("missing key `id`"),
            "{problems}"
        );
    }
}
