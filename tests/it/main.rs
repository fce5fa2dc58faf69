//! All integration tests: one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test that is skipped says so")]

mod checking;
mod commands;
mod damaged_streams;
mod extracts;
mod folder;
mod hostile;
mod ingest_files;
mod init_folder;
mod input_changes;
mod missing_rows;
mod mistakes;
mod odd_places;
mod program;
mod reading_in_parallel;
mod repeated_rows;
mod report_folder;
mod same_bytes;
mod sample;
mod samples_identity;
mod samples_jamf;
mod samples_tickets;
mod source_mistakes;
mod tidy;
mod workbook_writer;
mod workbooks;
