//! The classes of wording and what each of them can be evidence for.

use crate::records::ActionKind;

/// A class of wording; the letters A to L name them in the configuration, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextClass {
    /// A: an account was disabled, deactivated or terminated.
    AccountDisabled,
    /// B: somebody wants an account or access back.
    Reactivation,
    /// C: an account or contract ran out, or is to be extended after the fact.
    AccountExpired,
    /// D: access or permissions were taken away.
    AccessRemoved,
    /// E: an account is blocked or suspended; mostly mistyped passwords.
    AccountBlocked,
    /// F: locked out; nearly always mistyped passwords.
    LockedOut,
    /// G: a device is locked.
    DeviceLocked,
    /// H: a device was wiped or set up anew.
    DeviceErased,
    /// I: quarantined, called non-compliant, or blocked from synchronising.
    Quarantined,
    /// J: suddenly, by mistake; says nothing alone.
    Unexpected,
    /// K: a person leaves; speaks for an intended action.
    IntendedLeaver,
    /// L: a licence is gone.
    LicenceLost,
}

/// How much a class says together with a person and an action of a fitting kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextWeight {
    /// Nothing by itself.
    None,
    /// Medium: within 24 hours (seven days for what follows a wipe).
    Medium,
    /// Strong: within 72 hours.
    Strong,
}

impl TextClass {
    /// Every class with its letter and code, in order.
    const TABLE: [(Self, char, &'static str); 12] = [
        (Self::AccountDisabled, 'A', "account-disabled"),
        (Self::Reactivation, 'B', "reactivation"),
        (Self::AccountExpired, 'C', "account-expired"),
        (Self::AccessRemoved, 'D', "access-removed"),
        (Self::AccountBlocked, 'E', "account-blocked"),
        (Self::LockedOut, 'F', "locked-out"),
        (Self::DeviceLocked, 'G', "device-locked"),
        (Self::DeviceErased, 'H', "device-erased"),
        (Self::Quarantined, 'I', "quarantined"),
        (Self::Unexpected, 'J', "unexpected"),
        (Self::IntendedLeaver, 'K', "intended-leaver"),
        (Self::LicenceLost, 'L', "licence-lost"),
    ];

    /// Every class, in the order of the letters.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.iter().map(|(class, ..)| *class)
    }

    /// The class of a letter from A to L, either case.
    pub fn from_letter(letter: &str) -> Option<Self> {
        let mut letters = letter.chars();
        let (first, rest) = (letters.next()?.to_ascii_uppercase(), letters.next());
        if rest.is_some() {
            return None;
        }
        Self::TABLE.iter().find(|(_, known, _)| *known == first).map(|(class, ..)| *class)
    }

    /// Its letter in the configuration.
    pub fn letter(self) -> char {
        Self::TABLE[self as usize].1
    }

    /// Its descriptive code, kebab-case.
    pub fn code(self) -> &'static str {
        Self::TABLE[self as usize].2
    }

    /// How much it says with person, time and a fitting action kind (formats page, section 7).
    pub fn weight(self) -> TextWeight {
        match self {
            Self::AccountDisabled | Self::Reactivation | Self::AccountExpired | Self::AccessRemoved => {
                TextWeight::Strong
            }
            Self::LockedOut
            | Self::DeviceLocked
            | Self::DeviceErased
            | Self::Quarantined
            | Self::LicenceLost => TextWeight::Medium,
            Self::AccountBlocked | Self::Unexpected | Self::IntendedLeaver => TextWeight::None,
        }
    }

    /// Whether a user who writes this has lost something.
    pub fn complains(self) -> bool {
        !matches!(self, Self::IntendedLeaver | Self::DeviceErased)
    }

    /// Whether an action of this kind can be what the wording is about.
    pub fn fits(self, kind: ActionKind) -> bool {
        use ActionKind as K;
        let locks = matches!(kind, K::Lock | K::LostModeOn | K::RecoveryLock);
        let takes_away =
            matches!(kind, K::AppRemove | K::LicenceRevoke | K::ProfileRemove | K::GroupChange | K::Unmanage);
        match self {
            // Who lost an account sees the account; the device follows it in every way an automation knows.
            Self::AccountDisabled | Self::Reactivation | Self::AccountExpired => {
                locks
                    || takes_away
                    || matches!(
                        kind,
                        K::Wipe
                            | K::DeleteUser
                            | K::LogOutUser
                            | K::ClearPasscode
                            | K::RecordDelete
                            | K::PolicyRun
                    )
            }
            Self::AccessRemoved => {
                locks || takes_away || matches!(kind, K::Wipe | K::DeleteUser | K::PolicyRun)
            }
            Self::AccountBlocked => locks || matches!(kind, K::Wipe | K::DeleteUser | K::LogOutUser),
            Self::LockedOut => locks || matches!(kind, K::LogOutUser | K::DeleteUser),
            Self::DeviceLocked => locks,
            Self::DeviceErased => matches!(kind, K::Wipe | K::DeleteUser),
            Self::Quarantined => {
                locks
                    || matches!(
                        kind,
                        K::Unmanage | K::ProfileInstall | K::ProfileRemove | K::GroupChange | K::PolicyRun
                    )
            }
            Self::LicenceLost => matches!(kind, K::AppRemove | K::LicenceRevoke),
            Self::Unexpected | Self::IntendedLeaver => false,
        }
    }
}
