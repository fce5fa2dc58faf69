//! All integration tests: one binary.

mod commands;
mod folder;
mod hostile;
mod ingest_files;
mod init_folder;
mod input_changes;
mod mistakes;
mod program;
mod report_folder;
mod same_bytes;
mod samples_identity;
mod samples_jamf;
mod samples_tickets;
