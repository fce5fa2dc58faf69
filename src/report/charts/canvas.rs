//! The drawing surface of all charts: plotters on SVG, a fixed palette, no fonts to be loaded. Colours are
//! fixed here and exchanged by the style sheet for dark pages; plotters only estimates the width of text,
//! so every label has room to spare.

use plotters::{
    coord::Shift,
    prelude::{Circle, DrawingArea, IntoDrawingArea, PathElement, RGBColor, Rectangle, SVGBackend, Text},
    style::{
        Color, IntoFont,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::report::shown::{cut, visible};

/// Colour of false positives (Okabe–Ito blue, 5.19:1 on white).
pub(super) const BAR: RGBColor = RGBColor(0x00, 0x72, 0xB2);

/// Colour of what did no harm or is not comparable: an outline, so that colour is never alone.
pub(super) const FAINT: RGBColor = RGBColor(0x6B, 0x6F, 0x76);

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(0x00, 0x00, 0x00);

/// Width of every chart in pixels.
pub(super) const WIDTH: u32 = 760;

/// plotters prints `font-size` divided by this.
const FONT_SCALE: f64 = 1.24;

/// Where a label stands relative to its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// The point is the left end.
    Start,
    /// The point is the middle.
    Middle,
    /// The point is the right end.
    End,
}

/// A drawing in progress.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// Draws and returns the elements inside `<svg>`; an empty text if plotters could not draw, which then
/// leaves the table to speak.
pub(super) fn draw(height: u32, paint: impl Fn(&Canvas<'_>) -> bool) -> String {
    let mut svg = String::new();
    let is_done = {
        let canvas = Canvas { area: SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area() };
        paint(&canvas) && canvas.area.present().is_ok()
    };
    if !is_done {
        return String::new();
    }
    let inner = svg.split_once('>').map_or("", |(_, rest)| rest);
    inner.trim().trim_end_matches("</svg>").trim().to_owned()
}

impl Canvas<'_> {
    /// A filled bar between two corners; false if plotters refuses.
    pub(super) fn bar(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> bool {
        self.area.draw(&Rectangle::new([from, to], colour.filled())).is_ok()
    }

    /// The outline of a bar.
    pub(super) fn outline(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> bool {
        self.area.draw(&Rectangle::new([from, to], colour.stroke_width(1))).is_ok()
    }

    /// A line.
    pub(super) fn line(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> bool {
        self.area.draw(&PathElement::new(vec![from, to], colour.stroke_width(1))).is_ok()
    }

    /// A line through several points; none for fewer than two.
    pub(super) fn path(&self, points: Vec<(i32, i32)>, colour: RGBColor) -> bool {
        points.len() < 2 || self.area.draw(&PathElement::new(points, colour.stroke_width(1))).is_ok()
    }

    /// A line through several points that stands out by its width; none for fewer than two.
    pub(super) fn thick_path(&self, points: Vec<(i32, i32)>, colour: RGBColor) -> bool {
        points.len() < 2 || self.area.draw(&PathElement::new(points, colour.stroke_width(3))).is_ok()
    }

    /// A filled dot.
    pub(super) fn dot(&self, at: (i32, i32), radius: i32, colour: RGBColor) -> bool {
        self.area.draw(&Circle::new(at, radius, colour.filled())).is_ok()
    }

    /// The outline of a dot.
    pub(super) fn ring(&self, at: (i32, i32), radius: i32, colour: RGBColor) -> bool {
        self.area.draw(&Circle::new(at, radius, colour.stroke_width(1))).is_ok()
    }

    /// A label, vertically centred on its point.
    pub(super) fn label(&self, text: &str, at: (i32, i32), size: f64, anchor: Anchor) -> bool {
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style =
            ("sans-serif", size * FONT_SCALE).into_font().color(&INK).pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text.to_owned(), at, style)).is_ok()
    }
}

/// Cuts a text so that it takes at most `width` pixels in any common sans-serif at `size`: wide letters count more.
pub(super) fn fitted(text: &str, size: f64, width: f64) -> String {
    let text = visible(text);
    let room = width / size;
    let mut used = 0.0;
    for (fitting, character) in text.chars().enumerate() {
        used += share(character);
        if used > room {
            return cut(&text, fitting);
        }
    }
    text.into_owned()
}

/// Width of a character as a share of the size of the font, on the safe side.
fn share(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')'
        | '[' | ']' | '-' | '/' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.0,
        'a'..='z' | '0'..='9' => 0.58,
        character if character > '\u{2e80}' => 1.05,
        _ => 0.76,
    }
}

/// Length in pixels of `value` on a scale where `largest` is `full` long; anything above zero is visible.
#[expect(clippy::cast_possible_truncation, reason = "the result is clamped to the width of a chart")]
pub(super) fn length(value: f64, largest: f64, full: i32) -> i32 {
    if !value.is_finite() || value <= 0.0 || largest <= 0.0 {
        return 0;
    }
    let pixels = (value / largest * f64::from(full)).round().clamp(2.0, f64::from(full));
    pixels as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_of_wide_letters_is_cut_earlier_than_one_of_narrow_ones() {
        assert_eq!(fitted("team:vendor-management", 14.0, 282.0), "team:vendor-management");
        let wide = fitted(&"N".repeat(5_000), 14.0, 282.0);
        assert_eq!(wide.chars().count(), 26);
        assert!(wide.ends_with('…'));
        assert!(fitted(&"i".repeat(5_000), 14.0, 282.0).chars().count() > 2 * 26);
        assert_eq!(fitted("", 14.0, 282.0), "");
    }
}
