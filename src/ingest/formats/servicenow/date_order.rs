//! Whether day or month comes first in a column. One row cannot tell (43 % of real dates have a day up to 12),
//! a whole column nearly always can.

use std::collections::BTreeMap;

use crate::config::DateOrder;

/// What the columns of a file have shown so far.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct DateOrders {
    columns: BTreeMap<String, Seen>,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    day_first: bool,
    month_first: bool,
    example: String,
}

/// The order of every column that needs one.
pub(in super::super) type ColumnOrders = BTreeMap<String, DateOrder>;

impl DateOrders {
    /// Takes note of one value of a column.
    pub(in super::super) fn observe(&mut self, column: &str, text: &str) {
        let Some((first, second)) = leading_parts(text) else { return };
        let seen = match self.columns.get_mut(column) {
            Some(seen) => seen,
            None => self.columns.entry(column.to_owned()).or_default(),
        };
        seen.day_first |= first > 12;
        seen.month_first |= second > 12;
        if seen.example.is_empty() {
            text.trim().clone_into(&mut seen.example);
        }
    }

    /// The order of every column. A column that cannot tell follows the others of the file, as one exporter has
    /// one format, and else the configuration.
    ///
    /// # Errors
    /// A question: a column that neither itself nor anything else decides, or that contradicts itself.
    pub(in super::super) fn settle(&self, configured: Option<DateOrder>) -> Result<ColumnOrders, String> {
        let decided = |seen: &Seen| match (seen.day_first, seen.month_first) {
            (true, false) => Some(DateOrder::Dmy),
            (false, true) => Some(DateOrder::Mdy),
            _ => None,
        };
        let mut found: Vec<DateOrder> = self.columns.values().filter_map(decided).collect();
        found.dedup();
        let common = if let [only] = found.as_slice() { Some(*only) } else { None };
        let mut orders = ColumnOrders::new();
        for (column, seen) in &self.columns {
            let contradicts = seen.day_first && seen.month_first;
            let order = if contradicts { configured } else { decided(seen).or(common).or(configured) };
            let order = order.ok_or_else(|| question(column, &seen.example, contradicts))?;
            orders.insert(column.clone(), order);
        }
        Ok(orders)
    }
}

fn question(column: &str, example: &str, contradicts: bool) -> String {
    let found = if contradicts {
        "holds dates that begin with the day and dates that begin with the month"
    } else {
        "holds no date whose first or second part is over 12"
    };
    format!(
        "date order needed: column `{column}` {found}, for example `{example}`; set `date_order` for this \
         [[source]] to `dmy` or `mdy`"
    )
}

/// The first two parts of a numeric date that ends in its year; `None` for everything else.
fn leading_parts(text: &str) -> Option<(u32, u32)> {
    let date = text.trim().split([' ', 'T', '\u{a0}', '\u{202f}', ',']).next()?;
    let mut parts = date.split(['/', '-', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let fits = parts.next().is_none()
        && first.len() <= 2
        && second.len() <= 2
        && year.len() == 4
        && [first, second, year].into_iter().all(is_number);
    if fits { Some((first.parse().ok()?, second.parse().ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(rows: &[(&str, &str)], configured: Option<DateOrder>) -> Result<Vec<DateOrder>, String> {
        let mut orders = DateOrders::default();
        for (column, text) in rows {
            orders.observe(column, text);
        }
        orders.settle(configured).map(|found| found.into_values().collect())
    }

    #[test]
    fn a_part_over_twelve_anywhere_decides_the_column() {
        use DateOrder::{Dmy, Mdy};
        let table: &[(&[(&str, &str)], Option<DateOrder>, &[DateOrder])] = &[
            (&[("a", "5/3/2016 12:00"), ("a", "29/2/2016 01:16")], None, &[Dmy]),
            (&[("a", "3/5/2025 6:04"), ("a", "3/17/2025 6:04")], None, &[Mdy]),
            (&[("a", "29-02-2016 01:16")], None, &[Dmy]),
            // The evidence goes before the configuration.
            (&[("a", "29-02-2016 01:16")], Some(Mdy), &[Dmy]),
            // A column that cannot tell follows the one that can.
            (&[("a", "05-03-2016 12:00"), ("b", "29-02-2016 11:29")], None, &[Dmy, Dmy]),
            (&[("a", "05-03-2016 12:00")], Some(Mdy), &[Mdy]),
            // Columns may differ; a third one that cannot tell then needs an answer.
            (&[("a", "29/2/2016"), ("b", "2/29/2016")], None, &[Dmy, Mdy]),
            (&[("a", "29/2/2016"), ("b", "2/29/2016"), ("c", "1/2/2016")], Some(Dmy), &[Dmy, Mdy, Dmy]),
            // Dates that begin with the year need no order.
            (&[("a", "2026-02-01 10:00:00"), ("b", "")], None, &[]),
        ];
        for (rows, configured, expected) in table {
            assert_eq!(settle(rows, *configured).unwrap(), *expected, "{rows:?}");
        }
    }

    #[test]
    fn a_column_that_cannot_tell_is_a_question() {
        let undecided = settle(&[("opened_at", "05-03-2016 12:00")], None).unwrap_err();
        assert!(undecided.contains("`opened_at`") && undecided.contains("date_order"), "{undecided}");
        let both = [("opened_at", "29/2/2016"), ("opened_at", "2/29/2016")];
        assert!(settle(&both, None).unwrap_err().contains("begin with the month"));
        let third = [("a", "29/2/2016"), ("b", "2/29/2016"), ("c", "1/2/2016")];
        assert!(settle(&third, None).unwrap_err().contains("`c`"));
    }
}
