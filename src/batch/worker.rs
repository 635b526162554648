//! The worker process: jobs come in as JSON lines, answers go out, all cores work.
//!
//! As many documents as there are jobs are in work at a time, each on a thread of its own; their pages go to the pool of
//! `rayon`, which has as many threads. The documents do not run on the pool itself: a thread that waits for its pages
//! there would take up a second document on top of the first, stack and all.

use std::any::Any;
use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::convert::{Tools, convert};
use super::job::{Answer, Brief, Job, Report};
use crate::registers::authority;

/// Bytes of stack for each thread: deeply nested sources recurse deeply. Only what is used is taken from memory.
const STACK: usize = 16 << 20;

/// Does the jobs of `input` until there are no more, with `jobs` documents at a time.
///
/// Returns at the end of `input` without waiting: who closes it wants no more answers.
///
/// # Errors
/// The threads cannot be started, or a line is not a job.
pub fn serve(
    mut input: impl BufRead,
    output: impl Write + Send + 'static,
    jobs: usize,
    mut tools: Tools,
) -> io::Result<()> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let brief: Brief = serde_json::from_str(&line)?;
    // Who started us has read it too, so that nothing is wrong with it.
    let authority = brief.authority.as_deref().map(authority).transpose();
    tools.authority = authority.map_err(io::Error::other)?.unwrap_or_default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    pool.build_global().map_err(io::Error::other)?;
    let panics = Panics::watch();
    let (queue, waiting) = channel::<Job>();
    let bench = Arc::new(Bench {
        tools,
        panics,
        waiting: Mutex::new(waiting),
        answers: Mutex::new(Box::new(output)),
    });
    for _ in 0..jobs {
        let bench = Arc::clone(&bench);
        thread::Builder::new().stack_size(STACK).spawn(move || bench.work())?;
    }
    feed(input, &queue)
}

fn feed(input: impl BufRead, queue: &Sender<Job>) -> io::Result<()> {
    for line in input.lines() {
        let job = serde_json::from_str(&line?)?;
        queue.send(job).map_err(io::Error::other)?;
    }
    Ok(())
}

/// What the threads of documents share.
struct Bench {
    tools: Tools,
    panics: Panics,
    waiting: Mutex<Receiver<Job>>,
    answers: Mutex<Box<dyn Write + Send>>,
}

impl Bench {
    fn work(&self) {
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = next else { return };
            self.answer(&Answer::Started(job.number));
            let report = panic::catch_unwind(AssertUnwindSafe(|| convert(&job, &self.tools)))
                .unwrap_or_else(|payload| self.panics.report(payload.as_ref()));
            self.answer(&Answer::Ended(job.number, report));
        }
    }

    /// Sends one line. Where nobody listens any more there is nothing left to do.
    fn answer(&self, answer: &Answer) {
        let mut line = serde_json::to_vec(answer).expect("an answer has string keys only");
        line.push(b'\n');
        let mut output = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if output.write_all(&line).and_then(|()| output.flush()).is_err() {
            std::process::exit(0);
        }
    }
}

/// The last panics of the process with their places: a payload that reaches a document's thread has lost its own.
#[derive(Clone)]
struct Panics(Arc<Mutex<VecDeque<(String, String)>>>);

impl Panics {
    const KEPT: usize = 64;

    /// Records each panic from now on, and prints none.
    fn watch() -> Self {
        let panics = Self(Arc::default());
        let seen = panics.clone();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            let mut last = seen.0.lock().unwrap_or_else(PoisonError::into_inner);
            last.push_front((message(info.payload()).to_owned(), place));
            last.truncate(Self::KEPT);
        }));
        panics
    }

    /// Returns the report of the document that panicked.
    fn report(&self, payload: &(dyn Any + Send)) -> Report {
        let message = message(payload);
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = last
            .iter()
            .find(|(seen, _)| seen == message)
            .map(|(_, place)| format!(" at {place}"));
        let first_line = message.lines().next().unwrap_or_default();
        Report::failed(format!(
            "a bug in this program stopped it{}: {first_line}",
            place.unwrap_or_default()
        ))
        .hint("please report it with the source")
    }
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    owned
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("panicked")
}
