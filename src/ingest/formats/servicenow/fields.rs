//! One row by field name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{canonical_key, cell::Cell};

/// The values of one row: by field name for reading, and as exported for the site's own mappings.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Fields {
    cells: BTreeMap<String, Vec<Cell>>,
    exported: BTreeMap<String, Vec<String>>,
}

impl Fields {
    /// Takes one value of the column or key `name`; `field` is the field name it stands for. Columns that share
    /// a name keep all their values, in order.
    pub(in super::super) fn add(&mut self, name: &str, field: &str, cell: Cell) {
        let exported = self.exported.entry(name.to_owned()).or_default();
        exported.push(cell.value.clone());
        if let Some(display) = &cell.display
            && *display != cell.value
        {
            exported.push(display.clone());
        }
        self.cells.entry(field.to_owned()).or_default().push(cell);
    }

    /// The fields of a JSON object; lists keep their elements.
    pub(in super::super) fn from_json(object: &serde_json::Map<String, Value>) -> Self {
        let mut fields = Self::default();
        for (key, value) in object {
            let field = canonical_key(key);
            let values =
                if let Value::Array(list) = value { list.as_slice() } else { std::slice::from_ref(value) };
            for cell in values.iter().filter_map(Cell::from_json) {
                fields.add(key, &field, cell);
            }
        }
        fields
    }

    /// Names of the fields that have a value.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.cells.keys().map(String::as_str)
    }

    /// The first value of a field.
    pub(in super::super) fn get(&self, field: &str) -> Option<&Cell> {
        self.cells.get(field)?.first()
    }

    /// Every value of a field.
    pub(in super::super) fn all(&self, field: &str) -> &[Cell] {
        self.cells.get(field).map_or(&[], Vec::as_slice)
    }

    /// What is displayed of the first of these fields that has a value.
    pub(in super::super) fn shown(&self, fields: &[&str]) -> Option<&str> {
        fields.iter().find_map(|field| self.get(field)).map(Cell::shown)
    }

    /// Whether the row says nothing at all.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Every value by its header or key as exported.
    pub(in super::super) fn into_exported(self) -> BTreeMap<String, Vec<String>> {
        self.exported
    }
}
