//! One thing Jamf did to one device or account.

use std::sync::Arc;

use super::{DeviceKeys, Instant, Origin, PersonKeys, code::coded};

coded! {
    /// What was done (the closed list of the contract).
    ActionKind {
        Lock = "lock", Wipe = "wipe", LostModeOn = "lost_mode_on", LostModeOff = "lost_mode_off",
        ClearPasscode = "clear_passcode", ClearRestrictions = "clear_restrictions",
        UnlockAccount = "unlock_account", DeleteUser = "delete_user", LogOutUser = "log_out_user",
        Restart = "restart", ShutDown = "shut_down", RecoveryLock = "recovery_lock",
        ProfileInstall = "profile_install", ProfileRemove = "profile_remove", Unmanage = "unmanage",
        AppRemove = "app_remove", LicenceRevoke = "licence_revoke", PolicyRun = "policy_run",
        ScriptChange = "script_change", GroupChange = "group_change", RecordDelete = "record_delete",
        Other = "other",
    }
}

impl ActionKind {
    /// Kinds that are in scope with an attribution alone (contract, section 5).
    pub fn is_destructive(self) -> bool {
        use ActionKind as K;
        matches!(
            self,
            K::Lock
                | K::Wipe
                | K::LostModeOn
                | K::ClearPasscode
                | K::RecoveryLock
                | K::DeleteUser
                | K::Unmanage
                | K::RecordDelete
                | K::ShutDown
        )
    }

    /// Kinds that happen on the server and are done at their log time.
    pub fn is_server_side(self) -> bool {
        use ActionKind as K;
        matches!(self, K::ScriptChange | K::GroupChange | K::RecordDelete | K::LicenceRevoke)
    }
}

coded! {
    /// How far an action came.
    Outcome {
        Done = "done", Pending = "pending", NotNow = "not_now", Failed = "failed",
        Cancelled = "cancelled", Unknown = "unknown",
    }
}

coded! {
    /// What kind of actor started an action. The codes are the prefixes of `initiators` in the control map.
    InitiatorKind {
        ApiClient = "api-client", Account = "account", Sso = "sso", Jawa = "jawa", Policy = "policy",
        System = "system",
    }
}

/// Who or what started an action, as the export names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Initiator {
    /// The kind of actor.
    pub kind: InitiatorKind,
    /// Its id or name, for example an API client id or an account name.
    pub name: String,
    /// What a list beside the exports calls it (`GET /v1/api-integrations` for API clients).
    pub title: Option<String>,
}

impl Initiator {
    /// An actor by the id or name that the export gives.
    pub fn new(kind: InitiatorKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), title: None }
    }
}

/// A group, application, licence, profile, policy or script named by a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ObjectRef {
    /// Vendor id.
    pub id: Option<String>,
    /// Printed name.
    pub name: Option<String>,
}

/// One action as the exports give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The command UUID where there is one, else a hash of device, kind and time (`h-` + 16 hex digits).
    pub action_id: String,
    /// The command UUID, lower case.
    pub uuid: Option<String>,
    /// What was done.
    pub kind: ActionKind,
    /// The vendor's own word for it.
    pub raw_kind: String,
    /// Profile, app, policy or group concerned.
    pub object: Option<ObjectRef>,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// When it was done; `None` unless the outcome is `done`.
    pub done_at: Option<Instant>,
    /// How far it came.
    pub outcome: Outcome,
    /// The device's or server's error text.
    pub error: Option<String>,
    /// The device.
    pub device: Arc<DeviceKeys>,
    /// Whom Jamf believed to hold the device, if this very record says so.
    pub person: Option<PersonKeys>,
    /// Who or what started it, if this record says so.
    pub initiator: Option<Initiator>,
    /// An identity event id this record itself names. Never inferred.
    pub trigger_ref: Option<String>,
    /// Every row it was read from (several after merging), the first one leading.
    pub origins: Vec<Origin>,
}
