//! What fills an identity log: sessions, single sign-ons, policy evaluations. Made day by day, never held.

use chrono::{NaiveDate, TimeDelta};

use super::{
    calendar::{is_working_day, local},
    rng::Rng,
    world::{World, okta_uuid, transaction},
};
use crate::records::Instant;

/// One irrelevant event.
pub(super) struct Noise {
    pub(super) persisted: Instant,
    pub(super) at: Instant,
    pub(super) kind: &'static str,
    pub(super) display: &'static str,
    pub(super) app: Option<&'static (&'static str, &'static str)>,
    pub(super) failed: bool,
    pub(super) person: usize,
    pub(super) uuid: String,
    pub(super) transaction: String,
}

/// Applications people sign in to (id, name).
pub(super) const APPS: [(&str, &str); 5] = [
    ("0oaMb1Mail00000000001", "Mail and Calendar"),
    ("0oaMb2Lims00000000002", "LIMS"),
    ("0oaMb3Erp000000000003", "ERP"),
    ("0oaMb4Wiki00000000004", "Wiki"),
    ("0oaMb5Crm000000000005", "CRM"),
];

const KINDS: [(&str, &str); 14] = [
    ("user.session.start", "User login to Okta"),
    ("user.session.start", "User login to Okta"),
    ("user.session.start", "User login to Okta"),
    ("user.authentication.sso", "User single sign on to app"),
    ("user.authentication.sso", "User single sign on to app"),
    ("user.authentication.sso", "User single sign on to app"),
    ("user.authentication.sso", "User single sign on to app"),
    ("policy.evaluate_sign_on", "Evaluation of sign-on policy"),
    ("policy.evaluate_sign_on", "Evaluation of sign-on policy"),
    ("policy.evaluate_sign_on", "Evaluation of sign-on policy"),
    ("user.authentication.auth_via_mfa", "Authentication of user via MFA"),
    ("user.authentication.verify", "Verify user identity"),
    ("app.oauth2.token.grant.access_token", "OAuth2 access token is granted"),
    ("user.session.end", "User logout from Okta"),
];

/// Events per person on a working day at noise 1.
const PER_DAY: f64 = 1.1;

/// The irrelevant events of one local day, unsorted.
pub(super) fn day(world: &World, date: NaiveDate, noise: f64) -> Vec<Noise> {
    let start = local(date, 0, 0);
    let rate = noise * if is_working_day(date) { PER_DAY } else { 0.08 };
    let mut rows = Vec::new();
    for person in 0..world.people.len() {
        let mut rng = Rng::for_key(
            world.seed,
            "noise",
            (person as u64) << 20 | (start.timestamp() / 86_400).unsigned_abs(),
        );
        let mut left = rate;
        while left > 0.0 {
            if rng.chance(left.min(1.0)) {
                rows.extend(one(world, &mut rng, person, start));
            }
            left -= 1.0;
        }
    }
    rows
}

fn one(world: &World, rng: &mut Rng, person: usize, start: Instant) -> Option<Noise> {
    let at =
        start + TimeDelta::minutes(450 + rng.range(0, 690)) + TimeDelta::milliseconds(rng.range(0, 59_999));
    if !world.people[person].can_sign_in(at) || at < world.from || at >= world.to {
        return None;
    }
    let (kind, display) = KINDS[rng.below(KINDS.len())];
    let app = (kind == "user.authentication.sso").then(|| &APPS[rng.below(APPS.len())]);
    let failed = kind == "user.session.start" && rng.chance(0.04);
    let persisted = at + TimeDelta::milliseconds(rng.range(50, 2_500));
    let (uuid, transaction) = (okta_uuid(rng, at), transaction(rng, at));
    Some(Noise { persisted, at, kind, display, app, failed, person, uuid, transaction })
}
