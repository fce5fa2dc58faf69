//! Quirks of advanced searches.
