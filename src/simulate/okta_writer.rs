//! Okta System Log exports: NDJSON in the order of storing.

use std::path::Path;

use super::{
    SimulateError,
    identity_log::{self, Log, Row},
    okta_event,
    okta_line::{self, Frame, Source, app_targets, user},
    okta_noise::{APPS, Noise},
    settings::Settings,
    world::World,
};

/// Writes the log; returns how many events there are (repeated and broken lines not counted).
pub(super) fn write(
    dir: &Path,
    world: &World,
    noise: f64,
    settings: &Settings,
) -> Result<u64, SimulateError> {
    let line = |text: &mut String, row: &Row<'_>| {
        match row {
            Row::Noise(noise) => noise_line(text, world, noise),
            Row::Event(event) => okta_event::write(text, world, event),
        }
        1
    };
    identity_log::write(dir, world, &Log { name: "okta", noise, settings, line: &line })
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
