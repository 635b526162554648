//! Words that tell what a line is: headings that stand alone, captions, how letters begin and end, web
//! navigation, copyright lines.
//!
//! They are data, `page.toml` in each language's pack, and apply in all documents: a heading `Notes` in a Russian book is one.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::automaton::Lines;
use crate::rules::built_in_files;

/// The `page.toml` of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    headings: Vec<String>,
    numbered_headings: Vec<String>,
    heading_ordinals: Vec<String>,
    notes_headings: Vec<String>,
    #[serde(default)]
    remark_headings: Vec<String>,
    comments_headings: Vec<String>,
    figure_captions: Vec<String>,
    table_captions: Vec<String>,
    table_sources: Vec<String>,
    act_heads: Vec<String>,
    act_subjects: Vec<String>,
    open_words: Vec<String>,
    item_joiners: Vec<String>,
    numbered_words: Vec<String>,
    #[serde(default)]
    clause_words: Vec<String>,
    #[serde(default)]
    year_words: Vec<String>,
    #[serde(default)]
    powered_units: Vec<String>,
    greetings: Vec<String>,
    closings: Vec<String>,
    navigation: Vec<String>,
    footer: Vec<String>,
    #[serde(default)]
    sheet_marks: Vec<String>,
    watermarks: Vec<String>,
}

/// The words of all languages, compiled.
#[derive(Debug)]
pub struct Phrases {
    headings: Vec<String>,
    notes: Vec<String>,
    remarks: Vec<String>,
    numbered_words: Vec<String>,
    clause_words: Vec<String>,
    year_words: Vec<String>,
    powered_units: Vec<String>,
    open_words: Vec<String>,
    item_joiners: Vec<String>,
    act_heads: Vec<String>,
    act_subjects: Vec<String>,
    comments: Lines,
    numbered: Lines,
    spelt: Lines,
    figure: Lines,
    table: Lines,
    source: Lines,
    greetings: Lines,
    closings: Lines,
    signed_closings: Lines,
    navigation: Lines,
    footer: Lines,
    sheet_marks: Lines,
    watermarks: Vec<String>,
}

/// The words that a letter ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The signature follows on a line of its own.
    Unsigned,
    /// The name stands behind them.
    Signed,
}

static BUILT_IN: LazyLock<Phrases> = LazyLock::new(|| {
    let packs: Vec<Pack> = built_in_files("page.toml")
        .map(|file| toml::from_str(file).expect("the packs are tested"))
        .collect();
    let all = |field: fn(&Pack) -> &Vec<String>| packs.iter().flat_map(field).cloned().collect::<Vec<_>>();
    let lines = |patterns: &[String]| Lines::new(patterns).expect("the packs are tested");
    // A caption's word is followed by a number: `Table 4`, `Рис. 2`, `Map IV`.
    let before_number = |words: Vec<String>| {
        let words: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
        lines(&[format!(
            r"(?s)(?:{})\s*(?:no\.?|№|nr\.?)?\s*(?:\d.*|[ivxlc]+(?:\W.*)?)",
            words.join("|")
        )])
    };
    // `Chapter One`, `Drittes Kapitel`, `2. Kapitel`, `IIe partie`, with nothing behind it but a stop.
    let beside_ordinal = |words: &[String], ordinals: &[String]| {
        let one_of = |words: &[String]| {
            let words: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
            format!("(?:{})", words.join("|"))
        };
        let (word, ordinal) = (one_of(words), one_of(ordinals));
        let figure = r"(?:\d{1,3}|[ivxlc]{1,7})(?:\.|-?\p{L}{1,3})";
        lines(&[format!(
            r"(?:{word} +(?:the +)?{ordinal}|(?:{ordinal}|{figure}) +{word})[.:]?"
        )])
    };
    let before_colon = |words: Vec<String>| {
        let words: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
        lines(&[format!(r"(?s)(?:{})\s*[:.–—].*", words.join("|"))])
    };
    let followed =
        |patterns: Vec<String>, by: &str| -> Vec<String> { patterns.iter().map(|p| format!("(?:{p}){by}")).collect() };
    Phrases {
        headings: all(|p| &p.headings),
        notes: all(|p| &p.notes_headings),
        remarks: all(|p| &p.remark_headings),
        numbered_words: all(|p| &p.numbered_words),
        clause_words: all(|p| &p.clause_words),
        year_words: all(|p| &p.year_words),
        powered_units: all(|p| &p.powered_units),
        open_words: all(|p| &p.open_words),
        item_joiners: all(|p| &p.item_joiners),
        act_heads: all(|p| &p.act_heads),
        act_subjects: all(|p| &p.act_subjects),
        comments: lines(&all(|p| &p.comments_headings)),
        numbered: before_number(all(|p| &p.numbered_headings)),
        spelt: beside_ordinal(&all(|p| &p.numbered_headings), &all(|p| &p.heading_ordinals)),
        figure: before_number(all(|p| &p.figure_captions)),
        table: before_number(all(|p| &p.table_captions)),
        source: before_colon(all(|p| &p.table_sources)),
        greetings: lines(&followed(all(|p| &p.greetings), r"[,!:.—–-]*")),
        closings: lines(&followed(all(|p| &p.closings), r"[,.]*")),
        signed_closings: lines(&followed(all(|p| &p.closings), r"[,.]? .{1,30}")),
        navigation: lines(&all(|p| &p.navigation)),
        footer: lines(&all(|p| &p.footer)),
        sheet_marks: lines(&all(|p| &p.sheet_marks)),
        watermarks: all(|p| &p.watermarks),
    }
});

impl Phrases {
    /// Returns the phrases of the packs that are built in.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Tells whether a line is a word that heads a part by itself: `Abstract`, `Введение`, `Chapter 3`, `2 comments`.
    pub fn is_heading(&self, line: &str) -> bool {
        let bare = bare(line);
        self.headings.contains(&bare)
            || self.comments.is_match(line.trim())
            || (self.numbered.is_match(line) && line.chars().count() < 80)
            || self.spelt.is_match(line.trim())
    }

    /// Tells whether a line is a part's word and its number: `Chapter 3`, `Глава первая`.
    pub fn is_part_number(&self, line: &str) -> bool {
        let line = line.trim();
        self.spelt.is_match(line) || line.split_whitespace().count() <= 2 && self.numbered.is_match(line)
    }

    /// Returns what is printed across pages as a watermark, in lower case.
    pub fn watermarks(&self) -> &[String] {
        &self.watermarks
    }

    /// Tells whether a heading says that end notes follow.
    pub fn heads_notes(&self, line: &str) -> bool {
        self.notes.contains(&bare(line)) || self.heads_remark(line)
    }

    /// Tells whether a heading says that a note follows, or remarks on what stands before: `Note`, `Примечание`.
    pub fn heads_remark(&self, line: &str) -> bool {
        self.remarks.contains(&bare(line))
    }

    /// Tells whether a line begins as a picture's caption does.
    pub fn is_figure_caption(&self, line: &str) -> bool {
        self.figure.is_match(line)
    }

    /// Tells whether a line begins as a table's caption does.
    pub fn is_table_caption(&self, line: &str) -> bool {
        self.table.is_match(line)
    }

    /// Tells whether a line is one that a letter begins with: `Dear Sir,`, `Дорогой брат!`.
    pub fn opens_letter(&self, line: &str) -> bool {
        line.chars().count() <= 60 && self.greetings.is_match(line.trim())
    }

    /// Tells whether a line is one that a letter ends with, and if so how: `Yours faithfully,`, `Your brother Peter`.
    pub fn closes_letter(&self, line: &str) -> Option<Closing> {
        let line = line.trim();
        if line.chars().count() > 80 {
            None
        } else if self.closings.is_match(line) {
            Some(Closing::Unsigned)
        } else {
            // A name begins with a capital.
            let signed = line
                .split_whitespace()
                .next_back()
                .is_some_and(|w| w.starts_with(char::is_uppercase));
            (signed && self.signed_closings.is_match(line)).then_some(Closing::Signed)
        }
    }

    /// Tells whether a line is a row of two short items with a bar between: navigation, unless other rows with bars stand
    /// next to it, which make a table.
    pub fn is_barred_pair(&self, line: &str) -> bool {
        let items: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let short = |i: &&str| (1..=40).contains(&i.chars().count()) && !i.ends_with(['.', ',', ';', ':']);
        items.len() == 2 && items.iter().all(|i| short(i) && i.chars().any(char::is_alphabetic))
    }

    /// Tells whether a line under a table begins to say where it is from, or a remark on it: `Source: …`, `Note. …`.
    pub fn is_table_source(&self, line: &str) -> bool {
        self.source.is_match(line)
    }

    /// Tells whether a line is the mark of a printed sheet with the volume or order that it is of: `Vol. II.—4`, `3 Зак. 215`.
    pub fn is_sheet_mark(&self, line: &str) -> bool {
        self.sheet_marks.is_match(line)
    }

    /// Tells whether a word takes a number of its own: `vol`, `art`, `ст`.
    pub fn is_numbered_word(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.numbered_words.contains(&word)
    }

    /// Tells whether the number behind these words is that of a part or thing, not of a page: `Chapter`, `Form No.`, `№`;
    /// behind `Act I` it is a page's.
    pub(crate) fn numbers_things(&self, words: &str) -> bool {
        let last = words.split_whitespace().next_back().unwrap_or_default();
        let last = last.trim_matches(|c: char| !c.is_alphabetic() && c != '№');
        let known = self.is_numbered_word(last) && (last == "№" || last.chars().count() > 1);
        known || !self.is_heading(words) && self.is_heading(&format!("{} 1", words.trim()))
    }

    /// Tells whether a word is followed by the number of a clause: `paragraph (2)`, `Absatz 1)`.
    pub fn is_clause_word(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.clause_words.contains(&word)
    }

    /// Tells whether a word stands behind a year and says that it is one: `год`.
    pub(super) fn is_year_word(&self, word: &str) -> bool {
        self.year_words.iter().any(|known| known == word)
    }

    /// Tells whether a word wants another behind it, so that no line ends with it on purpose: `of`, `und`.
    pub(super) fn is_open_word(&self, word: &str) -> bool {
        self.open_words.iter().any(|open| open == word)
    }

    /// Tells whether the last item of a list stands behind a word: `and`, `und`.
    pub(super) fn joins_items(&self, word: &str) -> bool {
        self.item_joiners.iter().any(|joiner| joiner == word)
    }

    /// Tells whether a word begins the head of an act: `DECREE`, `ПОСТАНОВЛЕНИЕ`.
    pub(super) fn heads_act(&self, word: &str) -> bool {
        self.act_heads.contains(&word.to_lowercase())
    }

    /// Tells whether a word begins the line that says what an act is about: `On`, `über`, `О`.
    pub(super) fn names_subject(&self, word: &str) -> bool {
        self.act_subjects.contains(&word.to_lowercase())
    }

    /// Tells whether a raised 2 or 3 behind a word is its power: `km`, `м`.
    pub fn is_powered_unit(&self, word: &str) -> bool {
        self.powered_units.iter().any(|unit| unit == word)
    }

    /// Tells whether a line is navigation of a web page, by its words or as a row of short items divided by bars.
    pub fn is_navigation(&self, line: &str) -> bool {
        let items: Vec<&str> = line
            .split(['|', '»', '›'])
            .map(str::trim)
            .filter(|i| !i.is_empty())
            .collect();
        let row = items.len() >= 3 && items.iter().all(|i| i.chars().count() <= 40) && !line.ends_with('.');
        row || self.navigation.is_match(line)
    }

    /// Tells whether a line is a copyright, download or transcription note.
    pub fn is_footer(&self, line: &str) -> bool {
        self.footer.is_match(line)
    }
}

/// The words of a heading in lower case, without its number and closing stop.
fn bare(line: &str) -> String {
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || "IVX.)".contains(c));
    let line = line.trim();
    let line = line
        .split_once(' ')
        .filter(|(first, _)| number(first))
        .map_or(line, |(_, rest)| rest);
    line.trim_end_matches(['.', ':']).trim().to_lowercase()
}
