//! Okta System Log exports: NDJSON in the order of storing, cut and packed as asked. Slices of the time are made on
//! all threads and written one after the other, so that a log of any length needs little memory.

use std::{fs::File, io::Write as _, path::Path};

use chrono::{Datelike, NaiveDate};

use super::{
    SimulateError,
    in_order::in_order,
    okta_event,
    okta_line::{self, Frame, Source, app_targets, user},
    okta_noise::{self, APPS, Noise},
    output,
    settings::{Cut, Packing, Settings},
    slices::{Slice, slices},
    world::{Event, World},
};

/// One in so many lines is repeated, another one followed by a line that was cut off.
const DAMAGE: u64 = 2_000;

/// The lines of one slice, packed.
struct Chunk {
    file: String,
    bytes: std::io::Result<Vec<u8>>,
    events: u64,
}

/// Writes the log; returns how many events there are (repeated and broken lines not counted).
pub(super) fn write(
    dir: &Path,
    world: &World,
    noise: f64,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    let slices = slices(world.from, world.to, okta_noise::expected(world, noise));
    let make = |index: usize| chunk(world, &slices[index], noise, settings);
    let (mut written, mut open) = (0, None::<(String, File)>);
    in_order(slices.len(), make, |chunk: Chunk| {
        // A day on which nothing happened has no file.
        if chunk.events == 0 {
            return Ok(());
        }
        written += chunk.events;
        let path = dir.join("exports/identity").join(&chunk.file);
        let mut file = match open.take() {
            Some((name, file)) if name == chunk.file => file,
            _ => output::plain(&path)?,
        };
        let put = chunk.bytes.and_then(|bytes| file.write_all(&bytes));
        open = Some((chunk.file, file));
        put.map_err(|source| output::failed(&path, source))
    })?;
    Ok(written)
}

/// The end of the names of its files.
pub(super) fn extension(packing: Packing) -> &'static str {
    match packing {
        Packing::None => "",
        Packing::Gzip => ".gz",
        Packing::Zstandard => ".zst",
    }
}

fn file_name(date: NaiveDate, settings: &Settings) -> String {
    let year = date.year();
    let cut = match settings.identity_file {
        Cut::Day => date.to_string(),
        Cut::Month => format!("{year:04}-{:02}", date.month()),
        Cut::Quarter => format!("{year:04}-Q{}", date.month0() / 3 + 1),
        Cut::Never => "log".to_owned(),
    };
    format!("okta-{cut}.ndjson{}", extension(settings.identity_compression))
}

/// A line to write, before it is one.
enum Row<'a> {
    Noise(Noise),
    Event(&'a Event),
}

impl Row<'_> {
    /// Its place in the log.
    fn key(&self) -> (crate::records::Instant, &str) {
        match self {
            Self::Noise(noise) => (noise.persisted, &noise.uuid),
            Self::Event(event) => (event.persisted, &event.uuid),
        }
    }
}

fn chunk(world: &World, slice: &Slice, noise: f64, settings: &Settings) -> Chunk {
    let first = world.events.partition_point(|event| event.persisted < slice.from);
    let last = world.events.partition_point(|event| event.persisted < slice.to);
    let mut rows: Vec<Row<'_>> = okta_noise::rows(world, slice, noise).into_iter().map(Row::Noise).collect();
    rows.extend(world.events[first..last].iter().map(Row::Event));
    rows.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut text = String::with_capacity(rows.len() * 2_400);
    for row in &rows {
        let start = text.len();
        match row {
            Row::Noise(noise) => noise_line(&mut text, world, noise),
            Row::Event(event) => okta_event::write(&mut text, world, event),
        }
        damage(&mut text, start, row.key().1);
    }
    Chunk {
        file: file_name(slice.date, settings),
        bytes: output::packed(text.into_bytes(), settings.identity_compression),
        events: rows.len() as u64,
    }
}

/// What downloading does to a log: lines that come twice, lines that were cut off by an interruption.
fn damage(text: &mut String, start: usize, uuid: &str) {
    let hash = uuid.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let again = match hash % DAMAGE {
        700 => text[start..].to_owned(),
        // The first of a line is ASCII.
        1_100 => format!("{}\n", text.get(start..start + 180).unwrap_or_default()),
        _ => return,
    };
    text.push_str(&again);
}

/// Okta's older name of a kind, and the address a request of that kind goes to.
fn usual(kind: &str) -> (Option<&'static str>, &'static str) {
    match kind {
        "user.session.start" => (Some("core.user_auth.login_success"), "/idp/idx/identify"),
        "user.session.end" => (Some("core.user_auth.logout_success"), "/login/signout"),
        "user.authentication.sso" => (Some("app.auth.sso"), "/app/meridian/exkMbSample000001/sso/saml"),
        "user.authentication.auth_via_mfa" => {
            (Some("core.user.factor.attempt_success"), "/idp/idx/challenge/answer")
        }
        "app.oauth2.token.grant.access_token" => (Some("app.oauth2.token.grant"), "/oauth2/v1/token"),
        _ => (None, "/idp/idx/identify"),
    }
}

fn noise_line(out: &mut String, world: &World, row: &Noise) {
    let person = &world.people[row.person];
    let version = person.at(row.at);
    let actor = user(person, &version.email, &version.name);
    let target = match row.kind {
        "user.authentication.sso" | "app.oauth2.token.grant.access_token" => {
            format!("[{}]", app_targets(APPS[row.app], row.person, &version.email))
        }
        "policy.evaluate_sign_on" => r#"[{"id":"00pMbSignOnPolicy001","type":"PolicyEntity","alternateId":"unknown","displayName":"Staff sign-on","detailEntry":{"policyType":"OktaSignOn"}},{"id":"0prMbSignOnRule00001","type":"PolicyRule","alternateId":"00pMbSignOnPolicy001","displayName":"Any network","detailEntry":null}]"#.to_owned(),
        "user.authentication.auth_via_mfa" | "user.authentication.verify" => format!("[{actor}]"),
        _ => "null".to_owned(),
    };
    let outcome = if row.failed {
        r#"{"result":"FAILURE","reason":"INVALID_CREDENTIALS"}"#
    } else if row.kind == "policy.evaluate_sign_on" {
        r#"{"result":"ALLOW","reason":"Sign-on policy evaluation resulted in AUTHENTICATED"}"#
    } else {
        r#"{"result":"SUCCESS","reason":null}"#
    };
    let (legacy, uri) = usual(row.kind);
    let frame = Frame {
        at: row.at,
        uuid: &row.uuid,
        kind: row.kind,
        display: row.display,
        legacy: if row.failed { Some("core.user_auth.login_failed") } else { legacy },
        severity: "INFO",
        actor: &actor,
        target: &target,
        outcome,
        transaction: &row.transaction,
        transaction_type: "WEB",
        debug: &[],
        uri,
        source: &Source::of_person(world.seed, row.person, row.at),
        is_sign_in: matches!(
            row.kind,
            "user.session.start" | "user.authentication.verify" | "policy.evaluate_sign_on"
        ),
    };
    okta_line::write(out, &frame);
}
