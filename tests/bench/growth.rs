//! How time grows with the document: layout over ten times the pages, annotation over ten times the text, all packs on.
//!
//! `cargo run --release --example growth [FILE.pdf]` takes the pages of a document (`input/article.pdf` unless told) again
//! and again, and its text too, and prints CPU seconds of one thread, medians of three.

use std::time::{Duration, Instant};

use fonds::annotate::annotate;
use fonds::layout::layout;
use fonds::ocr::tesseract::Tesseract;
use fonds::read::{Reading, Source, SourceKind, read};
use fonds::repair::{Text, repair};
use fonds::rules::Rules;
use fonds::settings::Settings;

/// The pages of the smaller document.
const PAGES: usize = 200;
/// The bytes of the smaller text.
const BYTES: usize = 1 << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()?;
    let mut out = anstream::stdout().lock();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/input/article.pdf");
    let file = std::env::args().nth(1).unwrap_or_else(|| sample.to_owned());
    let source = Source {
        name: file.clone(),
        kind: SourceKind::Pdf(std::fs::read(&file)?),
    };
    let settings = Settings::default();
    let reading = read(&source, &settings, &Tesseract)?.value;
    print(&mut out, "layout", "pages", |times| {
        let reading = repeated(&reading, PAGES * times);
        let (time, _) = timed(|| layout(reading));
        (PAGES * times, time)
    })?;

    let text = repair(layout(reading).value, &settings).value;
    let languages: Vec<&str> = text.languages.iter().map(String::as_str).collect();
    let paragraphs: Vec<&str> = text.blocks.iter().map(|block| block.span.of(&text.string)).collect();
    let rules = Rules::built_in();
    print(&mut out, "annotation", "bytes", |times| {
        let mut left = BYTES * times;
        let enough = paragraphs.iter().cycle().take_while(|paragraph| {
            let more = left > 0;
            left = left.saturating_sub(paragraph.len().max(1));
            more
        });
        let text = Text::from_paragraphs(enough.copied(), &languages);
        let (time, _) = timed(|| annotate(&text, &rules));
        (text.string.len(), time)
    })?;
    Ok(())
}

/// Prints what a stage takes for one and for ten times the input.
fn print(
    out: &mut impl std::io::Write,
    stage: &str,
    unit: &str,
    run: impl Fn(usize) -> (usize, Duration),
) -> std::io::Result<()> {
    let median = |times: usize| {
        let mut runs: Vec<(usize, Duration)> = (0..3).map(|_| run(times)).collect();
        runs.sort_by_key(|(_, time)| *time);
        runs[1]
    };
    let (one, ten) = (median(1), median(10));
    for (size, time) in [one, ten] {
        let seconds = time.as_secs_f64();
        writeln!(
            out,
            "{stage}: {size} {unit} in {seconds:.3} s, {:.0} {unit} a second",
            size as f64 / seconds
        )?;
    }
    let growth = ten.1.as_secs_f64() / one.1.as_secs_f64();
    writeln!(out, "{stage}: ten times the {unit} take {growth:.1} times as long")
}

/// Returns a document of so many pages, those of another again and again.
fn repeated(reading: &Reading, count: usize) -> Reading {
    let mut repeated = reading.clone();
    let pages = reading.pages.iter().cycle().take(count).cloned();
    repeated.pages = (1..)
        .zip(pages)
        .map(|(number, page)| fonds::read::Page { number, ..page })
        .collect();
    repeated.info.page_count = repeated.pages.len().try_into().unwrap_or(u32::MAX);
    repeated
}

/// Runs something and returns the CPU time that this thread took for it; on other systems than Linux the time by the clock.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let cpu = || {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        stat.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    };
    let (clock, before) = (Instant::now(), cpu());
    let done = work();
    let time = cpu().zip(before).map(|(after, before)| after.saturating_sub(before));
    (time.unwrap_or(clock.elapsed()), done)
}
