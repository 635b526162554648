//! Writing lines: words with their markers taken out, and what stands between a line and the one before.

use super::stream::Stream;
use super::{Builder, Call, Cert, Join, LineCall};
use crate::diag::Diagnostic;
use crate::read::Line;
use crate::repair::hyphens;

impl Builder<'_> {
    /// Writes a line.
    pub(super) fn line(
        &mut self,
        stream: &mut Stream,
        line: &Line,
        (page, column): (u32, u16),
        opens: bool,
        mut calls: Vec<LineCall>,
    ) {
        let join = if opens {
            Join::Space
        } else {
            self.join_lines(stream, line, page)
        };
        let glue = matches!(join, Join::Hyphen { .. } | Join::Kept);
        if !opens && !glue && !stream.string.ends_with([' ', '\n']) && !stream.string.is_empty() {
            stream.string.push(' ');
        }
        let before = match stream.string.rsplit([' ', '\n']).next() {
            Some(before) if glue => before.to_owned(),
            _ => String::new(),
        };
        stream.start(page, column, opens, &join);
        let mut glued = true;
        for (w, word) in line.words.iter().enumerate() {
            let spaced = !(glued || word.glued);
            if spaced {
                stream.string.push(' ');
            }
            let start = stream.string.len();
            glued = false;
            let mut from = 0;
            let mine: Vec<LineCall> = calls.extract_if(.., |c| c.0 == w).collect();
            for (_, range, printed, superscript, note) in mine {
                stream.word(&word.text[from..range.start], word, page);
                let at = stream.string.trim_end_matches(' ').len();
                if let Some(note) = note.and_then(|n| self.notes.get_mut(n)) {
                    note.call = Some(Call {
                        at,
                        printed,
                        superscript,
                        page,
                    });
                }
                from = range.end;
            }
            let rest = &word.text[from..];
            // Only a word that is nothing but a marker leaves the next one at the line's start.
            if rest.is_empty() && from > 0 && w == 0 && stream.string.len() == start {
                glued = true;
            }
            // The space before a marker that stands by itself goes with the marker.
            let closes = rest.chars().all(|c| ".,;:!?…)]”’»".contains(c));
            if spaced && from > 0 && closes && stream.string.len() == start {
                stream.string.pop();
            }
            stream.word(rest, word, page);
        }
        // The last word as far as it is one: a mere syllable between two line ends goes with what stood before it.
        let parts = line.words.iter().rev().scan(false, |done, word| {
            let part = (!*done).then_some(word.text.as_str());
            *done = !word.glued;
            part
        });
        let parts: Vec<&str> = parts.collect();
        let before = if parts.len() == line.words.len() {
            before
        } else {
            String::new()
        };
        stream.tail = before + &parts.into_iter().rev().collect::<String>();
    }

    /// Decides what stands between the text so far and a line, and takes a hyphen off that is no part of the word.
    fn join_lines(&mut self, stream: &mut Stream, line: &Line, page: u32) -> Join {
        let Some(first) = line.words.first() else {
            return Join::Space;
        };
        if stream.string.is_empty() || stream.string.ends_with([' ', '\n']) {
            return Join::Space;
        }
        let mut head = first.text.clone();
        for word in line
            .words
            .iter()
            .skip(1)
            .take_while(|w| w.glued && !w.style.superscript)
        {
            head.push_str(&word.text);
        }
        let sign = stream.tail.chars().next_back().unwrap_or('-');
        let before = stream.string.strip_suffix(stream.tail.as_str()).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        match hyphens::between(before, &stream.tail, &head, self.lexicon) {
            None => Join::Space,
            Some(hyphens::Break::Kept(cert)) => stream.keep_hyphen(sign, cert),
            Some(hyphens::Break::Respelt(letter, cert)) => stream.respell(sign, letter, cert),
            Some(hyphens::Break::Dropped(cert)) => {
                if cert < Cert::Medium {
                    self.diagnostics.push(
                        Diagnostic::note(
                            "hyphen-unsure",
                            format!("`{}{head}` may be written with a hyphen", stream.tail),
                        )
                        .on_page(page),
                    );
                }
                stream.drop_hyphen(sign, cert)
            }
        }
    }
}
