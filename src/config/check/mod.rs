//! What the types of the configuration cannot say: zones, ranges, words. Each mistake is found again in
//! the text, so that it can be shown at its place.

mod places;
mod ranges;
mod sources;
mod tickets;

use std::{fs, ops::Range, path::Path};

use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::{DeTable, DeValue};

use super::{
    Config, WorkingHours, period,
    problem::{Problem, expected_one_of, nearest},
};
use crate::records::{ActionKind, regular_file};

/// The words `[review] must` takes.
pub(super) const MUST_WORDS: &[&str] = &["wipe", "regulated", "executive", "disruptive"];

/// One step from a table to a value inside it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}
use Step::{Item, Key};

pub(super) use places::line_of;
pub use sources::KnownFormat;
pub(super) use sources::unusable_sources;

/// Collects mistakes and knows where the values stand.
struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    root: Option<DeTable<'a>>,
    problems: Vec<Problem>,
}

/// Every wrong value of a configuration that parses, in file order.
pub(super) fn problems(file: &str, text: &str, config: &Config) -> Vec<Problem> {
    let mut checker = Checker::new(file, text);
    organisation(&mut checker, config);
    sources::sources(&mut checker, config);
    ranges::check(&mut checker, config);
    words(&mut checker, config);
    tickets::patterns(&mut checker, config);
    chart(&mut checker, config);
    checker.finish()
}

/// Codes of `[judge] bits` that are no rules.
pub(super) fn unknown_codes(file: &str, text: &str, config: &Config, known: &[&str]) -> Vec<Problem> {
    let mut checker = Checker::new(file, text);
    for code in config.judge.bits.keys().filter(|code| !known.contains(&code.as_str())) {
        let hint = match nearest(code, known) {
            Some(near) => format!("did you mean `{near}`? `misfire rules` lists the codes"),
            None => "`misfire rules` lists the codes".to_owned(),
        };
        let span = checker.key_span(&[Key("judge"), Key("bits")], code);
        checker.add(span, format!("unknown rule code `{code}`"), Some(hint));
    }
    checker.finish()
}

/// Registers that the configuration itself names and that are no files: a default may be absent, what somebody
/// wrote down may not.
pub(super) fn absent_registers(file: &str, text: &str, folder: &Path) -> Vec<Problem> {
    let mut checker = Checker::new(file, text);
    let registers = checker.root.as_ref().and_then(|root| match root.get("registers")?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    });
    let named: Vec<(String, String)> = registers
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.get_ref().to_string(), value.get_ref().as_str()?.to_owned())))
        .collect();
    for (key, name) in named {
        let path = folder.join(&name);
        if path.is_file() {
            continue;
        }
        let what = match fs::metadata(&path) {
            Ok(found) => regular_file::refusal(&found).map_or_else(String::new, |why| format!(": {why}")),
            Err(_) => " is named and does not exist".to_owned(),
        };
        let hint = match nearest_file(folder, &name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the file, or take the key out if this register is not kept".to_owned(),
        };
        checker.wrong(&[Key("registers"), Key(&key)], format!("`{name}`{what}"), Some(hint));
    }
    checker.finish()
}

/// The file beside a name that the name most likely means.
fn nearest_file(folder: &Path, name: &str) -> Option<String> {
    let (parent, wanted) = name.rsplit_once('/').map_or(("", name), |(parent, wanted)| (parent, wanted));
    let entries = fs::read_dir(folder.join(parent)).ok()?.flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let near = nearest(wanted, &known)?;
    Some(if parent.is_empty() { near.to_owned() } else { format!("{parent}/{near}") })
}

fn organisation(checker: &mut Checker<'_>, config: &Config) {
    let at = |key| [Key("organisation"), Key(key)];
    let organisation = &config.organisation;
    checker.zone(&at("time_zone"), &organisation.time_zone);
    let month = organisation.fiscal_year_start_month;
    if !(1..=12).contains(&month) {
        checker.wrong(&at("fiscal_year_start_month"), format!("found month {month}, expected 1 to 12"), None);
    }
    if let Err(message) = organisation.working_hours.parse::<WorkingHours>() {
        checker.wrong(&at("working_hours"), message, None);
    }
    if organisation.name.trim().is_empty() {
        checker.wrong(
            &at("name"),
            "found an empty name, expected the name printed on the review".to_owned(),
            None,
        );
    }
}

fn words(checker: &mut Checker<'_>, config: &Config) {
    let kinds: Vec<&str> = ActionKind::ALL.iter().map(|kind| kind.code()).collect();
    for kind in config.measure.default_hours.keys().filter(|kind| !kinds.contains(&kind.as_str())) {
        let span = checker.key_span(&[Key("measure"), Key("default_hours")], kind);
        checker.add(span, format!("unknown action kind `{kind}`"), Some(expected_one_of(kind, &kinds)));
    }
    for (index, word) in config.review.must.iter().enumerate() {
        if !MUST_WORDS.contains(&word.as_str()) {
            let at = [Key("review"), Key("must"), Item(index)];
            checker.wrong(&at, format!("unknown word `{word}`"), Some(expected_one_of(word, MUST_WORDS)));
        }
    }
}

fn chart(checker: &mut Checker<'_>, config: &Config) {
    for (index, rebase) in config.chart.rebase.iter().enumerate() {
        if period::parse_iso_week(&rebase.week).is_none() {
            let at = [Key("chart"), Key("rebase"), Item(index), Key("week")];
            checker.wrong(
                &at,
                format!("`{}` is no ISO week, expected one such as `2026-W31`", rebase.week),
                None,
            );
        }
    }
}

impl<'a> Checker<'a> {
    fn new(file: &'a str, text: &'a str) -> Self {
        let root = DeTable::parse(text).ok().map(toml::Spanned::into_inner);
        Self { file, text, root, problems: Vec::new() }
    }

    fn add(&mut self, span: Option<Range<usize>>, message: String, hint: Option<String>) {
        let mut problem = Problem::at_span(self.file, self.text, span, message);
        problem.hint = hint;
        self.problems.push(problem);
    }

    fn wrong(&mut self, path: &[Step<'_>], message: String, hint: Option<String>) {
        let span = self.span(path);
        self.add(span, message, hint);
    }

    fn zone(&mut self, path: &[Step<'_>], name: &str) {
        if name.parse::<Tz>().is_ok() {
            return;
        }
        let known: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        let hint = match nearest(name, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "expected a name such as `America/New_York`, `Europe/Berlin` or `UTC`".to_owned(),
        };
        self.wrong(path, format!("`{name}` is no IANA time zone"), Some(hint));
    }

    /// Where the value at the end of a path stands.
    fn span(&self, path: &[Step<'_>]) -> Option<Range<usize>> {
        let (first, rest) = path.split_first()?;
        let Key(key) = first else { return None };
        let mut value = self.root.as_ref()?.get(*key)?;
        for step in rest {
            value = match (step, value.get_ref()) {
                (Key(key), DeValue::Table(table)) => table.get(*key)?,
                (Item(index), DeValue::Array(items)) => items.get(*index)?,
                _ => return None,
            };
        }
        Some(value.span())
    }

    /// Where a key of the `columns` of a source stands.
    fn column_span(&self, index: usize, key: &str) -> Option<Range<usize>> {
        let DeValue::Array(sources) = self.root.as_ref()?.get("source")?.get_ref() else { return None };
        let DeValue::Table(source) = sources.get(index)?.get_ref() else { return None };
        let DeValue::Table(columns) = source.get("columns")?.get_ref() else { return None };
        columns.keys().find(|known| known.get_ref().as_ref() == key).map(toml::Spanned::span)
    }

    /// Where a key of the table at the end of a path stands.
    fn key_span(&self, path: &[Step<'_>], key: &str) -> Option<Range<usize>> {
        let mut table = self.root.as_ref()?;
        for step in path {
            let Key(name) = step else { return None };
            let DeValue::Table(inner) = table.get(*name)?.get_ref() else { return None };
            table = inner;
        }
        table.keys().find(|known| known.get_ref().as_ref() == key).map(toml::Spanned::span)
    }

    fn finish(mut self) -> Vec<Problem> {
        self.problems.sort();
        self.problems
    }
}
