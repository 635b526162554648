//! What a stage could not settle, or changed, and where: doubt is a [`Diagnostic`], never an error.
//!
//! A stage that may doubt returns [`Warned`]: its result and the diagnostics beside it.

use std::fmt;

use crate::span::Rect;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; shown with `--verbose`.
    Note,
    /// Something that a reader should look at; counted, and fatal with `--strict`.
    Warning,
    /// What makes an edition invalid; only [`crate::validate`] finds it, no stage does.
    Error,
}

/// One thing to look at: where, what, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name for the kind of thing, in kebab case: `note-without-marker`.
    pub code: &'static str,
    /// The page, counted from 1 in the order of the source.
    pub page: Option<u32>,
    /// The line on the page, counted from 1 as it was read; where there is no page, the line of the file.
    pub line: Option<u32>,
    /// The box on the page, in its unit.
    pub rect: Option<Rect>,
    /// What there is, one line, lower case, no full stop: `note 3 has no marker in the text`.
    pub message: String,
    /// What to do about it, if anything is to be done.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Makes a warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            code,
            page: None,
            line: None,
            rect: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Makes a note without a place.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, message)
        }
    }

    /// Says on which page, counted from 1.
    pub fn on_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }

    /// Says on which line of the page, counted from 1.
    pub fn on_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Says in which box of the page.
    pub fn in_box(mut self, rect: Rect) -> Self {
        self.rect = Some(rect);
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.page, self.line) {
            (Some(page), Some(line)) => write!(f, "p. {page}, line {line}: ")?,
            (Some(page), None) => write!(f, "p. {page}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

/// A result and the doubts beside it.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What to look at, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// Makes a result without doubts.
    pub fn certain(value: T) -> Self {
        Self {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// Makes a result with its doubts.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Hands the result to the next stage and keeps the doubts of both, the earlier ones first.
    pub fn then<U>(self, next: impl FnOnce(T) -> Warned<U>) -> Warned<U> {
        let Warned { value, mut diagnostics } = self;
        let after = next(value);
        diagnostics.extend(after.diagnostics);
        Warned {
            value: after.value,
            diagnostics,
        }
    }

    /// Hands the result to a stage that never doubts.
    pub fn map<U>(self, next: impl FnOnce(T) -> U) -> Warned<U> {
        Warned {
            value: next(self.value),
            diagnostics: self.diagnostics,
        }
    }
}
