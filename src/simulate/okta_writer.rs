//! Okta System Log exports: one gzip NDJSON file per month of storing, in the order of storing.

use std::{io::Write, path::Path};

use chrono::Datelike;

use super::{
    SimulateError,
    calendar::{date_of, local, next_day, utc_ms},
    okta_noise::{self, APPS, Noise},
    output::{self, Output},
    people::Person,
    workflows::GROUPS,
    world::{Actor, Event, World},
};
use crate::records::Instant;

/// Every so many lines a broken one and a repeated one.
const DAMAGE_EVERY: u64 = 2_000;

/// One line to write, with its place in the order.
struct Line {
    persisted: Instant,
    uuid: String,
    text: String,
}

/// Writes the months; returns how many events there are (repeated and broken lines not counted).
pub(super) fn write(dir: &Path, world: &World, noise: f64) -> Result<u64, SimulateError> {
    let mut written = 0;
    let mut next_event = 0;
    let mut file: Option<(String, Output, u64)> = None;
    let mut date = date_of(world.from);
    while local(date, 0, 0) < world.to {
        let end = local(next_day(date), 0, 0);
        let month = format!("{:04}-{:02}", date.year(), date.month());
        if file.as_ref().is_none_or(|(name, _, _)| *name != month) {
            finish(dir, file.take())?;
            file = Some((month.clone(), output::create(&path(dir, &month))?, 0));
        }
        let mut lines: Vec<Line> =
            okta_noise::day(world, date, noise).iter().map(|row| noise_line(world, row)).collect();
        while let Some(event) = world.events.get(next_event).filter(|event| event.persisted < end) {
            lines.push(event_line(world, event));
            next_event += 1;
        }
        lines.sort_by(|a, b| (a.persisted, &a.uuid).cmp(&(b.persisted, &b.uuid)));
        if let Some((month, output, count)) = &mut file {
            for line in &lines {
                *count += 1;
                put(output, &line.text, *count)
                    .map_err(|source| output::failed(&path(dir, month), source))?;
            }
        }
        written += lines.len() as u64;
        date = next_day(date);
    }
    finish(dir, file)?;
    Ok(written)
}

fn path(dir: &Path, month: &str) -> std::path::PathBuf {
    dir.join(format!("exports/identity/okta-{month}.ndjson.gz"))
}

fn put(output: &mut Output, text: &str, count: u64) -> std::io::Result<()> {
    writeln!(output, "{text}")?;
    if count % DAMAGE_EVERY == 700 {
        writeln!(output, "{text}")?;
    }
    if count % DAMAGE_EVERY == 1_100 {
        // A line cut off, as by an interrupted download.
        let cut = text.char_indices().nth(180).map_or(text.len(), |(at, _)| at);
        writeln!(output, "{}", &text[..cut])?;
    }
    Ok(())
}

fn finish(dir: &Path, file: Option<(String, Output, u64)>) -> Result<(), SimulateError> {
    let Some((month, mut output, _)) = file else { return Ok(()) };
    output.flush().map_err(|source| output::failed(&path(dir, &month), source))
}

/// What surrounds the meaning of a log event.
struct Frame<'a> {
    at: Instant,
    uuid: &'a str,
    kind: &'a str,
    display: &'a str,
    severity: &'a str,
    actor: String,
    target: String,
    outcome: String,
    transaction: &'a str,
    transaction_type: &'a str,
    debug: String,
    address: String,
}

fn frame(frame: &Frame<'_>) -> String {
    let Frame {
        uuid,
        kind,
        display,
        severity,
        actor,
        target,
        outcome,
        transaction,
        transaction_type,
        debug,
        address,
        ..
    } = frame;
    let published = utc_ms(frame.at);
    format!(
        r#"{{"actor":{actor},"client":{{"userAgent":{{"rawUserAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)","os":"Mac OS X","browser":"SAFARI"}},"zone":"null","device":"Computer","ipAddress":"{address}","geographicalContext":{{}}}},"authenticationContext":{{"authenticationStep":0,"externalSessionId":"unknown"}},"displayMessage":"{display}","eventType":"{kind}","outcome":{outcome},"published":"{published}","securityContext":{{}},"severity":"{severity}","debugContext":{{"debugData":{debug}}},"legacyEventType":null,"transaction":{{"type":"{transaction_type}","id":"{transaction}","detail":{{}}}},"uuid":"{uuid}","version":"0","request":{{"ipChain":[]}},"target":{target}}}"#
    )
}

fn user(person: &Person, login: &str, name: &str) -> String {
    format!(
        r#"{{"id":"{}","type":"User","alternateId":"{login}","displayName":"{name}","detailEntry":null}}"#,
        person.okta_id
    )
}

/// An address of the documentation range.
fn address(person: usize) -> String {
    format!("198.51.100.{}", person % 250 + 1)
}

fn noise_line(world: &World, row: &Noise) -> Line {
    let person = &world.people[row.person];
    let version = person.at(row.at);
    let target = match row.app {
        Some((id, name)) => {
            format!(
                r#"[{{"id":"{id}","type":"AppInstance","alternateId":"{name}","displayName":"{name}","detailEntry":null}}]"#
            )
        }
        None => "null".to_owned(),
    };
    let outcome = if row.failed {
        r#"{"result":"FAILURE","reason":"INVALID_CREDENTIALS"}"#
    } else if row.kind == "policy.evaluate_sign_on" {
        r#"{"result":"ALLOW","reason":null}"#
    } else {
        r#"{"result":"SUCCESS","reason":null}"#
    };
    let text = frame(&Frame {
        at: row.at,
        uuid: &row.uuid,
        kind: row.kind,
        display: row.display,
        severity: "INFO",
        actor: user(person, &version.email, &version.name),
        target,
        outcome: outcome.to_owned(),
        transaction: &row.transaction,
        transaction_type: "WEB",
        debug: r#"{"requestUri":"/app/sso","threatSuspected":"false"}"#.to_owned(),
        address: address(row.person),
    });
    Line { persisted: row.persisted, uuid: row.uuid.clone(), text }
}

/// Okta's own wording for the event types used.
fn display(kind: &str) -> &'static str {
    match kind {
        "user.lifecycle.deactivate" => "Deactivate Okta user",
        "user.lifecycle.activate" => "Activate Okta user",
        "user.lifecycle.create" => "Create Okta user",
        "user.lifecycle.suspend" => "Suspend Okta user",
        "user.lifecycle.unsuspend" => "Unsuspend Okta user",
        "user.lifecycle.delete.initiated" => "Delete Okta user initiated",
        "user.lifecycle.delete.completed" => "Delete Okta user completed",
        "user.session.clear" => "Clear user session",
        "user.authentication.universal_logout" => "Universal Logout",
        "application.user_membership.remove" => "Remove user's application membership",
        "group.user_membership.remove" => "Remove user from group membership",
        "group.user_membership.add" => "Add user to group membership",
        "user.risk.detect" => "User risk detected",
        "user.risk.change" => "User risk level changed",
        "analytics.feedback.provide" => "Provide feedback",
        "user.account.update_password" => "User update password for Okta",
        "user.account.update_primary_email" => "User primary email updated",
        "system.import.user.suspend" => "Import suspended user",
        "system.import.user.unsuspend" => "Import unsuspended user",
        "system.import.roadblock" => "Import stopped by safeguard",
        "system.import.roadblock.reschedule_and_resume" => "Import resumed after safeguard",
        _ => "Okta event",
    }
}

fn event_line(world: &World, event: &Event) -> Line {
    let person = &world.people[event.person];
    let name = &person.at(event.at).name;
    let subject = user(person, &event.login, name);
    let actor = match event.actor {
        Actor::System => r#"{"id":"system@okta.com","type":"SystemPrincipal","alternateId":"system@okta.com","displayName":"Okta System","detailEntry":null}"#.to_owned(),
        Actor::Admin => r#"{"id":"00uMbAdmin0000000001","type":"User","alternateId":"identity.admin@meridian.example","displayName":"Identity Admin","detailEntry":null}"#.to_owned(),
        Actor::Subject => subject.clone(),
    };
    let reason = event.reason.map_or("null".to_owned(), |reason| format!("\"{reason}\""));
    let debug: Vec<String> =
        event.debug.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    let text = frame(&Frame {
        at: event.at,
        uuid: &event.uuid,
        kind: event.kind,
        display: display(event.kind),
        severity: if event.kind.starts_with("user.risk") { "WARN" } else { "INFO" },
        actor,
        target: target(event, &subject),
        outcome: format!(r#"{{"result":"{}","reason":{reason}}}"#, event.result),
        transaction: &event.transaction,
        transaction_type: if event.is_job { "JOB" } else { "WEB" },
        debug: format!("{{{}}}", debug.join(",")),
        address: "198.51.100.254".to_owned(),
    });
    Line { persisted: event.persisted, uuid: event.uuid.clone(), text }
}

/// Targets stand in the order real logs show: the person first or last, never by position alone.
fn target(event: &Event, subject: &str) -> String {
    if event.kind.starts_with("system.import.roadblock") {
        return r#"[{"id":"0oaMbHrImport0000001","type":"AppInstance","alternateId":"HR import","displayName":"HR import","detailEntry":null}]"#.to_owned();
    }
    if let Some(group) = event.group {
        let group = &GROUPS[group];
        let group = format!(
            r#"{{"id":"{}","type":"UserGroup","alternateId":"unknown","displayName":"{}","detailEntry":null}}"#,
            group.id, group.name
        );
        let user_first = event.at.timestamp_millis() % 3 == 0;
        return if user_first { format!("[{subject},{group}]") } else { format!("[{group},{subject}]") };
    }
    if event.kind == "application.user_membership.remove" {
        let (id, name) = APPS[0];
        return format!(
            r#"[{{"id":"0uaMb{:015x}","type":"AppUser","alternateId":"{}","displayName":"{name}","detailEntry":null}},{{"id":"{id}","type":"AppInstance","alternateId":"{name}","displayName":"{name}","detailEntry":null}},{subject}]"#,
            event.person, event.login
        );
    }
    if event.kind == "user.account.update_primary_email" {
        let value = |name: &str| {
            event.debug.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str())
        };
        let changes = format!(
            r#","changeDetails":{{"from":{{"email":"{}"}},"to":{{"email":"{}"}}}}}}"#,
            value("oldPrimaryEmail"),
            value("newPrimaryEmail")
        );
        return format!("[{}{changes}]", subject.trim_end_matches('}'));
    }
    format!("[{subject}]")
}
