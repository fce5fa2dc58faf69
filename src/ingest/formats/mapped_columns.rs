//! Columns of the mapped formats: from canonical field to the header the configuration names, with errors
//! that say what was found and what to write.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use super::{
    known_text::known_text,
    mapped_row::OUT_OF_SCOPE,
    nearest_header::{bare, nearest, similarity, suggestion},
};
use crate::ingest::format::{Head, SourceOptions};

/// The fields of one mapped format.
pub(super) struct Layout {
    /// Registry id, for messages.
    pub(super) format: &'static str,
    /// Every canonical field.
    pub(super) fields: &'static [&'static str],
    /// Of each group at least one column must be there.
    pub(super) required: &'static [&'static [&'static str]],
    /// Fields whose values can be translated by entries like `"kind:Leaver" = "termination_recorded"`.
    pub(super) worded: &'static [&'static str],
    /// Fields that hold times.
    pub(super) times: &'static [&'static str],
}

/// Where the fields of one file stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    index: BTreeMap<&'static str, usize>,
    words: BTreeMap<(&'static str, String), String>,
}

impl Columns {
    /// The value of a field in a row; `None` when the column or the value is absent.
    pub(super) fn get(&self, cells: &[String], field: &str) -> Option<String> {
        self.index.get(field).and_then(|index| cells.get(*index)).and_then(|cell| known_text(cell))
    }

    /// As [`Self::get`], translated by the words that the configuration gives for this field.
    pub(super) fn word(&self, cells: &[String], field: &'static str) -> Option<String> {
        let found = self.get(cells, field)?;
        Some(self.words.get(&(field, found.to_lowercase())).cloned().unwrap_or(found))
    }

    /// Every field that is there with its cell, by name of the field.
    pub(super) fn values<'a>(&'a self, cells: &'a [String]) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.index.iter().filter_map(|(field, index)| Some((*field, cells.get(*index)?.as_str())))
    }

    /// Checks that the configuration translates the words of a field into codes of its closed list, or into
    /// `out_of_scope` where rows may be left aside.
    ///
    /// # Errors
    /// The entry that is wrong, and the list.
    pub(super) fn check_words<T: FromStr<Err = String>>(
        &self,
        field: &str,
        may_leave_out: bool,
    ) -> Result<(), String> {
        let of_field = self.words.iter().filter(|((name, _), _)| *name == field);
        for ((_, word), code) in of_field.filter(|(_, code)| !(may_leave_out && *code == OUT_OF_SCOPE)) {
            if let Err(reason) = code.parse::<T>() {
                let or = if may_leave_out { ", or `out_of_scope`" } else { "" };
                return Err(format!("`columns` translates `{field}:{word}`: {reason}{or}"));
            }
        }
        Ok(())
    }
}

impl Layout {
    /// Whether every header is a canonical name of this format and the required ones are there.
    pub(super) fn claims(&self, head: &Head) -> bool {
        let Some(header) = &head.header else { return false };
        let names: Vec<&str> = header.iter().map(|name| bare(name)).collect();
        let has = |name: &&&str| names.contains(*name);
        names.iter().all(|name| self.fields.contains(name))
            && self.required.iter().all(|group| group.iter().any(|name| has(&name)))
    }

    /// Finds the columns of a file.
    ///
    /// # Errors
    /// Which field or header is wrong or missing, the nearest one there is, and how to write it.
    pub(super) fn columns(&self, head: &Head, options: &SourceOptions) -> Result<Columns, String> {
        let header = head.header.as_deref().unwrap_or_default();
        let mut columns = Columns { index: BTreeMap::new(), words: BTreeMap::new() };
        for (key, value) in &options.columns {
            match key.split_once(':') {
                Some((field, word)) => {
                    let field = self.worded_field(field, key)?;
                    columns.words.insert((field, word.trim().to_lowercase()), value.trim().to_owned());
                }
                None => {
                    columns.index.insert(self.field(key)?, self.position(header, key, value)?);
                }
            }
        }
        for field in self.fields {
            if !columns.index.contains_key(field) {
                let places = positions(header, field);
                match places.as_slice() {
                    [] => {}
                    [place] => _ = columns.index.insert(field, *place),
                    _ => return Err(repeated(field, places.len())),
                }
            }
        }
        self.required.iter().try_for_each(|group| self.check_group(group, &columns, header))?;
        Ok(columns)
    }

    fn field(&self, key: &str) -> Result<&'static str, String> {
        self.fields.iter().copied().find(|field| *field == key).ok_or_else(|| {
            let near = nearest(key, self.fields.iter().copied())
                .map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
            let format = self.format;
            format!(
                "`columns` names `{key}`, which is no field of `{format}`{near} (known: {})",
                self.fields.join(", ")
            )
        })
    }

    fn worded_field(&self, field: &str, key: &str) -> Result<&'static str, String> {
        self.worded.iter().copied().find(|name| *name == field).ok_or_else(|| {
            let worded = self.worded.join(", ");
            format!("`columns` has `{key}`, but words of `{field}` cannot be translated; expected `<field>:<word>` with a field of: {worded}")
        })
    }

    fn position(&self, header: &[String], field: &str, name: &str) -> Result<usize, String> {
        let places = positions(header, name);
        match places.as_slice() {
            [place] => Ok(*place),
            [] => Err(format!(
                "`columns` of `{}` says that `{field}` stands under `{name}`, but no header is called so{}",
                self.format,
                suggestion(name, field, header)
            )),
            _ => Err(repeated(name, places.len())),
        }
    }

    fn check_group(&self, group: &[&str], columns: &Columns, header: &[String]) -> Result<(), String> {
        if group.iter().any(|field| columns.index.contains_key(field)) {
            return Ok(());
        }
        let Some(first) = group.first() else { return Ok(()) };
        let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
        let one_of = if names.len() == 1 { "the column".to_owned() } else { "one of the columns".to_owned() };
        // Headers that are in use cannot be the missing one.
        let used: BTreeSet<usize> = columns.index.values().copied().collect();
        let free = header
            .iter()
            .enumerate()
            .filter(|(index, _)| !used.contains(index))
            .map(|(_, name)| name.clone());
        let free: Vec<String> = free.collect();
        let best = group.iter().filter_map(|field| {
            Some((similarity(field, nearest(field, free.iter().map(|name| bare(name)))?), *field))
        });
        let field = best.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(*first, |(_, field)| field);
        Err(format!(
            "`{}` needs {one_of} {}, and no header is called so{}",
            self.format,
            names.join(", "),
            suggestion(field, field, &free)
        ))
    }
}

fn repeated(name: &str, times: usize) -> String {
    format!(
        "the header `{}` stands {times} times, so that its column is not clear; rename all but one in the file",
        crate::records::cut(name)
    )
}

fn positions(header: &[String], name: &str) -> Vec<usize> {
    let named = |found: &str| bare(found) == name.trim();
    header.iter().enumerate().filter(|(_, found)| named(found)).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout {
        format: "csv-events",
        fields: &["kind", "occurred_at", "email", "okta_id"],
        required: &[&["kind"], &["occurred_at"], &["email", "okta_id"]],
        worded: &["kind"],
        times: &["occurred_at"],
    };

    fn columns(header: &[&str], mapped: &[(&str, &str)]) -> Result<Columns, String> {
        let head =
            Head { header: Some(header.iter().map(|name| (*name).to_owned()).collect()), ..Head::default() };
        let columns = mapped.iter().map(|(field, name)| ((*field).to_owned(), (*name).to_owned())).collect();
        LAYOUT.columns(&head, &SourceOptions { columns, ..SourceOptions::default() })
    }

    #[track_caller]
    fn check_error(header: &[&str], mapped: &[(&str, &str)], parts: &[&str]) {
        let message = columns(header, mapped).unwrap_err();
        for part in parts {
            assert!(message.contains(part), "`{part}` is not in: {message}");
        }
    }

    #[test]
    fn canonical_headers_need_no_mapping_and_a_mapping_wins_over_them() {
        let row = ["disabled", "x", "ana@meridian.example", "y"].map(str::to_owned);
        let plain = columns(&["kind", "occurred_at", "email", "Work mail"], &[]).unwrap();
        assert_eq!(plain.get(&row, "email").as_deref(), Some("ana@meridian.example"));
        let mapped =
            columns(&["kind", "occurred_at", "email", "Work mail"], &[("email", "Work mail")]).unwrap();
        assert_eq!(mapped.get(&row, "email").as_deref(), Some("y"));
        assert_eq!(mapped.get(&row, "okta_id"), None);
    }

    #[test]
    fn words_are_translated_without_regard_to_case() {
        let found =
            columns(&["kind", "occurred_at", "email"], &[("kind:Leaver", "termination_recorded")]).unwrap();
        let word = |text: &str| found.word(&[text.to_owned()], "kind").unwrap();
        assert_eq!(word(" LEAVER "), "termination_recorded");
        assert_eq!(word("account_disabled"), "account_disabled");
    }

    #[test]
    fn a_missing_column_is_named_with_its_nearest_header_and_the_line_to_write() {
        check_error(
            &["kind", "Occured At", "email"],
            &[],
            &[
                "needs the column `occurred_at`",
                "nearest header is `Occured At`",
                "columns = { occurred_at = \"Occured At\" }",
            ],
        );
        check_error(
            &["kind", "occurred_at", "E-Mail"],
            &[],
            &["one of the columns `email`, `okta_id`", "columns = { email = \"E-Mail\" }"],
        );
        check_error(
            &["kind", "occurred_at", "zzz"],
            &[],
            &["columns = { email = \"<header>\" }", "headers left: `zzz`"],
        );
    }

    #[test]
    fn a_wrong_mapping_is_an_error() {
        let header = ["kind", "occurred_at", "Work mail"];
        check_error(&header, &[("emial", "Work mail")], &["`emial`", "did you mean `email`?"]);
        check_error(
            &header,
            &[("email", "Work mial")],
            &["no header is called so", "nearest header is `Work mail`"],
        );
        check_error(
            &header,
            &[("email", "Work mail"), ("email:x", "y")],
            &["words of `email` cannot be translated"],
        );
        check_error(&["kind", "occurred_at", "email", "email"], &[], &["`email` stands 2 times"]);
    }

    #[test]
    fn only_exact_headers_are_claimed() {
        let claims = |header: &[&str]| {
            let header = Some(header.iter().map(|name| (*name).to_owned()).collect());
            LAYOUT.claims(&Head { header, ..Head::default() })
        };
        assert!(claims(&["\u{feff}kind", "okta_id", "occurred_at"]));
        assert!(!claims(&["kind", "occurred_at"]));
        assert!(!claims(&["kind", "occurred_at", "email", "Remark"]));
        assert!(!claims(&["Kind", "occurred_at", "email"]));
    }
}
