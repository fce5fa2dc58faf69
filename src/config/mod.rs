//! `misfire.toml`: every threshold of a review, with its default. Unknown keys are errors.

mod check;
mod defaults;
pub mod load;
pub mod local_time;
pub mod period;
pub mod problem;
mod span;
mod wording;
mod working_hours;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use check::KnownFormat;
pub use load::{ConfigError, load};
pub use period::Period;
pub use span::Span;
pub use working_hours::WorkingHours;

/// The organisation's name in a new folder, until somebody writes the real one.
pub const PLACEHOLDER_NAME: &str = "Your organisation";

/// The whole of `misfire.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Who is reviewed, and in which zone.
    pub organisation: Organisation,
    /// The exports.
    #[serde(default)]
    pub source: Vec<Source>,
    /// Where the registers lie.
    #[serde(default)]
    pub registers: Registers,
    /// Reading.
    #[serde(default)]
    pub read: Read,
    /// Linking actions to identity events.
    #[serde(default)]
    pub attribute: Attribute,
    /// Judging.
    #[serde(default)]
    pub judge: Judge,
    /// Measuring disruption.
    #[serde(default)]
    pub measure: Measure,
    /// Ranking.
    #[serde(default)]
    pub rank: Rank,
    /// Reviews by people.
    #[serde(default)]
    pub review: Review,
    /// Ticket texts and closure codes of the site.
    #[serde(default)]
    pub tickets: Tickets,
    /// Charts.
    #[serde(default)]
    pub chart: Chart,
}

/// `[organisation]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Printed name.
    pub name: String,
    /// IANA zone of period edges, working hours and display, for example `America/New_York`.
    pub time_zone: String,
    /// First month of the fiscal year, 1 to 12.
    #[serde(default = "defaults::one")]
    pub fiscal_year_start_month: u32,
    /// Working hours in local time, for example `Mon-Fri 09:00-17:30`; several parts separated by `;`.
    #[serde(default = "defaults::working_hours")]
    pub working_hours: String,
    /// Money per lost hour; 0 prints no money.
    #[serde(default)]
    pub hourly_rate: f64,
}

/// One `[[source]]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Glob, relative to `misfire.toml`.
    pub path: String,
    /// Registry id; detected from content when absent.
    pub format: Option<String>,
    /// IANA zone of stamps that carry none.
    pub time_zone: Option<String>,
    /// Order of day and month where a column cannot decide it.
    pub date_order: Option<DateOrder>,
    /// For mapped formats: canonical field = header.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// Order of day, month and year in numeric dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Month first.
    Mdy,
    /// Day first.
    Dmy,
    /// Year first.
    Ymd,
}

/// `[registers]`: file names relative to `misfire.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Registers {
    /// Control map.
    pub workflows: String,
    /// People and their versions.
    pub people: String,
    /// Devices and their versions.
    pub devices: String,
    /// Exceptions.
    pub exceptions: String,
    /// Regulated work.
    pub regulated_work: String,
    /// Decisions of reviewers.
    pub reviews: String,
    /// Improvements under way.
    pub improvements: String,
    /// Holidays.
    pub holidays: String,
}

/// `[read]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Read {
    /// Longest accepted row in MiB; a longer one is rejected with this reason.
    pub max_line_mb: u64,
    /// Largest accepted ratio of decompressed to compressed size.
    pub max_ratio: u64,
    /// Whether every line is parsed or only candidates.
    pub checked: Checked,
}

/// How strictly lines are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Checked {
    /// Lines that can matter.
    Candidates,
    /// Every line.
    All,
}

/// `[attribute]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Attribute {
    /// Score in bits at which a link is taken.
    pub min_score: f64,
    /// Lead in bits over the best rival.
    pub min_margin: f64,
    /// Tolerated difference of clocks.
    pub clock_skew: Span,
    /// Records of one action lie no farther apart.
    pub merge_window: Span,
    /// From so many devices on, unexplained destructive actions of one initiator may be a burst.
    pub burst_devices: u32,
    /// Within this time.
    pub burst_window: Span,
    /// And only where chance gives as many with this probability at most.
    pub burst_probability: f64,
}

/// `[judge]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Judge {
    /// P(false positive) before any evidence.
    pub prior: f64,
    /// `false_positive` from this probability on.
    pub false_positive_at: f64,
    /// `true_positive` up to this probability, with evidence of the truth.
    pub true_positive_at: f64,
    /// Overrides of rule bits by code.
    pub bits: BTreeMap<String, f64>,
}

/// `[measure]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Measure {
    /// An interruption without proof of restoration is capped at this many working days.
    pub cap_working_days: u32,
    /// Lost hours of kinds without downtime, by action kind.
    pub default_hours: BTreeMap<ActionKindKey, f64>,
}

/// An action kind as a key of a table.
pub type ActionKindKey = String;

/// `[rank]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rank {
    /// Under this many judged cases: "too few to rank".
    pub min_cases: u64,
    /// Confidence of every interval.
    pub confidence: f64,
}

/// `[review]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// Which cases a person must review: `wipe`, `regulated`, `executive`, `disruptive`.
    pub must: Vec<String>,
    /// Within how many working days after `done_at`.
    pub within_working_days: u32,
}

/// `[tickets]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tickets {
    /// Additional patterns of text classes.
    pub patterns: Vec<TicketPattern>,
    /// Closure codes that say what the cause was.
    pub closure_codes: Vec<ClosureCode>,
}

/// Largest compiled pattern of ticket wording, in bytes.
pub(crate) const PATTERN_SIZE: usize = 4 << 20;

/// A site's own pattern for a text class.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketPattern {
    /// What the wording says: a class from `A` to `L`, `boilerplate` (nobody wrote it about the matter), `complaint`
    /// (somebody is hindered) or `after-wipe` (what users need after one).
    pub class: String,
    /// Regular expression, matched without regard to case inside one sentence.
    pub pattern: String,
    /// Language of the wording, for whoever reads the configuration.
    #[serde(default)]
    pub language: Option<String>,
    /// What it means here, or why it was added, for whoever reads the configuration.
    #[serde(default)]
    pub why: Option<String>,
}

/// A closure code and what it means here.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureCode {
    /// Header or key of the ticket field.
    pub field: String,
    /// Its value, compared without regard to case.
    pub value: String,
    /// What it says: `automation-error` is the one meaning with an effect.
    pub means: ClosureMeaning,
}

/// What a mapped closure code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClosureMeaning {
    /// The automation acted wrongly.
    AutomationError,
    /// The action was intended.
    Intended,
}

/// `[chart]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Chart {
    /// Weeks from which limits are computed anew, with the reason.
    pub rebase: Vec<Rebase>,
}

/// One rebase of the weekly chart.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rebase {
    /// ISO week, for example `2026-W31`.
    pub week: String,
    /// Why.
    pub reason: String,
}
