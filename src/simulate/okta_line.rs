//! One event as Okta prints it, with everything that surrounds its meaning: client, place, session, security
//! context, debug data. What surrounds an event depends on the person and the day only, never on what is true.

use std::fmt::Write as _;

use super::{calendar::utc_ms, people::Person, rng::Rng};
use crate::records::Instant;

/// What is said of one event.
pub(super) struct Frame<'a> {
    pub(super) at: Instant,
    pub(super) uuid: &'a str,
    pub(super) kind: &'a str,
    pub(super) display: &'a str,
    /// Okta's older name of the kind.
    pub(super) legacy: Option<&'a str>,
    pub(super) severity: &'a str,
    pub(super) actor: &'a str,
    pub(super) target: &'a str,
    pub(super) outcome: &'a str,
    pub(super) transaction: &'a str,
    pub(super) transaction_type: &'a str,
    /// Debug data that carries meaning.
    pub(super) debug: &'a [(&'static str, String)],
    pub(super) uri: &'a str,
    pub(super) source: &'a Source,
    /// Whether a person signed in with it: such events carry what the engine thought of them.
    pub(super) is_sign_in: bool,
}

/// Where a request came from.
pub(super) struct Source {
    agent: usize,
    address: String,
    place: usize,
    carrier: usize,
    session: String,
    token: [u64; 4],
}

/// A browser: user agent, system, browser, kind of device.
const AGENTS: [[&str; 4]; 5] = [
    [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        "Mac OS X",
        "SAFARI",
        "Computer",
    ],
    [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
        "Mac OS X",
        "CHROME",
        "Computer",
    ],
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "iOS (iPhone)",
        "SAFARI",
        "Mobile",
    ],
    [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mac OS X",
        "FIREFOX",
        "Computer",
    ],
    ["Okta-Workflows/1.0 (automation; meridian.example)", "Unknown", "UNKNOWN", "Unknown"],
];

/// Invented places: city, state, postal code, latitude, longitude.
const PLACES: [[&str; 5]; 4] = [
    ["Sampleton", "New York", "00101", "40.7001", "-74.0001"],
    ["Exampleville", "New Jersey", "00202", "40.2202", "-74.7602"],
    ["Specimen Falls", "Massachusetts", "00303", "42.3603", "-71.0603"],
    ["Fixture Bay", "Connecticut", "00404", "41.3004", "-72.9204"],
];

/// Invented carriers with numbers of the documentation range.
const CARRIERS: [(&str, u32); 3] =
    [("example business internet", 64_496), ("example cable company", 64_497), ("example wireless", 64_498)];

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

impl Source {
    /// A person at work or at home, on the day of an event.
    pub(super) fn of_person(seed: u64, person: usize, at: Instant) -> Self {
        let mut habit = Rng::for_key(seed, "habit", person as u64);
        let (agent, place) = (habit.below(4), habit.below(PLACES.len()));
        let (token, home) = ([habit.next(), habit.next(), habit.next(), habit.next()], habit.below(250));
        let day = at.timestamp().unsigned_abs() / 86_400;
        let mut today = Rng::for_key(seed, "session", (person as u64) << 20 | day);
        let at_home = today.chance(0.35);
        let address =
            if at_home { format!("203.0.113.{}", home + 1) } else { format!("198.51.100.{}", place + 1) };
        let carrier = if at_home { 1 + home % 2 } else { 0 };
        Self { agent, address, place, carrier, session: format!("idx{}", today.token(ALPHABET, 21)), token }
    }

    /// The identity team's service.
    pub(super) fn of_service(seed: u64, transaction: &str) -> Self {
        let key = transaction.bytes().fold(7_u64, |key, byte| key.wrapping_mul(31) + u64::from(byte));
        let mut rng = Rng::for_key(seed, "service", key);
        let token = [rng.next(), rng.next(), rng.next(), rng.next()];
        let session = format!("trs{}", rng.token(ALPHABET, 21));
        Self { agent: 4, address: "198.51.100.254".to_owned(), place: 0, carrier: 0, session, token }
    }
}

/// Writes the event and ends the line.
pub(super) fn write(out: &mut String, frame: &Frame<'_>) {
    let [agent, system, browser, device] = AGENTS[frame.source.agent];
    let place = Place(frame.source.place);
    let (carrier, number) = CARRIERS[frame.source.carrier];
    let Frame {
        actor, display, kind, outcome, severity, transaction, transaction_type, uuid, target, ..
    } = frame;
    let Source { address, session, .. } = frame.source;
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        r#"{{"actor":{actor},"client":{{"userAgent":{{"rawUserAgent":"{agent}","os":"{system}","browser":"{browser}"}},"zone":"null","device":"{device}","id":null,"ipAddress":"{address}","geographicalContext":{place}}},"device":null,"authenticationContext":{{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,"rootSessionId":"{session}","externalSessionId":"{session}"}},"displayMessage":"{display}","eventType":"{kind}","outcome":{outcome},"published":"{}","securityContext":{{"asNumber":{number},"asOrg":"{carrier}","isp":"{carrier}","domain":"carrier.example","isProxy":false,"userBehaviors":[]}},"severity":"{severity}","debugContext":{{"debugData":{{"#,
        utc_ms(frame.at)
    );
    debug_data(out, frame);
    let legacy = Quoted(frame.legacy);
    let _ = writeln!(
        out,
        r#"}}}},"legacyEventType":{legacy},"transaction":{{"type":"{transaction_type}","id":"{transaction}","detail":{{}}}},"uuid":"{uuid}","version":"0","request":{{"ipChain":[{{"ip":"{address}","geographicalContext":{place},"version":"V4","source":null}}]}},"target":{target}}}"#
    );
}

fn debug_data(out: &mut String, frame: &Frame<'_>) {
    for (key, value) in frame.debug {
        let _ = write!(out, r#""{key}":"{value}","#);
    }
    if frame.is_sign_in {
        out.push_str(r#""behaviors":"{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}","risk":"{reasons=, level=LOW}","logOnlySecurityData":"{\"risk\":{\"level\":\"LOW\"},\"behaviors\":{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"NEGATIVE\",\"New IP\":\"NEGATIVE\",\"New State\":\"NEGATIVE\",\"New Country\":\"NEGATIVE\",\"Velocity\":\"NEGATIVE\",\"New City\":\"NEGATIVE\"}}","#);
    }
    let (uri, transaction, [a, b, c, d]) = (frame.uri, frame.transaction, frame.source.token);
    let _ = write!(
        out,
        r#""requestId":"{transaction}","dtHash":"{a:016x}{b:016x}{c:016x}{d:016x}","requestUri":"{uri}","url":"{uri}?","origin":"https://login.meridian.example","threatSuspected":"false""#
    );
}

/// `null`, or a text in quotation marks.
struct Quoted<'a>(Option<&'a str>);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(text) => write!(f, "\"{text}\""),
            None => f.write_str("null"),
        }
    }
}

/// A `geographicalContext`.
struct Place(usize);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [city, state, postal, lat, lon] = PLACES[self.0];
        write!(
            f,
            r#"{{"city":"{city}","state":"{state}","country":"United States","postalCode":"{postal}","geolocation":{{"lat":{lat},"lon":{lon}}}}}"#
        )
    }
}

/// A person as an actor or target.
pub(super) fn user(person: &Person, login: &str, name: &str) -> String {
    format!(
        r#"{{"id":"{}","type":"User","alternateId":"{login}","displayName":"{name}","detailEntry":null}}"#,
        person.okta_id
    )
}

/// An application, and the person's place in it.
pub(super) fn app_targets((id, name): (&str, &str), person: usize, login: &str) -> String {
    format!(
        r#"{{"id":"0uaMb{person:015x}","type":"AppUser","alternateId":"{login}","displayName":"{name}","detailEntry":null}},{{"id":"{id}","type":"AppInstance","alternateId":"{name}","displayName":"{name}","detailEntry":{{"signOnModeType":"SAML_2_0"}}}}"#
    )
}
