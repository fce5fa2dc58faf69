//! Which column or key holds what: customers choose the names of their reports.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::{
    super::{
        known_text::known_text,
        mapped_columns::{Columns, Layout},
        nearest_header::listed,
    },
    containers::{self, Around},
};
use crate::{
    ingest::format::{Head, SourceOptions},
    records::EmploymentStatus,
};

pub(super) const LAYOUT: Layout = Layout {
    format: "hr-snapshots",
    fields: &[
        "employee_id",
        "email",
        "login",
        "display_name",
        "first_name",
        "last_name",
        "hire_date",
        "leave_date",
        "status",
        "is_active",
        "is_terminated",
        "is_hire_rescinded",
        "is_rehire",
        "snapshot_date",
    ],
    required: &[&["employee_id", "email", "login"], &["leave_date", "status", "is_active", "is_terminated"]],
    worded: &["status"],
    times: &["hire_date", "leave_date", "snapshot_date"],
};

/// The usual names of each field, the best first, as `plain` makes them. `As_Of_Effective_Date` is none of them: it
/// says for which day the report was asked, not on which.
const KNOWN: &[(&str, &[&str])] = &[
    ("employee_id", &["employeeid", "employeenumber", "workerid", "personnelnumber", "employeeno"]),
    (
        "email",
        &["workemail", "email", "emailaddress", "primaryworkemail", "emailprimarywork", "businessemail"],
    ),
    ("login", &["userprincipalname", "upn", "userid", "username", "login"]),
    ("display_name", &["fullname", "displayname", "workername", "preferredname", "legalname", "name"]),
    ("first_name", &["firstname", "legalfirstname", "preferredfirstname", "givenname"]),
    ("last_name", &["lastname", "legallastname", "preferredlastname", "familyname", "surname"]),
    ("hire_date", &["hiredate", "latesthiredate", "startdate", "employmentstartdate", "originalhiredate"]),
    (
        "leave_date",
        &[
            "terminationdate",
            "leavedate",
            "employeeleavedatetime",
            "lastdayofwork",
            "lastdayofemployment",
            "lastday",
        ],
    ),
    ("status", &["employeestatus", "workerstatus", "employmentstatus", "status"]),
    ("is_active", &["employeeactive", "isactive", "activestatus", "active"]),
    ("is_terminated", &["isterminated", "terminated"]),
    ("is_hire_rescinded", &["hirerescinded", "ishirerescinded"]),
    ("is_rehire", &["rehire", "isrehire"]),
    ("snapshot_date", &["asofentrydatetime", "asofentrymoment", "snapshotdate", "snapshotat", "exportdate"]),
];

/// Names that only lists of workers have beside a number of the employee.
const TELLING: &[&str] = &[
    "terminationdate",
    "leavedate",
    "lastdayofwork",
    "hiredate",
    "startdate",
    "employeestatus",
    "workerstatus",
    "employmentstatus",
    "employeeactive",
    "terminated",
    "hirerescinded",
];

/// Names that tell of something else: records of other systems and changes rather than states.
const FOREIGN: &[&str] = &["sysid", "occurredat", "eventtype", "serialnumber", "openedat"];

/// A name without case, separators and the prefix of its name space.
pub(super) fn plain(name: &str) -> String {
    let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether rows with these names are workers.
pub(super) fn are_workers<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let names: Vec<String> = names.map(plain).collect();
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    has(known("employee_id")) && has(TELLING) && !has(FOREIGN)
}

/// The keys of an object.
pub(super) fn names(value: &Value) -> impl Iterator<Item = &str> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.as_str())
}

fn known(field: &str) -> &'static [&'static str] {
    KNOWN.iter().find(|(name, _)| *name == field).map_or(&[], |(_, names)| names)
}

/// The configuration with the headers of this file added that are known by their usual names.
pub(super) fn with_known_headers(head: &Head, options: &SourceOptions) -> SourceOptions {
    let mut options = options.clone();
    let header = head.header.as_deref().unwrap_or_default();
    for (field, names) in KNOWN {
        if options.columns.contains_key(*field) {
            continue;
        }
        let of_name = |name: &&str| header.iter().find(|header| plain(header) == **name);
        if let Some(found) = names.iter().find_map(of_name) {
            options
                .columns
                .insert((*field).to_owned(), found.trim_start_matches('\u{feff}').trim().to_owned());
        }
    }
    options
}

/// Checks the words that the configuration translates.
pub(super) fn check(columns: &Columns) -> Result<(), String> {
    columns.check_words::<EmploymentStatus>("status", false)
}

/// Which keys of JSON rows hold which field.
pub(super) struct Keys {
    of_field: Vec<(&'static str, Vec<String>)>,
}

impl Keys {
    pub(super) fn new(options: &SourceOptions) -> Self {
        let of_field = LAYOUT.fields.iter().map(|field| match options.columns.get(*field) {
            Some(key) => (*field, vec![plain(key)]),
            None => (*field, known(field).iter().map(|name| (*name).to_owned()).collect()),
        });
        Self { of_field: of_field.collect() }
    }

    /// The head of the table that the rows are laid out in, and the configuration that is left for it.
    pub(super) fn canonical(options: &SourceOptions) -> (Head, SourceOptions) {
        let header = std::iter::once("row").chain(LAYOUT.fields.iter().copied()).map(str::to_owned);
        let mut options = options.clone();
        options.columns.retain(|key, _| key.contains(':'));
        (Head { header: Some(header.collect()), ..Head::default() }, options)
    }

    /// The fields of a worker in order. Empty: the row has no such key; `null`: it has, without a value.
    pub(super) fn cells(&self, worker: &Value, around: &Around) -> Vec<String> {
        let found = leaves(worker);
        let cell = |(field, names): &(&'static str, Vec<String>)| {
            let cells: Vec<&String> = names.iter().filter_map(|name| found.get(name)).collect();
            let value = cells.iter().find(|text| known_text(text).is_some());
            match (value, &around.snapshot) {
                (Some(value), _) => (*value).clone(),
                (None, Some(snapshot)) if *field == "snapshot_date" => snapshot.clone(),
                (None, _) if cells.is_empty() => String::new(),
                (None, _) => "null".to_owned(),
            }
        };
        self.of_field.iter().map(cell).collect()
    }

    /// Checks that the first rows have what is needed.
    ///
    /// # Errors
    /// The keys there are, and what to write.
    pub(super) fn check(&self, head: &Head) -> Result<(), String> {
        let mut found = BTreeMap::new();
        let mut shown: Vec<String> = Vec::new();
        for row in &head.rows {
            let workers = containers::opened(row).map_or_else(|| vec![row], |opened| opened.workers);
            for worker in workers {
                found.extend(leaves(worker));
                for name in names(worker) {
                    if !shown.iter().any(|known| known == name) {
                        shown.push(name.to_owned());
                    }
                }
            }
        }
        let has = |field: &&str| {
            let names = self.of_field.iter().find(|(name, _)| name == field).map(|(_, names)| names);
            names.into_iter().flatten().any(|name| found.contains_key(name))
        };
        let Some(missing) = LAYOUT.required.iter().find(|group| !group.iter().any(has)) else {
            return Ok(());
        };
        let one_of: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
        Err(format!(
            "`hr-snapshots` needs one of the keys {} and finds none in the first rows; name it in the `[[source]]` of \
             this file: `columns = {{ {} = \"<key>\" }}` (keys there: {})",
            one_of.join(", "),
            missing[0],
            listed(&shown)
        ))
    }
}

/// Every plain value of a worker by its plain name: what stands higher goes before what stands deeper, and managers
/// are other people.
fn leaves(worker: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = VecDeque::from([(worker, 0)]);
    while let Some((value, depth)) = open.pop_front() {
        for (key, value) in value.as_object().into_iter().flatten() {
            let name = plain(key);
            match value {
                _ if name.contains("manager") || name.contains("supervisor") => {}
                Value::Object(_) if depth < 8 => open.push_back((value, depth + 1)),
                Value::Array(items) if depth < 8 => {
                    for item in items {
                        match reference(item) {
                            Some((name, text)) => _ = found.entry(name).or_insert(text),
                            None if items.len() == 1 => open.push_back((item, depth + 1)),
                            None => {}
                        }
                    }
                }
                value => _ = found.entry(name).or_insert_with(|| scalar(value).unwrap_or_default()),
            }
        }
    }
    found
}

/// An id with its kind, as references of Workday hold them: `{"type": "Employee_ID", "$": "0017"}`.
fn reference(item: &Value) -> Option<(String, String)> {
    let members = item.as_object()?;
    let kind = members.iter().find(|(key, _)| plain(key) == "type")?.1.as_str()?;
    let mut others = members.iter().filter(|(key, value)| plain(key) != "type" && scalar(value).is_some());
    let (_, value) = others.next()?;
    others.next().is_none().then_some((plain(kind), scalar(value)?))
}

/// A plain value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
