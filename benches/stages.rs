//! How long each stage takes on a simulated organisation: reading, reading every line, linking to ranking, rendering.
//!
//! ```text
//! cargo bench --bench stages
//! ```
//!
//! Machines differ and are shared: compare the stages of one run with each other, or two versions in one run.
#![allow(clippy::expect_used, reason = "a bench that cannot be set up is no bench")]

use std::{
    hint::black_box,
    path::{Path, PathBuf},
};

use criterion::{Criterion, Throughput};
use misfire::{
    config::{self, Checked, Config, Period},
    ingest,
    pipeline::{self, Request},
    report,
    simulate::{self, SimulateOptions, Vendors},
};

const PEOPLE: u32 = 1_000;

fn folder() -> PathBuf {
    let dir = std::env::temp_dir().join(format!("misfire-bench-{}", std::process::id()));
    let period = Period::parse("2026-Q3", 1, chrono_tz::America::New_York).expect("a period");
    let settings = [("identity_compression", "none"), ("identity_file", "one")];
    simulate::simulate(&SimulateOptions {
        dir: dir.clone(),
        people: PEOPLE,
        period: (period.from, period.to, period.label),
        seed: 1,
        noise: 3.0,
        settings: settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        vendors: Vendors::OktaServicenow,
    })
    .expect("a simulated folder");
    dir
}

fn bytes(dir: &Path, config: &Config) -> u64 {
    let files = ingest::ingest(dir, config).expect("inputs").sources;
    let sizes = files.iter().filter_map(|source| std::fs::metadata(dir.join(&source.file)).ok());
    sizes.map(|metadata| metadata.len()).sum()
}

fn reading(criterion: &mut Criterion, dir: &Path) {
    let mut config = config::load(dir).expect("a configuration");
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10).throughput(Throughput::Bytes(bytes(dir, &config)));
    for (name, checked) in [("candidates", Checked::Candidates), ("every line", Checked::All)] {
        config.read.checked = checked;
        group.bench_function(name, |bencher| {
            bencher.iter(|| ingest::ingest(dir, black_box(&config)).expect("inputs"));
        });
    }
    group.finish();
}

fn reviewing(criterion: &mut Criterion, dir: &Path) {
    let request = Request { folder: dir.to_owned(), as_of: None, checked: None };
    let prepared = pipeline::prepare(&request).expect("a folder");
    let period = pipeline::period(&prepared.config, prepared.zone, "2026-Q3").expect("a period");
    let review = pipeline::review(&prepared, &period).expect("a review");
    let mut group = criterion.benchmark_group("review");
    group.sample_size(10).throughput(Throughput::Elements(review.cases.len() as u64));
    group.bench_function("link, judge, measure, rank", |bencher| {
        bencher.iter(|| pipeline::review(black_box(&prepared), &period).expect("a review"));
    });
    group.bench_function("render", |bencher| {
        bencher.iter(|| report::files(black_box(&review)).expect("a report"));
    });
    group.finish();
}

fn main() {
    let dir = folder();
    let mut criterion = Criterion::default().configure_from_args();
    reading(&mut criterion, &dir);
    reviewing(&mut criterion, &dir);
    criterion.final_summary();
    drop(std::fs::remove_dir_all(&dir));
    drop(std::fs::remove_file(dir.with_extension("truth.csv")));
}
