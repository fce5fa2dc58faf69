//! Versions of one key must not overlap: at no time may two rows say different things of one thing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Device, Exception, Improvement, Person, RegisterRow, RegulatedScope, Validity, Workflow};
use crate::config::problem::Problem;

/// One version of a key.
struct Version<'a> {
    key: String,
    validity: Validity,
    row: &'a RegisterRow,
}

pub(super) fn people(people: &[Person], problems: &mut Vec<Problem>) {
    let versions = people.iter().map(|p| Version {
        key: format!("person `{}`", p.person_id),
        validity: p.validity,
        row: &p.row,
    });
    check(versions, problems);
}

pub(super) fn workflows(workflows: &[Workflow], problems: &mut Vec<Problem>) {
    let versions = workflows.iter().map(|w| Version {
        key: format!("workflow `{}`", w.id),
        validity: w.validity,
        row: &w.row,
    });
    check(versions, problems);
}

pub(super) fn exceptions(exceptions: &[Exception], problems: &mut Vec<Problem>) {
    let versions = exceptions.iter().map(|e| Version {
        key: format!(
            "exception `{}` of `{}` for {} `{}`",
            e.exception_id, e.workflow_id, e.subject_kind, e.subject
        ),
        validity: e.validity,
        row: &e.row,
    });
    check(versions, problems);
}

/// A scope may match several things, each with its own windows; two windows of one match must not overlap.
pub(super) fn regulated_work(scopes: &[RegulatedScope], problems: &mut Vec<Problem>) {
    let versions = scopes.iter().map(|scope| {
        // Devices are compared without regard to case, as everywhere.
        let value = match scope.match_kind.as_str() {
            "device" => scope.match_value.to_uppercase(),
            _ => scope.match_value.clone(),
        };
        Version {
            key: format!("scope `{}` for {} `{value}`", scope.scope_id, scope.match_kind.replace('_', " ")),
            validity: scope.window,
            row: &scope.row,
        }
    });
    check(versions, problems);
}

/// An improvement has no versions: its id stands in one row.
pub(super) fn improvements(improvements: &[Improvement], problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&str, &RegisterRow> = BTreeMap::new();
    for improvement in improvements {
        let (id, row) = (improvement.improvement_id.as_str(), &improvement.row);
        match first.get(id) {
            None => _ = first.insert(id, row),
            Some(other) => {
                let message = format!(
                    "improvement `{id}` stands in lines {} and {}, expected it once",
                    other.line, row.line
                );
                let hint = "keep the line that holds now, or give one of them an id of its own";
                problems.push(Problem::at_line(&row.file, row.line, message).with_hint(hint));
            }
        }
    }
}

/// A device has several keys; two rows that share more than one are named once.
pub(super) fn devices(devices: &[Device], problems: &mut Vec<Problem>) {
    let versions = devices.iter().flat_map(|device| {
        let class = device.jamf_class.as_deref().unwrap_or("device");
        let keys = [
            device.serial.as_ref().map(|key| format!("serial `{key}`")),
            device.udid.as_ref().map(|key| format!("udid `{key}`")),
            device.management_id.as_ref().map(|key| format!("management id `{key}`")),
            device.jamf_id.as_ref().map(|key| format!("{class} with Jamf id `{key}`")),
        ];
        keys.into_iter().flatten().map(|key| Version { key, validity: device.validity, row: &device.row })
    });
    check(versions, problems);
}

fn check<'a>(versions: impl Iterator<Item = Version<'a>>, problems: &mut Vec<Problem>) {
    let mut by_key: BTreeMap<String, Vec<(Validity, &RegisterRow)>> = BTreeMap::new();
    for version in versions {
        by_key.entry(version.key).or_default().push((version.validity, version.row));
    }
    let mut named: BTreeSet<(&RegisterRow, &RegisterRow)> = BTreeSet::new();
    for (key, mut rows) in by_key {
        rows.sort_by_key(|(validity, row)| (validity.from, *row));
        let mut widest: Option<(Validity, &RegisterRow)> = None;
        for (validity, row) in rows {
            if let Some((before, other)) = widest {
                let (first, second) = (other.min(row), other.max(row));
                if before.overlaps(&validity) && named.insert((first, second)) {
                    let message = format!(
                        "two versions of {key} are valid at one time: lines {} and {}",
                        first.line, second.line
                    );
                    let hint = format!("end the one of line {} where the next one starts", other.line);
                    problems.push(Problem::at_line(&second.file, second.line, message).with_hint(hint));
                }
            }
            // The version that reaches farthest is the one later rows can still run into.
            let reaches_farther = widest
                .is_none_or(|(before, _)| before.to.is_some_and(|end| validity.to.is_none_or(|to| to > end)));
            if reaches_farther {
                widest = Some((validity, row));
            }
        }
    }
}
