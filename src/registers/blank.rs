//! Register rows for tests that say nothing, to be filled with `..blank::device()`.

use super::{Device, Person, RegisterRow, Validity, Workflow};
use crate::config::Span;

fn row() -> RegisterRow {
    RegisterRow { file: "registers/test.csv".to_owned(), line: 2 }
}

/// A person without any key.
pub(crate) fn person() -> Person {
    Person {
        person_id: String::new(),
        display_name: String::new(),
        kind: "employee".to_owned(),
        unit: None,
        executive: false,
        okta_id: None,
        entra_object_id: None,
        employee_id: None,
        upn: None,
        email: None,
        aliases: Vec::new(),
        validity: Validity::default(),
        time_zone: None,
        working_hours: None,
        row: row(),
    }
}

/// A device without any key.
pub(crate) fn device() -> Device {
    Device {
        serial: None,
        udid: None,
        management_id: None,
        jamf_id: None,
        jamf_class: None,
        name: None,
        asset_tag: None,
        device_class: None,
        custody: None,
        assigned_person: None,
        unit: None,
        validity: Validity::default(),
        row: row(),
    }
}

/// A workflow without triggers, actions and owners, with the figures that hold where the control map is silent.
pub(crate) fn workflow() -> Workflow {
    Workflow {
        id: String::new(),
        title: String::new(),
        purpose: String::new(),
        triggers: Vec::new(),
        objects: Vec::new(),
        actions: Vec::new(),
        initiators: Vec::new(),
        max_delay: Span::hours(24),
        settle: Span::minutes(0),
        control_owner: None,
        business_approver: None,
        execution_owner: None,
        exception_owner: None,
        approved_by: None,
        approved_at: None,
        approval_expires: None,
        validity: Validity::default(),
        tolerated_rate: 0.02,
        containment_target: Span::hours(1),
        max_exposure_hours: None,
        drivers: Vec::new(),
        agentic: false,
        row: row(),
    }
}
