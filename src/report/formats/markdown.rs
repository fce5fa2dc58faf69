//! The board page as Markdown (`CommonMark` with tables), for places that show no HTML.

use std::fmt::Write;

use crate::report::block::{Align, Block, Grid, Inline, Line, Page};

/// Renders a page. Charts become their finding and their table.
pub(crate) fn render(page: &Page) -> String {
    let mut out = String::new();
    push(&mut out, format_args!("# {}\n\n", escaped(page.title.as_str())));
    for line in &page.lead {
        push(&mut out, format_args!("{}\n\n", spans(line)));
    }
    for section in &page.sections {
        push(&mut out, format_args!("## {}\n\n", escaped(section.title.as_str())));
        for block in &section.blocks {
            render_block(&mut out, block);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Writing to a `String` cannot fail.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).unwrap_or_default();
}

fn render_block(out: &mut String, block: &Block) {
    match block {
        Block::Answer(line) => push(out, format_args!("> {}\n\n", spans(line))),
        Block::Paragraph(line) => push(out, format_args!("{}\n\n", spans(line))),
        Block::Heading(line) => push(out, format_args!("### {}\n\n", spans(line))),
        Block::Warning(line) => push(out, format_args!("> ⚠ {}\n\n", spans(line))),
        Block::List(lines) => {
            for line in lines {
                push(out, format_args!("- {}\n", spans(line)));
            }
            out.push('\n');
        }
        Block::Figures(figures) => {
            for figure in figures {
                let [label, value] = [&figure.label, &figure.value].map(|text| escaped(text.as_str()));
                let notes: Vec<String> = figure.notes.iter().map(|note| escaped(note.as_str())).collect();
                push(out, format_args!("- {label}: **{value}** ({})\n", notes.join("; ")));
            }
            out.push('\n');
        }
        Block::Grid(grid) => render_grid(out, grid),
        Block::Chart(figure) => {
            push(out, format_args!("{}\n\n", escaped(figure.finding.as_str())));
            render_grid(out, &figure.grid);
        }
    }
}

fn render_grid(out: &mut String, grid: &Grid) {
    push(out, format_args!("**{}**\n\n|", escaped(grid.caption.as_str())));
    for (title, _) in &grid.columns {
        push(out, format_args!(" {} |", escaped(title)));
    }
    out.push_str("\n|");
    for (_, align) in &grid.columns {
        out.push_str(if *align == Align::Right { " ---: |" } else { " --- |" });
    }
    out.push('\n');
    for row in &grid.rows {
        out.push('|');
        for cell in row {
            push(out, format_args!(" {} |", spans(cell)));
        }
        out.push('\n');
    }
    out.push('\n');
    if let Some(rest) = &grid.rest {
        push(out, format_args!("{}\n\n", spans(rest)));
    }
}

#[expect(clippy::match_same_arms, reason = "each kind of text says why it is written so")]
fn spans(line: &Line) -> String {
    let span = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Shaded { text, .. } => escaped(text.as_str()),
        // Blanks inside the stars would end the emphasis in CommonMark.
        Inline::Strong(text) => {
            let trimmed = text.as_str().trim();
            let trailing = if text.as_str().ends_with(' ') { " " } else { "" };
            format!("**{}**{trailing}", escaped(trimmed))
        }
        // Not a code span: a back-tick inside could not be escaped there.
        Inline::Code(text) => escaped(text.as_str()),
        Inline::Link { text, href } => format!("[{}]({href})", escaped(text.as_str())),
    };
    line.0.iter().map(span).collect()
}

/// Escapes everything that could become markup, an HTML tag or an automatic link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' | '@' | ':' => {
                // A colon alone does no harm; before slashes it makes an automatic link.
                if character != ':' {
                    out.push('\\');
                }
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out.replace("://", ":\\/\\/").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        for (text, expected) in [
            ("<script>", "&lt;script&gt;"),
            ("[x](javascript:alert)", "\\[x\\](javascript:alert)"),
            ("a|b", "a\\|b"),
            ("https://x.example", "https:\\/\\/x.example"),
            ("![p](q)", "\\!\\[p\\](q)"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
