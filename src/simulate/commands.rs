//! Commands as Jamf sends them: kinds, states and their names in the two exports.

use super::devices::Model;
use crate::records::Instant;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Lock,
    Wipe,
    LostModeOn,
    LostModeOff,
    UnlockAccount,
    ProfileRemove,
    ProfileInstall,
    Inventory,
    Apps,
    Security,
    Profiles,
    Certificates,
    AppRemove,
    AppInstall,
    /// A policy of the management agent: no command, it stands in the history only.
    PolicyRun,
}

impl Kind {
    /// Whether it takes the whole device from its holder.
    pub(super) fn takes_device(self) -> bool {
        matches!(self, Self::Lock | Self::Wipe | Self::LostModeOn)
    }

    /// Action kind of the contract.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Wipe => "wipe",
            Self::LostModeOn => "lost_mode_on",
            Self::LostModeOff => "lost_mode_off",
            Self::UnlockAccount => "unlock_account",
            Self::ProfileRemove => "profile_remove",
            Self::ProfileInstall => "profile_install",
            Self::AppRemove => "app_remove",
            Self::PolicyRun => "policy_run",
            Self::Inventory
            | Self::Apps
            | Self::Security
            | Self::Profiles
            | Self::Certificates
            | Self::AppInstall => "other",
        }
    }

    /// `commandType` of the Jamf Pro API.
    pub(super) fn command_type(self) -> &'static str {
        match self {
            Self::Lock => "DEVICE_LOCK",
            Self::Wipe => "ERASE_DEVICE",
            Self::LostModeOn => "ENABLE_LOST_MODE",
            Self::LostModeOff => "DISABLE_LOST_MODE",
            Self::UnlockAccount => "UNLOCK_USER_ACCOUNT",
            Self::ProfileRemove => "REMOVE_PROFILE",
            Self::ProfileInstall => "INSTALL_PROFILE",
            Self::Inventory => "DEVICE_INFORMATION",
            Self::Apps => "INSTALLED_APPLICATION_LIST",
            Self::Security => "SECURITY_INFO",
            Self::Profiles => "PROFILE_LIST",
            Self::AppRemove => "REMOVE_APPLICATION",
            Self::AppInstall => "INSTALL_APPLICATION",
            Self::PolicyRun => "",
            Self::Certificates => "CERTIFICATE_LIST",
        }
    }

    /// Name in the Classic history; `None` for routine that the history export leaves out.
    pub(super) fn history_name(self, model: Model, profile: Option<&str>) -> Option<String> {
        let profile = profile.unwrap_or_default();
        let is_mac = model == Model::Mac;
        Some(match self {
            Self::Lock if is_mac => "Lock Device".to_owned(),
            Self::Lock => "DeviceLock".to_owned(),
            Self::Wipe => "EraseDevice".to_owned(),
            Self::LostModeOn => "EnableLostMode".to_owned(),
            Self::LostModeOff => "DisableLostMode".to_owned(),
            Self::UnlockAccount => "UnlockUserAccount".to_owned(),
            Self::ProfileRemove => format!("Remove Configuration Profile {profile}"),
            Self::ProfileInstall => format!("Install Configuration Profile {profile}"),
            Self::AppRemove => format!("Remove App - {profile}"),
            Self::AppInstall => format!("Install App - {profile}"),
            Self::Inventory if is_mac => "Update Inventory".to_owned(),
            Self::Inventory
            | Self::Apps
            | Self::Security
            | Self::Profiles
            | Self::Certificates
            | Self::PolicyRun => return None,
        })
    }
}

/// How far a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    Pending,
    NotNow,
    Failed,
}

impl State {
    /// `commandState` of the Jamf Pro API.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Done => "ACKNOWLEDGED",
            Self::Pending => "PENDING",
            Self::NotNow => "NOT_NOW",
            Self::Failed => "ERROR",
        }
    }
}

/// One command to one device.
#[derive(Debug, Clone)]
pub(super) struct Command {
    pub(super) uuid: String,
    pub(super) device: usize,
    pub(super) kind: Kind,
    /// Name that the Classic history shows.
    pub(super) username: String,
    pub(super) sent: Instant,
    /// When it ended, whatever the end.
    pub(super) ended: Option<Instant>,
    pub(super) state: State,
    /// Profile or app (id, name) of commands about one.
    pub(super) profile: Option<(u32, &'static str)>,
}
