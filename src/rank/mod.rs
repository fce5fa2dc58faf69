//! Ranking: what stands behind every rate, interval and order of the report.

pub mod statistics;
