//! The body of a record: keys and values of the object, over several lines.

/// Keys and values in their order.
pub(super) struct Body(Vec<(String, String)>);

impl Body {
    /// Reads what follows the first line. A line that is no key and value goes on with the value before it.
    pub(super) fn of(record: &str) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in record.lines().skip(1) {
            let line = line.trim_end();
            let is_indented = line.starts_with([' ', '\t']);
            match field(line.trim_start()).filter(|_| is_indented) {
                Some((key, value)) => fields.push((key.to_owned(), value.to_owned())),
                None => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push('\n');
                        value.push_str(line);
                    }
                }
            }
        }
        Self(fields)
    }

    /// The first value under a key, whatever its case; `UNKNOWN` and nothing are none.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        let value = value.trim();
        (!value.is_empty() && value != "UNKNOWN").then_some(value)
    }

    /// An id; `-1` and `0` mean none.
    pub(super) fn id(&self, key: &str) -> Option<String> {
        let id = self.get(key)?.lines().next()?.trim_end();
        (!["-1", "0"].contains(&id)).then(|| id.to_owned())
    }

    /// Whether any key or value holds a text, which is given in lower case.
    pub(super) fn mentions(&self, text: &str) -> bool {
        self.0
            .iter()
            .any(|(key, value)| key.to_lowercase().contains(text) || value.to_lowercase().contains(text))
    }
}

/// A key and a value: between them stand two blanks or more, or a leader of dots with blanks around it.
fn field(line: &str) -> Option<(&str, &str)> {
    let bytes = line.as_bytes();
    let blanks = |from: usize| bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut at = 0;
    while at < bytes.len() {
        let gap = blanks(at);
        if gap == 0 {
            at += 1;
            continue;
        }
        let after = at + gap;
        let dots = bytes[after..].iter().take_while(|byte| **byte == b'.').count();
        let behind = blanks(after + dots);
        // A leader at the end of the line leads to nothing: the value is empty.
        // A key nearly as long as the column leaves room for one dot; in a sentence of a value there may be one too.
        let is_short = dots == 1 && behind > 0 && bytes[0].is_ascii_uppercase();
        let is_leader = is_short || dots >= 2 && (behind > 0 || after + dots == bytes.len());
        if is_leader {
            return Some((&line[..at], &line[after + dots + behind..]));
        }
        if gap >= 2 {
            return Some((&line[..at], &line[after..]));
        }
        at = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_parted_by_blanks_or_by_dots() {
        for (line, expected) in [
            ("ID             2430", Some(("ID", "2430"))),
            ("Name ......... ZO-2430", Some(("Name", "ZO-2430"))),
            ("File Vault 2 ID  -1", Some(("File Vault 2 ID", "-1"))),
            ("Asset Tag .. A  7 .. b", Some(("Asset Tag", "A  7 .. b"))),
            ("Room .........", Some(("Room", ""))),
            ("Computer Name . MB-0005", Some(("Computer Name", "MB-0005"))),
            ("echo a . b", None),
            ("Path   ../x", Some(("Path", "../x"))),
            ("Notes ...none", None),
            ("one two three", None),
            ("", None),
        ] {
            assert_eq!(field(line), expected, "{line}");
        }
    }

    #[test]
    fn a_value_goes_on_over_lines_and_unknown_is_no_value() {
        let body = Body::of(
            "header\n\tID             12\n\tName ......... Clean up\n\tContents       #!/bin/sh\n\necho one\n\tSite ......... UNKNOWN\n\tRoom .........\n",
        );
        assert_eq!((body.get("id"), body.get("Name")), (Some("12"), Some("Clean up")));
        assert_eq!(body.get("Contents"), Some("#!/bin/sh\n\necho one"));
        assert_eq!((body.get("Site"), body.get("Room"), body.get("Category")), (None, None, None));
        assert!(body.mentions("echo") && !body.mentions("revoke"));
    }

    #[test]
    fn the_first_value_of_a_key_counts_and_no_id_is_none() {
        let body = Body::of("header\n\tID             12\n\tComputer ID .. -1\n\tID   99");
        assert_eq!((body.id("ID").as_deref(), body.id("Computer ID")), (Some("12"), None));
    }
}
