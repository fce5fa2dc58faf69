//! What a page is made of, without any markup: sections build blocks from the model, formats render them.

use super::{charts::Plot, shown::Shown};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    /// Plain text.
    Text(Shown),
    /// Text that matters most.
    Strong(Shown),
    /// An id or a code.
    Code(Shown),
    /// A figure of a heat table: the larger, the darker its ground.
    Shaded {
        /// The figure.
        text: Shown,
        /// From 1 for the faintest ground to [`SHADES`].
        level: u8,
    },
    /// A link to another page of the report; the target is always made by `paths`.
    Link {
        /// What is read.
        text: Shown,
        /// Target, relative to the report folder.
        href: String,
    },
}

/// How many grounds a heat table has.
pub(super) const SHADES: u8 = 4;

/// One line of text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line(pub Vec<Inline>);

impl Line {
    /// Appends plain text.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.0.push(Inline::Text(Shown::new(text)));
        self
    }

    /// Appends strong text.
    pub(super) fn strong(mut self, text: &str) -> Self {
        self.0.push(Inline::Strong(Shown::new(text)));
        self
    }

    /// Appends an id or a code.
    pub(super) fn code(mut self, text: &str) -> Self {
        self.0.push(Inline::Code(Shown::new(text)));
        self
    }

    /// Appends a figure of a heat table, on a ground by its share of the largest one.
    pub(super) fn shaded(mut self, figure: u64, largest: u64) -> Self {
        let text = Shown::new(&figure.to_string());
        let steps = u64::from(SHADES);
        // Rounded up, so that whatever is not zero has a ground.
        let level = (figure.min(largest) * steps).div_ceil(largest.max(1)).clamp(1, steps);
        self.0.push(Inline::Shaded { text, level: u8::try_from(level).unwrap_or(SHADES) });
        self
    }

    /// Appends a link to a file of the report, called by its path.
    pub(super) fn file(self, path: &str) -> Self {
        self.link(path, path)
    }

    /// Appends another line.
    pub(super) fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Appends text in which backticks surround ids and codes, as sentences of rules and registers have them.
    /// A lone backtick is text.
    pub(super) fn marked(self, text: &str) -> Self {
        let mut rest = text;
        let mut line = self;
        while let Some((before, code, after)) = quoted(rest) {
            if !before.is_empty() {
                line = line.text(before);
            }
            line = line.code(code);
            rest = after;
        }
        if rest.is_empty() { line } else { line.text(rest) }
    }

    /// Appends a link to a page of the report.
    pub(super) fn link(mut self, text: &str, href: &str) -> Self {
        self.0.push(Inline::Link { text: Shown::new(text), href: href.to_owned() });
        self
    }
}

/// The text before the first pair of backticks, the text inside it, and the text behind it.
fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::default().text(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::default().text(&text)
    }
}

/// How a column of a grid is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A small table for reading; the whole data lie in `tables/`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// What it shows.
    pub caption: Shown,
    /// Headers.
    pub columns: Vec<(&'static str, Align)>,
    /// Rows; the first cell names the row.
    pub rows: Vec<Vec<Line>>,
    /// What was left out, and where it is.
    pub rest: Option<Line>,
    /// Whether a narrow screen shows the cells of a row below each other: tables of words, and all that are too
    /// wide for it.
    pub is_stacked: bool,
}

/// So many columns fit a narrow screen; a wider table would hide its last ones.
const FITS_NARROW: usize = 3;

impl Grid {
    /// An empty grid.
    pub(super) fn new(caption: &str, columns: &[(&'static str, Align)]) -> Self {
        Self {
            caption: Shown::new(caption),
            columns: columns.to_vec(),
            rows: Vec::new(),
            rest: None,
            is_stacked: columns.len() > FITS_NARROW,
        }
    }

    /// On a narrow screen the cells of a row stand below each other.
    pub(super) fn stacked(mut self) -> Self {
        self.is_stacked = true;
        self
    }

    /// Says how many rows of `total` are not shown and in which file of the report they stand; says nothing when
    /// all are shown.
    pub(super) fn pointing_to(mut self, total: usize, place: &str) -> Self {
        let missing = total.saturating_sub(self.rows.len());
        if missing > 0 {
            self.rest = Some(Line::default().text(&format!("{missing} more in ")).file(place).text("."));
        }
        self
    }
}

/// One of the few large figures of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyFigure {
    /// What is counted.
    pub label: Shown,
    /// The figure.
    pub value: Shown,
    /// Interval, what is and is not in it, change against the period before: one line each.
    pub notes: Vec<Shown>,
}

/// A chart with everything that makes it readable without seeing it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// Id, unique on the page.
    pub id: String,
    /// Title.
    pub title: Shown,
    /// What the chart shows, as a finding.
    pub finding: Shown,
    /// Drawing: the elements inside `<svg>`, made by plotters.
    pub drawing: String,
    /// Size of the drawing in pixels.
    pub size: (u32, u32),
    /// The data.
    pub grid: Grid,
    /// The data as numbers, where a spreadsheet could draw them.
    pub plot: Option<Plot>,
}

/// One part of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// The sentence a page is opened for.
    Answer(Line),
    /// A paragraph.
    Paragraph(Line),
    /// A heading inside a section.
    Heading(Line),
    /// Something that must not be overlooked.
    Warning(Line),
    /// A list.
    List(Vec<Line>),
    /// Large figures side by side.
    Figures(Vec<KeyFigure>),
    /// A table.
    Grid(Grid),
    /// A chart with its table.
    Chart(Box<Figure>),
}

impl Block {
    /// A paragraph of plain text.
    pub(super) fn paragraph(text: &str) -> Self {
        Self::Paragraph(Line::from(text))
    }
}

/// A part of a page with a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageSection {
    /// Anchor, unique on the page.
    pub id: String,
    /// Heading.
    pub title: Shown,
    /// Content.
    pub blocks: Vec<Block>,
}

impl PageSection {
    /// A section; `id` must be a plain word.
    pub(super) fn new(id: &str, title: &str, blocks: Vec<Block>) -> Self {
        Self { id: id.to_owned(), title: Shown::new(title), blocks }
    }
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    /// What leads from this page to the report folder: empty, or `../`. Every link target starts there.
    pub root: &'static str,
    /// Title and only top heading.
    pub title: Shown,
    /// Lines under the title: period, as of, coverage.
    pub lead: Vec<Line>,
    /// Links to the other pages: (text, target relative to the report folder).
    pub links: Vec<(Shown, String)>,
    /// Sections in reading order.
    pub sections: Vec<PageSection>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_backticks_become_codes_and_lone_ones_stay_text() {
        for (text, expected) in [
            ("plain", Line::default().text("plain")),
            ("`a` then `b`", Line::default().code("a").text(" then ").code("b")),
            ("one ` only", Line::default().text("one ` only")),
            ("none `` inside", Line::default().text("none `` inside")),
            ("", Line::default()),
        ] {
            assert_eq!(Line::default().marked(text), expected, "{text}");
        }
    }
}
