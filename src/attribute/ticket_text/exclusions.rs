//! What only looks like a complaint: negations, announcements, conditions and requests.

use regex::Regex;

use super::{
    TextClass, compile,
    patterns::{asking, words},
};

/// Participles that the classes look for.
macro_rules! done {
    () => {
        r"(?:disabled|de-?activated|inactivated|terminated|removed|revoked|deleted|withdrawn|blocked|suspended|locked(?:[ -]out)?|wiped|erased|formatted|re-?imaged|reset|expired|quarantined|unlicen[sc]ed|invalid|compliant|non-?compliant)\b"
    };
}

/// The same deeds, still to be done.
macro_rules! order {
    () => {
        r"(?:disable|de-?activate|inactivate|terminate|suspend|revoke|wipe|erase|re-?image|format|factory[ -]?reset|remove|delete|block|quarantine|off-?board|retire|decommission|re-?provision|re-?deploy|refurbish|hand (?:back|in)|lock (?:the|this|that|his|her|their|my|our|it|down|all|user|device|laptop|mac\w*|computer|phone|iphone|ipad|account))\b"
    };
}

const SENDER_HEADER: &str = r"\breceived from: *\S+@\S+";

const NEGATED: &str = concat!(
    r"\b(?:not|never|cannot|no longer|\w+n't)\s+(?:(?:yet|been|being|be|get|getting|currently|actually|really|automatically|even|ever|fully|seem|appear|to|showing|shown|marked|as)\s+){0,4}",
    done!(),
    r"|\bno (?:accounts?|users?|devices?|access|licen[sc]es?) (?:(?:has|have|had|was|were|is|are|been|being) ){1,3}",
    done!(),
    r"|\b(?:without|before|instead of) being ",
    done!(),
);

const ANNOUNCED: &str = concat!(
    r"\b(?:will|shall|to|should|must|can|could|may|might|would)\s+(?:(?:automatically|permanently|temporarily|also|soon|then)\s+)?(?:be|get)\s+(?:(?:automatically|permanently|temporarily)\s+)?",
    done!(),
    r"|\b(?:if|in case|unless|whether)\b[^,]{0,80}?",
    done!(),
    r"|\b(?:please|kindly|can you|could you|want to) (?:have|get)\b.{0,50}?",
    done!(),
    r"|\b(?:want|need|would like) (?:[\w.@'-]+ ){1,6}?",
    done!(),
);

/// The same in German and Spanish, where participles are negated, announced and asked for in their own ways. Turkish
/// negates in the verb, which the patterns do not match.
const NEGATED_ELSEWHERE: &str = r"\b(?:nicht|nie|niemals|kein\w*)\s+(?:(?:mehr|wieder|automatisch|wurde|worden|wirklich) ){0,2}(?:deaktiviert|stillgelegt|abgeschaltet|gesperrt|gelöscht|zurückgesetzt|entzogen|entfernt|abgelaufen|reaktivier\w*|wieder freischalt\w*|gekündigt|ausgeschieden)\w*|\b(?:no|nunca|tampoco)\s+(?:\w+ ){0,3}(?:desactivad|deshabilitad|inhabilitad|bloquead|reactiv|deja)\w*";
const ANNOUNCED_ELSEWHERE: &str = r"\b(?:soll|sollen|sollte|muss|müssen|wird|werden|kann|können|darf|bitte|falls|wenn|ob|bevor)\b[^,]{0,60}?\b(?:deaktiviert|stillgelegt|abgeschaltet|gesperrt|gelöscht|zurückgesetzt|entzogen|entfernt|neu aufgesetzt)\b|\b(?:debe|deben|será|serán|sea|para ser|por favor|si|cuando|antes de)\b[^,]{0,60}?\b(?:desactivad|deshabilitad|inhabilitad|bloquead|dad[oa]s? de baja)\w*";

/// "Should not have been disabled" says that it was.
const WRONGLY: &str = concat!(
    r"\bshould(?: not|n't) have (?:been|gotten) ",
    done!(),
    r"|\b(?:not|\w+n't) supposed to (?:be|have been) ",
    done!(),
);

const REQUEST: &str = concat!(
    asking!(),
    words!("6"),
    order!(),
    r"|\b(?:wipe|lock|erase|disable|de-?activation|termination|off-?boarding|re-?image|factory[ -]?reset|removal) request",
    r"|\brequest(?:ing)? (?:a |the )?(?:remote )?(?:wipe|lock|erasure|de-?activation|termination|re-?image|factory[ -]?reset)\b",
    r"|^\W*",
    order!(),
);

const UNDOING: &str = r"\b(?:remove|delete|lift|clear|take)\b(?: [\w.@'/-]+){0,6}? (?:lock|block|blocking|quarantine|restriction|suspension|hold|pin|passcode|ban)\b";
/// Forbidden, not needed, or only spoken of: `before you wipe it`.
const FORBIDDEN: &str = concat!(
    r"\b(?:not|never|don't|didn't) (?:\w+ ){0,2}",
    order!(),
    r"|\b(?:no (?:longer )?need(?: for \w+)?|needn't|unnecessary|(?:can|could|need)n't|cancel(?:led)? the request) (?:to )?(?:\w+ ){0,2}?",
    order!(),
    r"|\b(?:before|until|unless|if|whether|when|after|once|who|why) (?:you|we|they|it|he|she|i|someone|somebody|anybody|jamf|the \w+) (?:(?:have|has|had|to|ever|really|then|can|will|would|need|needs|did) ){0,2}",
    order!(),
);

const WRONG_PASSWORD: &str = r"\b(?:wrong|incorrect|mistyped|forgot|forgotten|invalid|mis-?entered|bad)\b.{0,30}\b(?:passwords?|passcode|pin|credentials)\b|\b(?:passwords?|passcode|pin)\b.{0,40}\b(?:wrong|incorrect|mistyped|forgot|forgotten|expired|too many|attempts?|times|tries)\b|\b(?:too many|multiple|several|failed)\b.{0,30}\b(?:attempts?|tries|log-?ins?|log-?ons?)\b|\b(?:falsch\w*|vergessen\w*)\b.{0,30}\b(?:passw\w+|kennwort|pin)\b|\b(?:passw\w+|kennwort|pin)\b.{0,40}\b(?:falsch\w*|vergessen|abgelaufen)\b|\bcontraseña\b";
const PASSWORD_EXPIRED: &str = r"\bpassw(?:or)?d\b.{0,40}\bexpir|\bexpir\w*\b.{0,40}\bpassw(?:or)?d\b|\b(?:passwort|kennwort)\b.{0,40}\babgelaufen";
const PROACTIVE: &str = r"\b(?:will|going to|about to|due to|set to|soon) expire\b|\bexpires\b|\bis expiring\b|\bbefore\b.{0,30}\bexpir";
const DOCUMENT: &str = r"\b(?:documents?|excel|spreadsheets?|worksheets?|cells?|columns?|reports?|dates?|text|numbers?|tables?|slides?|e-?mails?|pdf|labels?|usb|sd card)\b.{0,40}\bformatted\b|\bformatted\b.{0,30}\b(?:documents?|excel|spreadsheets?|cells?|columns?|reports?|dates?|text|pdf|labels?|usb)\b";
const LOCKED_THING: &str = r"\b(?:files?|documents?|spreadsheets?|workbooks?|records?|rows?|tables?|drawers?|cabinets?|doors?|caps)\b.{0,25}\blocked\b";
/// The notice of Exchange in other languages: the device may not synchronise, it is not locked.
const HELD_DEVICE: &str = r"sincroniz|synchroni[sz]";
const HELD_MAIL: &str = r"\b(?:(?:e-?)?mails?|messages?|spam|attachments?|files?)\b.{0,40}\bquarantin|\bquarantin\w*\b.{0,30}\b(?:(?:e-?)?mails?|messages?|spam|attachments?|files?)\b";
const RENEWAL: &str = r"\brenew|\b(?:remove|reclaim|cancel)\b.{0,30}\blicen[sc]e";
const REACTIVATION_FORM: &str = r"\b(?:re-?activation|re-?enablement|re-?instatement) (?:form|template|policy|process|guide)\b|\b(?:not|never|don't) (?:\w+ )?(?:re-?activate|re-?enable|re-?instate)\b";
const NOT_LEAVING: &str = r"\b(?:not|never|no|\w+n't)\b(?: [\w'-]+){0,4}? (?:terminat\w*|left the|leaving|leave|leavers?|resign\w*|off-?board\w*|retir\w*|maternity)";
const ENDED_PROCESS: &str = r"\b(?:access|accounts?|sessions?|connections?|process|processes|applications?|apps?|programs?|scripts?|jobs?|calls?|services?|vpn)\b.{0,40}?\bterminat\w*|\bterminat\w* (?:the )?(?:access|accounts?|sessions?|connections?|process|applications?|apps?)\b";

/// The compiled exclusions.
#[derive(Debug)]
pub(super) struct Exclusions {
    sender_header: Regex,
    negated: Regex,
    announced: Regex,
    negated_elsewhere: Regex,
    announced_elsewhere: Regex,
    wrongly: Regex,
    request: Regex,
    undoing: Regex,
    forbidden: Regex,
    wrong_password: Regex,
    /// A sentence that matches says nothing of the class.
    unlike: Vec<(TextClass, Regex)>,
    /// What matches is cut out before the class is looked for.
    cut: Vec<(TextClass, Regex)>,
}

impl Exclusions {
    pub(super) fn new() -> Result<Self, String> {
        use TextClass as T;
        let unlike = [
            (T::AccountExpired, PASSWORD_EXPIRED),
            (T::AccountExpired, PROACTIVE),
            (T::DeviceErased, DOCUMENT),
            (T::DeviceLocked, LOCKED_THING),
            (T::DeviceLocked, HELD_DEVICE),
            (T::Quarantined, HELD_MAIL),
            (T::LicenceLost, RENEWAL),
        ];
        let cut = [
            (T::Reactivation, REACTIVATION_FORM),
            (T::IntendedLeaver, NOT_LEAVING),
            (T::IntendedLeaver, ENDED_PROCESS),
        ];
        let compiled = |list: &[(TextClass, &str)]| -> Result<Vec<(TextClass, Regex)>, String> {
            list.iter().map(|(class, pattern)| Ok((*class, compile(pattern)?))).collect()
        };
        Ok(Self {
            sender_header: compile(SENDER_HEADER)?,
            negated: compile(NEGATED)?,
            announced: compile(ANNOUNCED)?,
            negated_elsewhere: compile(NEGATED_ELSEWHERE)?,
            announced_elsewhere: compile(ANNOUNCED_ELSEWHERE)?,
            wrongly: compile(WRONGLY)?,
            request: compile(REQUEST)?,
            undoing: compile(UNDOING)?,
            forbidden: compile(FORBIDDEN)?,
            wrong_password: compile(WRONG_PASSWORD)?,
            unlike: compiled(&unlike)?,
            cut: compiled(&cut)?,
        })
    }

    /// The text without the line that a mail gateway put in front.
    pub(super) fn without_sender<'a>(&self, text: &'a str) -> std::borrow::Cow<'a, str> {
        self.sender_header.replace_all(text, "\n\n")
    }

    /// The sentence without orders that undo something (`remove the lock`), forbid it (`do not wipe`) or
    /// only speak of it (`before you wipe`).
    pub(super) fn without_undoing(&self, sentence: &str) -> String {
        let kept = self.undoing.replace_all(sentence, " ");
        self.forbidden.replace_all(&kept, " ").into_owned()
    }

    /// What of the sentence may speak for the class; `None` when it cannot.
    pub(super) fn apply(&self, class: TextClass, sentence: &str) -> Option<String> {
        use TextClass as T;
        if of_class(&self.unlike, class).any(|pattern| pattern.is_match(sentence)) {
            return None;
        }
        let mistyped = matches!(class, T::AccountDisabled | T::AccountBlocked | T::LockedOut);
        if mistyped && self.wrong_password.is_match(sentence) {
            return None;
        }
        if matches!(class, T::Reactivation | T::Unexpected | T::IntendedLeaver) {
            let kept = self.negated_elsewhere.replace_all(sentence, " ").into_owned();
            return Some(
                of_class(&self.cut, class)
                    .fold(kept, |kept, pattern| pattern.replace_all(&kept, " ").into_owned()),
            );
        }
        if self.wrongly.is_match(sentence) {
            return Some(sentence.to_owned());
        }
        let may_be_asked_for = !matches!(class, T::AccountExpired | T::LockedOut);
        if may_be_asked_for && self.request.is_match(&self.without_undoing(sentence)) {
            return None;
        }
        let kept = self.negated.replace_all(sentence, " ");
        let kept = self.announced.replace_all(&kept, " ");
        if class == T::Quarantined {
            // The notice of Exchange says in German that a device "is being blocked".
            return Some(kept.into_owned());
        }
        let kept = self.negated_elsewhere.replace_all(&kept, " ");
        Some(self.announced_elsewhere.replace_all(&kept, " ").into_owned())
    }
}

/// The patterns of one class.
fn of_class(list: &[(TextClass, Regex)], class: TextClass) -> impl Iterator<Item = &Regex> {
    list.iter().filter(move |(of, _)| *of == class).map(|(_, pattern)| pattern)
}
