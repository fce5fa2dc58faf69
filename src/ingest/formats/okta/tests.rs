//! Quirks of Okta.
