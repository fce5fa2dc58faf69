//! All integration tests: one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test that is skipped says so")]

mod calibration;
mod change_log;
mod checking;
mod commands;
mod compare;
mod counts;
mod damaged_streams;
mod empty_periods;
mod extracts;
mod folder;
mod helpdesk_pages;
mod hostile;
mod hr_snapshots;
mod ingest_files;
mod init_folder;
mod input_changes;
mod jamf_csv_files;
mod jawa_hooks;
mod missing_rows;
mod mistakes;
mod odd_places;
mod program;
mod reading_in_parallel;
mod refusals;
mod repeated_rows;
mod report_folder;
mod returned_workbooks;
mod same_bytes;
mod sample;
mod samples_identity;
mod samples_jamf;
mod samples_tickets;
mod sensitivity;
mod source_mistakes;
mod tidy;
mod vendor_sets;
mod workbook_writer;
mod workbooks;
