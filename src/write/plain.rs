//! The text of an edition for reading: paragraphs, words whole, and the notes behind each chapter.
//!
//! Page furniture is left out. A foot note's marker stands in brackets, and the note at the end of the outermost division
//! around it; end and table notes stand where they are printed.

use super::tei;
use super::tei_events::{Element, Reading, Step, TeiError, is_block, left_out, new_line, put, steps, trim};
use crate::edition::Edition;

/// Writes an edition's text for reading.
pub fn plain(edition: &Edition) -> String {
    text_of(&tei(edition, "")).expect("a written edition is well-formed TEI")
}

/// Returns the text of an edition for reading, from its XML, which may have been edited.
///
/// # Errors
/// [`TeiError`] where the file is no TEI.
pub fn text_of(xml: &str) -> Result<String, TeiError> {
    let mut desk = Desk {
        texts: vec![String::new()],
        ..Desk::default()
    };
    for step in steps(xml)? {
        match step {
            Step::Open(element) => desk.open(&element),
            Step::Close => desk.close(),
            Step::Words(words) => desk.words(&words),
        }
    }
    desk.notes_here();
    let mut text = desk.texts.swap_remove(0);
    trim(&mut text);
    text.push('\n');
    Ok(text)
}

/// What happens when an element ends.
#[derive(Debug)]
enum Ending {
    Nothing,
    Line,
    Paragraph,
    Division,
    Note,
    Shown,
    Apparatus { taken: bool },
}

#[derive(Debug, Default)]
struct Desk {
    /// The running text, and above it the foot notes that are open; never empty.
    texts: Vec<String>,
    /// Foot notes that wait for the end of their chapter.
    notes: Vec<String>,
    endings: Vec<Ending>,
    /// How many divisions are open.
    divisions: usize,
    /// How many elements are open whose words do not count.
    hidden: usize,
    /// The next words belong to the word before.
    glued: bool,
    /// A number has just been set: the paragraph that it opens begins on its line.
    numbered: bool,
}

impl Desk {
    fn open(&mut self, element: &Element) {
        let taken = matches!(self.endings.last(), Some(Ending::Apparatus { taken: true }));
        if let (Some(Ending::Apparatus { taken }), "lem" | "rdg") = (self.endings.last_mut(), element.name.as_str()) {
            *taken = true;
        }
        if element.is("type", "noteAnchor") && self.hidden == 0 && !taken {
            let marker = bracketed(element.get("n").unwrap_or(""));
            put(self.text(), &marker);
        }
        let marker = element.name == "ref" && element.is("type", "noteAnchor");
        if self.hidden > 0 || taken || marker || element.name == "fw" || left_out(element, Reading::Edited) {
            self.hidden += 1;
            self.endings.push(Ending::Shown);
            return;
        }
        let ending = match element.name.as_str() {
            "pb" | "lb" | "cb" => {
                if element.is("break", "no") {
                    trim(self.text());
                    self.glued = true;
                } else {
                    put(self.text(), " ");
                }
                Ending::Nothing
            }
            "note" => self.note(element),
            "app" => Ending::Apparatus { taken: false },
            "div" => {
                self.divisions += 1;
                self.paragraph();
                Ending::Division
            }
            "item" => {
                new_line(self.text());
                self.number(element.get("n").unwrap_or(""));
                Ending::Line
            }
            "row" | "l" => {
                new_line(self.text());
                Ending::Line
            }
            "cell" => {
                let text = self.text();
                text.truncate(text.trim_end_matches(' ').len());
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\t');
                }
                Ending::Nothing
            }
            name if is_block(name) => {
                self.paragraph();
                Ending::Paragraph
            }
            _ => Ending::Nothing,
        };
        self.endings.push(ending);
    }

    fn close(&mut self) {
        let ending = self.endings.pop();
        if matches!(
            ending,
            Some(Ending::Line | Ending::Paragraph | Ending::Division | Ending::Note)
        ) {
            self.numbered = false;
        }
        match ending {
            Some(Ending::Line) => new_line(self.text()),
            Some(Ending::Paragraph) => self.paragraph(),
            Some(Ending::Division) => {
                self.divisions = self.divisions.saturating_sub(1);
                self.paragraph();
                if self.divisions == 0 {
                    self.notes_here();
                }
            }
            Some(Ending::Note) => {
                if self.texts.len() > 1
                    && let Some(mut note) = self.texts.pop()
                {
                    trim(&mut note);
                    self.notes.push(note);
                }
            }
            Some(Ending::Shown) => self.hidden = self.hidden.saturating_sub(1),
            Some(Ending::Nothing | Ending::Apparatus { .. }) | None => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        let words = if self.glued {
            words.trim_start_matches([' ', '\t', '\n', '\r'])
        } else {
            words
        };
        self.glued &= words.is_empty();
        self.numbered &= words.trim_matches([' ', '\t', '\n', '\r']).is_empty();
        put(self.text(), words);
    }

    fn note(&mut self, element: &Element) -> Ending {
        let marker = bracketed(element.get("n").unwrap_or(""));
        if !matches!(element.get("place"), None | Some("foot" | "bottom" | "margin")) {
            self.paragraph();
            self.number(&marker);
            return Ending::Paragraph;
        }
        if !element.is("type", "uncalled") {
            put(self.text(), &marker);
        }
        self.texts.push(String::new());
        self.number(&marker);
        Ending::Note
    }

    /// Sets the number of an item or note.
    fn number(&mut self, number: &str) {
        if !number.is_empty() {
            put(self.text(), number);
            put(self.text(), " ");
            self.numbered = true;
        }
    }

    /// Ends a paragraph.
    fn paragraph(&mut self) {
        if self.numbered {
            return;
        }
        let inside_note = self.texts.len() > 1;
        let text = self.text();
        new_line(text);
        if !inside_note && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
    }

    /// Sets the foot notes that wait.
    fn notes_here(&mut self) {
        self.paragraph();
        for note in std::mem::take(&mut self.notes) {
            let text = self.text();
            text.push_str(&note);
            text.push('\n');
        }
        self.paragraph();
    }

    fn text(&mut self) -> &mut String {
        self.texts.last_mut().expect("the running text is never taken off")
    }
}

/// Sets a marker in brackets, where it has none.
fn bracketed(marker: &str) -> String {
    if marker.is_empty() || marker.starts_with(['[', '(']) {
        marker.to_owned()
    } else {
        format!("[{marker}]")
    }
}
