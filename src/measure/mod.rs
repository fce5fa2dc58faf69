//! Measuring: how long a false positive interrupted whom, in working time.

pub mod intervals;
pub mod working_hours;
