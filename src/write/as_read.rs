//! An edition taken apart again: each page with its words in the order in which the source has them.
//!
//! The furniture of the head first, then the lines with their hyphens and markers, then the notes with their numbers, each
//! part of a note on its page, then the furniture of the foot and margins. A figure stands behind the paragraph that runs round
//! it; its words go back to their place (file `displaced`). All of it comes from the XML alone.

use std::collections::BTreeMap;

use super::displaced::{Moved, Where, Zones, put_back, surface};
use super::tei_events::{Element, Reading, Step, TeiError, is_block, left_out, new_line, placed_steps, put, trim};

/// A page as the source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAsRead {
    /// The printed page number.
    pub n: Option<String>,
    /// The lines.
    pub text: String,
}

/// Returns the pages of an edition as the source has them, with form feeds between them.
///
/// # Errors
/// [`TeiError`] where the file is no TEI.
pub fn as_read(xml: &str) -> Result<String, TeiError> {
    let pages = pages_as_read(xml)?;
    Ok(pages
        .into_iter()
        .map(|page| page.text)
        .collect::<Vec<_>>()
        .join("\u{c}"))
}

/// Returns the pages of an edition as the source has them.
///
/// # Errors
/// [`TeiError`] where the file is no TEI.
pub fn pages_as_read(xml: &str) -> Result<Vec<PageAsRead>, TeiError> {
    let mut desk = Desk::default();
    desk.open_page(None, None);
    for step in placed_steps(xml)? {
        match step {
            Step::Open(element) => desk.open(&element),
            Step::Close => desk.close(),
            Step::Words(words) => desk.words(&words),
        }
    }
    Ok(desk.finish())
}

/// The sheet of a page.
#[derive(Debug, Default)]
struct Sheet {
    n: Option<String>,
    /// The surface that it points at.
    surface: Option<String>,
    head: String,
    text: String,
    foot: String,
    /// The lines of its last block that point at a zone: the zone, and where the line starts in `text`.
    lines: Vec<(String, usize)>,
}

/// Where words go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    /// The running text of the last page.
    #[default]
    Text,
    /// The furniture at the head of the last page.
    Head,
    /// The furniture at its foot.
    Foot,
    /// A part of a foot note.
    Note(usize),
    /// A figure that stands elsewhere.
    Figure(usize),
}

/// What happens when an element ends.
#[derive(Debug)]
enum Ending {
    Nothing,
    /// A line ends.
    Line,
    /// A label ends; a space follows.
    Label,
    /// Words go where they went before.
    Back(Target),
    /// Words count again.
    Shown,
    /// An apparatus; one of its readings has been taken.
    Apparatus {
        taken: bool,
    },
}

#[derive(Debug, Default)]
struct Desk {
    sheets: Vec<Sheet>,
    /// The sheet of each `pb` by its identifier.
    by_id: BTreeMap<String, usize>,
    /// Parts of foot notes, with the identifier of the page that each stands on, or its sheet.
    notes: Vec<(OnPage, String)>,
    zones: Zones,
    figures: Vec<Moved>,
    target: Target,
    endings: Vec<Ending>,
    /// How many elements are open whose words do not count.
    hidden: usize,
    /// A number that is printed before the next words.
    waiting: Option<String>,
}

/// The page on which a part of a note stands.
#[derive(Clone, Debug)]
enum OnPage {
    Sheet(usize),
    Named(String),
}

impl Desk {
    fn open(&mut self, element: &Element) {
        if element.name == "zone" {
            self.zones.add(element);
        }
        let apparatus = matches!(self.endings.last(), Some(Ending::Apparatus { taken: true }));
        if let (Some(Ending::Apparatus { taken }), "lem" | "rdg") = (self.endings.last_mut(), element.name.as_str()) {
            *taken = true;
        }
        if self.hidden > 0 || apparatus || element.name == "facsimile" || left_out(element, Reading::Printed) {
            self.hidden += 1;
            self.endings.push(Ending::Shown);
            return;
        }
        let ending = match element.name.as_str() {
            "pb" => self.page(element),
            "lb" | "cb" => {
                let hyphen = joined_by(element);
                self.line_end(hyphen.as_deref());
                if let (Target::Text, Some(zone), Some(sheet)) =
                    (self.target, element.pointer("facs"), self.sheets.last_mut())
                {
                    sheet.lines.push((zone.to_owned(), sheet.text.len()));
                }
                Ending::Nothing
            }
            "fw" => {
                let back = self.target;
                self.target = if element.is("place", "top") {
                    Target::Head
                } else {
                    Target::Foot
                };
                new_line(self.text());
                Ending::Back(back)
            }
            "note" => self.note(element),
            "figure" => self.figure(element),
            "label" if self.waiting.take().is_some() => Ending::Label,
            "app" => Ending::Apparatus { taken: false },
            "item" => {
                self.say_waiting();
                new_line(self.text());
                self.waiting = element.get("n").filter(|n| !n.is_empty()).map(str::to_owned);
                Ending::Line
            }
            "cell" => {
                let text = self.text();
                trim_spaces(text);
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\t');
                }
                Ending::Nothing
            }
            name if is_block(name) => {
                new_line(self.text());
                if let (Target::Text, Some(sheet)) = (self.target, self.sheets.last_mut()) {
                    sheet.lines.clear();
                }
                Ending::Line
            }
            _ => Ending::Nothing,
        };
        self.endings.push(ending);
    }

    fn close(&mut self) {
        match self.endings.pop() {
            Some(Ending::Line) => {
                self.say_waiting();
                new_line(self.text());
            }
            Some(Ending::Label) => put(self.text(), " "),
            Some(Ending::Back(target)) => {
                self.say_waiting();
                self.target = target;
            }
            Some(Ending::Shown) => self.hidden = self.hidden.saturating_sub(1),
            Some(Ending::Nothing | Ending::Apparatus { .. }) | None => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        if !words.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
            self.say_waiting();
        }
        put(self.text(), words);
    }

    /// Says the number that is printed before what comes now.
    fn say_waiting(&mut self) {
        if let Some(number) = self.waiting.take() {
            put(self.text(), &number);
            put(self.text(), " ");
        }
    }

    fn page(&mut self, element: &Element) -> Ending {
        let hyphen = joined_by(element);
        if let Target::Note(_) = self.target {
            self.line_end(hyphen.as_deref());
            if let Some(page) = element.pointer("sameAs") {
                self.target = Target::Note(self.notes.len());
                self.notes.push((OnPage::Named(page.to_owned()), String::new()));
            }
        } else if element.get("sameAs").is_none() {
            self.target = Target::Text;
            self.line_end(hyphen.as_deref());
            self.open_page(element.get("id"), element.get("n"));
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.surface = element.pointer("facs").map(str::to_owned);
            }
        }
        Ending::Nothing
    }

    fn note(&mut self, element: &Element) -> Ending {
        self.say_waiting();
        let n = element.get("n").unwrap_or("");
        let label = element
            .get("rend")
            .and_then(|rend| {
                rend.split_whitespace()
                    .find_map(|r| r.strip_prefix("label(")?.strip_suffix(')'))
            })
            .unwrap_or(n);
        let waiting = Some(label.to_owned()).filter(|label| !label.is_empty());
        if !matches!(element.get("place"), None | Some("foot" | "bottom" | "margin")) {
            new_line(self.text());
            self.waiting = waiting;
            return Ending::Line;
        }
        if !element.is("type", "uncalled") {
            put(self.text(), n);
        }
        let back = self.target;
        let page = match back {
            Target::Note(outer) => self.notes.get(outer).map(|(page, _)| page.clone()),
            _ => None,
        };
        let page = page.unwrap_or(OnPage::Sheet(self.sheets.len().saturating_sub(1)));
        self.target = Target::Note(self.notes.len());
        self.notes.push((page, String::new()));
        self.waiting = waiting;
        Ending::Back(back)
    }

    fn figure(&mut self, element: &Element) -> Ending {
        new_line(self.text());
        let here = self.sheets.last().and_then(|sheet| sheet.surface.as_deref());
        let zone = element.pointer("facs").filter(|_| self.target == Target::Text);
        let (Some(zone), Some(here)) = (zone, here) else {
            return Ending::Line;
        };
        let its_own = surface(zone);
        let sheet = self.sheets.iter().rfind(|s| s.surface.as_deref() == Some(its_own));
        let place = self.zones.place(zone, sheet.map_or(&[], |sheet| &sheet.lines));
        if its_own == here && place == Where::Behind {
            return Ending::Line;
        }
        let back = self.target;
        self.target = Target::Figure(self.figures.len());
        self.figures.push(Moved {
            surface: its_own.to_owned(),
            place,
            text: String::new(),
        });
        Ending::Back(back)
    }

    fn line_end(&mut self, hyphen: Option<&str>) {
        let text = self.text();
        match hyphen {
            Some(hyphen) => {
                trim(text);
                // A letter before the hyphen stood where the text has another now: `Druk-`, `Drucker`.
                for _ in hyphen.chars().filter(|c| c.is_alphabetic()) {
                    text.pop();
                }
                text.push_str(hyphen);
                text.push('\n');
            }
            None => new_line(text),
        }
    }

    fn open_page(&mut self, id: Option<&str>, n: Option<&str>) {
        if let Some(id) = id {
            self.by_id.insert(id.to_owned(), self.sheets.len());
        }
        self.sheets.push(Sheet {
            n: n.map(str::to_owned),
            ..Sheet::default()
        });
    }

    fn text(&mut self) -> &mut String {
        if let Target::Note(note) = self.target
            && note < self.notes.len()
        {
            return &mut self.notes[note].1;
        }
        if let Target::Figure(figure) = self.target
            && figure < self.figures.len()
        {
            return &mut self.figures[figure].text;
        }
        if self.sheets.is_empty() {
            self.open_page(None, None);
        }
        let sheet = self.sheets.last_mut().expect("a page is open");
        match self.target {
            Target::Head => &mut sheet.head,
            Target::Foot => &mut sheet.foot,
            Target::Text | Target::Note(_) | Target::Figure(_) => &mut sheet.text,
        }
    }

    fn finish(self) -> Vec<PageAsRead> {
        let Desk {
            sheets,
            by_id,
            notes,
            figures,
            ..
        } = self;
        let last = sheets.len().saturating_sub(1);
        // Of a surface that no page has, they stay with the last one.
        let is_lost = |moved: &Moved| !sheets.iter().any(|s| s.surface.as_deref() == Some(&moved.surface));
        let with_figures: Vec<String> = (sheets.iter().enumerate())
            .map(|(at, sheet)| {
                let its_own = figures
                    .iter()
                    .filter(|moved| sheet.surface.as_deref() == Some(&moved.surface) || at == last && is_lost(moved));
                put_back(&sheet.text, its_own)
            })
            .collect();
        let mut feet = vec![String::new(); sheets.len()];
        for (page, part) in notes {
            let sheet = match page {
                OnPage::Sheet(sheet) => sheet,
                OnPage::Named(id) => by_id.get(&id).copied().unwrap_or(last),
            };
            if let Some(foot) = feet.get_mut(sheet) {
                new_line(foot);
                foot.push_str(part.trim_end());
            }
        }
        // What stands before the first page start is a page only where something stands there.
        let pages =
            sheets
                .into_iter()
                .zip(feet)
                .zip(with_figures)
                .enumerate()
                .filter_map(|(index, ((sheet, notes), text))| {
                    let parts = [sheet.head, text, notes, sheet.foot];
                    let parts: Vec<&str> = parts
                        .iter()
                        .map(|part| part.trim_end())
                        .filter(|part| !part.is_empty())
                        .collect();
                    if index == 0 && parts.is_empty() && last > 0 {
                        return None;
                    }
                    let mut text = parts.join("\n\n");
                    text.push('\n');
                    Some(PageAsRead { n: sheet.n, text })
                });
        pages.collect()
    }
}

/// Returns the hyphen printed before a start that joins a word, `None` where the start joins nothing.
fn joined_by(element: &Element) -> Option<String> {
    if !element.is("break", "no") {
        return None;
    }
    let named = |name: &str| match name {
        "hyphen" => Some('-'),
        "soft-hyphen" => Some('\u{ad}'),
        "not-sign" => Some('¬'),
        "en-dash" => Some('–'),
        "double-hyphen" => Some('='),
        other => u32::from_str_radix(other.strip_prefix('u')?, 16)
            .ok()
            .and_then(char::from_u32),
    };
    Some(
        element
            .get("rend")
            .unwrap_or("")
            .split_whitespace()
            .filter_map(named)
            .collect(),
    )
}

fn trim_spaces(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}
