//! `misfire formats`: the registry of export formats.

use super::{Advised, Console, DONE, page::Page};
use crate::{
    config::problem::nearest,
    ingest::{format::Format, formats::FORMATS},
};

/// Arguments of `misfire formats`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Explain one format: how it is exported, what is lost in it, which quirks are handled.
    pub name: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// There is no format with this name.
pub fn run(args: &Args, console: &mut Console<'_>) -> anyhow::Result<u8> {
    let text = match &args.name {
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
    page.line("", 0);
    page.paragraphs(format.explanation);
    Ok(page.finish())
}
