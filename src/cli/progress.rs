//! The display of progress on the terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is faster than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(250);

/// A line that counts documents and pages; silent off a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    shown: bool,
    pages: u64,
}

impl Progress {
    pub(super) fn new(documents: usize) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_length(u64::try_from(documents).unwrap_or(u64::MAX));
        let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} documents, {msg} pages, {elapsed}");
        bar.set_style(style.expect("the template is well formed"));
        bar.set_message("0");
        Self {
            bar,
            since: Instant::now(),
            shown: false,
            pages: 0,
        }
    }

    /// Shows the line once it is worth it, and keeps its clock going.
    pub(super) fn tick(&mut self) {
        if !self.shown && self.since.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown = true;
        }
        self.bar.tick();
    }

    /// Counts a document that is done.
    pub(super) fn document(&mut self, pages: u32) {
        self.pages += u64::from(pages);
        self.bar.set_message(self.pages.to_string());
        self.bar.inc(1);
        self.tick();
    }

    /// Takes the line away while something is printed.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the line away for good.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
