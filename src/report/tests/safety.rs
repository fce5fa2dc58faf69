//! What keeps a report safe to open, to read and to pass on.
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the report names its files itself")]

use std::collections::BTreeMap;

use super::{attributes, hostile, pages, report, text};
use crate::report::sample::{self, Size};

#[test]
fn the_content_security_policy_names_the_hash_of_the_style() {
    let files = report(&sample::review(&Size::small()));
    for (path, html) in pages(&files) {
        let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let hash = sha256_base64_bit_by_bit(style);
        assert!(html.contains(&format!("style-src &#39;sha256-{hash}&#39;")), "{path}");
        assert!(html.find("Content-Security-Policy").unwrap() < html.find("<style>").unwrap(), "{path}");
    }
}

/// An independent base64: bits as a string, six by six.
fn sha256_base64_bit_by_bit(style: &str) -> String {
    let hex = crate::records::sha256_hex(style.as_bytes());
    let mut bits: String = hex.chars().map(|digit| format!("{:04b}", digit.to_digit(16).unwrap())).collect();
    bits.push_str("00");
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let six = |at: usize| letters[usize::from_str_radix(&bits[at..at + 6], 2).unwrap()];
    (0..bits.len()).step_by(6).map(six).chain(['=']).collect()
}

#[test]
fn hostile_text_is_neither_markup_nor_control_nor_endless() {
    let files = report(&sample::review(&hostile()));
    for (path, html) in pages(&files) {
        assert!(!html.contains('\u{202e}') && !html.contains('\u{1b}'), "{path}");
        assert!(!html.contains("nnnnn".repeat(200).as_str()), "{path}: names are cut");
        assert!(attributes(html, "href").iter().all(|href| !href.contains(':')), "{path}");
    }
    // Without the brackets that are escaped, no link may remain.
    let markdown = text(&files, "review.md").replace("\\]", "");
    assert!(
        !markdown.contains("<script")
            && !markdown.contains("](javascript:y)")
            && !markdown.contains('\u{202e}')
    );
    for path in ["review.json", "evidence/manifest.json"] {
        let json = text(&files, path);
        assert!(json.contains("\\u202e") && !json.contains('\u{202e}'), "{path}");
    }
    for path in files.keys().filter(|path| path.ends_with(".csv")) {
        let csv = text(&files, path);
        assert!(!csv.contains('\u{202e}') && !csv.contains('\u{1b}') && !csv.contains('\r'), "{path}");
    }
}

#[test]
fn a_formula_at_the_start_of_a_cell_is_guarded_in_every_table() {
    let size = Size { prefix: "=cmd()".to_owned(), ..Size::small() };
    let files = report(&sample::review(&size));
    for path in files.keys().filter(|path| path.ends_with(".csv")) {
        let mut reader = csv::ReaderBuilder::new().from_reader(files[path].as_slice());
        for record in reader.records() {
            for cell in &record.unwrap() {
                let is_number = cell.parse::<f64>().is_ok();
                assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{path}: {cell}");
            }
        }
    }
    assert!(text(&files, "tables/cases.csv").contains("\n'=cmd()"));
}

#[test]
fn file_names_stay_inside_the_folder() {
    for path in report(&sample::review(&hostile())).keys() {
        assert!(path.split('/').count() <= 2 && path.len() < 100, "{path}");
        assert!(
            path.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c)) && !path.contains(".."),
            "{path}"
        );
    }
}

#[test]
fn the_board_page_names_no_affected_person() {
    let files = report(&sample::review(&Size::small()));
    for path in ["index.html", "review.md"] {
        assert!(!text(&files, path).contains("Person-Affected"), "{path}");
    }
    assert!(text(&files, "tables/cases.csv").contains("Person-Affected"));
}

/// Relative luminance and contrast of WCAG 2.2.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_agrees_with_published_values() {
    // Values of WebAIM's contrast checker.
    for (a, b, expected) in
        [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)]
    {
        assert!((contrast(a, b) - expected).abs() < 0.005, "{a} on {b}: {}", contrast(a, b));
    }
}

#[test]
fn text_and_charts_have_enough_contrast_in_light_dark_and_print() {
    let files = report(&sample::review(&Size::small()));
    let html = text(&files, "index.html");
    let palettes: Vec<BTreeMap<&str, &str>> = html
        .split(":root{")
        .skip(1)
        .map(|rest| {
            rest.split('}').next().unwrap().split(';').filter_map(|rule| rule.split_once(':')).collect()
        })
        .collect();
    assert_eq!(palettes.len(), 3);
    for palette in &palettes {
        for (colour, ground, least) in [
            ("--fg", "--bg", 7.0),
            ("--soft", "--bg", 4.5),
            ("--soft", "--panel", 4.5),
            ("--link", "--bg", 4.5),
            ("--warn", "--panel", 4.5),
            ("--bar", "--bg", 3.0),
            ("--faint", "--bg", 3.0),
            ("--fg", "--panel", 7.0),
            ("--fg", "--h1", 4.5),
            ("--fg", "--h2", 4.5),
            ("--fg", "--h3", 4.5),
            ("--fg", "--h4", 4.5),
        ] {
            let found = contrast(palette[colour], palette[ground]);
            assert!(found >= least, "{colour} on {ground}: {found:.2}");
        }
    }
    let known = ["#0072B2", "#6B6F76", "#000000", "none"];
    for attribute in ["fill", "stroke"] {
        assert!(attributes(html, attribute).iter().all(|colour| known.contains(colour)), "{attribute}");
    }
}
