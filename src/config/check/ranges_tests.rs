//! Numbers of the configuration at the edges of their ranges.

use std::collections::BTreeSet;

use crate::config::{Config, load::parse, problem::number};

const GOOD: &str = "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n";

/// Per key the first and the last value that is taken, those that are refused, and what is expected.
const RANGES: &[(&str, [&str; 2], &[&str], &str)] = &[
    (
        "organisation.hourly_rate",
        ["0", "100000000"],
        &["1e308", "100000001", "nan", "inf", "-inf", "-1", "0.001", "1e-300"],
        "expected 0 (no money figures) or 0.01 to 100000000 per hour",
    ),
    ("organisation.fiscal_year_start_month", ["1", "12"], &["0", "13", "4294967295"], "expected 1 to 12"),
    ("read.max_line_mb", ["1", "1024"], &["0", "1025", "9223372036854775807"], "expected 1 to 1024 MiB"),
    ("read.max_ratio", ["1", "1000000"], &["0", "1000001"], "expected 1 to 1000000"),
    ("attribute.min_score", ["-40", "40"], &["-41", "41", "nan", "inf", "1e300"], "expected -40 to 40 bits"),
    ("attribute.min_margin", ["0", "40"], &["-0.1", "40.5", "nan", "inf"], "expected 0 to 40 bits"),
    ("attribute.clock_skew", ["\"0s\"", "\"7d\""], &["\"8d\"", "\"3650d\""], "expected a time from 0s to 7d"),
    ("attribute.merge_window", ["\"0s\"", "\"7d\""], &["\"169h\""], "expected a time from 0s to 7d"),
    ("attribute.burst_window", ["\"1s\"", "\"7d\""], &["\"0h\"", "\"8d\""], "expected a time from 1s to 7d"),
    ("attribute.burst_devices", ["2", "1000000"], &["0", "1", "1000001"], "expected 2 to 1000000 devices"),
    (
        "attribute.burst_probability",
        ["0.000000001", "0.999"],
        &["0", "1", "-1", "nan", "inf"],
        "expected a probability between 0 and 1 (both excluded)",
    ),
    (
        "judge.prior",
        ["0.000001", "0.999999"],
        &["0", "1", "-0.1", "nan", "inf", "1e308"],
        "expected a probability between 0 and 1 (both excluded)",
    ),
    (
        "judge.false_positive_at",
        ["0.21", "0.999999"],
        &["1", "nan", "inf", "80"],
        "expected a probability between 0 and 1 (both excluded)",
    ),
    (
        "judge.true_positive_at",
        ["0.000001", "0.79"],
        &["0", "nan", "-inf", "20"],
        "expected a probability between 0 and 1 (both excluded)",
    ),
    ("judge.bits.x", ["-40", "40"], &["-41", "41", "nan", "inf", "1e308"], "expected -40 to 40 bits"),
    ("measure.cap_working_days", ["1", "10000"], &["0", "10001"], "expected 1 to 10000 working days"),
    ("measure.default_hours.lock", ["0", "2000"], &["-1", "2001", "nan", "inf"], "expected 0 to 2000 hours"),
    ("rank.min_cases", ["0", "1000000"], &["1000001"], "expected 0 to 1000000 cases"),
    (
        "rank.confidence",
        ["0.5", "0.9999"],
        &["0", "0.49", "0.99999", "1", "95", "nan"],
        "expected a probability from 0.5 to 0.9999, for example 0.95",
    ),
    ("review.within_working_days", ["0", "10000"], &["10001"], "expected 0 to 10000 working days"),
];

/// A configuration in which one key has a value; the line of the key is the last one.
fn with(key: &str, value: &str) -> Result<Config, String> {
    let (table, key) = key.split_once('.').unwrap();
    let more = if table == "organisation" { String::new() } else { format!("[{table}]\n") };
    parse("misfire.toml", &format!("{GOOD}{more}{key} = {value}\n")).map_err(|error| error.to_string())
}

#[test]
fn every_number_is_taken_inside_its_range_and_refused_outside_at_its_line() {
    for (key, taken, refused, expected) in RANGES {
        for value in taken {
            assert!(with(key, value).is_ok(), "{key} = {value}: {:?}", with(key, value).err());
        }
        let line = if key.starts_with("organisation") { 4 } else { 5 };
        for value in *refused {
            let shown = with(key, value).expect_err(&format!("{key} = {value} is taken"));
            let start = format!("misfire.toml:{line}:");
            assert!(shown.starts_with(&start) && shown.contains('^'), "{key} = {value}: {shown}");
            assert!(shown.contains(": found ") && shown.contains(expected), "{key} = {value}: {shown}");
        }
    }
}

#[test]
fn every_number_of_the_configuration_has_a_range() {
    let schema = serde_json::to_value(schemars::schema_for!(Config)).unwrap();
    let known: BTreeSet<&str> = RANGES.iter().map(|(key, ..)| *key).collect();
    let mut numbers = 0;
    for (section, of) in schema["properties"].as_object().unwrap() {
        let name = of["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        for (key, form) in schema["$defs"][name]["properties"].as_object().into_iter().flatten() {
            if ["integer", "number"].iter().any(|kind| form["type"] == **kind) {
                numbers += 1;
                assert!(known.contains(format!("{section}.{key}").as_str()), "{section}.{key} has no range");
            }
        }
    }
    assert!(numbers >= 13, "{numbers} numbers were found");
}

#[test]
fn a_number_of_hundreds_of_digits_is_shown_with_its_power_of_ten() {
    for (value, shown) in [(1e308, "1e308"), (-1e-9, "-1e-9"), (0.05, "0.05"), (0.0, "0"), (f64::NAN, "NaN")]
    {
        assert_eq!(number(value), shown);
    }
}
