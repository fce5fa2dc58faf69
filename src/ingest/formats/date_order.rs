//! Whether day or month comes first in a column. One row cannot tell (43 % of real dates have a day up to 12),
//! a whole column nearly always can. What a column shows does not depend on the order of its rows.

use std::collections::BTreeMap;

use crate::{config::DateOrder, records::Origin};

/// What the columns of a file have shown so far.
#[derive(Debug, Clone, Default)]
pub(super) struct DateOrders {
    columns: BTreeMap<String, Seen>,
}

/// A date and where it stands.
type Example = (Origin, String);

#[derive(Debug, Clone, Default)]
struct Seen {
    /// The first date that begins with a day after the twelfth.
    day_first: Option<Example>,
    /// The first date whose second part is a day after the twelfth.
    month_first: Option<Example>,
    example: String,
}

impl Seen {
    /// The order that this column alone shows; `None` without evidence, and with evidence for both.
    fn decided(&self) -> Option<DateOrder> {
        match (&self.day_first, &self.month_first) {
            (Some(_), None) => Some(DateOrder::Dmy),
            (None, Some(_)) => Some(DateOrder::Mdy),
            _ => None,
        }
    }
}

/// The order of every column that needs one.
pub(super) type ColumnOrders = BTreeMap<String, DateOrder>;

impl DateOrders {
    /// Takes note of one value of a column; true when the order of day and month matters to it.
    pub(super) fn observe(&mut self, column: &str, text: &str, at: Origin) -> bool {
        let Some((first, second)) = leading_parts(text) else { return false };
        let seen = match self.columns.get_mut(column) {
            Some(seen) => seen,
            None => self.columns.entry(column.to_owned()).or_default(),
        };
        let date = text.trim();
        if first > 12 {
            seen.day_first.get_or_insert_with(|| (at, date.to_owned()));
        } else if second > 12 {
            seen.month_first.get_or_insert_with(|| (at, date.to_owned()));
        }
        if seen.example.is_empty() {
            date.clone_into(&mut seen.example);
        }
        true
    }

    /// The order of every column. A column that cannot tell follows the others of the file, as one exporter has
    /// one format, and else the configuration; so does one that contradicts itself, whose rows of the other order
    /// are then no dates.
    ///
    /// # Errors
    /// A question: a column that neither itself nor anything else decides, or that contradicts itself.
    pub(super) fn settle(&self, configured: Option<DateOrder>) -> Result<ColumnOrders, String> {
        let mut found: Vec<DateOrder> = self.columns.values().filter_map(Seen::decided).collect();
        found.dedup();
        let common = if let [only] = found.as_slice() { Some(*only) } else { None };
        let mut orders = ColumnOrders::new();
        for (column, seen) in &self.columns {
            let order = match (&seen.day_first, &seen.month_first) {
                (Some(day), Some(month)) => configured.ok_or_else(|| contradiction(column, day, month))?,
                _ => seen.decided().or(common).or(configured).ok_or_else(|| question(column, seen))?,
            };
            orders.insert(column.clone(), order);
        }
        Ok(orders)
    }

    /// A column all of whose telling dates contradict the configuration: they go before it, and that is said.
    pub(super) fn overruled(&self, configured: Option<DateOrder>) -> Option<(Origin, String)> {
        let is_month_first = configured? != DateOrder::Dmy;
        self.columns.iter().find_map(|(column, seen)| {
            let (shown, other, order) = if is_month_first {
                (&seen.day_first, &seen.month_first, "dmy")
            } else {
                (&seen.month_first, &seen.day_first, "mdy")
            };
            let (at, date) = shown.as_ref().filter(|_| other.is_none())?;
            let message = format!(
                "every date of column `{column}` that can tell is written `{order}`, for example `{date}`; the column \
                 was read so, against the `date_order` of its [[source]]"
            );
            Some((*at, message))
        })
    }
}

fn question(column: &str, seen: &Seen) -> String {
    format!(
        "date order needed: column `{column}` holds no date whose first or second part is over 12, for example `{}`; \
         set `date_order` for this [[source]] to `dmy` or `mdy`",
        seen.example
    )
}

fn contradiction(column: &str, day: &Example, month: &Example) -> String {
    let part =
        |(at, date): &Example, which: &str| format!("`{date}` (line {}) with the {which}", at.position());
    format!(
        "date order needed: column `{column}` contradicts itself: {} begins, {} does; correct the file, or set \
         `date_order` for this [[source]] to `dmy` or `mdy`: rows of the other order are then rejected one by one",
        part(day, "day"),
        part(month, "month")
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
    let (first, second) = if fits { (first.parse().ok()?, second.parse().ok()?) } else { return None };
    // With both over 12 it is no date, and shows nothing.
    (first <= 12 || second <= 12).then_some((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::FileId;

    fn settle(rows: &[(&str, &str)], configured: Option<DateOrder>) -> Result<Vec<DateOrder>, String> {
        let mut orders = DateOrders::default();
        for ((column, text), line) in rows.iter().zip(2..) {
            orders.observe(column, text, Origin { file: FileId(0), line, item: 0 });
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
        let contradicts = settle(&both, None).unwrap_err();
        for part in ["`29/2/2016` (line 2)", "`2/29/2016` (line 3)", "date_order"] {
            assert!(contradicts.contains(part), "{part}: {contradicts}");
        }
        assert_eq!(settle(&both, Some(DateOrder::Mdy)).unwrap(), [DateOrder::Mdy]);
        let third = [("a", "29/2/2016"), ("b", "2/29/2016"), ("c", "1/2/2016")];
        assert!(settle(&third, None).unwrap_err().contains("`c`"));
    }
}
