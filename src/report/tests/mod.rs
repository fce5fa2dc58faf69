//! What every report must hold, whatever the review.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    files,
    model::{Review, Totals},
    sample::{self, Size},
};

type Files = BTreeMap<String, Vec<u8>>;

fn report(review: &Review) -> Files {
    files(review).unwrap()
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    files.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), text(files, path)))
}

fn hostile() -> Size {
    let prefix = format!(
        "<script>alert(1)</script>=cmd()\u{202e}\"'javascript:x\u{1b}[31m](javascript:y)|{}",
        "n".repeat(5_000)
    );
    Size { cases: 60, wrong_every: 4, owners: 7, prefix }
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What holds for every page of every review.
fn check_page(path: &str, html: &str, files: &Files) {
    assert_eq!(html.matches("<h1>").count(), 1, "{path}: one h1");
    assert!(html.contains("<html lang=\"en\">") && html.contains("class=\"skip\" href=\"#main\""), "{path}");
    assert!(!html.contains("<script") && !html.contains(" style=") && !html.contains(" onload"), "{path}");
    let ids = attributes(html, "id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: ids are unique");
    for labels in attributes(html, "aria-labelledby") {
        assert!(labels.split(' ').all(|label| ids.contains(&label)), "{path}: {labels}");
    }
    for href in attributes(html, "href") {
        if let Some(anchor) = href.strip_prefix('#') {
            assert!(ids.contains(&anchor), "{path}: {href}");
        } else {
            let from_root = if path.contains('/') { href.strip_prefix("../").unwrap() } else { href };
            assert!(files.contains_key(from_root), "{path} links to {href}, which is not in the report");
        }
    }
    assert!(attributes(html, "src").is_empty(), "{path}: nothing is loaded");
    for svg in html.split("<svg ").skip(1) {
        let svg = svg.split("</svg>").next().unwrap();
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="),
            "{path}"
        );
    }
    for figure in html.split("<figure ").skip(1) {
        let figure = figure.split("</figure>").next().unwrap();
        assert!(
            figure.contains("<svg ") && figure.contains("<figcaption>") && figure.contains("<table>"),
            "{path}"
        );
    }
    for table in html.split("<table>").skip(1) {
        let table = table.split("</table>").next().unwrap();
        assert!(table.contains("<caption>") && table.contains("scope=\"col\""), "{path}");
    }
}

#[test]
fn every_page_is_well_formed_whatever_the_review() {
    let none = Size { wrong_every: 0, ..Size::small() };
    let one = Size { cases: 1, wrong_every: 1, ..Size::small() };
    let empty = Size { cases: 0, ..Size::small() };
    for size in [Size::small(), hostile(), none, one, empty] {
        let files = report(&sample::review(&size));
        for (path, html) in pages(&files) {
            check_page(path, html, &files);
        }
    }
}

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
    let hex = super::paths::sha256_hex(style.as_bytes());
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
            for cell in record.unwrap().iter() {
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

#[test]
fn the_same_review_gives_the_same_bytes() {
    let review = sample::review(&Size::small());
    assert_eq!(report(&review), report(&review.clone()));
}

#[test]
fn a_hundred_thousand_cases_and_three_hundred_owners_stay_under_a_megabyte() {
    let size = Size { cases: 100_000, wrong_every: 50, owners: 300, prefix: String::new() };
    let review = sample::review(&size);
    let files = report(&review);
    for (path, html) in pages(&files) {
        assert!(html.len() < 1_000_000, "{path}: {} bytes", html.len());
    }
    assert!(text(&files, "index.html").len() < 200_000, "{}", text(&files, "index.html").len());
    // One page per owner, and one for the cases that no workflow claims.
    assert_eq!(pages(&files).filter(|(path, _)| path.starts_with("owners/")).count(), 301);
    assert_eq!(pages(&files).filter(|(path, _)| path.starts_with("cases/")).count(), 200);
    assert_eq!(text(&files, "tables/cases.csv").lines().count(), 100_001);
    assert!(text(&files, "index.html").contains("290 more in <code>tables/rankings.csv</code>"));
}

#[test]
fn sums_name_every_other_file() {
    let files = report(&sample::review(&Size::small()));
    let sums = text(&files, "SHA256SUMS");
    let named: Vec<(&str, &str)> = sums.lines().map(|line| line.split_once("  ").unwrap()).collect();
    let others: Vec<&str> = files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(named.iter().map(|(_, path)| *path).collect::<Vec<_>>(), others);
    for (hash, path) in named {
        assert_eq!(hash, super::paths::sha256_hex(&files[path]));
    }
}

#[test]
fn the_answer_carries_numbers_and_the_comparison() {
    let mut review = sample::review(&Size::small());
    let answer = |review: &Review| {
        let files = report(review);
        text(&files, "index.html")
            .split("<p class=\"answer\">")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap()
            .to_owned()
    };
    let now = answer(&review);
    let now = now.replace('\u{a0}', " ");
    assert!(now.contains("In 2026-Q3, 27 of 228 automated actions"), "{now}");
    assert!(now.contains("(11.8 %, 95 % interval 8.3–16.7 %)"), "{now}");
    assert!(now.contains("2026-Q2 had 18 of 230 (7.8 %): a change of +4.0 percentage points"), "{now}");
    assert!(now.contains("chance alone can explain"), "{now}");
    review.previous = None;
    review.previous_absent = Some("the inputs begin on 2026-05-30.".to_owned());
    assert!(
        answer(&review).ends_with("there is no comparison with 2026-Q2: the inputs begin on 2026-05-30.")
    );
    review.totals = Totals { cases: 3, undetermined: 3, ..Totals::default() };
    assert!(answer(&review).starts_with("None of the 3 cases of 2026-Q3 could be judged"));
    review.totals = Totals::default();
    assert!(answer(&review).starts_with("No automated action of 2026-Q3 is a case"));
}

#[test]
fn few_judged_cases_print_counts_and_interval_but_no_percentage() {
    let files = report(&sample::review(&Size { cases: 12, wrong_every: 6, ..Size::small() }));
    let html = text(&files, "index.html");
    let answer = html.split("<p class=\"answer\">").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(
        answer.contains("In 2026-Q3, 2 of 11 automated actions")
            && answer.contains("wrong (95\u{a0}% interval"),
        "{answer}"
    );
}

#[test]
fn json_names_its_schema_and_matches_the_printed_one() {
    let files = report(&sample::review(&Size::small()));
    let value: serde_json::Value = serde_json::from_str(text(&files, "review.json")).unwrap();
    assert_eq!(value["schema"], "misfire-review/1");
    assert_eq!(value["totals"]["false_positives"], 27);
    let schema = super::schema();
    let described: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let printed: BTreeSet<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(described, printed);
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

mod folder;
mod readers;
mod tables;
