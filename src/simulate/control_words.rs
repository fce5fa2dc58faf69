//! The words of the control map that depend on whose systems the organisation has: how an initiator shows in the
//! exports, by which ids groups and applications are known, and as which kinds events appear.

use super::{
    okta_noise::{APPS, LICENSED},
    vendor_ids,
    vendors::Vendors,
    workflows::{Flow, GROUPS, STRIPPED_GROUPS},
};

/// Profiles that the automation of licensed groups takes away beside those bound to a group.
const OTHER_PROFILES: [&str; 1] = ["320"];

/// Initiators of a workflow.
pub(super) fn initiators(flow: Flow, vendors: Vendors) -> Vec<String> {
    let mut all = match flow {
        Flow::GroupStrip => vec![account(flow), "policy:412".to_owned()],
        Flow::LicenceReclaim => vec!["policy:540".to_owned(), account(flow)],
        Flow::ContractorEnd => vec![account(flow)],
        _ => vec![format!("api-client:{}", flow.username())],
    };
    // The automation server names the hook, the change log its client.
    if let Some(hook) = flow.hook().filter(|_| vendors == Vendors::GoogleZendesk) {
        all.insert(0, format!("jawa:{hook}"));
    }
    all
}

fn account(flow: Flow) -> String {
    format!("account:{}", flow.username())
}

/// Groups, applications and profiles a workflow is approved for.
pub(super) fn objects(flow: Flow, vendors: Vendors) -> Vec<String> {
    match flow {
        Flow::GroupStrip => groups(vendors),
        Flow::LicenceReclaim => (LICENSED..APPS.len()).map(|app| app_id(app, vendors)).collect(),
        _ => Vec::new(),
    }
}

fn groups(vendors: Vendors) -> Vec<String> {
    let listed = 0..STRIPPED_GROUPS;
    let mut all: Vec<String> = match vendors {
        Vendors::OktaServicenow | Vendors::OcsfFreshservice => {
            listed.map(|group| GROUPS[group].id.to_owned()).collect()
        }
        Vendors::EntraJira => listed.map(vendor_ids::entra_group).collect(),
        Vendors::GoogleZendesk => listed.map(vendor_ids::google_group).collect(),
    };
    // Where no export says who removed a profile, the profiles themselves are what can be listed.
    if matches!(vendors, Vendors::GoogleZendesk | Vendors::OcsfFreshservice) {
        let profiles =
            GROUPS[..STRIPPED_GROUPS].iter().filter_map(|group| Some(group.profile?.0.to_string()));
        all.extend(profiles.chain(OTHER_PROFILES.map(str::to_owned)));
    }
    all
}

fn app_id(app: usize, vendors: Vendors) -> String {
    let (id, name) = APPS[app];
    match vendors {
        Vendors::OktaServicenow | Vendors::OcsfFreshservice => id.to_owned(),
        Vendors::EntraJira => vendor_ids::entra_app(app),
        Vendors::GoogleZendesk => name.to_owned(),
    }
}

/// Kinds of events beside the usual ones as which this vendor's log shows the triggers of a workflow.
pub(super) fn further_triggers(flow: Flow, vendors: Vendors) -> &'static [&'static str] {
    match (vendors, flow) {
        // Of a termination the directory and two snapshots show the date of leaving.
        (Vendors::EntraJira | Vendors::OcsfFreshservice, Flow::LeaverWipe) => &["leave_date_set"],
        // Entra knows no suspension.
        (Vendors::EntraJira, Flow::ContractorEnd) => &["account_disabled"],
        (Vendors::GoogleZendesk, Flow::LicenceReclaim) => &["licence_removed"],
        (Vendors::OcsfFreshservice, Flow::ContractorEnd) => &["termination_recorded"],
        _ => &[],
    }
}
