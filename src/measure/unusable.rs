//! What an action takes away, by kind and device family, and which signs of life show that it is back.
//!
//! A lock on a computer makes the whole device unusable; on a phone or tablet it is a screen lock that the
//! holder's passcode opens. A phone in lost mode goes on answering the server, so a check-in proves nothing
//! there, while a locked Mac stands in recovery and cannot check in.

use crate::{
    attribute::case::Case,
    records::{ActionKind, ActivityKind, JamfClass},
};

/// Device families between which the effect of one action kind differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// A Mac.
    Computer,
    /// Phone, tablet, Apple TV, headset.
    Handheld,
}

/// What the holder lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The whole device.
    Device,
    /// A screen lock: opened with the holder's own passcode, no downtime.
    ScreenOnly,
    /// The account on the device.
    Account,
    /// An application, a licence, a profile or what a group grants.
    Service,
    /// The management of the device, and with it what management brings (profiles, managed apps).
    Management,
    /// Nothing lasting: `default_hours` stand for it.
    Nothing,
}

impl Effect {
    /// Whether there is an interruption that lasts until something restores it.
    pub fn has_downtime(self) -> bool {
        !matches!(self, Self::ScreenOnly | Self::Nothing)
    }

    /// Whether the reversal in the identity system restores it.
    pub fn ends_with_reversal_event(self) -> bool {
        matches!(self, Self::Account | Self::Service)
    }
}

/// The table of kind × family.
pub fn effect(kind: ActionKind, family: Family) -> Effect {
    use ActionKind as K;
    match (kind, family) {
        (K::Lock, Family::Handheld) => Effect::ScreenOnly,
        (K::Lock | K::Wipe | K::LostModeOn, _) => Effect::Device,
        (K::DeleteUser, _) => Effect::Account,
        (K::AppRemove | K::LicenceRevoke | K::ProfileRemove | K::GroupChange, _) => Effect::Service,
        (K::Unmanage, _) => Effect::Management,
        // A recovery lock is felt at the next boot into recovery only; a log-out, restart or shut-down is over
        // as soon as the person logs in again; deleting the record changes nothing on the device.
        (
            K::LostModeOff
            | K::ClearPasscode
            | K::ClearRestrictions
            | K::UnlockAccount
            | K::LogOutUser
            | K::Restart
            | K::ShutDown
            | K::RecoveryLock
            | K::ProfileInstall
            | K::PolicyRun
            | K::ScriptChange
            | K::RecordDelete
            | K::Other,
            _,
        ) => Effect::Nothing,
    }
}

/// Whether an activity can only come from a device (or account) that has back what the action took.
pub fn proves_restoration(kind: ActionKind, effect: Effect, is_shared: bool, activity: ActivityKind) -> bool {
    use ActivityKind as A;
    match effect {
        Effect::Device if kind == ActionKind::LostModeOn => matches!(activity, A::UserSession | A::Enrolled),
        // Jamf hears of an unmanaged device only once it is enrolled again.
        Effect::Device | Effect::Management => true,
        // On a shared device the session may be somebody else's.
        Effect::Account => activity == A::UserSession && !is_shared,
        Effect::Service | Effect::ScreenOnly | Effect::Nothing => false,
    }
}

/// The family of a case's device: what the action's record says, else the register, else the words of its
/// class or name; `None` when nothing tells.
pub fn family(case: &Case) -> Option<Family> {
    let register = case.device.as_ref();
    let jamf_class = || register?.jamf_class.as_deref()?.trim().to_lowercase().parse().ok();
    match case.action.device.class.or_else(jamf_class) {
        Some(JamfClass::Computer) => Some(Family::Computer),
        Some(JamfClass::Mobile) => Some(Family::Handheld),
        None => {
            let texts = [
                register.and_then(|device| device.device_class.as_deref()),
                register.and_then(|device| device.name.as_deref()),
                case.action.device.name.as_deref(),
            ];
            texts.into_iter().flatten().find_map(family_of_words)
        }
    }
}

/// The family that a class or model text names.
fn family_of_words(text: &str) -> Option<Family> {
    let text = text.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if names(&["iphone", "ipad", "ipod", "phone", "tablet", "apple tv", "vision pro", "mobile"]) {
        Some(Family::Handheld)
    } else if names(&["mac", "laptop", "notebook", "desktop", "computer"]) {
        Some(Family::Computer)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_takes_the_whole_mac_but_only_the_screen_of_a_phone() {
        assert_eq!(effect(ActionKind::Lock, Family::Computer), Effect::Device);
        assert_eq!(effect(ActionKind::Lock, Family::Handheld), Effect::ScreenOnly);
        assert_eq!(effect(ActionKind::Wipe, Family::Handheld), Effect::Device);
    }

    #[test]
    fn kinds_that_last_no_longer_than_a_moment_have_no_downtime() {
        for kind in
            [ActionKind::Restart, ActionKind::ShutDown, ActionKind::ClearPasscode, ActionKind::RecoveryLock]
        {
            assert!(!effect(kind, Family::Computer).has_downtime(), "{kind}");
        }
    }

    #[test]
    fn only_what_needs_a_usable_device_proves_restoration() {
        use ActivityKind as A;
        let table = [
            (ActionKind::Lock, false, A::CheckIn, true),
            (ActionKind::Wipe, false, A::Enrolled, true),
            (ActionKind::LostModeOn, false, A::CheckIn, false),
            (ActionKind::LostModeOn, false, A::UserSession, true),
            (ActionKind::Unmanage, false, A::CheckIn, true),
            (ActionKind::DeleteUser, false, A::UserSession, true),
            (ActionKind::DeleteUser, true, A::UserSession, false),
            (ActionKind::DeleteUser, false, A::CheckIn, false),
            (ActionKind::AppRemove, false, A::PolicyRun, false),
        ];
        for (kind, is_shared, activity, expected) in table {
            let given = proves_restoration(kind, effect(kind, Family::Computer), is_shared, activity);
            assert_eq!(given, expected, "{kind} {activity}");
        }
    }

    #[test]
    fn words_of_a_class_name_the_family() {
        assert_eq!(family_of_words("lab_mac"), Some(Family::Computer));
        assert_eq!(family_of_words("Field iPad"), Some(Family::Handheld));
        assert_eq!(family_of_words("instrument"), None);
    }
}
