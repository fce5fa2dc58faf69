//! Drafted tables: cells that neither a spreadsheet nor the reader of registers takes for something else.

/// A drafted table as CSV.
pub(super) struct Sheet {
    writer: csv::Writer<Vec<u8>>,
    /// Values that were left out.
    pub left_out: u64,
}

impl Sheet {
    /// An empty table.
    pub(super) fn new(header: &[&str]) -> csv::Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header)?;
        Ok(Self { writer, left_out: 0 })
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[&str]) -> csv::Result<()> {
        let mut plain = Vec::with_capacity(cells.len());
        for cell in cells {
            let is_good = is_plain(cell);
            self.left_out += u64::from(!is_good);
            plain.push(if is_good { *cell } else { "" });
        }
        self.writer.write_record(plain)
    }

    /// The text of the table.
    pub(super) fn finish(self) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.writer.into_inner()?)?)
    }
}

/// Whether a value stays itself: no formula of a spreadsheet, no comment line of a register, no control
/// characters.
pub(super) fn is_plain(text: &str) -> bool {
    !text.starts_with(['=', '+', '-', '@', '#']) && super::super::terminal::clean(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_comments_and_control_characters_are_left_out_and_counted() {
        let mut sheet = Sheet::new(&["a", "b"]).unwrap();
        sheet.row(&["=1+1", "x,\"y\""]).unwrap();
        sheet.row(&["#not a row", "\u{1b}[2J"]).unwrap();
        assert_eq!(sheet.left_out, 3);
        assert_eq!(sheet.finish().unwrap(), "a,b\n,\"x,\"\"y\"\"\"\n,\n");
    }
}
