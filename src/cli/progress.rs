//! Progress on stderr while files are read: bytes, rows, rate and remaining time of each, only on a terminal.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::terminal::clean;
use crate::ingest::{FileMeter, Meter};

/// How often the lines are drawn.
const PAUSE: Duration = Duration::from_millis(100);
const LINE: &str = "{msg:40!} {bytes:>10} of {total_bytes:<10} {binary_bytes_per_sec:>13} {eta:>4} left";

/// Draws until it is dropped.
pub(super) struct Progress {
    meter: Arc<Meter>,
    is_over: Arc<AtomicBool>,
    drawing: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to draw, unless nobody would see it.
    pub(super) fn start(quiet: bool) -> Self {
        let meter = Arc::new(Meter::default());
        let is_over = Arc::new(AtomicBool::new(false));
        let is_seen = !quiet && io::stderr().is_terminal();
        let drawing = is_seen.then(|| {
            let (meter, is_over) = (Arc::clone(&meter), Arc::clone(&is_over));
            thread::spawn(move || draw(&meter, &is_over))
        });
        Self { meter, is_over, drawing }
    }

    /// What the reading of files reports to.
    pub(super) fn meter(&self) -> &Arc<Meter> {
        &self.meter
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.is_over.store(true, Relaxed);
        if let Some(drawing) = self.drawing.take() {
            // Lines that could not be drawn are no reason to fail.
            drop(drawing.join());
        }
    }
}

fn draw(meter: &Meter, is_over: &AtomicBool) {
    let lines = MultiProgress::new();
    let mut bars: BTreeMap<usize, ProgressBar> = BTreeMap::new();
    while !is_over.load(Relaxed) {
        for (index, file) in meter.files().iter().enumerate() {
            if file.is_done() {
                if let Some(bar) = bars.remove(&index) {
                    bar.finish_and_clear();
                }
            } else {
                let bar = bars.entry(index).or_insert_with(|| lines.add(bar(file)));
                bar.set_position(file.bytes());
                bar.set_message(format!("{} {} rows", clean(file.name()), file.rows()));
            }
        }
        thread::sleep(PAUSE);
    }
    for bar in bars.into_values() {
        bar.finish_and_clear();
    }
}

fn bar(file: &FileMeter) -> ProgressBar {
    let style = ProgressStyle::with_template(LINE).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(file.size()).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_a_template_and_nothing_is_drawn_where_nobody_looks() {
        assert!(ProgressStyle::with_template(LINE).is_ok());
        let progress = Progress::start(true);
        assert!(progress.drawing.is_none() && progress.meter().files().is_empty());
    }
}
