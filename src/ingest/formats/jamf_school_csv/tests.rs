//! Quirks of the device list of Jamf School.
