//! Files of a product that is known, but of something that says nothing about devices, people or actions: told by
//! name, with what to export instead.

use serde_json::Value;

use super::format::Head;
use crate::records::cut;

/// Keys or headers that tell an object, what it is, and what to do.
struct Other {
    /// All of them stand in the first row, or in the header.
    keys: &'static [&'static str],
    what: &'static str,
    instead: &'static str,
}

const INVENTORY: &str =
    "export the inventory (`GET /api/v3/computers-inventory`, or an advanced search as CSV)";
const SCRIPT: &str =
    "run ComputerHistoryExporter again with option 4 (policy logs), 5 (completed MDM commands) or 3 (logins)";

const OTHERS: [Other; 13] = [
    Other {
        keys: &["definition_id", "ea_name", "device", "value"],
        what: "the report of extension attributes of jamf-cli, which calls devices by their name alone",
        instead: INVENTORY,
    },
    Other {
        keys: &["groupPlatformId", "groupJamfProId", "groupName"],
        what: "a list of Jamf groups, without their members",
        instead: INVENTORY,
    },
    Other {
        keys: &["id", "is_smart", "name"],
        what: "a list of Jamf groups, without their members",
        instead: INVENTORY,
    },
    Other {
        keys: &["groupId", "groupName", "smartGroup"],
        what: "a list of Jamf groups, without their members",
        instead: INVENTORY,
    },
    Other {
        keys: &["device_type", "name", "errors", "devices", "last_error"],
        what: "the report of failed profiles of jamf-cli, which counts devices and names none",
        instead: "export the commands (`GET /api/v2/mdm/commands`)",
    },
    Other {
        keys: &["count", "model", "os_version"],
        what: "the inventory summary of jamf-cli, which counts devices and names none",
        instead: INVENTORY,
    },
    Other {
        keys: &["serialNumber", "profileName", "deviceName", "locationId"],
        what: "the list of devices that Apple assigned to Jamf School, before anybody holds them",
        instead: "export the device list of Jamf School as CSV",
    },
    Other {
        keys: &["Serial Number", "Date/Time", "Status"],
        what: "a screen sharing or Jamf Remote log of ComputerHistoryExporter",
        instead: SCRIPT,
    },
    Other { keys: &["Seriennummer"], what: "a list of devices in German", instead: ENGLISH },
    Other { keys: &["Numéro de série"], what: "a list of devices in French", instead: ENGLISH },
    Other { keys: &["Número de serie"], what: "a list of devices in Spanish", instead: ENGLISH },
    Other { keys: &["シリアル番号"], what: "a list of devices in Japanese", instead: ENGLISH },
    Other { keys: &["序列号"], what: "a list of devices in Chinese", instead: ENGLISH },
];

const ENGLISH: &str = "if it comes from Jamf, set the language of your Jamf account to English and export it again, \
    or name `format = \"jamf-search-csv\"` with `columns = { serial = \"<header>\" }`";

/// What the file is and what to do, if that can be told.
pub(super) fn told(head: &Head) -> Option<String> {
    let has = |key: &str| match (&head.header, head.rows.first()) {
        (Some(header), _) => header.iter().any(|name| name.trim_start_matches('\u{feff}').trim() == key),
        (None, Some(row)) => row.get(key).is_some(),
        (None, None) => false,
    };
    if let Some(sourcetype) = head.rows.first().and_then(splunk_of_jamf) {
        return Some(format!(
            "it looks like Splunk's copy of the Jamf inventory (`{}`), which holds no actions; {INVENTORY}",
            cut(sourcetype)
        ));
    }
    let other = OTHERS.iter().find(|other| other.keys.iter().all(|key| has(key)))?;
    Some(format!("it looks like {}; {}", other.what, other.instead))
}

/// The source type under which the Splunk add-on for Jamf files a record.
fn splunk_of_jamf(row: &Value) -> Option<&str> {
    let sourcetype = row.get("result").unwrap_or(row).get("sourcetype")?.as_str()?;
    ["jss", "jamf:jss"].iter().any(|start| sourcetype.starts_with(start)).then_some(sourcetype)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn other_objects_of_jamf_are_called_by_their_name() {
        let row = |row| Head { rows: vec![row], ..Head::default() };
        let header = |names: &str| Head {
            header: Some(names.split(',').map(str::to_owned).collect()),
            ..Head::default()
        };
        for (head, what) in [
            (
                row(json!({"definition_id": "2", "device": "Mac", "ea_name": "x", "value": ""})),
                "extension attributes",
            ),
            (
                row(
                    json!({"groupPlatformId": "a", "groupJamfProId": "1", "groupName": "All", "groupType": "COMPUTER"}),
                ),
                "groups",
            ),
            (
                row(json!({"device_type": "computer", "name": "Wi-Fi", "id": "1", "errors": 2, "devices": 2,
                "last_error": "x"})),
                "failed profiles",
            ),
            (row(json!({"preview": false, "result": {"sourcetype": "jssMobileDevice:general"}})), "Splunk"),
            (header("Serial Number,Date/Time,Status,Details"), "ComputerHistoryExporter"),
            (header("Computername,Seriennummer,Benutzername"), "German"),
        ] {
            let told = told(&head).unwrap();
            assert!(told.contains(what), "{told}");
        }
        assert_eq!(told(&row(json!({"id": 1, "name": "x"}))), None);
        assert_eq!(told(&Head::default()), None);
    }
}
