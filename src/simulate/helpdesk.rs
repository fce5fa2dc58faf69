//! The helpdesk: what people write when something happened to them, and all the rest they write anyway.

use chrono::TimeDelta;

use super::{calendar, commands::Kind, deeds::Deed, rng::Rng, world::World};
use crate::records::Instant;

/// One ticket.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub(super) opened: Instant,
    pub(super) resolved: Option<Instant>,
    pub(super) person: usize,
    pub(super) device: Option<usize>,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) category: &'static str,
    pub(super) close_code: &'static str,
    pub(super) close_notes: String,
    pub(super) is_request: bool,
    /// Whom a request is for, where somebody else made it.
    pub(super) requested_for: Option<usize>,
}

/// Subjects and bodies of tickets that have nothing to do with automations.
const UNRELATED: [(&str, &str, &str); 16] = [
    (
        "Printer on floor 3 does not print",
        "Paper jam again – the tray is empty but the light blinks.",
        "Hardware",
    ),
    ("Forgot my password", "I cannot remember my password after the weekend.", "Access"),
    ("Locked out after wrong password", "Typed it five times, account locked. Please unlock.", "Access"),
    ("Second monitor flickers", "Happens since I moved the desk.", "Hardware"),
    ("Request for a headset", "For calls with customers in Zürich, please.", "Hardware"),
    ("Outlook search finds nothing", "Search returns no mails older than a month.", "Software"),
    ("VPN slow at home", "The connection drops to almost nothing in the evening.", "Network"),
    ("Shared folder missing", "The folder of the project is not mapped.", "Access"),
    ("LIMS report shows wrong unit", "The certificate prints mg instead of µg.", "Application"),
    ("ERP posting period closed", "I need to post one more invoice.", "Application"),
    ("New colleague needs a badge", "Starts on Monday, please prepare.", "Facilities"),
    ("Keyboard key stuck", "The letter e sticks – coffee, sorry.", "Hardware"),
    ("Teams call has no sound", "Others hear me, I do not hear them.", "Software"),
    ("Statistics software asks for update", "May I install the update?", "Software"),
    ("WiFi weak in the cleanroom", "Only one bar next to line 4.", "Network"),
    ("Please restore a file", "I deleted the file by mistake yesterday.", "Software"),
];

const CLOSE_CODES: [&str; 5] = [
    "Solution provided",
    "Resolved by caller",
    "Workaround provided",
    "User error",
    "No resolution provided",
];

/// Code of this site for a wrong automation; mapped in `misfire.toml`.
pub(super) const AUTOMATION_ERROR: &str = "Automation error";

/// Title and text of somebody whose account went with the device.
const ACCOUNT_WORDS: [(&str, &str); 4] = [
    (
        "My account is deactivated",
        "Since this morning my account is disabled and the Mac shows a PIN screen. I still work here.",
    ),
    (
        "Please reactivate my account",
        "My user account was terminated by the system although I have not left. Please re-enable the account.",
    ),
    (
        "Cannot work: access was disabled",
        "My access has been deactivated and the laptop is locked, nobody told me why.",
    ),
    (
        "Contract extended but account expired",
        "The account has expired although the contract was extended, please extend the end date.",
    ),
];

/// Title and text of somebody with a locked Mac.
const LOCK_WORDS: [(&str, &str); 3] = [
    (
        "MacBook locked with a PIN",
        "The MacBook restarted and is locked, it asks for a six-digit PIN I never set.",
    ),
    (
        "Laptop locked during work",
        "My laptop locked itself in the middle of a batch record and wants a code.",
    ),
    (
        "Mac shows a lock screen with a message of IT",
        "The Mac is locked and says to contact IT. I am sitting in front of it.",
    ),
];

/// Title and text of somebody with an erased phone.
const WIPE_WORDS: [(&str, &str); 3] = [
    ("iPhone was erased", "My work iPhone was wiped overnight, all apps are gone."),
    (
        "Reset VPN MFA, phone has been wiped",
        "The phone has been erased and set up new, please reset MFA for VPN.",
    ),
    (
        "Phone back to the welcome screen",
        "The company phone was reset to factory settings while I was travelling.",
    ),
];

/// Title and text of somebody whose phone is in Lost Mode.
const LOST_WORDS: [(&str, &str); 2] = [
    ("iPhone shows Lost Mode", "The phone says it is lost and is locked – it is in my hand."),
    (
        "Phone locked with a lost message",
        "The device is locked with a message about a lost phone, please release it.",
    ),
];

/// Title and text of somebody who lost a profile or an app.
const PROFILE_WORDS: [(&str, &str); 3] = [
    ("Access was removed", "My access to the licensed software was removed, it worked yesterday."),
    ("VPN profile gone", "The permission for the field VPN has been revoked and the profile is gone."),
    ("Certificate disappeared", "Since today the certificate is gone and my access was revoked."),
];

/// Words of the person whom an action disrupted.
fn complaint_words(rng: &mut Rng, kind: Kind, leaver_like: bool) -> (&'static str, &'static str) {
    match kind {
        Kind::Lock if leaver_like && rng.chance(0.5) => *rng.pick(&ACCOUNT_WORDS),
        Kind::Lock => *rng.pick(&LOCK_WORDS),
        Kind::Wipe if leaver_like && rng.chance(0.3) => *rng.pick(&ACCOUNT_WORDS),
        Kind::Wipe => *rng.pick(&WIPE_WORDS),
        Kind::LostModeOn => *rng.pick(&LOST_WORDS),
        _ => *rng.pick(&PROFILE_WORDS),
    }
}

/// Lets the victim of an action complain, or not. The ticket is resolved when the device came back.
pub(super) fn complain(world: &mut World, rng: &mut Rng, deed: &Deed, action_id: &str) -> bool {
    let (Some(person), Some(restored)) = (deed.victim, deed.restored) else { return false };
    if !rng.chance(world.complaint_share) {
        return false;
    }
    let noticed = calendar::next_working_moment(deed.done) + TimeDelta::minutes(rng.range(4, 55));
    let opened = noticed.min(restored - TimeDelta::minutes(2)).max(deed.done + TimeDelta::minutes(1));
    let leaver_like =
        !matches!(deed.flow, super::workflows::Flow::GroupStrip | super::workflows::Flow::RiskLock);
    let (subject, body) = complaint_words(rng, deed.kind, leaver_like);
    let names_device = rng.chance(0.35);
    // Who cannot sign in asks a colleague to write.
    let caller = Some(rng.chance(0.12))
        .filter(|on_behalf| *on_behalf)
        .and_then(|_| colleague(world, rng, person, opened));
    let body = match caller {
        Some(_) => format!("For {}, who cannot write: {body}", world.people[person].at(opened).name),
        None => body.to_owned(),
    };
    let (close_code, close_notes) = match rng.below(10) {
        0 => (
            AUTOMATION_ERROR,
            if action_id.is_empty() {
                "The policy ran in error, software is back.".to_owned()
            } else {
                format!("Command {action_id} was sent in error by the automation, device released.")
            },
        ),
        1 => (AUTOMATION_ERROR, "Automation acted on wrong data, device is back.".to_owned()),
        2..=4 => ("Solution provided", "Device released, user can work again.".to_owned()),
        5 => ("Workaround provided", "Gave PIN by phone.".to_owned()),
        _ => (*rng.pick(&CLOSE_CODES), String::new()),
    };
    world.tickets.push(Ticket {
        opened,
        resolved: Some(restored + TimeDelta::minutes(rng.range(2, 90))),
        person: caller.unwrap_or(person),
        device: names_device.then_some(deed.device),
        subject: subject.to_owned(),
        body,
        category: if leaver_like { "Access" } else { "Hardware" },
        close_code,
        close_notes,
        is_request: false,
        requested_for: None,
    });
    true
}

/// Somebody else of the same unit who works then.
fn colleague(world: &World, rng: &mut Rng, person: usize, at: Instant) -> Option<usize> {
    let unit = world.people[person].at(at).unit;
    let fits = |world: &World, other: usize| other != person && world.people[other].at(at).unit == unit;
    world.find_person(rng, at, (0, 1), fits)
}

/// A request about somebody's account, mostly made by the manager.
pub(super) fn request_by_manager(
    world: &mut World,
    rng: &mut Rng,
    opened: Instant,
    person: usize,
    words: (&str, &str),
) {
    let manager =
        Some(rng.chance(0.8)).filter(|asks| *asks).and_then(|_| colleague(world, rng, person, opened));
    let first = world.tickets.len();
    request(world, rng, opened, person, None, words);
    if let (Some(manager), Some(ticket)) = (manager, world.tickets.get_mut(first)) {
        let name = &world.people[person].at(opened).name;
        ticket.body = format!("{} It is about {name}.", ticket.body);
        ticket.person = manager;
        ticket.requested_for = Some(person);
    }
}

/// A ticket about something else.
pub(super) fn unrelated(world: &mut World, rng: &mut Rng, person: usize, opened: Instant) {
    let (subject, body, category) = *rng.pick(&UNRELATED);
    let hours = rng.log_normal(22.0, 1.5).clamp(0.1, 900.0);
    let resolved = rng.chance(0.94).then_some(opened + calendar::seconds(hours * 3_600.0));
    let device =
        if category == "Hardware" && rng.chance(0.1) { world.owned[person].first().copied() } else { None };
    world.tickets.push(Ticket {
        opened,
        resolved,
        person,
        device,
        subject: subject.to_owned(),
        body: body.to_owned(),
        category,
        close_code: CLOSE_CODES[rng.below(CLOSE_CODES.len())],
        close_notes: String::new(),
        is_request: false,
        requested_for: None,
    });
}

/// A request that something be done to a person's account or to a device.
pub(super) fn request(
    world: &mut World,
    rng: &mut Rng,
    opened: Instant,
    person: usize,
    device: Option<usize>,
    words: (&str, &str),
) {
    world.tickets.push(Ticket {
        opened,
        resolved: Some(opened + TimeDelta::hours(rng.range(3, 70))),
        person,
        device,
        subject: words.0.to_owned(),
        body: words.1.to_owned(),
        category: "Request",
        close_code: "Solution provided",
        close_notes: "Done as requested.".to_owned(),
        is_request: true,
        requested_for: None,
    });
}
