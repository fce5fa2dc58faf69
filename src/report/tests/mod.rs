//! What every report must hold, whatever the review.
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the report names its files itself")]

use std::collections::{BTreeMap, BTreeSet};

use super::{
    files,
    model::Review,
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
            figure.contains("<svg ") && figure.contains("<figcaption>") && figure.contains("<table"),
            "{path}"
        );
    }
    for table in html.split("<table").skip(1) {
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
    // One page per owner, one for cases that no workflow claims, one for roles that a workflow leaves open.
    assert_eq!(pages(&files).filter(|(path, _)| path.starts_with("owners/")).count(), 302);
    assert_eq!(pages(&files).filter(|(path, _)| path.starts_with("cases/")).count(), 200);
    assert_eq!(text(&files, "tables/cases.csv").lines().count(), 100_001);
    assert!(
        text(&files, "index.html")
            .contains("290 more in <a href=\"tables/rankings.csv\">tables/rankings.csv</a>")
    );
}

#[test]
fn sums_name_every_other_file() {
    let files = report(&sample::review(&Size::small()));
    let sums = text(&files, "SHA256SUMS");
    let named: Vec<(&str, &str)> = sums.lines().map(|line| line.split_once("  ").unwrap()).collect();
    let others: Vec<&str> = files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(named.iter().map(|(_, path)| *path).collect::<Vec<_>>(), others);
    for (hash, path) in named {
        assert_eq!(hash, crate::records::sha256_hex(&files[path]));
    }
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

mod answer;
mod asked;
mod both_sides;
mod decisions;
mod folder;
mod outliers;
mod owners;
mod readers;
mod safety;
mod same_rows;
mod tables;
mod undetermined;
mod weekly_rate;
