//! `workflows.toml`: the control map, one entry per version of an approved automation.

use std::{collections::BTreeSet, ops::Range};

use chrono_tz::Tz;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{RegisterRow, Validity, Workflow};
use crate::config::{
    Span,
    local_time::{Edge, parse_moment},
    problem::{Problem, expected_one_of, number},
};
use crate::records::{ActionKind, EventKind, InitiatorKind, Instant};

/// Ten years: nobody tolerates an exposure for longer.
const MOST_HOURS: f64 = 87_600.0;

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
    /// Numbers that nobody can mean.
    fn ranges(&mut self, entry: &Entry) {
        let rate = *entry.tolerated_rate.get_ref();
        if !(0.0..=1.0).contains(&rate) {
            self.wrong(
                entry.tolerated_rate.span(),
                format!("found {}, expected a rate from 0 to 1", number(rate)),
                None,
            );
        }
        if entry.max_delay.delta() <= chrono::TimeDelta::zero() {
            self.wrong(
                entry.id.span(),
                "`max_delay` is 0, so that no trigger could be found before an action: expected the longest time from \
                 trigger to action, such as `24h`"
                    .to_owned(),
                None,
            );
        }
        if let Some(hours) =
            entry.max_exposure_hours.as_ref().filter(|hours| !(0.0..=MOST_HOURS).contains(hours.get_ref()))
        {
            self.wrong(
                hours.span(),
                format!("found {}, expected 0 to {MOST_HOURS} hours", number(*hours.get_ref())),
                None,
            );
        }
    }

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
        self.ranges(&entry);
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
            tolerated_rate: *entry.tolerated_rate.get_ref(),
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
#[path = "workflows_tests.rs"]
mod tests;
