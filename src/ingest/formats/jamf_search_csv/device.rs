//! The device that a row of an advanced search is about.

use super::{
    super::jamf_device_facts::{DeviceFacts, Holder, is_identified},
    Reader,
    align::is_wider,
    content::Content,
};
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{DeviceKeys, Instant, Origin, PersonKeys, cut},
};

impl Reader {
    /// What a row says.
    ///
    /// # Errors
    /// Why it says nothing, with what was found and expected.
    pub(super) fn facts(
        &self,
        cells: &[String],
        at: Origin,
        sink: &mut Sink<'_>,
    ) -> Result<DeviceFacts, String> {
        if is_wider(&self.header, cells) {
            return Err(format!(
                "{} cells where the header has {}: a value holds an unquoted comma; export the search again and \
                 do not save it in a spreadsheet",
                cells.len(),
                self.header.len()
            ));
        }
        let keys = self.keys(cells)?;
        let sessions = [("session_user", "session_at"), ("self_service_user", "self_service_at")];
        let mut time = |field| self.time(cells, field, at, &mut *sink);
        let reported_at = time("inventory_at");
        let enrolled_at = time("enrolled_at");
        let check_ins = time("check_in_at").into_iter().collect();
        let sessions = sessions
            .into_iter()
            .filter_map(|(user, seen)| Some((time(seen)?, self.get(cells, user)?.to_owned())))
            .collect();
        let is_shared = self.get(cells, "shared").and_then(|text| match text.to_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        });
        Ok(DeviceFacts {
            keys,
            reported_at,
            enrolled_at,
            is_shared,
            model: self.get(cells, "model").map(str::to_owned),
            holder: self.holder(cells),
            check_ins,
            sessions,
        })
    }

    fn keys(&self, cells: &[String]) -> Result<DeviceKeys, String> {
        let text = |field| self.get(cells, field).map(str::to_owned);
        let serial = text("serial").map(|serial| serial.to_uppercase());
        let is_trusted = self.fields.of("serial").is_some_and(|index| self.fields.trusted.contains(&index));
        if let Some(serial) = serial.as_deref().filter(|_| !is_trusted) {
            let others = [Content::Address, Content::Date, Content::Mac];
            if let Some(other) = others.into_iter().find(|other| other.fits(serial)) {
                return Err(format!(
                    "`Serial Number` holds `{}`, which is {}, expected {}; the row is shifted against its header, \
                     export the search again",
                    cut(serial),
                    other.words(),
                    Content::Serial.words()
                ));
            }
        }
        let keys = DeviceKeys {
            class: self.fields.class,
            jamf_id: text("jamf_id").filter(|id| id != "-1" && id != "0"),
            management_id: text("management_id").map(|id| id.to_lowercase()),
            udid: text("udid").map(|udid| udid.to_uppercase()),
            serial,
            name: text("name"),
            asset_tag: text("asset_tag"),
        };
        if is_identified(&keys) {
            return Ok(keys);
        }
        Err(format!(
            "no serial number, JSS id, UDID or management id{}, and a name identifies no device; tick JSS Computer ID \
             or JSS Mobile Device ID under Display of the search and export it again",
            keys.name.map(|name| format!(" (`{}`)", cut(&name))).unwrap_or_default()
        ))
    }

    /// A column that was not exported says nothing, an empty cell that nobody holds the device.
    fn holder(&self, cells: &[String]) -> Holder {
        if self.fields.of("username").or(self.fields.of("email")).is_none() {
            return Holder::NotAsked;
        }
        let text = |field| self.get(cells, field).map(str::to_owned);
        Holder::of(PersonKeys {
            login: text("username"),
            email: text("email"),
            display_name: text("full_name"),
            ..PersonKeys::default()
        })
    }

    /// A time that cannot be read is left out with a note, as the rest of the row still counts; a question is about
    /// the whole file.
    fn time(&self, cells: &[String], field: &str, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
        let text = self.get(cells, field)?;
        let order = self.orders.get(field).copied().or(self.options.date_order);
        match sink.time(at, text, TimeRule::Ask(order)) {
            Ok(time) => time,
            Err(why) if why.starts_with("time zone needed") || why.starts_with("date order needed") => {
                sink.fail(format!("`{field}`: {why}"));
                None
            }
            Err(why) => {
                sink.note(at, "unusable-time", format!("`{field}`: {why}; it was left out"));
                None
            }
        }
    }
}
