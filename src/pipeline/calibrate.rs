//! Calibration of one period: link, then learn.

use super::{PipelineError, Prepared, refusals::refuse_without_data};
use crate::{
    attribute::{self, Inputs},
    calibrate::{self, Calibration},
    config::Period,
    resolve::Devices,
};

/// Learns from the reviewed cases of a period.
///
/// # Errors
/// The inputs hold no action of the period, linking fails, or there is too little to learn from.
pub fn calibrate(prepared: &Prepared, period: &Period) -> Result<Calibration, PipelineError> {
    refuse_without_data(prepared, period)?;
    let devices = Devices::of(&prepared.ingested, prepared.registers.devices.as_deref().unwrap_or_default());
    let inputs = Inputs {
        ingested: &prepared.ingested,
        registers: &prepared.registers,
        config: &prepared.config,
        as_of: prepared.as_of,
    };
    let linked = attribute::attribute_on(&devices, &inputs, &[(period.from, period.to)])?;
    let cases = linked.into_iter().flat_map(|linked| linked.cases).collect();
    Ok(calibrate::calibrate(cases, &prepared.config, prepared.as_of)?)
}
