//! What every column of every table means, in one sentence each.

/// One line per column: `name: meaning`, sorted by name.
const COLUMNS: &str = include_str!("../../../templates/columns.txt");

/// What a column means; a name means the same wherever it stands, or its sentence says where it does not.
pub fn meaning(column: &str) -> Option<&'static str> {
    let lines = COLUMNS.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(name, _)| *name == column).map(|(_, meaning)| meaning).next()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::{sample, tables};

    #[test]
    fn every_column_has_a_meaning_and_every_meaning_a_column() {
        let review = sample::review(&sample::Size::small());
        let mut printed: BTreeSet<&str> = BTreeSet::new();
        for build in tables::TABLES.iter().chain([&(tables::review_sheet as tables::BuildTable)]) {
            printed.extend(build(&review).columns.iter().map(|column| column.name));
        }
        let explained: BTreeSet<&str> =
            COLUMNS.lines().filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect();
        assert_eq!(explained.symmetric_difference(&printed).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn meanings_are_sorted_and_stand_once() {
        let names: Vec<&str> = COLUMNS.lines().map(|line| line.split_once(": ").unwrap().0).collect();
        let sorted: Vec<&str> = names.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        assert_eq!(names, sorted);
    }
}
