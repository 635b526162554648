//! Laws of the edition, on random texts in the notation of the cases: a failure prints a case.

use std::fmt::Write as _;

use fonds::edition::assemble;
use fonds::write;
use proptest::prelude::*;

use crate::draft::draft;
use crate::edition_laws::hold;

/// A word and what stands behind it.
#[derive(Clone, Debug)]
struct Step {
    word: String,
    next: u8,
}

/// A block: its kind, whether a page starts in front of it, its words.
#[derive(Clone, Debug)]
struct Sketch {
    kind: u8,
    page: u8,
    words: Vec<Step>,
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = ("[a-zäжß<&\"'*.,]{1,6}", 0u8..30).prop_map(|(word, next)| Step { word, next });
    prop::collection::vec(step, 1..most)
}

fn sketches() -> impl Strategy<Value = (Vec<Sketch>, Vec<Vec<Step>>)> {
    let sketch = (0u8..14, 0u8..12, steps(12)).prop_map(|(kind, page, words)| Sketch { kind, page, words });
    (
        prop::collection::vec(sketch, 0..12),
        prop::collection::vec(steps(6), 1..8),
    )
}

/// Writes sketches in the notation: pages only go forward, foot notes are printed on their marker's page or the next.
fn notation(sketches: &[Sketch], bodies: &[Vec<Step>]) -> String {
    let mut pen = Pen {
        page: 1,
        ..Pen::default()
    };
    for (at, sketch) in sketches.iter().enumerate() {
        if sketch.kind == 9 && at % 2 == 0 {
            // An end or table note printed here, with or without a marker before it.
            let note = pen.ends.pop().unwrap_or_else(|| pen.key());
            let place = if sketch.page > 6 { "end" } else { "table" };
            let _ = write!(pen.text, "note/{note}/{place}/{}/{note}. ", pen.page);
        } else {
            pen.head(sketch.kind, at);
        }
        if at == 0 || sketch.page == 0 || sketch.page == 1 {
            pen.page += u32::from(at > 0) + u32::from(sketch.page == 1);
            let _ = write!(pen.text, "{{p{}}}", pen.page);
        }
        pen.words(&sketch.words, true);
        pen.text.push('\n');
    }
    let last = pen.page + 1;
    let feet = std::mem::take(&mut pen.feet);
    for ((key, page), body) in feet.iter().zip(bodies.iter().cycle()) {
        let start = if page % 3 == 0 { page + 1 } else { *page };
        let label = match page % 4 {
            0 => format!("{key}."),
            1 => String::new(),
            2 => format!("{key}9"),
            _ => key.to_string(),
        };
        let _ = write!(pen.text, "note/{key}/foot/{start}/{label} ");
        pen.page = start;
        pen.last = last;
        pen.words(body, false);
        pen.text.push('\n');
        if start % 2 == 0 {
            let _ = writeln!(pen.text, "note/{key} its second paragraph");
        }
    }
    let mut pages = String::new();
    for page in 1..=last {
        let _ = writeln!(pages, "@page {page} n={}", page + 100);
        match page % 4 {
            1 => pages.push_str("@header top Running head\n@footer bottom A foot\n"),
            2 => pages.push_str("@watermark margin Do not copy\n"),
            _ => {}
        }
    }
    pages + &pen.text
}

#[derive(Default)]
struct Pen {
    text: String,
    page: u32,
    /// The last page that a note may run on to.
    last: u32,
    keys: u32,
    feet: Vec<(u32, u32)>,
    ends: Vec<u32>,
}

impl Pen {
    fn key(&mut self) -> u32 {
        self.keys += 1;
        self.keys
    }

    fn head(&mut self, kind: u8, at: usize) {
        let head = match kind {
            0 => "h1 ".to_owned(),
            1 => "h2 ".to_owned(),
            2 => "q ".to_owned(),
            3 => "v ".to_owned(),
            4 => "item/0/1. ".to_owned(),
            5 => "item/1/a) ".to_owned(),
            6 => "item/2 ".to_owned(),
            7 => "itemp/1 ".to_owned(),
            8 => format!("caption/{} ", at / 4),
            9 | 10 => format!("cell/{}/{}/{} ", at / 4, at / 2, at % 2),
            11 => "figure ".to_owned(),
            _ => "p ".to_owned(),
        };
        self.text.push_str(&head);
    }

    fn words(&mut self, steps: &[Step], running: bool) {
        let (last, before) = steps.split_last().expect("a block has words");
        for step in before {
            self.text.push_str(&step.word);
            let next = self.page + 1;
            let mark = match step.next {
                0 => " {l}".to_owned(),
                1 => "{l-}".to_owned(),
                2 => "-{l+}".to_owned(),
                3 => "{l:¬}".to_owned(),
                4 => "{l:\u{2010}?}".to_owned(),
                5 => " {c}".to_owned(),
                6..9 if running || next <= self.last => {
                    self.page += 1;
                    let join = ["", "-", ":"][usize::from(step.next - 6)];
                    format!("{}{{p{next}{join}}}", if join.is_empty() { " " } else { "" })
                }
                9 if running => {
                    self.page += 2;
                    format!("{{p{}-}}", self.page)
                }
                10..14 if running => {
                    let key = self.key();
                    self.feet.push((key, self.page));
                    format!("{{^{key} {key}}} ")
                }
                14 if running => format!("{{^{} *}} ", self.key()),
                15 if running => {
                    let key = self.key();
                    self.ends.push(key);
                    format!("{{^{key} [{key}]}} ")
                }
                16 => " {i}in {b}deep{/}{l-}er{/} ".to_owned(),
                17 => " {=1940}in {l}{sup}19{/}{l-}40{/=} {=1941 medium}on{/=} ".to_owned(),
                _ => " ".to_owned(),
            };
            self.text.push_str(&mark);
        }
        self.text.push_str(&last.word);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_edition_gives_back_its_pages((sketches, bodies) in sketches(), lines in any::<bool>()) {
        let mut case = notation(&sketches, &bodies);
        if lines {
            case.insert_str(0, "@lines none\n");
        }
        let draft = draft(&case).map_err(TestCaseError::fail)?;
        let edition = assemble(draft.text.clone(), draft.annotations.clone().into(), &draft.settings).value;
        let xml = write::tei(&edition, "case");
        hold(&draft, &xml).map_err(|fault| TestCaseError::fail(format!("{fault}\n{case}\n{xml}")))?;
        prop_assert!(serde_json::from_str::<serde_json::Value>(&write::json(&edition)).is_ok());
        prop_assert!(!write::plain(&edition).is_empty());
    }

    #[test]
    fn reading_back_never_panics(xml in "(<[/]?(text|p|pb|lb|note|app|rdg|item|label|fw)( (n|place|break|rend|sameAs)=\"[a-z(#.]{0,6}\")*/?>|&(amp|#65|x);|[a-z \n]){0,40}") {
        let whole = format!("<TEI><text>{xml}</text></TEI>");
        let _ = write::as_read(&whole);
        let _ = write::text_of(&whole);
        let _ = write::as_read(&xml);
        prop_assert_eq!(write::digest::verify(&whole), write::digest::Seal::None);
    }
}
