//! `misfire schema`: JSON Schemas of what people and programs write and read.

use clap::ValueEnum;

use super::{Console, DONE};
use crate::{config::Config, report};

/// Arguments of `misfire schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of what.
    pub of: Of,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// `misfire.toml`.
    Config,
    /// `review.json`.
    Report,
}

/// Runs the command.
///
/// # Errors
/// The output cannot be written.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let text = match args.of {
        Of::Config => config_schema()?,
        Of::Report => serde_json::to_string_pretty(&report::schema())?,
    };
    writeln!(console.out, "{text}")?;
    Ok(DONE)
}

/// The JSON Schema of `misfire.toml`, the same bytes every time.
///
/// # Errors
/// Never in practice: the schema is plain data.
pub fn config_schema() -> serde_json::Result<String> {
    let mut schema = schemars::schema_for!(Config);
    schema.insert("title".to_owned(), "misfire.toml".into());
    serde_json::to_string_pretty(&schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_the_configuration_refuses_unknown_keys_and_never_changes_by_itself() {
        let text = config_schema().unwrap();
        assert_eq!(text, config_schema().unwrap());
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["$defs"]["Judge"]["properties"]["prior"]["type"], "number");
        assert_eq!(schema["$defs"]["Judge"]["properties"]["prior"]["default"], 0.05);
    }
}
