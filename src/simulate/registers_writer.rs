//! The registers of the simulated organisation.

use std::{fmt::Write as _, path::Path};

use chrono::{Datelike, TimeDelta};

use super::{
    SimulateError,
    calendar::{ZONE, date_of, holidays, local, next_day, utc_ms},
    devices::Device,
    output,
    people::{Person, PersonKind, UNITS},
    reviewed_id,
    rng::Rng,
    truth::Verdict,
    vendor_ids,
    vendors::Vendors,
    workflows,
    world::World,
};
use crate::records::Instant;

/// Units whose people decide about cases.
const REVIEWING: [&str; 3] = ["IT", "Legal", "HR"];

/// Writes all of them.
pub(super) fn write(dir: &Path, world: &World, vendors: Vendors) -> Result<(), SimulateError> {
    let middle = world.period.0 + (world.period.1 - world.period.0) / 2;
    let put = |name: &str, text: String| output::text(&dir.join("registers").join(name), &text);
    put("workflows.toml", workflows::control_map(world.from, middle, world.to, vendors))?;
    put("people.csv", people(world, vendors))?;
    put("devices.csv", devices(world))?;
    put("exceptions.csv", exceptions(world))?;
    put("regulated_work.csv", regulated(world))?;
    put("reviews.csv", reviews(world, vendors))?;
    put("improvements.csv", improvements(world))?;
    put("holidays.csv", holiday_rows(world))
}

/// A date where a version ends or begins with a local day, else the instant.
fn edge(at: Option<Instant>, is_end: bool) -> String {
    let Some(at) = at else { return String::new() };
    let date = date_of(at);
    if local(date, 0, 0) != at {
        return utc_ms(at);
    }
    // An end date includes its day.
    let date = if is_end { date.pred_opt().unwrap_or(date) } else { date };
    date.to_string()
}

/// The ids are those of the identity provider the organisation has; Google knows people by address alone.
fn people(world: &World, vendors: Vendors) -> String {
    let mut text = String::from(
        "person_id,display_name,kind,unit,executive,okta_id,entra_object_id,employee_id,upn,email,aliases,valid_from,valid_to,time_zone\n",
    );
    for (index, person) in world.people.iter().enumerate() {
        let (okta_id, entra_id) = match vendors {
            Vendors::OktaServicenow | Vendors::OcsfFreshservice => (person.okta_id.as_str(), String::new()),
            Vendors::EntraJira => ("", vendor_ids::entra_person(world.seed, index)),
            Vendors::GoogleZendesk => ("", String::new()),
        };
        for version in &person.versions {
            let _ = writeln!(
                text,
                "{},{},{},{},{},{okta_id},{entra_id},{},{},{},{},{},{},{ZONE}",
                person.id,
                version.name,
                person.kind.code(),
                UNITS[version.unit],
                person.executive,
                person.employee_id,
                version.email,
                version.email,
                person.aliases.join(";"),
                edge(version.from, false),
                edge(version.to, true),
            );
        }
    }
    text
}

fn devices(world: &World) -> String {
    let mut text = String::from(
        "serial,udid,management_id,jamf_id,jamf_class,name,asset_tag,device_class,custody,assigned_person,unit,valid_from,valid_to\n",
    );
    for device in &world.devices {
        for place in 0..device.held.len() {
            let (from, holder) = device.held[place];
            let to = device.held.get(place + 1).and_then(|(from, _)| *from);
            device_row(&mut text, world, device, holder, (from, to));
        }
    }
    text
}

fn device_row(
    text: &mut String,
    world: &World,
    device: &Device,
    holder: Option<usize>,
    (from, to): (Option<Instant>, Option<Instant>),
) {
    let class = if device.model == super::devices::Model::Mac { "computer" } else { "mobile" };
    let unit = holder.map_or(device.unit, |person| world.people[person].versions[0].unit);
    let _ = writeln!(
        text,
        "{},{},{},{},{class},{},{},{},{},{},{},{},{}",
        device.serial,
        device.udid,
        device.management_id,
        device.jamf_id,
        device.name,
        device.asset_tag,
        device.class(),
        device.custody.code(),
        holder.map_or("", |person| world.people[person].id.as_str()),
        UNITS[unit],
        edge(from, false),
        edge(to, true),
    );
}

fn exceptions(world: &World) -> String {
    let mut text = String::from(
        "exception_id,workflow_id,subject_kind,subject,reason,requested_by,approved_by,valid_from,valid_to\n",
    );
    for (index, row) in world.exceptions.iter().enumerate() {
        let approved = if row.approved { "P00003" } else { "" };
        let _ = writeln!(
            text,
            "EX-{:04},{},{},{},\"{}\",team:hr-operations,{approved},{},{}",
            index + 1,
            row.workflow,
            row.subject_kind,
            row.subject,
            row.reason,
            utc_ms(row.from),
            utc_ms(row.to),
        );
    }
    text
}

/// Batch releases by laboratory and line, the quarter close of Finance, and clinical data without a window.
fn regulated(world: &World) -> String {
    let mut text = String::from(
        "scope_id,regime,title,match_kind,match_value,window_start,window_end,accountable_person\n",
    );
    let mut number = 0;
    let mut put = |regime: &str, title: &str, kind: &str, value: &str, start: &str, end: &str| {
        number += 1;
        let _ = writeln!(text, "RW-{number:03},{regime},{title},{kind},{value},{start},{end},P00004");
    };
    let mut week = 0;
    let mut date = date_of(world.from);
    while local(date, 0, 0) < world.to {
        let weekday = date.weekday().num_days_from_monday();
        if weekday == 1 {
            let (start, end) = (format!("{date}T06:00:00"), format!("{}T18:00:00", next_day(next_day(date))));
            let (kind, value) =
                if week % 2 == 0 { ("unit", "QC Laboratory") } else { ("device_class", "lab_mac") };
            put("GxP", &format!("Batch release {}", 2_600 + week), kind, value, &start, &end);
            week += 1;
        }
        if date.day() == 1 && date.month() % 3 == 1 {
            let (start, end) = (date - TimeDelta::days(3), date + TimeDelta::days(8));
            put("SOX", "Quarter close", "unit", "Finance", &start.to_string(), &end.to_string());
        }
        date = next_day(date);
    }
    put("HIPAA", "Clinical data review", "unit", "Research", "", "");
    text
}

/// Who reviews: employees of IT, Legal and HR before others, who are there all the time.
fn reviewers(world: &World) -> Vec<&str> {
    let stays = |person: &&Person| {
        person.kind == PersonKind::Employee && person.works_at(world.from) && person.works_at(world.to)
    };
    let mut known: Vec<(bool, &str)> = world
        .people
        .iter()
        .filter(stays)
        .map(|person| (!REVIEWING.contains(&UNITS[person.at(world.from).unit]), person.id.as_str()))
        .collect();
    known.sort_unstable();
    known.into_iter().take(4).map(|(_, id)| id).collect()
}

/// A minority of the actions, decided by people who are mostly right.
fn reviews(world: &World, vendors: Vendors) -> String {
    let mut text = String::from("action_id,reviewer,reviewed_at,decision,cause,rationale\n");
    let reviewers = reviewers(world);
    for (index, row) in world.truth.iter().enumerate() {
        let mut rng = Rng::for_key(world.seed, "review", index as u64);
        let share = if row.is_disruptive() { 0.2 } else { 0.02 };
        let at = row.done + TimeDelta::days(rng.range(1, 9)) + TimeDelta::hours(rng.range(0, 6));
        // A policy run has no id that a reviewer could write down.
        if !rng.chance(share) || at >= world.to {
            continue;
        }
        let Some(action_id) = reviewed_id::of(world, row, vendors) else { continue };
        let Some(reviewer) = reviewers.get(rng.below(3)).or(reviewers.first()) else { continue };
        let (decision, cause) = (row.verdict.code(), if row.cause == "unexplained" { "" } else { row.cause });
        let rationale =
            if row.verdict == Verdict::Wrong { "Confirmed with the owner" } else { "Checked with HR" };
        let _ = writeln!(text, "{action_id},{reviewer},{},{decision},{cause},{rationale}", utc_ms(at));
        let other = reviewers.get(3).unwrap_or(reviewer);
        if row.is_disruptive() && rng.chance(0.08) {
            let second = utc_ms(at + TimeDelta::hours(20));
            let _ = writeln!(text, "{action_id},{other},{second},true_positive,,Device was due anyway");
        }
    }
    text
}

fn improvements(world: &World) -> String {
    let opened = label_of(world.from);
    let due = date_of(world.period.1).to_string();
    let done = date_of(world.period.0 + TimeDelta::days(20)).to_string();
    format!(
        "improvement_id,opened_period,workflow_id,cause,change,owner,due,status,closed_at\n\
         IM-001,{opened},leaver-lock,wrong-device,Check the assignment against the device register before locking,team:endpoint,{due},open,\n\
         IM-002,{opened},group-strip,flapping-trigger,Wait fifteen minutes before removing profiles,team:licensing,{due},done,{done}\n\
         IM-003,{opened},risk-lock,risk-dismissed,Accept the rate of the detection engine,team:security-operations,{due},accepted,{done}\n"
    )
}

/// The calendar quarter of an instant, for example `2026-Q2`.
fn label_of(at: Instant) -> String {
    let date = date_of(at);
    format!("{}-Q{}", date.year(), date.month0() / 3 + 1)
}

fn holiday_rows(world: &World) -> String {
    let mut text = String::from("date,zone_or_unit,name\n");
    for year in date_of(world.from).year()..=date_of(world.to).year() {
        for (date, name) in holidays(year) {
            let _ = writeln!(text, "{date},{ZONE},{name}");
        }
    }
    text
}
