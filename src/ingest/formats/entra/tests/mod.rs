//! Tests of what the formats of Entra share.
