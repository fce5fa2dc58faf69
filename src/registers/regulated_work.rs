//! `regulated_work.csv`: work under a regime, whom or what it rests on, and when.

use super::{RegisterRow, Validity, cells::Cells, table::Columns};

/// One scope of regulated work.
#[derive(Debug, Clone)]
pub struct RegulatedScope {
    /// Id.
    pub scope_id: String,
    /// Regime, for example `SOX`.
    pub regime: String,
    /// Title.
    pub title: String,
    /// `person`, `device`, `device_class`, `unit`.
    pub match_kind: String,
    /// Its value.
    pub match_value: String,
    /// Window; both edges open = whenever that person works.
    pub window: Validity,
    /// Who is accountable for the work.
    pub accountable_person: Option<String>,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &["scope_id", "regime", "match_kind", "match_value", "window_start", "window_end"],
    any_of: &[],
    optional: &["title", "accountable_person"],
    is_loose: false,
};

/// What a scope can match.
pub const MATCH_KINDS: &[&str] = &["person", "device", "device_class", "unit"];

pub(super) fn read(cells: &mut Cells<'_>) -> Option<RegulatedScope> {
    let window = cells.validity("window_start", "window_end");
    let match_kind = cells.required_word("match_kind", MATCH_KINDS);
    let (scope_id, regime, match_value) =
        (cells.required("scope_id"), cells.required("regime"), cells.required("match_value"));
    Some(RegulatedScope {
        scope_id: scope_id?,
        regime: regime?,
        title: cells.or_empty("title"),
        match_kind: match_kind?,
        match_value: match_value?,
        window,
        accountable_person: cells.text("accountable_person"),
        row: cells.row(),
    })
}
