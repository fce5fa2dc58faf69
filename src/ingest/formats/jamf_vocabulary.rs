//! Jamf's names of commands, in the spellings of the Pro API, the Classic API and the web interface.

use crate::records::{ActionKind, ObjectRef};

/// What a command means to a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// It asks the device something or keeps management running; counted, not kept.
    Routine,
    /// It does something; names that are not known are `other`.
    Does(ActionKind, Option<ObjectRef>),
}

/// Identifier of the profile whose removal ends management.
const MDM_PROFILE: &str = "00000000-0000-0000-a000-4a414d460003";

/// Folded names and their kinds. A name that begins with one of them and goes on (`Lock Device - …`) counts too
/// where it is display text.
const KINDS: [(&str, ActionKind); 42] = [
    ("devicelock", ActionKind::Lock),
    ("lockdevice", ActionKind::Lock),
    ("lockcomputer", ActionKind::Lock),
    ("remotelock", ActionKind::Lock),
    ("erasedevice", ActionKind::Wipe),
    ("wipedevice", ActionKind::Wipe),
    ("wipecomputer", ActionKind::Wipe),
    ("remotewipe", ActionKind::Wipe),
    ("wipe", ActionKind::Wipe),
    ("enablelostmode", ActionKind::LostModeOn),
    ("disablelostmode", ActionKind::LostModeOff),
    ("clearpasscode", ActionKind::ClearPasscode),
    ("clearrestrictions", ActionKind::ClearRestrictions),
    ("clearrestrictionspassword", ActionKind::ClearRestrictions),
    ("clearscreentimepasscode", ActionKind::ClearRestrictions),
    ("unlockuseraccount", ActionKind::UnlockAccount),
    ("unlockuser", ActionKind::UnlockAccount),
    ("deleteuser", ActionKind::DeleteUser),
    ("deleteallusers", ActionKind::DeleteUser),
    ("logoutuser", ActionKind::LogOutUser),
    ("restartdevice", ActionKind::Restart),
    ("restartcomputer", ActionKind::Restart),
    ("restart", ActionKind::Restart),
    ("shutdowndevice", ActionKind::ShutDown),
    ("shutdowncomputer", ActionKind::ShutDown),
    ("shutdown", ActionKind::ShutDown),
    ("setrecoverylock", ActionKind::RecoveryLock),
    ("setrecoverylockpassword", ActionKind::RecoveryLock),
    ("installprofile", ActionKind::ProfileInstall),
    ("installconfigurationprofile", ActionKind::ProfileInstall),
    ("removeprofile", ActionKind::ProfileRemove),
    ("removeconfigurationprofile", ActionKind::ProfileRemove),
    ("unmanagedevice", ActionKind::Unmanage),
    ("unmanage", ActionKind::Unmanage),
    ("removemdmprofile", ActionKind::Unmanage),
    ("removemdm", ActionKind::Unmanage),
    ("removeapplication", ActionKind::AppRemove),
    ("removeapp", ActionKind::AppRemove),
    ("revokelicense", ActionKind::LicenceRevoke),
    ("revokelicenses", ActionKind::LicenceRevoke),
    ("installapp", ActionKind::Other),
    ("installapplication", ActionKind::Other),
];

/// Folded names of commands that only ask or keep up.
const ROUTINE: [&str; 38] = [
    "accountconfiguration",
    "activationlockbypasscode",
    "availableosupdates",
    "blankpush",
    "certificatelist",
    "clearactivationlockbypasscode",
    "contentcachinginformation",
    "declarativemanagement",
    "deviceconfigured",
    "deviceinfoaccounthash",
    "deviceinfoactivemanagedusers",
    "deviceinfoitunesactive",
    "deviceinfolastcloudbackupdate",
    "deviceinformation",
    "deviceinfo",
    "installedapplicationlist",
    "installedapplications",
    "inventoryupdate",
    "managedapplicationattributes",
    "managedapplicationconfiguration",
    "managedapplicationfeedback",
    "managedapplicationlist",
    "managedmedialist",
    "mdmcapableusers",
    "osupdatestatus",
    "profilelist",
    "profiles",
    "provisioningprofilelist",
    "queryresponses",
    "refreshcellularplans",
    "restrictions",
    "scheduleosupdatescan",
    "securityinfo",
    "securityinformation",
    "sendblankpush",
    "updateinventory",
    "userlist",
    "verifyrecoverylock",
];

/// What a name of a command means. Open: a name that is not known is kept as `other`.
pub(super) fn command(name: &str) -> Command {
    let folded = fold(name);
    if ROUTINE.contains(&folded.as_str()) {
        return Command::Routine;
    }
    if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == folded) {
        return Command::Does(*kind, None);
    }
    // Display text goes on with what it is about: the longest name it begins with decides.
    let begins = KINDS
        .iter()
        .filter_map(|(known, kind)| Some((known.len(), *kind, rest_after(name, known)?)))
        .max_by_key(|(length, _, _)| *length);
    match begins {
        Some((_, kind, rest)) => Command::Does(
            kind,
            Some(ObjectRef { id: None, name: Some(rest) })
                .filter(|object| object.name.as_deref() != Some("")),
        ),
        None => Command::Does(ActionKind::Other, None),
    }
}

/// Removing the profile that holds management itself is unmanaging.
pub(super) fn is_mdm_profile(identifier: &str) -> bool {
    identifier.eq_ignore_ascii_case(MDM_PROFILE)
}

/// Without case, blanks, `_` and other marks.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What follows a known name in display text, if the text begins with the words of that name.
fn rest_after(name: &str, known: &str) -> Option<String> {
    let mut wanted = known.chars();
    let mut left = name.char_indices();
    let mut next = wanted.next();
    while let Some(want) = next {
        let (_, c) = left.next()?;
        if !c.is_alphanumeric() {
            continue;
        }
        if c.to_ascii_lowercase() != want {
            return None;
        }
        next = wanted.next();
    }
    let rest = left.as_str();
    // `Wiper` does not begin with the word `wipe`.
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '"')).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_means_the_same() {
        for name in ["DEVICE_LOCK", "DeviceLock", "Lock Device", "devicelock", "Lock Computer"] {
            assert_eq!(command(name), Command::Does(ActionKind::Lock, None), "{name}");
        }
        for (name, kind) in [
            ("ERASE_DEVICE", ActionKind::Wipe),
            ("Wipe Computer", ActionKind::Wipe),
            ("CLEAR_RESTRICTIONS_PASSWORD", ActionKind::ClearRestrictions),
            ("UnmanageDevice", ActionKind::Unmanage),
            ("TRIGGER_ENHANCED_LOG_COLLECTION", ActionKind::Other),
            ("WiperTool", ActionKind::Other),
        ] {
            assert_eq!(command(name), Command::Does(kind, None), "{name}");
        }
    }

    #[test]
    fn display_text_names_its_object() {
        for (name, kind, object) in [
            ("Install Configuration Profile Wi-Fi, Berlin", ActionKind::ProfileInstall, "Wi-Fi, Berlin"),
            ("Remove Configuration Profile VPN", ActionKind::ProfileRemove, "VPN"),
            ("Remove App - Example Notes", ActionKind::AppRemove, "Example Notes"),
            ("Install App - Example Notes", ActionKind::Other, "Example Notes"),
            ("Unlock User Account - casey", ActionKind::UnlockAccount, "casey"),
        ] {
            let object = ObjectRef { id: None, name: Some(object.to_owned()) };
            assert_eq!(command(name), Command::Does(kind, Some(object)), "{name}");
        }
    }

    #[test]
    fn questions_to_a_device_are_routine() {
        for name in ["ProfileList", "DEVICE_INFORMATION", "Update Inventory", "InstalledApplicationList"] {
            assert_eq!(command(name), Command::Routine, "{name}");
        }
    }
}
