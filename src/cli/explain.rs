//! `misfire explain`: one case as the page an auditor asks for, or the manual page of a rule.

use std::path::PathBuf;

use super::{Console, DONE, explain_case, explain_scope, rules};
use crate::{
    pipeline::{self, Request},
    report::model::{BurstRow, CaseRow, Review},
};

/// Arguments of `misfire explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The review folder: the one that holds `misfire.toml`.
    #[arg(required_unless_present = "rule")]
    pub folder: Option<PathBuf>,
    /// The action, as in `tables/cases.csv`.
    #[arg(value_name = "ACTION_ID", required_unless_present = "rule")]
    pub action_id: Option<String>,
    /// The period to judge it in (default: the quarter that holds its `done_at`).
    #[arg(long, value_name = "P", conflicts_with = "rule")]
    pub period: Option<String>,
    /// Judge as the inputs stood at this date or time (default: the latest time in them).
    #[arg(long, value_name = "T", conflicts_with = "rule")]
    pub as_of: Option<String>,
    /// Show the manual page of a rule instead of a case.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["folder", "action_id"])]
    pub rule: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// The rule or the action is unknown, or the folder cannot be reviewed.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    if let Some(code) = &args.rule {
        let page = rules::manual(&rules::registry(), code)?;
        console.out.write_all(page.as_bytes())?;
        return Ok(DONE);
    }
    let (Some(folder), Some(action_id)) = (&args.folder, &args.action_id) else {
        anyhow::bail!("a folder and an action id are needed, or `--rule CODE`");
    };
    let request = Request { folder: folder.clone(), as_of: args.as_of.clone(), checked: None };
    let prepared = pipeline::prepare(&request)?;
    let period = match &args.period {
        Some(label) => pipeline::period(&prepared.config, prepared.zone, label)?,
        None => pipeline::period_of_action(&prepared, action_id)?,
    };
    let review = pipeline::review(&prepared, &period)?;
    if let Some(case) = review.cases.iter().find(|case| case.action_id.eq_ignore_ascii_case(action_id)) {
        console.out.write_all(render(case, &review).as_bytes())?;
        return Ok(DONE);
    }
    let row = review.scope.iter().find(|row| row.action_id.eq_ignore_ascii_case(action_id));
    let text = match row {
        Some(row) => {
            let is_its = |burst: &&BurstRow| burst.action_ids.contains(&row.action_id);
            let burst = review.bursts.iter().find(is_its).map(|burst| burst.burst_id.as_str());
            explain_scope::of_scope(row, burst, &prepared, &period)
        }
        None => explain_scope::of_none(action_id, &prepared, &period)?,
    };
    console.out.write_all(text.as_bytes())?;
    Ok(DONE)
}

/// The page of one case: plain text of 100 columns, free of control characters.
pub fn render(case: &CaseRow, review: &Review) -> String {
    explain_case::render(case, review)
}
