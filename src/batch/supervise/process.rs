//! One worker process: started, talked to, and asked what it died of.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use serde::Serialize;

use crate::batch::job::{Answer, Brief, Job};

/// How a worker is started.
#[derive(Clone, Debug)]
pub struct Command {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// What its environment has besides ours.
    pub environment: Vec<(&'static str, String)>,
    /// What it is told before its first job.
    pub brief: Brief,
}

/// What comes from a worker.
pub(super) enum Event {
    Answer(Answer),
    /// It has closed its output: it is dead or dying.
    End,
}

/// A running worker.
pub(super) struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    pub(super) events: Receiver<Event>,
    /// The last lines that it prints to standard error.
    last_words: JoinHandle<VecDeque<String>>,
}

/// What a worker died of.
pub(super) struct Death {
    /// One line, lower case, no full stop.
    pub(super) reason: String,
    pub(super) hint: Option<&'static str>,
}

impl Worker {
    pub(super) fn start(command: &Command) -> io::Result<Self> {
        let mut child = std::process::Command::new(&command.program)
            .args(&command.arguments)
            .envs(command.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().expect("the output was asked for");
        let errors = child.stderr.take().expect("standard error was asked for");
        let (sender, events) = channel();
        thread::spawn(move || listen(output, &sender));
        let last_words = thread::spawn(move || last_lines(errors));
        let mut worker = Self {
            child,
            input,
            events,
            last_words,
        };
        // One that dies at once is told of by its end.
        worker.say(&command.brief).ok();
        Ok(worker)
    }

    /// Hands over a job.
    pub(super) fn give(&mut self, job: &Job) -> io::Result<()> {
        self.say(job)
    }

    /// Says something on a line of its own.
    fn say(&mut self, what: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(what)?;
        line.push(b'\n');
        match &mut self.input {
            Some(input) => input.write_all(&line),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    pub(super) fn kill(&mut self) -> io::Result<()> {
        self.child.kill()
    }

    /// Closes the worker's input, waits until it is gone, and tells what it died of.
    pub(super) fn stop(mut self) -> io::Result<Death> {
        drop(self.input.take());
        let status = self.child.wait()?;
        let last_words = self.last_words.join().unwrap_or_default();
        Ok(Death::new(status, &last_words))
    }
}

/// Passes on the answers. A line that is none was not written by us, and is passed over.
fn listen(output: impl Read, events: &Sender<Event>) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let answer = serde_json::from_slice(&line);
        line.clear();
        if let Ok(answer) = answer
            && events.send(Event::Answer(answer)).is_err()
        {
            return;
        }
    }
    // Nobody listens any more where the supervisor is gone.
    events.send(Event::End).ok();
}

/// Reads standard error to its end and keeps the last lines.
fn last_lines(errors: impl Read) -> VecDeque<String> {
    let mut errors = BufReader::new(errors);
    let mut kept = VecDeque::new();
    let mut line = Vec::new();
    while errors.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        if !text.is_empty() {
            kept.push_back(text);
        }
        if kept.len() > 8 {
            kept.pop_front();
        }
    }
    kept
}

impl Death {
    fn new(status: ExitStatus, last_words: &VecDeque<String>) -> Self {
        let said = |words: &str| last_words.iter().any(|line| line.contains(words));
        if said("has overflowed its stack") {
            let hint = Some("please report it with the source");
            return Self {
                reason: "something is nested too deeply: the worker's stack overflowed".to_owned(),
                hint,
            };
        }
        if said("memory allocation of") {
            let hint = Some("`--memory SIZE` allows the worker more, `--jobs 1` converts one document at a time");
            return Self {
                reason: "more memory was wanted than the worker may take".to_owned(),
                hint,
            };
        }
        let how = how(status);
        let reason = match last_words.back() {
            Some(line) => format!("the worker {how}: {line}"),
            None => format!("the worker {how}"),
        };
        Self {
            reason,
            hint: Some("please report it with the source"),
        }
    }
}

#[cfg(unix)]
fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(signal), _) => format!("was ended by signal {signal}{}", signal_name(signal)),
        (None, Some(code)) => format!("ended with exit status {code}"),
        (None, None) => "ended".to_owned(),
    }
}

#[cfg(not(unix))]
fn how(status: ExitStatus) -> String {
    status
        .code()
        .map_or_else(|| "ended".to_owned(), |code| format!("ended with exit status {code}"))
}

/// The signals that end a process on its own account have the same numbers on Linux and macOS, but for `SIGBUS`.
#[cfg(unix)]
fn signal_name(signal: i32) -> &'static str {
    match signal {
        4 => " (illegal instruction)",
        6 => " (abort)",
        8 => " (arithmetic error)",
        9 => " (killed, perhaps for want of memory)",
        11 => " (segmentation fault)",
        _ => "",
    }
}
