//! What fills an identity log: sessions, single sign-ons, policy evaluations. Made slice by slice, never held.

use chrono::TimeDelta;

use super::{
    rng::Rng,
    slices::Slice,
    world::{World, okta_uuid, transaction},
};
use crate::records::Instant;

/// One irrelevant event.
pub(super) struct Noise {
    pub(super) persisted: Instant,
    pub(super) at: Instant,
    pub(super) kind: &'static str,
    pub(super) display: &'static str,
    pub(super) app: usize,
    pub(super) failed: bool,
    pub(super) person: usize,
    pub(super) uuid: String,
    pub(super) transaction: String,
}

/// Applications people sign in to (id, name); of the last four the licences cost money.
pub(super) const APPS: [(&str, &str); 9] = [
    ("0oaMb1Mail00000000001", "Mail and Calendar"),
    ("0oaMb2Lims00000000002", "LIMS"),
    ("0oaMb3Erp000000000003", "ERP"),
    ("0oaMb4Wiki00000000004", "Wiki"),
    ("0oaMb5Crm000000000005", "CRM"),
    ("0oaMb6Chem0000000006", "ChemSketch Studio"),
    ("0oaMb7Flow0000000007", "FlowChart Pro"),
    ("0oaMb8Pdf00000000008", "PDF Workbench"),
    ("0oaMb9Maps0000000009", "Route Maps"),
];

/// The first of [`APPS`] whose licences are reclaimed.
pub(super) const LICENSED: usize = 5;

const SIGN_IN: (&str, &str) = ("user.session.start", "User login to Okta");

const KINDS: [(&str, &str); 12] = [
    SIGN_IN,
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

/// Sign-ins of a person on a working day, whatever the noise.
const SIGN_INS: f64 = 0.15;
/// Further events of a person on a working day at noise 1.
const OTHERS: f64 = 0.2;
/// Share of a working day's events that another day has.
const DAY_OFF: f64 = 0.07;

/// Events to expect on a working day and on another.
#[expect(clippy::cast_precision_loss, reason = "people are few")]
pub(super) fn expected(world: &World, noise: f64) -> (f64, f64) {
    let working = world.people.len() as f64 * (SIGN_INS + noise * OTHERS);
    (working, working * DAY_OFF)
}

/// The irrelevant events stored in one slice, unsorted.
pub(super) fn rows(world: &World, slice: &Slice, noise: f64) -> Vec<Noise> {
    let sign_ins = SIGN_INS / (SIGN_INS + noise * OTHERS);
    let mut rng = Rng::for_key(world.seed, "noise", slice.number);
    let count = slice.rows(&mut rng);
    (0..count).filter_map(|_| one(world, &mut rng, slice, sign_ins)).collect()
}

fn one(world: &World, rng: &mut Rng, slice: &Slice, sign_ins: f64) -> Option<Noise> {
    let persisted = slice.moment(rng);
    let at = persisted - TimeDelta::milliseconds(rng.range(50, 2_500));
    let person = rng.below(world.people.len());
    let (kind, display) = if rng.chance(sign_ins) { SIGN_IN } else { *rng.pick(&KINDS) };
    let app = rng.below(APPS.len());
    let failed = kind == "user.session.start" && rng.chance(0.04);
    if !world.people[person].can_sign_in(at) || at < world.from || persisted >= world.to {
        return None;
    }
    let (uuid, transaction) = (okta_uuid(rng, at), transaction(rng, at));
    Some(Noise { persisted, at, kind, display, app, failed, person, uuid, transaction })
}
