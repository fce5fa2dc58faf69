//! All integration tests: one binary.

mod samples_tickets;
