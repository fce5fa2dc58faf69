//! Brackets and texts of JSON, byte by byte: whether one still stands inside a value.

/// How deep inside a value one stands.
#[derive(Default)]
pub(super) struct Walk {
    open: Vec<u8>,
    in_text: bool,
    is_escaped: bool,
    /// The value has ended.
    pub is_done: bool,
    /// What cannot stand where it stands.
    pub odd: Option<String>,
}

impl Walk {
    /// Takes bytes; gives the place of the first one behind the value or that cannot stand there.
    pub(super) fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            // Texts are most of a value, and only three bytes mean anything in them.
            if self.in_text && !self.is_escaped {
                at += memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..])?;
            }
            if !self.inside(bytes[at]) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Takes a byte; false when it is the first one behind the value or cannot stand there.
    fn inside(&mut self, byte: u8) -> bool {
        if self.is_done {
            return false;
        }
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_text => self.is_escaped = true,
            b'"' => self.in_text = !self.in_text,
            b'\n' if self.in_text => self.odd = Some("a line break inside a text".to_owned()),
            _ if self.in_text => {}
            b'{' => self.open.push(b'}'),
            b'[' => self.open.push(b']'),
            b'}' | b']' if self.open.last() == Some(&byte) => {
                self.open.pop();
            }
            b'}' | b']' => self.odd = Some(format!("`{}` that closes nothing", byte as char)),
            _ => {}
        }
        self.is_done = self.open.is_empty() && !self.in_text;
        self.odd.is_none()
    }
}
