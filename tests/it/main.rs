//! All integration tests: one binary.

mod samples_identity;
mod samples_jamf;
mod samples_tickets;
