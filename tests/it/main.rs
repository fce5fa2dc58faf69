//! All integration tests: one binary.

mod folder;
mod ingest_files;
mod samples_identity;
mod samples_jamf;
mod samples_tickets;
