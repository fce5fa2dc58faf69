//! Looks of cells: made once, as every new one adds to the workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::tables::Kind;

/// Background of headers; black on it has a contrast of 15:1.
const HEAD: Color = Color::RGB(0x00D9_E2EC);
/// Background of what is to be filled in.
const OPEN: Color = Color::RGB(0x00FF_F8DB);

/// Looks of cells.
pub(super) struct Styles {
    /// Header of a column.
    pub head: Format,
    /// Title of the sheet.
    pub title: Format,
    /// Heading of a part.
    pub heading: Format,
    /// Text over several lines.
    pub wrapped: Format,
    /// Plain text.
    pub text: Format,
    /// Text that would be taken for a formula once somebody edits its cell.
    pub guarded: Format,
    /// An instant.
    pub time: Format,
    /// A cell to be filled in.
    pub open: Format,
    /// A time to be filled in.
    pub open_time: Format,
    /// What stands over a table of the overview.
    pub caption: Format,
    /// Header of a table of the overview.
    pub grid_head: Format,
    /// The same over figures.
    pub grid_head_number: Format,
    /// Words in a table of the overview.
    pub grid_text: Format,
    /// Figures in a table of the overview.
    pub grid_number: Format,
    numbers: Vec<Format>,
}

impl Styles {
    pub(super) fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top);
        let open = text.clone().set_unlocked().set_background_color(OPEN).set_border(FormatBorder::Thin);
        let decimals =
            |n: usize| if n == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(n)) };
        let cell = text.clone().set_text_wrap().set_border_bottom(FormatBorder::Hair);
        let head = cell.clone().set_bold().set_background_color(HEAD);
        Self {
            caption: text.clone().set_bold().set_text_wrap(),
            grid_head: head.clone().set_align(FormatAlign::Left).set_indent(1),
            grid_head_number: head.set_align(FormatAlign::Right),
            grid_number: cell.clone().set_align(FormatAlign::Right),
            // Else a word would touch the figure before it.
            grid_text: cell.set_align(FormatAlign::Left).set_indent(1),
            head: Format::new().set_bold().set_background_color(HEAD).set_border_bottom(FormatBorder::Thin),
            title: Format::new().set_bold().set_font_size(16),
            heading: Format::new().set_bold().set_font_size(13),
            wrapped: text.clone().set_text_wrap(),
            guarded: text.clone().set_quote_prefix(),
            time: text.clone().set_num_format(TIME),
            open_time: open.clone().set_num_format("yyyy-mm-dd hh:mm"),
            open: open.set_text_wrap(),
            numbers: (0..=6).map(|n| text.clone().set_num_format(decimals(n))).collect(),
            text,
        }
    }

    /// The look of a number with the decimals of its column.
    pub(super) fn number(&self, kind: Kind) -> &Format {
        let decimals = if let Kind::Float(decimals) = kind { usize::from(decimals) } else { 0 };
        self.numbers.get(decimals).unwrap_or(&self.text)
    }
}

/// How instants are shown: to the second, in UTC.
const TIME: &str = "yyyy-mm-dd hh:mm:ss";
