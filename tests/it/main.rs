//! Tests of the whole, in one binary.

mod folder;
mod ingest_files;
mod samples_jamf;
