//! What an operation on a type of object means to a review.

use super::{
    super::jamf_vocabulary::{Command, command, fold},
    body::Body,
};
use crate::records::{ActionKind, JamfClass};

/// What a record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A command was sent to a device.
    Sent(ActionKind),
    /// The record of a device is gone.
    DeviceDeleted(JamfClass),
    /// An object on the server was changed.
    Changed(ActionKind),
    /// Nothing that a workflow can use.
    Useless,
}

/// Parts of the names of commands, folded, for spellings that the vocabulary does not hold. The first that fits counts.
const PARTS: [(&str, ActionKind); 14] = [
    ("erase", ActionKind::Wipe),
    ("wipe", ActionKind::Wipe),
    ("unmanage", ActionKind::Unmanage),
    ("removemdm", ActionKind::Unmanage),
    ("disablelostmode", ActionKind::LostModeOff),
    ("lostmode", ActionKind::LostModeOn),
    ("unlockuser", ActionKind::UnlockAccount),
    ("recoverylock", ActionKind::RecoveryLock),
    ("devicelock", ActionKind::Lock),
    ("lockdevice", ActionKind::Lock),
    ("clearpasscode", ActionKind::ClearPasscode),
    ("deleteuser", ActionKind::DeleteUser),
    ("logoutuser", ActionKind::LogOutUser),
    ("shutdown", ActionKind::ShutDown),
];

/// Types of which no change is of use, as parts of their names in lower case.
const USELESS: [&str; 28] = [
    "account",
    "api client",
    "api integration",
    "api role",
    "building",
    "category",
    "certificate",
    "change management",
    "conditional access",
    "dashboard",
    "department",
    "directory binding",
    "distribution point",
    "enrollment",
    "inventory",
    "jamf protect",
    "ldap",
    "log flushing",
    "network segment",
    "preference",
    "prestage",
    "report",
    "search",
    "settings",
    "single sign",
    "site",
    "smtp",
    "volume type",
];

/// What it means that somebody did this to an object of that type.
pub(super) fn meaning(operation: &str, object_type: &str, body: &Body) -> Meaning {
    let name = object_type.trim().to_lowercase();
    if operation == "READ" {
        return Meaning::Useless;
    }
    if let Some(command) = name.strip_suffix("command") {
        // A deleted command is one that was taken back from the queue.
        return if operation == "DELETE" { Meaning::Useless } else { sent(command, body) };
    }
    if let Some(class) = device_class(&name) {
        return if operation == "DELETE" { Meaning::DeviceDeleted(class) } else { Meaning::Useless };
    }
    changed(operation, &name, body)
}

/// The class, if the type is that of the record of a device.
fn device_class(name: &str) -> Option<JamfClass> {
    match name {
        "computer" | "computers" => Some(JamfClass::Computer),
        "mobile device" | "mobile devices" => Some(JamfClass::Mobile),
        _ => None,
    }
}

fn sent(name: &str, body: &Body) -> Meaning {
    let in_body = ["Command", "Command Name", "Command Type"].into_iter().find_map(|key| body.get(key));
    match (known(name), in_body.and_then(known)) {
        (Some(Command::Does(kind, _)), _) | (None, Some(Command::Does(kind, _))) => Meaning::Sent(kind),
        (Some(Command::Routine), _) | (None, Some(Command::Routine)) => Meaning::Useless,
        (None, None) => Meaning::Sent(ActionKind::Other),
    }
}

/// What a name of a command means, if it is known in any spelling.
fn known(name: &str) -> Option<Command> {
    match command(name) {
        Command::Does(ActionKind::Other, _) => {
            let folded = fold(name);
            PARTS.iter().find(|(part, _)| folded.contains(part)).map(|(_, kind)| Command::Does(*kind, None))
        }
        meaning => Some(meaning),
    }
}

fn changed(operation: &str, name: &str, body: &Body) -> Meaning {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["volume purchas", "volume licens", "vpp"]) {
        let is_revoked = operation == "DELETE" || body.mentions("revok");
        return Meaning::Changed(if is_revoked { ActionKind::LicenceRevoke } else { ActionKind::Other });
    }
    if has(&["group"])
        && has(&["static", "computer", "mobile", "user"])
        && !has(&["account", "smart", "ldap"])
    {
        return Meaning::Changed(ActionKind::GroupChange);
    }
    if name == "user" || has(&USELESS) {
        return Meaning::Useless;
    }
    let is_definition = name == "policy" || has(&["script", "configuration profile"]);
    Meaning::Changed(if is_definition { ActionKind::ScriptChange } else { ActionKind::Other })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(operation: &str, object_type: &str) -> Meaning {
        meaning(operation, object_type, &Body::of(""))
    }

    #[test]
    fn commands_are_told_by_the_end_of_their_type() {
        for (name, expected) in [
            ("Erase Device Command", Meaning::Sent(ActionKind::Wipe)),
            ("EraseDeviceCommand", Meaning::Sent(ActionKind::Wipe)),
            ("Computer Remote Wipe Command", Meaning::Sent(ActionKind::Wipe)),
            ("Unmanage Device Command", Meaning::Sent(ActionKind::Unmanage)),
            ("Computer Remove MDM Profile Command", Meaning::Sent(ActionKind::Unmanage)),
            ("Mobile Device Lock Device Command", Meaning::Sent(ActionKind::Lock)),
            ("Enable Lost Mode Command", Meaning::Sent(ActionKind::LostModeOn)),
            ("Mobile Device Disable Lost Mode Command", Meaning::Sent(ActionKind::LostModeOff)),
            ("Send Blank Push Command", Meaning::Useless),
            ("Brand New Command", Meaning::Sent(ActionKind::Other)),
        ] {
            assert_eq!(of("CREATE", name), expected, "{name}");
        }
        assert_eq!(of("DELETE", "Erase Device Command"), Meaning::Useless, "taken back");
    }

    #[test]
    fn a_command_may_be_named_in_the_body_alone() {
        let body = Body::of("header\n\tCommand ...... DeviceLock");
        assert_eq!(meaning("CREATE", "Computer Command", &body), Meaning::Sent(ActionKind::Lock));
    }

    #[test]
    fn changes_of_objects_have_the_kind_of_their_type() {
        for (operation, name, expected) in [
            ("DELETE", "Computer", Meaning::DeviceDeleted(JamfClass::Computer)),
            ("DELETE", "Mobile Device", Meaning::DeviceDeleted(JamfClass::Mobile)),
            ("UPDATE", "Computer", Meaning::Useless),
            ("CREATE", "Mobile Device", Meaning::Useless),
            ("UPDATE", "Script", Meaning::Changed(ActionKind::ScriptChange)),
            ("DELETE", "Policy", Meaning::Changed(ActionKind::ScriptChange)),
            ("UPDATE", "macOS Configuration Profile", Meaning::Changed(ActionKind::ScriptChange)),
            ("UPDATE", "Static Computer Group", Meaning::Changed(ActionKind::GroupChange)),
            ("UPDATE", "Smart Computer Group", Meaning::Changed(ActionKind::Other)),
            ("UPDATE", "Account Group", Meaning::Useless),
            ("DELETE", "Volume Purchasing Location", Meaning::Changed(ActionKind::LicenceRevoke)),
            ("UPDATE", "VPP Account", Meaning::Changed(ActionKind::Other)),
            ("UPDATE", "Package", Meaning::Changed(ActionKind::Other)),
            ("UPDATE", "", Meaning::Changed(ActionKind::Other)),
            ("UPDATE", "Advanced Computer Search", Meaning::Useless),
            ("UPDATE", "Computer PreStage Enrollment", Meaning::Useless),
            ("UPDATE", "Computer Check-In Settings", Meaning::Useless),
            ("CREATE", "API Client", Meaning::Useless),
            ("UPDATE", "Push Certificate", Meaning::Useless),
            ("UPDATE", "Log Flushing", Meaning::Useless),
            ("READ", "Script", Meaning::Useless),
        ] {
            assert_eq!(of(operation, name), expected, "{operation} {name}");
        }
    }

    #[test]
    fn licences_are_revoked_where_the_body_says_so() {
        let body = Body::of("header\n\tID             3\n\tAction ....... Revoked all licenses");
        assert_eq!(
            meaning("UPDATE", "Volume Purchasing Location", &body),
            Meaning::Changed(ActionKind::LicenceRevoke)
        );
    }
}
