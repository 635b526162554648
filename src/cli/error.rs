//! Errors of commands: what went wrong, its causes one by one, and what to do.

use std::fmt;
use std::io::{self, Write};

use super::report::{ERROR, HINT};

/// Whose fault it is; decides the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The user asked for what cannot be done.
    User,
    /// A settings or metadata file says what cannot be done.
    Config,
    /// The machine or this program fails.
    Internal,
}

/// Why a command has no result.
#[derive(Debug)]
pub(super) struct CommandError {
    kind: Kind,
    error: anyhow::Error,
    hints: Vec<String>,
}

impl CommandError {
    pub(super) fn user(message: impl fmt::Display) -> Self {
        Self::new(Kind::User, anyhow::anyhow!("{message}"))
    }

    pub(super) fn new(kind: Kind, error: impl Into<anyhow::Error>) -> Self {
        Self {
            kind,
            error: error.into(),
            hints: Vec::new(),
        }
    }

    /// Says what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Tells whether the reader of our output has gone, which is no error of ours.
    pub(super) fn is_broken_pipe(&self) -> bool {
        let is_broken = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
        self.error
            .chain()
            .any(|cause| cause.downcast_ref().is_some_and(is_broken))
    }

    /// Prints the error, its causes and the hints on standard error.
    pub(super) fn print(&self) {
        let heading = match self.kind {
            Kind::User => "error",
            Kind::Config => "settings error",
            Kind::Internal => "internal error",
        };
        let mut out = anstream::stderr().lock();
        // Where standard error is closed there is nobody to tell.
        writeln!(out, "{ERROR}{heading}:{ERROR:#} {}", self.error).ok();
        for cause in self.error.chain().skip(1) {
            writeln!(out, "{ERROR}caused by:{ERROR:#} {cause}").ok();
        }
        for hint in &self.hints {
            writeln!(out, "{HINT}hint:{HINT:#} {hint}").ok();
        }
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::new(Kind::Internal, error)
    }
}
