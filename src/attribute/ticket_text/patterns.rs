//! Words that patterns are made of, and the table of the built-in wording.
//!
//! The table (`wording.toml`) follows what was measured on real queues; a site adds its own wording in the
//! configuration.

use serde::Deserialize;

use super::TextClass;

/// What can be locked, wiped or held.
macro_rules! device {
    () => {
        r"(?:laptops?|notebooks?|macbooks?|imacs?|mac|macs|computers?|pcs?|desktops?|workstations?|machines?|iphones?|ipads?|phones?|mobiles?|smartphones?|tablets?|devices?|handsets?)"
    };
}

/// What a person signs in with.
const ACCOUNT: &str = r"(?:accounts?|acct|log-?ins?|logons?|ids?|userids?|access)";

/// Who asks for something to be done.
macro_rules! asking {
    () => {
        r"\b(?:please|pls|plz|kindly|(?:can|could|would|will) you|(?:need|needs|want|wants|like|have|asked|asking|requests?|requested|requesting) (?:(?:you|us|it|them|him|her) )?(?:to|that|for))\b"
    };
}

/// A few words between, not greedy.
macro_rules! words {
    ($n:literal) => {
        concat!(r"(?:[\s,:]+[\w.@'/-]+){0,", $n, r"}?[\s,:]+")
    };
}

pub(super) use {asking, device, words};

/// What a wording says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// A class.
    Class(TextClass),
    /// Nothing: nobody wrote it about the matter.
    Boilerplate,
    /// Somebody is hindered, or doubts that the action was right.
    Complaint,
    /// Somebody needs what users need after their device was wiped.
    AfterWipe,
}

impl Says {
    /// What the class of an entry stands for; `None` for an unknown word.
    pub(super) fn of(class: &str) -> Option<Self> {
        match class.trim() {
            "boilerplate" => Some(Self::Boilerplate),
            "complaint" => Some(Self::Complaint),
            "after-wipe" => Some(Self::AfterWipe),
            letter => TextClass::from_letter(letter).map(Self::Class),
        }
    }
}

/// One entry of the table.
#[derive(Debug, Deserialize)]
pub(super) struct Wording {
    pub(super) class: String,
    pub(super) pattern: String,
    #[cfg(test)]
    pub(super) language: String,
    #[cfg(test)]
    pub(super) source: String,
    #[cfg(test)]
    #[serde(default)]
    pub(super) hits: Vec<String>,
    #[cfg(test)]
    #[serde(default)]
    pub(super) misses: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Table {
    wording: Vec<Wording>,
}

/// The built-in wording, its placeholders filled.
///
/// # Errors
/// The table is damaged, which is a defect.
pub(super) fn built_in() -> Result<Vec<Wording>, String> {
    let table: Table = toml::from_str(include_str!("wording.toml"))
        .map_err(|error| format!("the built-in wording of tickets cannot be read: {error}"))?;
    let filled = |wording: Wording| Wording {
        pattern: wording.pattern.replace("{account}", ACCOUNT).replace("{device}", device!()),
        ..wording
    };
    Ok(table.wording.into_iter().map(filled).collect())
}
