//! Plain text of HTML that people wrote in a helpdesk.

/// Elements that end a line.
const BLOCKS: [&str; 12] =
    ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "blockquote"];

/// Elements whose content nobody wrote.
const UNSEEN: [&str; 3] = ["style", "script", "head"];

/// The text without tags, its entities resolved. A blank line parts blocks, as it parts sentences.
pub(in super::super) fn plain(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let begins_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        // `a < b` is no tag, and neither is one that never ends.
        let Some((tag, tail)) = after.split_once('>').filter(|_| begins_tag) else {
            kept.push('<');
            rest = after;
            continue;
        };
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        rest = tail;
        if BLOCKS.contains(&name.as_str()) {
            kept.push('\n');
        } else if UNSEEN.contains(&name.as_str()) && !tag.starts_with('/') && !tag.ends_with('/') {
            rest = after_element(tail, &name);
        } else if matches!(name.as_str(), "td" | "th") {
            kept.push(' ');
        }
    }
    kept.push_str(rest);
    lines(&entities(&kept))
}

/// What follows the end of an element; everything where it never ends would lose the text, so then nothing is skipped.
fn after_element<'a>(text: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let lower = text.to_ascii_lowercase();
    let Some(at) = lower.find(&end) else { return text };
    text[at..].split_once('>').map_or("", |(_, tail)| tail)
}

/// White space folded inside lines, at most one blank line between them.
fn lines(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

fn entities(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        kept.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 10);
        let known = entity.and_then(|(name, tail)| Some((character(name)?, tail)));
        let (character, tail) = known.unwrap_or(('&', after));
        kept.push(character);
        rest = tail;
    }
    kept.push_str(rest);
    kept
}

fn character(name: &str) -> Option<char> {
    const NAMED: [(&str, char); 16] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("rsquo", '\''),
        ("lsquo", '\''),
        ("ndash", '-'),
        ("mdash", '-'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("ntilde", 'ñ'),
    ];
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return code.and_then(char::from_u32);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_becomes_the_text_that_a_reader_sees() {
        let table = [
            (
                "<div>My <b>account</b> is disabled</div><div>please help</div>",
                "My account is disabled\n\nplease help",
            ),
            ("a&nbsp;&amp;&#39;b&#x27;&lt;c&gt; &unknown; 5 & 6", "a &'b'<c> &unknown; 5 & 6"),
            ("a < b and c > d", "a < b and c > d"),
            ("<style>p { color: red }</style>locked<br/>out", "locked\nout"),
            ("<script>never closed", "never closed"),
            ("<table><tr><td>Serial</td><td>C02SAMPLE01</td></tr></table>", "Serial C02SAMPLE01"),
            ("plain text", "plain text"),
            ("<p>one</p>\n\n\n<p>two</p>", "one\n\ntwo"),
            ("ends <b", "ends <b"),
            ("<!-- seen by nobody -->text", "text"),
        ];
        for (html, text) in table {
            assert_eq!(plain(html), text, "{html:?}");
        }
    }
}
