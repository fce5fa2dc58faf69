//! Compact tokens: three parts of base64url with dots between. Only the claims are read; nothing is verified.

use serde_json::Value;

/// Whether a line is a compact token: three parts, the header and the claims of which are objects.
pub(super) fn is_compact(line: &str) -> bool {
    let line = line.trim();
    let mut parts = line.split('.');
    parts.next().is_some_and(begins_object)
        && parts.next().is_some_and(begins_object)
        && parts.next().is_some()
        && parts.next().is_none()
        && line.bytes().all(|byte| byte == b'.' || value_of(byte).is_some())
}

/// Whether a line begins as a compact token does, also one that was cut or spoilt further on.
pub(super) fn begins_compact(line: &str) -> bool {
    line.trim().split('.').next().is_some_and(begins_object)
}

/// Whether a part holds the beginning of an object: a brace and a quote or the other brace, with blanks before each
/// where the JSON is laid out for reading. `eyJ` is `{"`.
fn begins_object(part: &str) -> bool {
    let mut is_open = false;
    for four in part.as_bytes().chunks(4) {
        let Some(bytes) = decoded_four(four) else { return false };
        for byte in bytes {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' if !is_open => is_open = true,
                b'"' | b'}' if is_open => return true,
                _ => return false,
            }
        }
    }
    false
}

/// The claims of a compact token.
///
/// # Errors
/// Why there are none.
pub(super) fn claims(token: &str) -> Result<Value, String> {
    let parts: Vec<&str> = token.splitn(4, '.').collect();
    let [_, payload, _] = parts[..] else {
        return Err("no JWT: expected three parts with dots between; perhaps the line was cut".to_owned());
    };
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
        bytes.extend(decoded_four(four)?);
    }
    Some(bytes)
}

/// The bytes of two to four characters; fewer hold none.
fn decoded_four(four: &[u8]) -> Option<impl Iterator<Item = u8> + use<>> {
    if four.len() < 2 {
        return None;
    }
    let mut bits = 0;
    for byte in four {
        bits = bits << 6 | value_of(*byte)?;
    }
    bits <<= 6 * (4 - four.len());
    Some(bits.to_be_bytes().into_iter().skip(1).take(four.len() - 1))
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
            ("eyJhbGciOiJub25lIn0.ewogICJpYXQiOiAxCn0.c2ln", true),
            ("eyJhbGciOiJub25lIn0.IHsiaWF0IjoxfQ.c2ln", true),
            ("ewogImFsZyI6ICJub25lIn0.eyJpYXQiOjF9.", true),
            ("eyJhbGciOiJub25lIn0.WzEsMl0.c2ln", false),
            ("eyJhbGciOiJub25lIn0.InRleHQi.c2ln", false),
            ("exam.exam.ple", false),
            ("eyJhbGciOiJub25lIn0.eyJpYXQiOjF9.c2*n", false),
            ("www.example.com", false),
            ("{\"iss\":\"eyJ.eyJ.x\"}", false),
        ] {
            assert_eq!(is_compact(line), expected, "{line}");
        }
    }
}
