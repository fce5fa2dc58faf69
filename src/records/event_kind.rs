//! The closed list of identity event kinds and which one undoes which.

use super::code::coded;

coded! {
    /// What happened in the identity or HR system (the closed list of the contract).
    EventKind {
        AccountDisabled = "account_disabled", AccountSuspended = "account_suspended",
        AccountDeleted = "account_deleted", AccountEnabled = "account_enabled",
        AccountUnsuspended = "account_unsuspended", AccountRestored = "account_restored",
        AccountLocked = "account_locked", AccountUnlocked = "account_unlocked",
        GroupRemoved = "group_removed", GroupAdded = "group_added",
        AppRemoved = "app_removed", LicenceRemoved = "licence_removed", AppAdded = "app_added",
        LicenceAdded = "licence_added", RoleRemoved = "role_removed", RoleAdded = "role_added",
        RiskRaised = "risk_raised", RiskRecanted = "risk_recanted", RiskDismissed = "risk_dismissed",
        RiskLowered = "risk_lowered", CompromiseConfirmed = "compromise_confirmed",
        ConfirmedSafe = "confirmed_safe", TerminationRecorded = "termination_recorded",
        LeaveDateSet = "leave_date_set", TerminationCancelled = "termination_cancelled",
        LeaveDateMoved = "leave_date_moved", Rehired = "rehired", HireRecorded = "hire_recorded",
        HireRescinded = "hire_rescinded", DeviceRemoved = "device_removed",
        DeviceNoncompliant = "device_noncompliant", DeviceAdded = "device_added",
        DeviceCompliant = "device_compliant", ImportBlocked = "import_blocked",
        ImportResumed = "import_resumed", IdentifierChanged = "identifier_changed",
        IdentifierRecycled = "identifier_recycled", SignIn = "sign_in",
        SessionCleared = "session_cleared", Remediated = "remediated",
    }
}

/// The part a kind plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventClass {
    /// Can start an action.
    Trigger,
    /// Undoes a trigger's state.
    Reversal,
    /// Says that the trigger was never true.
    Recant,
    /// Neither: drift, sign-ins, side effects.
    Context,
}

impl EventKind {
    /// The part this kind plays. `hire_recorded` is a trigger only in so far as `hire_rescinded` undoes it.
    pub fn class(self) -> EventClass {
        use EventKind as K;
        match self {
            K::RiskRecanted | K::ConfirmedSafe | K::TerminationCancelled | K::HireRescinded => {
                EventClass::Recant
            }
            K::ImportBlocked
            | K::ImportResumed
            | K::IdentifierChanged
            | K::IdentifierRecycled
            | K::SignIn
            | K::SessionCleared
            | K::Remediated => EventClass::Context,
            _ if self.undone_by().is_empty() => EventClass::Reversal,
            _ => EventClass::Trigger,
        }
    }

    /// The kinds that undo this one; empty for kinds that are not triggers.
    pub fn undone_by(self) -> &'static [EventKind] {
        use EventKind as K;
        match self {
            K::AccountDisabled | K::AccountSuspended | K::AccountDeleted => {
                &[K::AccountEnabled, K::AccountUnsuspended, K::AccountRestored]
            }
            K::AccountLocked => &[K::AccountUnlocked],
            K::GroupRemoved => &[K::GroupAdded],
            K::AppRemoved => &[K::AppAdded],
            K::LicenceRemoved => &[K::LicenceAdded],
            K::RoleRemoved => &[K::RoleAdded],
            K::RiskRaised => &[K::RiskRecanted, K::RiskDismissed, K::RiskLowered],
            K::CompromiseConfirmed => &[K::ConfirmedSafe],
            K::TerminationRecorded | K::LeaveDateSet => {
                &[K::TerminationCancelled, K::LeaveDateMoved, K::Rehired]
            }
            K::HireRecorded => &[K::HireRescinded],
            K::DeviceRemoved => &[K::DeviceAdded],
            K::DeviceNoncompliant => &[K::DeviceCompliant],
            _ => &[],
        }
    }

    /// Account and termination kinds, for which an undoing weighs most.
    pub fn is_account_or_termination(self) -> bool {
        use EventKind as K;
        matches!(
            self,
            K::AccountDisabled
                | K::AccountSuspended
                | K::AccountDeleted
                | K::TerminationRecorded
                | K::LeaveDateSet
        )
    }

    /// Kinds whose pairing also needs the same object (group, app, licence, role).
    pub fn pairs_on_object(self) -> bool {
        use EventKind as K;
        matches!(self, K::GroupRemoved | K::AppRemoved | K::LicenceRemoved | K::RoleRemoved)
    }
}
