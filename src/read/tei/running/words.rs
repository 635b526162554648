//! Words on their way from the file into the block at hand.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Desk;
use crate::read::Style;
use crate::read::tei::{Piece, THING};
use crate::span::Span;

impl Desk<'_> {
    /// Takes up a stretch of the file that is text; `section` is the CDATA section that it fills.
    pub(super) fn words(&mut self, span: Span, section: Option<Span>) {
        let text = span.of(self.xml);
        let mut at = 0;
        let first = text.len() - text.trim_start().len();
        let last = text.trim_end().len();
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                let start = span.start + at;
                let source = Span::new(start, start + bare.len());
                match section {
                    None => self.word(bare, source),
                    // No tag may stand in a section, but before and behind it.
                    Some(section) => {
                        let open = (at == first, at + bare.len() == last);
                        let from = if open.0 { section.start } else { source.start };
                        let to = if open.1 { section.end } else { source.end };
                        self.put(bare, Span::new(from, to), false, open);
                    }
                }
            }
            at += word.len();
            if bare.len() < word.len() {
                self.gap();
            }
        }
    }

    /// Takes up white space.
    pub(super) fn gap(&mut self) {
        let context = self.context();
        if context.block.is_some() && !context.joined {
            context.space = true;
        }
    }

    /// Takes up a word, letters and marks composed, signs that are not seen left out.
    fn word(&mut self, word: &str, source: Span) {
        let odd =
            |c: char| is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        if word.is_ascii() || !word.contains(odd) {
            return self.put(word, source, true, (true, true));
        }
        let mut chars = word.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let mut end = at + c.len_utf8();
            while let Some((_, mark)) = chars.next_if(|(_, c)| is_combining_mark(*c)) {
                end += mark.len_utf8();
            }
            if !is_combining_mark(c) && odd(c) {
                // At the end of a line it is a hyphen.
                if c != '\u{ad}' || chars.peek().is_some() {
                    continue;
                }
            }
            let composed: String = word[at..end].nfc().collect();
            let plain = composed == word[at..end];
            self.put(
                &composed,
                Span::new(source.start + at, source.start + end),
                plain,
                (true, true),
            );
        }
    }

    /// Takes up a reference; what it stands for is not known where the file does not say so itself.
    pub(super) fn reference(&mut self, span: Span) {
        let name = span.of(self.xml).trim_start_matches('&').trim_end_matches(';');
        let value = match quick_xml::escape::unescape(span.of(self.xml)) {
            Ok(value) => value.into_owned(),
            Err(_) => self
                .file
                .entities
                .get(name)
                .cloned()
                .unwrap_or_else(|| THING.to_string()),
        };
        if value.trim().is_empty() {
            return self.gap();
        }
        self.put(value.trim(), span, false, (true, true));
    }

    /// Writes words.
    pub(super) fn put(&mut self, words: &str, source: Span, plain: bool, open: (bool, bool)) {
        let block = self.draft();
        let node = self.open.last().copied().unwrap_or_default();
        let style = self.styles.get(node).copied().unwrap_or_default();
        let context = self.context();
        let space = std::mem::take(&mut context.space);
        context.joined = false;
        let draft = &mut self.drafts[block];
        if space && !draft.text.is_empty() {
            draft.text.push(' ');
        }
        let start = draft.text.len();
        draft.text.push_str(words);
        let span = Span::new(start, draft.text.len());
        draft.pieces.push(Piece {
            text: span,
            source,
            plain,
            open,
            node,
        });
        if style != Style::default() {
            match draft.styles.last_mut() {
                Some((before, of)) if *of == style && start - before.end <= usize::from(space) => before.end = span.end,
                _ => draft.styles.push((span, style)),
            }
        }
    }
}
