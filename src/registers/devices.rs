//! `devices.csv`: devices and their versions.

use super::{RegisterRow, Validity, cells::Cells, table::Columns};

/// One version of a device.
#[derive(Debug, Clone)]
pub struct Device {
    /// Serial.
    pub serial: Option<String>,
    /// UDID.
    pub udid: Option<String>,
    /// Management id.
    pub management_id: Option<String>,
    /// Jamf id.
    pub jamf_id: Option<String>,
    /// `computer` or `mobile`.
    pub jamf_class: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Asset tag.
    pub asset_tag: Option<String>,
    /// The organisation's class, for example `lab_mac`.
    pub device_class: Option<String>,
    /// `personal`, `shared`, `loaner`, `kiosk`, `lab`, `stock`.
    pub custody: Option<String>,
    /// `person_id` it is assigned to.
    pub assigned_person: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// When this version holds.
    pub validity: Validity,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &[],
    any_of: KEYS,
    optional: &[
        "serial",
        "udid",
        "management_id",
        "jamf_id",
        "jamf_class",
        "name",
        "asset_tag",
        "device_class",
        "custody",
        "assigned_person",
        "unit",
        "valid_from",
        "valid_to",
    ],
    is_loose: false,
};

/// The columns of which a row needs at least one: a name alone never identifies a device.
pub const KEYS: &[&str] = &["serial", "udid", "management_id", "jamf_id"];

/// Who has a device in hand.
pub const CUSTODIES: &[&str] = &["personal", "shared", "loaner", "kiosk", "lab", "stock"];

/// Jamf's families of records.
pub const CLASSES: &[&str] = &["computer", "mobile"];

pub(super) fn read(cells: &mut Cells<'_>) -> Option<Device> {
    let device = Device {
        serial: cells.text("serial").map(|key| key.to_uppercase()),
        udid: cells.text("udid").map(|key| key.to_uppercase()),
        management_id: cells.text("management_id").map(|key| key.to_lowercase()),
        jamf_id: cells.text("jamf_id"),
        jamf_class: cells.word("jamf_class", CLASSES),
        name: cells.text("name"),
        asset_tag: cells.text("asset_tag"),
        device_class: cells.text("device_class"),
        custody: cells.word("custody", CUSTODIES),
        assigned_person: cells.text("assigned_person"),
        unit: cells.text("unit"),
        validity: cells.validity("valid_from", "valid_to"),
        row: cells.row(),
    };
    let has_column = KEYS.iter().any(|key| cells.table.has(key));
    if has_column && KEYS.iter().all(|key| cells.text(key).is_none()) {
        cells
            .problem(format!("found no key of a device, expected at least one of {}", KEYS.join(", ")), None);
        return None;
    }
    Some(device)
}
