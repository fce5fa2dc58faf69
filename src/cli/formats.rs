//! `misfire formats`: the registry of export formats.

use super::{Advised, Console, DONE, page::Page};
use crate::{
    config::problem::nearest,
    ingest::{
        format::{Format, Manual},
        formats::FORMATS,
    },
};

/// Arguments of `misfire formats`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Explain one format: how it is exported, what is lost in it, which quirks are handled.
    pub name: Option<String>,
    /// Print all pages as Markdown, as they stand in `docs/formats.md`.
    #[arg(long, conflicts_with = "name")]
    pub markdown: bool,
}

/// Runs the command.
///
/// # Errors
/// There is no format with this name.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let text = match &args.name {
        None if args.markdown => markdown(FORMATS),
        None => listed(FORMATS),
        Some(name) => manual(FORMATS, name)?,
    };
    console.out.write_all(text.as_bytes())?;
    Ok(DONE)
}

fn listed(formats: &[&Format]) -> String {
    let width = formats.iter().map(|format| format.id.len()).max().unwrap_or(0) + 2;
    let mut page = Page::default();
    for format in formats {
        page.labelled(format.id, &format!("{} ({})", format.title, format.gives.join(", ")), width);
    }
    page.finish()
}

/// The page of a format, part by part.
fn sections(manual: &Manual) -> [(&'static str, &'static str); 5] {
    [
        ("how to export it", manual.export),
        ("what is read", manual.read),
        ("what is lost in it", manual.lost),
        ("what it needs from you", manual.needs),
        ("checked against", manual.checked),
    ]
}

fn manual(formats: &[&Format], name: &str) -> Result<String, Advised> {
    let Some(format) = formats.iter().find(|format| format.id == name) else {
        let known: Vec<&str> = formats.iter().map(|format| format.id).collect();
        let hint = match nearest(name, &known) {
            Some(near) => format!("did you mean `{near}`? `misfire formats` lists them"),
            None => "`misfire formats` lists them".to_owned(),
        };
        return Err(Advised { message: format!("there is no format `{name}`"), hint });
    };
    let mut page = Page::default();
    page.line(format.id, 0);
    page.labelled("what", format.title, 18);
    page.labelled("gives", &format.gives.join(", "), 18);
    for (label, text) in sections(&format.manual) {
        page.heading(label);
        page.paragraphs(text);
    }
    Ok(page.finish())
}

/// A table of all formats and the page of each, for `docs/formats.md`.
fn markdown(formats: &[&Format]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut text =
        "| format | what it is | gives | needs from you | checked against |\n|---|---|---|---|---|\n"
            .to_owned();
    for format in formats {
        let [title, needs, checked] = [format.title, format.manual.needs, format.manual.checked].map(cell);
        let gives = format.gives.join(", ");
        text.push_str(&format!("| [`{0}`](#{0}) | {title} | {gives} | {needs} | {checked} |\n", format.id));
    }
    for format in formats {
        text.push_str(&format!(
            "\n### {}\n\n{}. Gives {}.\n",
            format.id,
            format.title,
            format.gives.join(", ")
        ));
        for (label, part) in sections(&format.manual) {
            let label = label[..1].to_uppercase() + &label[1..];
            text.push_str(&format!("\n- **{label}**: {part}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_formats_is_made_from_the_registry() {
        let page = std::fs::read_to_string("docs/formats.md").unwrap();
        let made = markdown(FORMATS);
        assert!(
            page.contains(&made),
            "docs/formats.md is stale: put the output of `misfire formats --markdown` into it"
        );
    }
}
