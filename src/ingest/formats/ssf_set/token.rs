//! Compact tokens: three parts of base64url with dots between. Only the claims are read; nothing is verified.

use serde_json::Value;

/// Whether a line is a compact token: its header is an object (`eyJ` is `{"`).
pub(super) fn is_compact(line: &str) -> bool {
    let line = line.trim();
    let parts: Vec<&str> = line.splitn(4, '.').collect();
    parts.len() == 3
        && parts[0].starts_with("eyJ")
        && parts[1].starts_with("eyJ")
        && line.bytes().all(|byte| byte == b'.' || value_of(byte).is_some())
}

/// The claims of a compact token.
///
/// # Errors
/// Why there are none.
pub(super) fn claims(token: &str) -> Result<Value, String> {
    let payload = token.split('.').nth(1).ok_or("no JWT: expected three parts with dots between")?;
    let bytes =
        decoded(payload).ok_or("the claims of this JWT are no base64url; perhaps the line was cut")?;
    let claims: Value = serde_json::from_slice(&bytes).map_err(|error| {
        format!("the claims of this JWT are no valid JSON: {error}; perhaps the line was cut")
    })?;
    if claims.is_object() { Ok(claims) } else { Err("the claims of this JWT are no object".to_owned()) }
}

fn value_of(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'-' | b'+' => Some(62),
        b'_' | b'/' => Some(63),
        _ => None,
    }
}

/// The bytes of base64url without padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.chunks(4) {
        let mut bits = 0;
        for byte in four {
            bits = bits << 6 | value_of(*byte)?;
        }
        bits <<= 6 * (4 - four.len());
        let [_, first, second, third] = bits.to_be_bytes();
        match four.len() {
            4 => bytes.extend([first, second, third]),
            3 => bytes.extend([first, second]),
            2 => bytes.push(first),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_undone_at_every_length() {
        for (text, expected) in [("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob")] {
            assert_eq!(decoded(text).as_deref(), Some(expected.as_bytes()), "{text}");
        }
        assert_eq!(decoded("_-8").as_deref(), Some(&[0xff, 0xef][..]));
        assert_eq!(decoded("Z"), None);
        assert_eq!(decoded("Zm9*"), None);
    }

    #[test]
    fn only_three_parts_with_an_object_as_header_are_a_token() {
        for (line, expected) in [
            ("eyJhbGciOiJub25lIn0.eyJpYXQiOjF9.", true),
            ("  eyJhbGciOiJub25lIn0.eyJpYXQiOjF9.c2ln\r", true),
            ("eyJhbGciOiJub25lIn0.eyJpYXQiOjF9", false),
            ("eyJhbGciOiJub25lIn0.eyJpYXQiOjF9.a.b.c", false),
            ("www.example.com", false),
            ("{\"iss\":\"eyJ.eyJ.x\"}", false),
        ] {
            assert_eq!(is_compact(line), expected, "{line}");
        }
    }
}
