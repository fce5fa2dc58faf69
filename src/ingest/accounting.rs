//! Every row of a file ends as accepted, out of scope, duplicate or rejected, and every record knows its row.

use super::{
    extracted::MOST,
    read_file::{FileOutcome, is_question},
    reading::{How, Reading},
    sink::Sink,
    source::Reject,
};
use crate::records::Origin;

impl Reading<'_, '_> {
    /// A row that needs no parsing to be known as useless.
    pub(super) fn drop_row(&mut self) {
        self.out.source.rows_read += 1;
        self.out.source.out_of_scope += 1;
    }

    /// Puts what a block of lines gave behind what was read before it; `lines` come before the block.
    pub(super) fn append(&mut self, block: FileOutcome, lines: u64, api_errors: u64) -> Result<(), String> {
        let (from, to) = (&block.source, &mut self.out.source);
        to.rows_read += from.rows_read;
        if let Some(meter) = &self.meter {
            meter.add_rows(from.rows_read);
        }
        to.accepted += from.accepted;
        to.out_of_scope += from.out_of_scope;
        to.duplicate += from.duplicate;
        to.rejected += from.rejected;
        if let Some(zone_source) = from.zone_source {
            to.saw_time(zone_source);
        }
        let accepted = u32::try_from(from.accepted).unwrap_or(u32::MAX);
        let before = self.accepted_rows;
        let records = block.records.into_iter().map(|record| record.moved_down(lines));
        self.out.take_in(records.zip(block.rows.into_iter().map(|row| row + before)));
        self.accepted_rows += accepted;
        self.api_errors += api_errors;
        self.out.rejects.extend(block.rejects.into_iter().map(|mut reject| {
            reject.origin.line += lines;
            reject
        }));
        for mut note in block.notes {
            note.origin.line += lines;
            if !self.out.notes.iter().any(|known| known.key == note.key) {
                self.out.notes.push(note);
            }
        }
        self.keep_what_is_many()
    }

    /// Hands records on once there are many, if somebody takes them.
    fn keep_what_is_many(&mut self) -> Result<(), String> {
        let FileOutcome { records, rows, keeper, .. } = &mut self.out;
        match keeper {
            Some(keeper) if records.len() >= MOST => {
                keeper.keep(std::mem::take(records), std::mem::take(rows))
            }
            _ => Ok(()),
        }
    }

    /// Lets a reader work, and attributes the records it gives to rows.
    pub(super) fn with_sink(&mut self, work: impl FnOnce(&mut Sink<'_>)) -> Result<(), String> {
        let out = &mut self.out;
        let accepted = out.source.accepted;
        let (records, rejects) = (out.records.len(), out.rejects.len());
        let mut sink = Sink {
            source: &mut out.source,
            rejects: &mut out.rejects,
            notes: &mut out.notes,
            records: &mut out.records,
            time_zone: self.input.options.time_zone,
            fatal: None,
        };
        work(&mut sink);
        if let Some(fatal) = sink.fatal {
            return Err(fatal);
        }
        if let Some(question) = out.rejects[rejects..].iter().find(|reject| is_question(&reject.reason)) {
            return Err(format!("{} (line {})", question.reason, question.origin.position()));
        }
        let rows = u32::try_from(out.source.accepted - accepted).unwrap_or(u32::MAX);
        self.number_rows(records, rows);
        if !matches!(self.how, How::Block) {
            let out = &mut self.out;
            let new: Vec<_> = out.records.drain(records..).zip(out.rows.drain(records..)).collect();
            out.take_in(new);
        }
        self.keep_what_is_many()
    }

    /// Numbers the rows of new records: one each if there are as many, else by their place.
    fn number_rows(&mut self, from: usize, rows: u32) {
        let new = &self.out.records[from..];
        let is_one_each = u32::try_from(new.len()) == Ok(rows);
        let mut row = self.accepted_rows;
        let last = self.accepted_rows + rows.saturating_sub(1);
        for (index, record) in new.iter().enumerate() {
            let is_next = index > 0 && (is_one_each || record.origin() != new[index - 1].origin());
            if is_next && row < last {
                row += 1;
            }
            self.out.rows.push(row);
        }
        self.accepted_rows += rows;
    }

    /// A row that its reader left without an answer is rejected here, so that the sum stays right.
    pub(super) fn settle_the_rest(&mut self) {
        let source = &mut self.out.source;
        let settled = source.accepted + source.out_of_scope + source.duplicate + source.rejected;
        if settled < source.rows_read {
            let left = source.rows_read - settled;
            source.rejected += left;
            let reason = format!(
                "{left} rows of this file were read without a result by the reader of `{}`",
                source.format
            );
            let origin = Origin { file: self.id, line: 1, item: 0 };
            self.out.rejects.push(Reject { origin, reason, text: String::new() });
        }
    }

    /// A file of which nothing could be read stops the run; one that is a failed call, or empty, is only said.
    pub(super) fn check_that_something_was_read(&self) -> Result<(), String> {
        let source = &self.out.source;
        if !source.adds_up() {
            return Err(format!(
                "the reader of `{}` settled {} rows of {}; this is a defect of misfire",
                source.format,
                source.accepted + source.out_of_scope + source.duplicate + source.rejected,
                source.rows_read
            ));
        }
        if source.rows_read > 0 && source.rejected == source.rows_read && self.api_errors < source.rows_read {
            let first = self.out.rejects.first();
            let why = first.map_or(String::new(), |reject| {
                format!("line {}: {}", reject.origin.position(), reject.reason)
            });
            return Err(format!("nothing of it could be read ({} rows rejected); {why}", source.rejected));
        }
        if source.rows_read == 0
            && let Some(stopped) = &source.incomplete
        {
            return Err(format!("nothing of it could be read: {stopped}"));
        }
        Ok(())
    }
}
