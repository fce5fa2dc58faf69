//! misfire joins Jamf action logs, identity event history and helpdesk tickets, finds the automated device
//! actions that were false positives and disrupted somebody, and says who is accountable for which cause.
//!
//! Data flows one way: `ingest → resolve → attribute → judge → measure → rank → report`; a module uses only
//! what comes before it. [`records`], [`config`] and [`registers`] are the plain data they share.

pub mod records;

pub mod config;

mod spreadsheet;

pub mod registers;

pub mod ingest;

pub mod resolve;

pub mod attribute;

pub mod judge;

pub mod measure;

pub mod rank;

pub mod calibrate;

pub mod report;

pub mod simulate;

pub mod pipeline;

pub mod cli;
