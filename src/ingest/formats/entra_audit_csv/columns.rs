//! The 86 columns of the portal: found by name, and where the portal translated a header, by place.

use std::collections::BTreeMap;

use super::super::{
    known_text::known_text,
    nearest_header::{bare, suggestion},
};
use crate::ingest::format::SourceOptions;

/// The columns before the targets, in the order of the portal.
const FIRST: [&str; 17] = [
    "Date (UTC)",
    "CorrelationId",
    "Service",
    "Category",
    "Activity",
    "Result",
    "ResultReason",
    "User Agent",
    "ActorType",
    "ActorDisplayName",
    "ActorObjectId",
    "ActorUserPrincipalName",
    "IPAddress",
    "ActorHomeTenantId",
    "ActorHomeTenantName",
    "ActorServicePrincipalId",
    "ActorServicePrincipalName",
];

/// Columns that the portal translates and that are read, by the field that names them in `columns`.
const TRANSLATED: [(&str, &str); 3] =
    [("date", "Date (UTC)"), ("activity", "Activity"), ("result", "Result")];

/// Fields that the configuration may name.
pub(super) const NAMED: &[&str] = &["date", "activity", "result"];

/// Technical headers that no other table has together; the portal does not translate them.
const MARKS: [&str; 4] =
    ["CorrelationId", "ActorObjectId", "Target1ObjectId", "Target1ModifiedProperty1Name"];

/// Whether a header is that of the portal, in whichever language.
pub(super) fn are_of_the_portal(header: &[String]) -> bool {
    let has = |mark: &&str| header.iter().any(|name| bare(name).eq_ignore_ascii_case(mark));
    MARKS.iter().all(has)
}

/// Where each column stands.
pub(super) struct Columns {
    index: BTreeMap<String, usize>,
}

impl Columns {
    /// Finds the columns.
    pub(super) fn find(header: &[String], options: &SourceOptions) -> Result<Self, String> {
        let all = all();
        let mut index = BTreeMap::new();
        for (place, name) in header.iter().enumerate() {
            if let Some(known) = all.iter().find(|known| known.eq_ignore_ascii_case(bare(name))) {
                index.entry(known.clone()).or_insert(place);
            }
        }
        for (field, name) in TRANSLATED {
            let Some(wanted) = options.columns.get(field) else { continue };
            let place = header.iter().position(|name| bare(name).eq_ignore_ascii_case(wanted.trim()));
            let place = place.ok_or_else(|| {
                format!("no column `{wanted}` for `{field}`{}", suggestion(wanted, field, header))
            })?;
            index.insert(name.to_owned(), place);
        }
        by_place(&all, header, &mut index);
        for (field, name) in TRANSLATED {
            if !index.contains_key(name) {
                return Err(format!(
                    "the header has no `{name}`, and columns were moved or removed, so that its translation cannot be \
                     told by its place{}",
                    suggestion(name, field, header)
                ));
            }
        }
        if !index.contains_key("Target1Type") || !index.contains_key("Target1ObjectId") {
            return Err(
                "the header lacks `Target1Type` or `Target1ObjectId`, without which nobody is known whom an \
                        entry is about; download it again unchanged"
                    .to_owned(),
            );
        }
        Ok(Self { index })
    }

    /// The value of a column; `None` when the column or the value is absent.
    pub(super) fn get(&self, cells: &[String], name: &str) -> Option<String> {
        self.index.get(name).and_then(|index| cells.get(*index)).and_then(|cell| known_text(cell))
    }
}

/// A translated header stands where the English one does, as long as nobody moved columns: the file has all of them, or
/// what the portal never translates stands at its place among the first.
fn by_place(all: &[String], header: &[String], index: &mut BTreeMap<String, usize>) {
    let stands =
        |place: usize| header.get(place).is_some_and(|name| bare(name).eq_ignore_ascii_case(&all[place]));
    let is_whole = header.len() == all.len();
    let begins_as_usual = stands(1) && stands(8);
    let taken: Vec<usize> = index.values().copied().collect();
    for (place, name) in all.iter().enumerate() {
        let may = is_whole || (begins_as_usual && place < 8);
        if may && place < header.len() && !taken.contains(&place) {
            index.entry(name.clone()).or_insert(place);
        }
    }
}

/// The English headers in the order of the portal.
pub(super) fn all() -> Vec<String> {
    let mut all: Vec<String> = FIRST.iter().map(|name| (*name).to_owned()).collect();
    for target in 1..=3 {
        let names = ["Type", "DisplayName", "ObjectId", "UserPrincipalName"];
        all.extend(names.iter().map(|name| format!("Target{target}{name}")));
        for property in 1..=5 {
            let sides = ["Name", "OldValue", "NewValue"];
            all.extend(sides.iter().map(|side| format!("Target{target}ModifiedProperty{property}{side}")));
        }
    }
    for detail in 1..=6 {
        all.extend(["Key", "Value"].map(|side| format!("AdditionalDetail{detail}{side}")));
    }
    all
}
