//! Requests: somebody asks for what the automation does. Orders that only look like one (forbidden, conditional, not
//! needed, undoing) are out before these patterns are asked.

use regex::Regex;

use super::{
    compile,
    patterns::{asking, device, words},
};

/// Ways to make a device ready for somebody else.
macro_rules! erase {
    () => {
        r"(?:wipe|erase|factory[ -]?reset|re-?(?:image|provision|deploy|format)|refurbish|decommission|retire|hand (?:back|in)|take back)"
    };
}

/// The same, going on or as a noun.
macro_rules! erasing {
    () => {
        r"(?:re-?imag(?:e|ing)|re-?provision(?:ing)?|re-?deploy(?:ment|ing)|refurbish(?:ment|ing)|decommission(?:ing)?|retirement|retiring|hand(?:ing)?[ -](?:back|in)|handover|wip(?:e|ing)|eras(?:e|ing|ure)|factory[ -]?reset)"
    };
}

/// What is done next: `and reinstall`, `& re-image`.
macro_rules! and_then {
    () => {
        r"(?:(?:[\s,]+(?:and|then)[\s,]+|[\s,]*[/&+][\s,]*)(?:then )?(?:re-?install|re-?image|re-?provision|re-?set|restore|set ?up|re-?deploy|re-?enrol\w*|re-?issue|re-?use|hand back|erase|wipe)){0,2}"
    };
}

/// Words between the order and the thing it is about.
macro_rules! filler {
    () => {
        r#"(?:[\s,:#(\["'*-]+(?:the|this|that|these|those|my|our|his|her|their|its|an?|old|new|stock|spare|returned|former|unused|following|both|all|mac ?os on|apple|corporate|company|work|test|loaner|lab|employee|user|[a-z.-]+'s|serial|s/?n|number|no\.?|asset|tag|named)){0,5}"#
    };
}

/// A device by its kind, or by a word that could be its serial, tag or name: five characters with a digit at least.
/// Whether it is one is decided by equality elsewhere; here it only tells `wipe C02X0000` from `wipe the board`.
macro_rules! thing {
    () => {
        concat!(
            r#"[\s,:#(\["'*-]+(?:"#,
            device!(),
            r"\b|[a-z0-9][a-z0-9_.-]*[0-9][a-z0-9_.-]{3}|[a-z0-9][a-z0-9_.-]{3,}[0-9])"
        )
    };
}

/// Where an order may begin a sentence.
macro_rules! start {
    () => {
        r"^\W*(?:(?:re|fwd?|aw|wg|request|service request|task)\s*:\s*)*"
    };
}

/// A request for what the automation does, or for the process that leads to it.
const INTENT: &str = concat!(
    asking!(),
    words!("6"),
    r"(?:wipe|erase|factory[ -]?reset|re-?image|disable|de-?activate|terminate|suspend|revoke|remove|delete|off-?board|lock)\b.{0,50}\b(?:",
    device!(),
    r"|accounts?|log-?ins?|access|users?|licen[sc]es?|employees?|contractors?|leavers?|mailbox)\b",
    r"|\b(?:wipe|lock|erase|de-?activation|disablement|termination|off-?boarding|leaver|exit|re-?image|re-?imaging|re-?provisioning|refurbishment|decommissioning|retirement) (?:request|form|ticket|checklist|notice)",
    r"|\brequest(?:ing)? (?:a |the )?(?:remote )?(?:wipe|lock|erasure|de-?activation|termination|off-?boarding|factory reset|re-?image|re-?imaging|re-?provisioning)\b",
    r"|\b(?:",
    device!(),
    r"|accounts?|access|users?|licen[sc]es?|[a-z0-9][\w.-]{3,}\d[\w.-]*)\b.{0,50}\b(?:to|should|must|can|shall) be (?:wiped|erased|locked|disabled|de-?activated|terminated|removed|revoked|suspended|re-?imaged|re-?provisioned|re-?installed|re-?deployed|refurbished|decommissioned|retired|handed (?:back|in))\b",
    r"|\b(?:lost|stolen)\b.{0,80}\b(?:lock|wipe|erase)\b",
);

/// An order to erase a thing that stands right beside it.
const ERASE_THING: &str = concat!(
    "(?:",
    asking!(),
    words!("6"),
    r"|\b(?:can|could|would) (?:someone|somebody|anybody|anyone|we|it) (?:please )?|",
    start!(),
    ")(?:format|",
    erase!(),
    ")",
    and_then!(),
    filler!(),
    thing!(),
);

/// The same as something that goes on: `handing back my Mac`, and as a heading: `Re-imaging of MB-0042`.
const ERASING_THING: &str = concat!(
    r"\b(?:retiring|decommissioning|re-?provisioning|handing (?:back|in)|returning)",
    filler!(),
    thing!(),
    "|",
    start!(),
    erasing!(),
    r"(?: (?:of|for))?",
    filler!(),
    thing!(),
    r"[a-z0-9_.-]*\W*$",
    r"|\b(?:ready|due|scheduled|queued|returned|sent in|in stock) for ",
    erasing!(),
    r"\b",
);

/// A request to erase that names no thing: it speaks only where the ticket names the device elsewhere.
const ERASE: &str = concat!(
    asking!(),
    words!("6"),
    erase!(),
    r"\b|",
    start!(),
    erase!(),
    and_then!(),
    r"(?:,? (?:please|asap|needed|required|requested|request|for (?:a |the )?(?:new|next) \w+))?\W*$|",
    start!(),
    erasing!(),
    r"(?: (?:please|needed|required|requested|request))?\W*$",
);

/// Planned work in words that otherwise ask for something back: `wipe and restore`.
const PLANNED_RESTORE: &str = r"\b(?:wipe|erase|re-?image|re-?format|reset)[\s,]*(?:and|then|&|/|\+)[\s,]*(?:then )?restore\b|\brestore (?:it |this |the (?:mac|device) )?to factory\b";

/// The compiled patterns of requests.
#[derive(Debug)]
pub(super) struct Requests {
    whole: Vec<Regex>,
    bare: Regex,
    planned_restore: Regex,
}

impl Requests {
    pub(super) fn new() -> Result<Self, String> {
        Ok(Self {
            whole: vec![compile(INTENT)?, compile(ERASE_THING)?, compile(ERASING_THING)?],
            bare: compile(ERASE)?,
            planned_restore: compile(PLANNED_RESTORE)?,
        })
    }

    /// Whether the sentence asks for an action on something it names.
    pub(super) fn are_in(&self, sentence: &str) -> bool {
        self.whole.iter().any(|pattern| pattern.is_match(sentence))
    }

    /// Whether the sentence asks to erase a device that it need not name.
    pub(super) fn are_bare_in(&self, sentence: &str) -> bool {
        self.bare.is_match(sentence)
    }

    /// The sentence without planned work that sounds like a complaint.
    pub(super) fn without_planned<'a>(&self, sentence: &'a str) -> std::borrow::Cow<'a, str> {
        self.planned_restore.replace_all(sentence, " ")
    }
}
