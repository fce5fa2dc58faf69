//! The built-in patterns, one per class, matched without regard to case inside one sentence.
//!
//! They follow what was measured on real queues (formats page on tickets, section 6); a site adds its own
//! wording in the configuration.

use super::TextClass;

/// What can be locked, wiped or held.
macro_rules! device {
    () => {
        r"(?:laptops?|notebooks?|macbooks?|imacs?|mac|macs|computers?|pcs?|desktops?|workstations?|machines?|iphones?|ipads?|phones?|mobiles?|smartphones?|tablets?|devices?|handsets?)"
    };
}

/// What a person signs in with.
macro_rules! account {
    () => {
        r"(?:accounts?|acct|log-?ins?|logons?|ids?|userids?|access)"
    };
}

/// Who asks for something to be done.
macro_rules! asking {
    () => {
        r"\b(?:please|pls|plz|kindly|(?:can|could|would|will) you|(?:need|needs|want|wants|like|have|asked|asking|requests?|requested|requesting) (?:(?:you|us|it|them|him|her) )?(?:to|that|for))\b"
    };
}

/// A few words between, not greedy.
macro_rules! words {
    ($n:literal) => {
        concat!(r"(?:[\s,:]+[\w.@'/-]+){0,", $n, r"}?[\s,:]+")
    };
}

pub(super) use {asking, device, words};

/// A to L.
pub(super) const CLASSES: &[(TextClass, &str)] = &[
    (
        TextClass::AccountDisabled,
        concat!(
            r"\b",
            account!(),
            r"\b.{0,60}\b(?:disabled|de-?activated|inactivated|terminated)\b",
            r"|\b(?:disabled|de-?activated|inactivated|terminated)\b.{0,60}\b",
            account!(),
            r"\b",
            r"|\busers?\b.{0,30}\b(?:disabled|de-?activated|inactivated)\b",
            r"|\b(?:disabled|de-?activated|inactivated)\b.{0,20}\busers?\b",
            r"|\b(?:i|we|he|she|they|colleague) (?:(?:was|were|am|is|are|got|has|have|been|just|again) ){1,3}(?:disabled|de-?activated)\b",
        ),
    ),
    (
        TextClass::Reactivation,
        concat!(
            r"\b(?:re-?activat|re-?enabl|re-?instat)\w*\b.{0,60}\b(?:",
            account!(),
            r"|users?)\b",
            r"|\b(?:",
            account!(),
            r"|users?)\b.{0,60}\b(?:re-?activat|re-?enabl|re-?instat)",
            r"|\b(?:give|giving|gave|grant|get|getting)\b.{0,30}\baccess back\b|\bgiv\w+ back (?:\w+ ){0,3}access\b",
            // "Reactivate X": a person by name.
            r"|^(?:\W*(?:please|kindly|urgent\w*|asap))*\W*re-?activate\b",
        ),
    ),
    (
        TextClass::AccountExpired,
        concat!(
            r"\b(?:",
            account!(),
            r"|users?|contracts?)\b.{0,60}\bexpired\b",
            r"|\bexpired\b.{0,40}\b(?:accounts?|contracts?)\b",
            r"|\bexten(?:d|ds|ded|ding|sion)\b.{0,60}\b(?:accounts?|contracts?|end date|validity|user ?id)\b",
            r"|\b(?:accounts?|contracts?|end date|validity)\b.{0,40}\bexten(?:d|ded|ding|sion)\b",
        ),
    ),
    (
        TextClass::AccessRemoved,
        concat!(
            r"\b(?:access|permissions?|rights|privileges)\b.{0,60}\b(?:removed|revoked|deleted|withdrawn|taken away)\b",
            r"|\b(?:removed|revoked|deleted|withdrawn|took away)\b.{0,40}\b(?:access|permissions?|rights|privileges)\b",
        ),
    ),
    (
        TextClass::AccountBlocked,
        concat!(
            r"\b(?:",
            account!(),
            r"|users?)\b.{0,40}\b(?:blocked|suspended)\b",
            r"|\b(?:blocked|suspended)\b.{0,30}\b(?:",
            account!(),
            r"|users?)\b",
        ),
    ),
    (
        TextClass::LockedOut,
        r"\block(?:ed)?[ -]?out\b|\baccounts?\b.{0,40}\blocked\b|\blocked\b.{0,30}\baccounts?\b",
    ),
    (
        TextClass::DeviceLocked,
        concat!(r"\b", device!(), r"\b.{0,50}\blocked\b|\blocked\b.{0,30}\b", device!(), r"\b"),
    ),
    (
        TextClass::DeviceErased,
        r"\b(?:wiped|erased|formatted|re-?imag(?:e|ed|ing)|factory[ -]?reset|reset to factory)\b",
    ),
    (TextClass::Quarantined, QUARANTINED),
    (
        TextClass::Unexpected,
        r"\b(?:suddenly|all of a sudden|by mistake|mistakenly|accidentally|accidently|in error|erroneously|without (?:any |prior )?(?:notice|warning))\b",
    ),
    (
        TextClass::IntendedLeaver,
        r"\bterminat(?:e|es|ed|ing|ion|ions)\b|\b(?:left|leaves|leaving|leave) (?:the|our) (?:company|organi[sz]ation|firm|business)\b|\bresign(?:ed|s|ing|ation)?\b|\bleavers?\b|\boff-?board\w*|\bmaternity\b|\bparental leave\b|\blast (?:working )?day\b|\bretire(?:d|s|ment)\b|\bend of employment\b",
    ),
    (
        TextClass::LicenceLost,
        r"\blicen[sc]es?\b.{0,40}\b(?:expired|removed|invalid|revoked|reclaimed)\b|\b(?:expired|removed|invalid|revoked|reclaimed)\b.{0,30}\blicen[sc]es?\b|\bunlicen[sc]ed\b",
    ),
];

/// English, German, Spanish and Turkish: Exchange writes its notice in the user's language.
const QUARANTINED: &str = concat!(
    r"\bquarantin|\bquarantän|\bcuarentena|\bkarantina|\bnon-?complian|\bnot compliant\b",
    r"|\bblocked\b.{0,20}\bsynchroni[sz]|\bblocked\b.{0,30}\bsync(?:ing)?\b",
    r"|synchronisier.{0,120}(?:blockiert|gesperrt)|(?:blockiert|gesperrt).{0,120}synchronisier",
    r"|sincroniz.{0,120}bloquead|bloquead.{0,120}sincroniz",
    r"|(?:eşitle|eşzamanla|senkroniz).{0,120}engellen|engellen.{0,120}(?:eşitle|eşzamanla|senkroniz)",
);

/// Somebody is hindered, or doubts that the action was right.
pub(super) const COMPLAINT: &str = concat!(
    r"\b(?:can ?not|can't|cant|could ?n[o']t|unable to|not able to|no longer able to) (?:\w+ ){0,2}(?:log|sign|work|access|use|open|connect|get|enter|continue|reach)\b",
    r"|\b(?:suddenly|by mistake|mistakenly|accidentally|in error|erroneously|wrong(?:ly)?|unexpected(?:ly)?|without (?:any |prior )?(?:notice|warning))\b",
    r"|\bwhy\b|\bgive\b.{0,30}\bback\b|\brestore\b|\bundo\b|\b(?:re-?activate|re-?enable|re-?instate|unlock)\b",
    r"|\b(?:still (?:works?|working|employed|active|with us|here)|not leaving|not (?:a )?leaver|should(?: not|n't) have been|not supposed to)\b",
    r"|\b(?:do not|don't|never) (?:wipe|erase|lock|disable|de-?activate|terminate|remove|delete|revoke)\b",
);

/// What users need after their device was wiped.
pub(super) const WIPE_FOLLOW_UP: &str = concat!(
    r"\b(?:reset|re-?register|re-?enrol\w*|set ?up|re-?configure|new)\b.{0,40}\b(?:mfa|2fa|authenticator|vpn|token)\b",
    r"|\b(?:mfa|2fa|authenticator|vpn)\b.{0,40}\b(?:reset|re-?register|re-?enrol\w*|set ?up|re-?configure)",
    r"|\bactivation (?:is )?required\b|\b(?:re-?)?activate (?:\w+ ){0,3}(?:office|microsoft|adobe|licen[sc]e)\b",
    r"|\b(?:restore|recover|lost)\b.{0,40}\b(?:data|files?|documents?|folders?|backup)\b",
    r"|\bre-?install\b.{0,40}\b(?:software|apps?|applications?|licen[sc]e)",
);
