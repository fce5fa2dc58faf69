//! The automations of the simulated organisation, their groups and profiles, and their control map.

use std::fmt::Write as _;

use super::{control_words, vendors::Vendors};
use crate::records::Instant;

/// One automation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    LeaverLock,
    LeaverWipe,
    GroupStrip,
    RiskLock,
    ContractorEnd,
    LicenceReclaim,
}

impl Flow {
    /// Id in the control map.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::LeaverLock => "leaver-lock",
            Self::LeaverWipe => "leaver-wipe-mobile",
            Self::GroupStrip => "group-strip",
            Self::RiskLock => "risk-lock",
            Self::ContractorEnd => "contractor-end",
            Self::LicenceReclaim => "licence-reclaim",
        }
    }

    /// The hook of the automation server that runs it, in an organisation that has one.
    pub(super) fn hook(self) -> Option<&'static str> {
        match self {
            Self::LeaverLock => Some("leaver-lock"),
            Self::LeaverWipe => Some("leaver-wipe"),
            Self::RiskLock => Some("risk-lock"),
            _ => None,
        }
    }

    /// The name Jamf's history shows for commands it sends.
    pub(super) fn username(self) -> &'static str {
        match self {
            Self::LeaverLock => "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101",
            Self::LeaverWipe => "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e102",
            Self::GroupStrip => "svc-groupsync",
            Self::RiskLock => "5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e103",
            Self::ContractorEnd => "svc-contractor",
            Self::LicenceReclaim => "svc-licences",
        }
    }
}

/// A group of the identity system and the profile that its loss takes from a device.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Profile (id, name) removed with it, for the groups the workflow is approved for.
    pub(super) profile: Option<(u32, &'static str)>,
}

const fn strip(id: &'static str, name: &'static str, profile: u32, title: &'static str) -> Group {
    Group { id, name, profile: Some((profile, title)) }
}

/// Groups: the first twelve are named in the control map, the rest are not.
pub(super) const GROUPS: [Group; 18] = [
    strip("00gMb1DesignSuiteUsr0", "Design Suite Users", 301, "Design Suite Licence"),
    strip("00gMb2CadLicensedUsr0", "CAD Licensed", 302, "CAD Licence"),
    strip("00gMb3VpnFieldAccess0", "VPN Field Access", 303, "VPN Field"),
    strip("00gMb4LimsAccessQc000", "LIMS Access", 304, "LIMS Client"),
    strip("00gMb5ErpFinanceUsr00", "ERP Finance", 305, "ERP Finance Client"),
    strip("00gMb6StatsSoftware00", "Statistics Software", 306, "Statistics Licence"),
    strip("00gMb7CrmMobileUsr000", "CRM Mobile", 307, "CRM Mobile"),
    strip("00gMb8LabNetworkWifi0", "Lab Network WiFi", 308, "Lab Network WiFi"),
    strip("00gMb9CodeSigningUsr0", "Code Signing", 309, "Code Signing Certificate"),
    strip("00gMbACleanroomTerm00", "Cleanroom Terminals", 310, "Cleanroom Terminal"),
    strip("00gMbBClinicalPortal0", "Clinical Portal", 311, "Clinical Portal Certificate"),
    strip("00gMbCTreasuryAccess0", "Treasury Access", 312, "Treasury Certificate"),
    Group { id: "00gMbDWellnessClub000", name: "Wellness Club", profile: None },
    Group { id: "00gMbEParkingPermit00", name: "Parking Permit", profile: None },
    Group { id: "00gMbFTownHallInvite0", name: "Town Hall Invite", profile: None },
    Group { id: "00gMbGBookClub0000000", name: "Book Club", profile: None },
    Group { id: "00gMbHCafeteriaCard00", name: "Cafeteria Card", profile: None },
    Group { id: "00gMbINewsletter00000", name: "Newsletter", profile: None },
];

/// How many of [`GROUPS`] the workflow `group-strip` is approved for.
pub(super) const STRIPPED_GROUPS: usize = 12;

/// Owners of one version of a workflow, as written in the control map.
struct Owners {
    control: &'static str,
    approver: &'static str,
    execution: &'static str,
    exception: &'static str,
}

const OWNERS: [Owners; 6] = [
    Owners {
        control: "team:identity",
        approver: "P00001",
        execution: "team:endpoint",
        exception: "team:hr-operations",
    },
    Owners {
        control: "team:hr-systems",
        approver: "P00001",
        execution: "team:endpoint",
        exception: "team:legal-holds",
    },
    Owners { control: "team:licensing", approver: "P00002", execution: "team:endpoint", exception: "P00003" },
    Owners {
        control: "team:security-operations",
        approver: "P00004",
        execution: "team:security-operations",
        exception: "P00003",
    },
    Owners {
        control: "team:vendor-management",
        approver: "P00002",
        execution: "team:endpoint",
        exception: "",
    },
    Owners {
        control: "team:licensing",
        approver: "P00002",
        execution: "team:application-packaging",
        exception: "P00003",
    },
];

/// Head of one entry of the control map.
struct Entry {
    flow: Flow,
    title: &'static str,
    purpose: &'static str,
    triggers: &'static [&'static str],
    actions: &'static str,
    extra: &'static str,
}

const ENTRIES: [Entry; 6] = [
    Entry {
        flow: Flow::LeaverLock,
        title: "Lock Macs of leavers",
        purpose: "A leaver's Mac is locked when the account is disabled.",
        triggers: &["account_disabled"],
        actions: r#"["lock"]"#,
        extra: "max_delay = \"24h\"\ntolerated_rate = 0.02\ncontainment_target = \"1h\"\nmax_exposure_hours = 24\ndrivers = [\"PCI DSS 8.2.5\", \"ISO/IEC 27001:2022 A.5.18\"]\n",
    },
    Entry {
        flow: Flow::LeaverWipe,
        title: "Wipe iPhones of leavers",
        purpose: "A leaver's iPhone is wiped when the account is disabled or deleted or the termination is recorded.",
        triggers: &["account_disabled", "account_deleted", "termination_recorded"],
        actions: r#"["wipe"]"#,
        extra: "max_delay = \"24h\"\ntolerated_rate = 0.01\ncontainment_target = \"4h\"\ndrivers = [\"HIPAA 164.308(a)(3)(ii)(C)\"]\n",
    },
    Entry {
        flow: Flow::GroupStrip,
        title: "Remove licensed profiles with the group",
        purpose: "Profiles and apps bound to a licensed group leave the device when the group is lost.",
        triggers: &["group_removed"],
        actions: r#"["profile_remove", "app_remove"]"#,
        extra: "max_delay = \"24h\"\ntolerated_rate = 0.05\ncontainment_target = \"8h\"\n",
    },
    Entry {
        flow: Flow::RiskLock,
        title: "Lock devices of accounts at high risk",
        purpose: "A high-risk detection locks the Mac and puts mobile devices into Lost Mode.",
        triggers: &["risk_raised"],
        actions: r#"["lock", "lost_mode_on"]"#,
        extra: "max_delay = \"4h\"\ntolerated_rate = 0.1\ncontainment_target = \"15m\"\nagentic = true\n",
    },
    Entry {
        flow: Flow::ContractorEnd,
        title: "Lock Macs at the end of a contract",
        purpose: "A contractor's Mac is locked when the account is suspended or the end date is set.",
        triggers: &["account_suspended", "leave_date_set"],
        actions: r#"["lock"]"#,
        extra: "max_delay = \"24h\"\ntolerated_rate = 0.03\ncontainment_target = \"4h\"\n",
    },
    Entry {
        flow: Flow::LicenceReclaim,
        title: "Remove software with its licence",
        purpose: "Software leaves phones by command and Macs by policy when the licence is taken back.",
        triggers: &["app_removed"],
        actions: r#"["app_remove", "policy_run"]"#,
        extra: "max_delay = \"24h\"\ntolerated_rate = 0.05\ncontainment_target = \"24h\"\n",
    },
];

/// `registers/workflows.toml`. `leaver-lock` changes its owner in the middle of the period; one approval has
/// expired and one owner is missing, as material for the lint.
pub(super) fn control_map(from: Instant, middle: Instant, to: Instant, vendors: Vendors) -> String {
    let day = |at: Instant| super::calendar::date_of(at).format("%Y-%m-%d").to_string();
    let mut text = String::from("# Control map: the approved automations that act on devices.\n");
    for (entry, owners) in ENTRIES.iter().zip(&OWNERS) {
        let start = day(from - chrono::TimeDelta::days(300));
        if entry.flow == Flow::LeaverLock {
            let split = day(middle);
            let until = format!("valid_to = \"{split}T00:00:00\"\n");
            let expires = day(to + chrono::TimeDelta::days(200));
            entry_text(&mut text, entry, owners, (&start, &until, &expires), vendors);
            let heir = Owners { control: "team:workforce-identity", ..*owners };
            let (start, expires) = (format!("{split}T00:00:00"), day(to + chrono::TimeDelta::days(300)));
            entry_text(&mut text, entry, &heir, (&start, "", &expires), vendors);
        } else {
            // Approval of group-strip ran out before the period ended.
            let expires =
                if entry.flow == Flow::GroupStrip { middle } else { to + chrono::TimeDelta::days(200) };
            entry_text(&mut text, entry, owners, (&start, "", &day(expires)), vendors);
        }
    }
    text
}

fn entry_text(
    text: &mut String,
    entry: &Entry,
    owners: &Owners,
    (from, valid_to, expires): (&str, &str, &str),
    vendors: Vendors,
) {
    let flow = entry.flow;
    let initiators = list(&control_words::initiators(flow, vendors));
    let objects = control_words::objects(flow, vendors);
    let objects = if objects.is_empty() { String::new() } else { format!("objects = {}\n", list(&objects)) };
    let triggers = entry.triggers.iter().chain(control_words::further_triggers(flow, vendors));
    let triggers: Vec<String> = triggers.map(|kind| (*kind).to_owned()).collect();
    let triggers = list(&triggers);
    let exception_owner = if owners.exception.is_empty() {
        String::new()
    } else {
        format!("exception_owner = \"{}\"\n", owners.exception)
    };
    let approved = from.get(..10).unwrap_or(from);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "\n[[workflow]]\nid = \"{}\"\ntitle = \"{}\"\npurpose = \"{}\"\ntriggers = {triggers}\n{objects}actions = {}\ninitiators = {initiators}\n{}settle = \"0m\"\ncontrol_owner = \"{}\"\nbusiness_approver = \"{}\"\nexecution_owner = \"{}\"\n{exception_owner}approved_by = \"{}\"\napproved_at = \"{approved}\"\napproval_expires = \"{expires}\"\nvalid_from = \"{from}\"\n{valid_to}",
        entry.flow.id(),
        entry.title,
        entry.purpose,
        entry.actions,
        entry.extra,
        owners.control,
        owners.approver,
        owners.execution,
        owners.approver,
    );
}

/// A list as TOML has it.
fn list(words: &[String]) -> String {
    format!("[\"{}\"]", words.join("\", \""))
}
