//! Jamf Pro API v2 `mdm/commands`: pages of an envelope, as `curl` saves them.

use std::{fs::File, io::Write, path::Path};

use super::{
    SimulateError,
    calendar::utc_ms,
    commands::{Command, Kind, State},
    devices::Model,
    in_order::in_order,
    jamf_routine, output,
    slices::{Slice, slices},
    world::World,
};

/// Rows per page.
const PAGE: usize = 2_000;
/// Rows up to which each page has a file of its own; of more, a file holds many pages one after the other.
const FEW: usize = 100_000;
/// Pages per file then.
const PAGES: usize = 100;

/// Writes the pages: the commands of the world and so many routine ones per device in 90 days.
pub(super) fn write(dir: &Path, world: &World, routine: f64) -> Result<(), SimulateError> {
    let slices = slices(world.from, world.to, jamf_routine::expected(world, routine));
    let total = world.commands.len() + jamf_routine::total(world, &slices);
    let mut pages = Pages { dir, total, rows: 0, file: None };
    in_order(
        slices.len(),
        |index| slice_rows(world, &slices, index),
        |rows: Vec<String>| rows.iter().try_for_each(|row| pages.put(row)),
    )
}

/// The rows sent in a slice, in order. The first and the last slice take what was sent before and after.
fn slice_rows(world: &World, slices: &[Slice], index: usize) -> Vec<String> {
    let place = |at| world.commands.partition_point(|command| command.sent < at);
    let first = if index == 0 { 0 } else { place(slices[index].from) };
    let last = if index + 1 == slices.len() { world.commands.len() } else { place(slices[index].to) };
    let mut commands = jamf_routine::rows(world, &slices[index]);
    if commands.is_empty() {
        return world.commands[first..last].iter().map(|command| row(world, command)).collect();
    }
    commands.extend_from_slice(&world.commands[first..last]);
    commands.sort_by(|a, b| (a.sent, &a.uuid).cmp(&(b.sent, &b.uuid)));
    commands.iter().map(|command| row(world, command)).collect()
}

/// The pages being written.
struct Pages<'a> {
    dir: &'a Path,
    total: usize,
    rows: usize,
    file: Option<(std::path::PathBuf, std::io::BufWriter<File>)>,
}

impl Pages<'_> {
    /// Writes the next row, with the head and foot of its page.
    fn put(&mut self, row: &str) -> Result<(), SimulateError> {
        let in_page = self.rows % PAGE;
        let per_file = if self.total > FEW { PAGE * PAGES } else { PAGE };
        if self.rows.is_multiple_of(per_file) {
            let path =
                self.dir.join(format!("exports/jamf/mdm-commands-{:03}.json", self.rows / per_file + 1));
            let file = std::io::BufWriter::new(output::plain(&path)?);
            self.file = Some((path, file));
        }
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        let head = if in_page == 0 {
            format!("{{\"totalCount\":{},\"results\":[\n", self.total)
        } else {
            String::new()
        };
        let extra = match in_page {
            // The last row of one page comes again on the next when pages are fetched while commands arrive.
            16 => format!(",\n{row}"),
            40 => ",\n{\"uuid\":\"\",\"commandType\":\"DEVICE_INFORMATION\",\"commandState\":\"ACKNOWLEDGED\",\"dateSent\":\"n/a\"}".to_owned(),
            _ => String::new(),
        };
        self.rows += 1;
        let ends = in_page + 1 == PAGE || self.rows == self.total;
        let tail = if ends { "\n]}\n" } else { ",\n" };
        let written = write!(file, "{head}{row}{extra}{tail}");
        let flushed = if ends { written.and_then(|()| file.flush()) } else { written };
        flushed.map_err(|source| output::failed(path, source))
    }
}

fn row(world: &World, command: &Command) -> String {
    let device = &world.devices[command.device];
    let client = if device.model == Model::Mac { "COMPUTER" } else { "MOBILE_DEVICE" };
    // Servers differ in how they print "never": null, and the start of the epoch.
    let never = if command.device.is_multiple_of(2) { "null" } else { "\"1970-01-01T00:00:00Z\"" };
    let ended = command.ended.map_or_else(|| never.to_owned(), |at| format!("\"{}\"", utc_ms(at)));
    let is_profile = matches!(command.kind, Kind::ProfileInstall | Kind::ProfileRemove);
    let profile = command.profile.filter(|_| is_profile);
    let profile = profile.map_or_else(String::new, |(id, _)| format!(",\"profileId\":{id}"));
    let error = if command.state == State::Failed {
        r#","commandError":{"errorCode":12021,"errorDomain":"MCMDMErrorDomain","errorLocalizedDescription":"The command is not valid for this device.","errorEnglishDescription":"The command is not valid for this device."}"#
    } else {
        ""
    };
    format!(
        r#"{{"uuid":"{}","commandType":"{}","commandState":"{}","dateSent":"{}","dateCompleted":{ended},"client":{{"managementId":"{}","clientType":"{client}"}}{profile}{error}}}"#,
        command.uuid,
        command.kind.command_type(),
        command.state.code(),
        utc_ms(command.sent),
        device.management_id,
    )
}
