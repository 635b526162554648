//! Supervising the worker process: it is fed, watched and, where a document brings it down, started again.
//!
//! - Where the worker dies, every document that was in work is suspect and is tried again alone, one at a time. The one
//!   that brings it down again is reported; the others are converted.
//! - Where a document takes longer than it may, it is known which: the worker is killed, that document is reported, and
//!   the others that were in work are tried again.
//!
//! At most one job more than there are threads is with the worker at a time, so memory is bounded by the threads and
//! what is lost with a worker is little.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::job::{Answer, Job, Report};

mod process;

pub use process::Command;
use process::{Death, Event, Worker};

/// How often a run that waits says so, for a display of progress.
const TICK: Duration = Duration::from_millis(100);

/// How many workers in a row may die before they take up a single document.
const STILLBORN: u32 = 3;

/// How a run is done.
#[derive(Clone, Debug)]
pub struct Run {
    /// How the worker is started.
    pub command: Command,
    /// Documents at a time.
    pub jobs: usize,
    /// How long one document may take.
    pub timeout: Duration,
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SuperviseError {
    /// The system does not let a worker be started or ended.
    #[error("the worker process cannot be started")]
    Process(#[from] io::Error),
    /// Workers end before they take up a document.
    #[error("the worker process cannot work: {reason}")]
    Stillborn {
        /// What the last of them died of.
        reason: String,
        /// What to do about it, if anything is to be done.
        hint: Option<&'static str>,
    },
}

/// What happens in a run.
#[derive(Debug)]
pub enum Progress {
    /// Nothing new.
    Waiting,
    /// The job with this number is done; not in order.
    Ended(usize, Report),
}

/// Has all jobs done by worker processes, and tells `watch` of each that ends, exactly once.
///
/// # Errors
/// [`SuperviseError`]; what has ended until then is written.
pub fn supervise(jobs: &[Job], run: &Run, watch: impl FnMut(Progress)) -> Result<(), SuperviseError> {
    let mut supervisor = Supervisor {
        jobs,
        run,
        watch,
        queue: (0..jobs.len()).collect(),
        suspects: VecDeque::new(),
        trial: None,
        at_work: BTreeMap::new(),
        stillborn: 0,
    };
    supervisor.run_all()
}

struct Supervisor<'a, F> {
    jobs: &'a [Job],
    run: &'a Run,
    watch: F,
    /// Indices of jobs to do.
    queue: VecDeque<usize>,
    /// Those that were in work when a worker died.
    suspects: VecDeque<usize>,
    /// The suspect that is tried alone.
    trial: Option<usize>,
    /// What the worker has: since when it is in work, or that it waits there.
    at_work: BTreeMap<usize, Option<Instant>>,
    stillborn: u32,
}

impl<F: FnMut(Progress)> Supervisor<'_, F> {
    fn run_all(&mut self) -> Result<(), SuperviseError> {
        while self.is_work_left() {
            let mut worker = Worker::start(&self.run.command)?;
            let end = self.with(&mut worker)?;
            let death = worker.stop()?;
            match end {
                End::Done => {}
                End::Overdue(index) => self.give_up_overdue(index),
                End::Died => self.examine(death)?,
            }
        }
        Ok(())
    }

    fn is_work_left(&self) -> bool {
        !(self.queue.is_empty() && self.suspects.is_empty() && self.at_work.is_empty())
    }

    /// Works with one worker until all is done, it dies, or it must be killed.
    fn with(&mut self, worker: &mut Worker) -> io::Result<End> {
        loop {
            if !self.is_work_left() {
                return Ok(End::Done);
            }
            // A worker that cannot be written to has died; why is known when its answers end.
            self.feed(worker).ok();
            match worker.events.recv_timeout(TICK) {
                Ok(Event::Answer(answer)) => self.take(answer),
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return Ok(End::Died),
                Err(RecvTimeoutError::Timeout) => (self.watch)(Progress::Waiting),
            }
            if let Some(index) = self.overdue() {
                worker.kill()?;
                self.drain(worker);
                return Ok(End::Overdue(index));
            }
        }
    }

    /// Gives the worker what it may have: one suspect alone, else as much as keeps it busy.
    fn feed(&mut self, worker: &mut Worker) -> io::Result<()> {
        if self.trial.is_none() && self.at_work.is_empty() {
            self.trial = self.suspects.pop_front();
            if let Some(index) = self.trial {
                self.at_work.insert(index, None);
                return worker.give(&self.jobs[index]);
            }
        }
        if self.trial.is_some() || !self.suspects.is_empty() {
            return Ok(());
        }
        while self.at_work.len() <= self.run.jobs
            && let Some(index) = self.queue.pop_front()
        {
            self.at_work.insert(index, None);
            worker.give(&self.jobs[index])?;
        }
        Ok(())
    }

    fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Started(number) => {
                if let Some(since) = self.at_work.get_mut(&number) {
                    *since = Some(Instant::now());
                }
            }
            Answer::Ended(number, report) => {
                if self.at_work.contains_key(&number) {
                    self.end(number, report);
                }
            }
        }
    }

    fn end(&mut self, index: usize, report: Report) {
        self.at_work.remove(&index);
        self.stillborn = 0;
        if self.trial == Some(index) {
            self.trial = None;
        }
        (self.watch)(Progress::Ended(index, report));
    }

    fn overdue(&self) -> Option<usize> {
        let over = |since: &Option<Instant>| since.is_some_and(|since| since.elapsed() > self.run.timeout);
        self.at_work
            .iter()
            .find(|(_, since)| over(since))
            .map(|(index, _)| *index)
    }

    /// Takes the answers that were under way when the worker was killed.
    fn drain(&mut self, worker: &Worker) {
        while let Ok(Event::Answer(answer)) = worker.events.recv() {
            self.take(answer);
        }
    }

    fn give_up_overdue(&mut self, index: usize) {
        if self.at_work.contains_key(&index) {
            let seconds = self.run.timeout.as_secs();
            let report = Report::failed(format!("it took longer than {seconds} s and was given up"));
            self.end(index, report.hint("`--timeout SECONDS` gives each document more time"));
        }
        self.requeue();
    }

    /// Finds out who brought the worker down, or has that found out.
    fn examine(&mut self, death: Death) -> Result<(), SuperviseError> {
        let in_work: Vec<usize> = self
            .at_work
            .iter()
            .filter(|(_, since)| since.is_some())
            .map(|(index, _)| *index)
            .collect();
        if in_work.is_empty() {
            self.stillborn += 1;
            if self.stillborn == STILLBORN {
                return Err(SuperviseError::Stillborn {
                    reason: death.reason,
                    hint: death.hint,
                });
            }
            if let Some(index) = self.trial.take() {
                self.at_work.remove(&index);
                self.suspects.push_front(index);
            }
        } else if let Some(index) = self.trial {
            self.end(
                index,
                death.hint.into_iter().fold(Report::failed(death.reason), Report::hint),
            );
        } else {
            self.at_work.retain(|_, since| since.is_none());
            self.suspects.extend(in_work);
        }
        self.requeue();
        Ok(())
    }

    /// Puts what the worker had back to the front of the queue, in order.
    fn requeue(&mut self) {
        for (index, _) in std::mem::take(&mut self.at_work).into_iter().rev() {
            self.queue.push_front(index);
        }
    }
}

/// Why the work with one worker ended.
enum End {
    Done,
    Died,
    /// A document took too long.
    Overdue(usize),
}
