//! Jamf Pro API v2 `mdm/commands`: pages of an envelope, as `curl` saves them.

use std::{io::Write, path::Path};

use super::{
    SimulateError,
    calendar::utc_ms,
    commands::{Command, State},
    devices::Model,
    output,
    world::World,
};

/// Rows per page file.
const PAGE: usize = 2_000;

/// Writes the pages.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let total = world.commands.len();
    for (page, commands) in world.commands.chunks(PAGE).enumerate() {
        let path = dir.join(format!("exports/jamf/mdm-commands-{:03}.json", page + 1));
        let mut file = output::create(&path)?;
        let mut put =
            |text: String| file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source));
        put(format!("{{\"totalCount\":{total},\"results\":[\n"))?;
        for (index, command) in commands.iter().enumerate() {
            if index == 17 {
                // The last row of one page comes again on the next when pages are fetched while commands arrive.
                put(format!("{},\n", row(world, &commands[index - 1])))?;
            }
            if index == 40 {
                put("{\"uuid\":\"\",\"commandType\":\"DEVICE_INFORMATION\",\"commandState\":\"ACKNOWLEDGED\",\"dateSent\":\"n/a\"},\n".to_owned())?;
            }
            let comma = if index + 1 < commands.len() { "," } else { "" };
            put(format!("{}{comma}\n", row(world, command)))?;
        }
        put("]}\n".to_owned())?;
        file.flush().map_err(|source| output::failed(&path, source))?;
    }
    Ok(())
}

fn row(world: &World, command: &Command) -> String {
    let device = &world.devices[command.device];
    let client = if device.model == Model::Mac { "COMPUTER" } else { "MOBILE_DEVICE" };
    // Servers differ in how they print "never": null, and the start of the epoch.
    let never = if command.device.is_multiple_of(2) { "null" } else { "\"1970-01-01T00:00:00Z\"" };
    let ended = command.ended.map_or_else(|| never.to_owned(), |at| format!("\"{}\"", utc_ms(at)));
    let profile = command.profile.map_or_else(String::new, |(id, _)| format!(",\"profileId\":{id}"));
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
