//! What happens in the simulated world and stands in no export of a set, each with the reason.

use super::vendors::Vendors;

/// Something that a set cannot say.
#[derive(Debug, Clone, Copy)]
pub struct Unsaid {
    /// The set.
    pub vendors: Vendors,
    /// What is not said: the world's own type of an identity event, or a thing in words.
    pub what: &'static str,
    /// Why no export of the set can show it.
    pub why: &'static str,
}

const fn entra(what: &'static str, why: &'static str) -> Unsaid {
    Unsaid { vendors: Vendors::EntraJira, what, why }
}

const fn ocsf(what: &'static str, why: &'static str) -> Unsaid {
    Unsaid { vendors: Vendors::OcsfFreshservice, what, why }
}

const fn google(what: &'static str, why: &'static str) -> Unsaid {
    Unsaid { vendors: Vendors::GoogleZendesk, what, why }
}

const SIGN_INS: &str =
    "the directory audits hold changes; signing in stands in the log of sign-ins, which nobody exported";
const LOCKS: &str = "a lock-out after wrong passwords is an error code of the log of sign-ins, not an audit";
const SAFEGUARD: &str = "the synchronisation's own log says so, not the directory";

/// What no export of the sets says. The first one, which exports everything, has no rows.
pub const UNSAID: &[Unsaid] = &[
    entra("user.session.start", SIGN_INS),
    entra("user.account.lock", LOCKS),
    entra("user.account.unlock", LOCKS),
    entra(
        "user.authentication.universal_logout",
        "it shows as the revoked refresh tokens that `user.session.clear` writes",
    ),
    entra("user.lifecycle.delete.completed", "the directory writes one record, when the deletion begins"),
    entra("system.import.roadblock", SAFEGUARD),
    entra("system.import.roadblock.reschedule_and_resume", SAFEGUARD),
    entra(
        "suspension of an account",
        "Entra has none: it is written as `Disable account`, so what only a suspension makes wrong (`out-of-scope-trigger`) is not to be seen",
    ),
    entra("hire_recorded", "provisioning knows a hire when the account is made"),
    entra("hire_rescinded", "provisioning knows a hire when the account is made"),
    entra("rehired", "the account is enabled again; the date of leaving stays until somebody tidies up"),
    entra("when HR decided", "provisioning writes when it ran, so a recant that HR entered late looks late"),
    entra("UUIDs of commands", "a history has none: ids are hashes over device, kind and time of sending"),
    entra("routine commands", "a history names few of them"),
    google("user.account.lock", "Google locks nobody out; a wrong password is a failed sign-in"),
    google("user.account.unlock", "Google locks nobody out"),
    google("user.account.report_suspicious_activity_by_enduser", "no application records it"),
    google("user.lifecycle.delete.completed", "one activity tells of the deletion"),
    google("system.import.roadblock", "the synchronisation's own log says so, not the reports"),
    google(
        "system.import.roadblock.reschedule_and_resume",
        "the synchronisation's own log says so, not the reports",
    ),
    google("user.risk.change", "there is no level of risk, only warnings"),
    google("analytics.feedback.provide", "nobody can say of a warning that it was false"),
    google("a change that failed", "the reports hold what succeeded, so `failed-trigger` is not to be seen"),
    google("a level of risk that falls", "there is no level of risk, only warnings"),
    google(
        "whom an address meant that has changed hands",
        "an activity names an account by its address alone, so `wrong-person` is not to be seen",
    ),
    google("what belongs to one import", "activities carry no transaction"),
    google(
        "who removed a profile or an app",
        "the change log has the profile without a device, of an app nothing; `mdm-commands` has no initiator",
    ),
    google("which app a command removed", "`mdm-commands` has no app"),
    google(
        "how far a command came, in the change log",
        "it knows the sending only; `mdm-commands` knows the end",
    ),
    google("log-ins on Macs", "they stand in histories alone"),
    ocsf(
        "policy runs",
        "they stand in histories alone, so software that leaves a Mac by policy is not to be seen",
    ),
    ocsf("who sent a command", "`mdm-commands` has no initiator"),
    ocsf(
        "which app a command removed",
        "`mdm-commands` has no app; without an initiator such a command is nobody's",
    ),
    ocsf("who had a device before", "one inventory, of the last day; the register of devices knows"),
    ocsf("log-ins on Macs", "they stand in histories alone"),
    ocsf("when HR entered something", "a snapshot tells that it was since the one before"),
    ocsf("what HR entered and took back within a week", "it stands in no snapshot"),
    ocsf("a hire before the first day", "the report lists who has been entered, without saying when"),
];
