//! Tables of words: in come the words of a list in all languages, out comes what the head or the whole of a text means.
//!
//! The words stand sorted and written as [`fold`] gives them, so that those which begin with the letters read so far are
//! a stretch of the table. A text is folded letter by letter as it is read and never copied.

use std::collections::BTreeMap;

use super::words::LanguageId;
use crate::automaton::MixedMap;
use crate::signs;

/// What a word means, in the order of the languages.
type Meanings = Box<[(LanguageId, Box<str>)]>;

/// The words of a list as [`fold`] writes them, each with what it means, in the order of the languages.
pub(super) type ByWord = BTreeMap<String, Vec<(LanguageId, String)>>;

/// The words of a list.
#[derive(Debug)]
pub(super) struct Table {
    words: Box<[Box<str>]>,
    meanings: Box<[Meanings]>,
    /// For each byte where the words that start with it begin; they end where those of the next byte begin.
    first: Box<[u32; 257]>,
    /// The place of each word. Only ever looked up, never gone through.
    places: MixedMap<Box<str>, u32>,
    /// The length of the longest word, in bytes.
    longest: usize,
    /// For each byte whether a word ends with it.
    last: Box<[bool; 256]>,
}

/// The most bytes of a word that is written down to be looked up.
const WRITTEN: usize = 64;

/// The words of a table that begin with what was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun<'w> {
    table: &'w Table,
    from: usize,
    to: usize,
    /// How many bytes were read.
    read: usize,
}

impl Table {
    /// Makes a table of words that [`fold`] has written.
    pub(super) fn new(by_word: ByWord) -> Self {
        let mut first = Box::new([0; 257]);
        for word in by_word.keys() {
            // Of the empty word no byte is the first.
            let next = word.bytes().next().map_or(0, |byte| usize::from(byte) + 1);
            first[next..].iter_mut().for_each(|begin| *begin += 1);
        }
        let longest = by_word.keys().map(String::len).max().unwrap_or(0);
        let mut last = Box::new([false; 256]);
        for byte in by_word.keys().filter_map(|word| word.bytes().last()) {
            last[usize::from(byte)] = true;
        }
        let meant = |(id, meaning): (LanguageId, String)| (id, meaning.into_boxed_str());
        let (words, meanings) = by_word
            .into_iter()
            .map(|(word, meanings)| (word.into_boxed_str(), meanings.into_iter().map(meant).collect()))
            .unzip::<_, Meanings, Vec<Box<str>>, Vec<_>>();
        Self {
            places: words.iter().cloned().zip(0..).collect(),
            longest,
            words: words.into(),
            meanings: meanings.into(),
            first,
            last,
        }
    }

    /// Tells whether a text may end with a word, by its last letter.
    pub(super) fn may_end(&self, text: &str) -> bool {
        let mut last = 0;
        if let Some(c) = text.chars().next_back() {
            fold(c, |c| last = c.encode_utf8(&mut [0; 4]).bytes().last().unwrap_or(last));
        }
        text.is_empty() || self.last[usize::from(last)]
    }

    /// Returns all words, of which nothing was read yet.
    pub(super) fn begin(&self) -> Begun<'_> {
        Begun {
            table: self,
            from: 0,
            to: self.words.len(),
            read: 0,
        }
    }

    /// Returns what a word means.
    pub(super) fn get(&self, word: &str) -> Option<&[(LanguageId, Box<str>)]> {
        // Most of what is asked for is in no list: its first and last letters tell.
        if let (Some(first), Some(last)) = (word.bytes().next(), word.bytes().last())
            && first.is_ascii()
            && last.is_ascii()
        {
            let first = usize::from(first.to_ascii_lowercase());
            let begins = self.first[first] < self.first[first + 1];
            if !begins || !self.last[usize::from(last.to_ascii_lowercase())] {
                return None;
            }
        }
        let mut written = [0; WRITTEN];
        let mut len = 0;
        for c in word.chars() {
            let mut fits = true;
            fold(c, |c| match written.get_mut(len..len + c.len_utf8()) {
                Some(place) => {
                    c.encode_utf8(place);
                    len += place.len();
                }
                None => fits = false,
            });
            if !fits || len > self.longest {
                // Too long for any word, or for being looked up at once.
                return if self.longest > WRITTEN { self.read(word) } else { None };
            }
        }
        let written = std::str::from_utf8(&written[..len]).ok()?;
        let place = self.places.get(written)?;
        Some(&self.meanings[*place as usize])
    }

    /// Reads a word letter by letter and returns what it means.
    fn read(&self, word: &str) -> Option<&[(LanguageId, Box<str>)]> {
        let mut begun = self.begin();
        for c in word.chars() {
            begun = begun.on(c)?;
        }
        begun.word()
    }
}

impl<'w> Begun<'w> {
    /// Returns those of the words that go on with a letter, in whatever case and form; `None` where there are none.
    pub(super) fn on(mut self, c: char) -> Option<Self> {
        let mut more = true;
        fold(c, |c| {
            let mut bytes = [0; 4];
            more = more && c.encode_utf8(&mut bytes).bytes().all(|byte| self.on_byte(byte));
        });
        more.then_some(self)
    }

    fn on_byte(&mut self, byte: u8) -> bool {
        let at = self.read;
        if at == 0 {
            let begin = |byte: usize| self.table.first[byte] as usize;
            (self.from, self.to) = (begin(usize::from(byte)), begin(usize::from(byte) + 1));
            self.read = 1;
            return self.from < self.to;
        }
        let words = &self.table.words[self.from..self.to];
        // Most often one word is left, or all that are left go on alike.
        let byte_of = |word: &str| word.as_bytes().get(at).copied();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        self.read += 1;
        if byte_of(first) == Some(byte) && byte_of(last) == Some(byte) {
            return true;
        }
        let from = words.partition_point(|word| byte_of(word) < Some(byte));
        let many = words[from..].partition_point(|word| byte_of(word) == Some(byte));
        self.from += from;
        self.to = self.from + many;
        many > 0
    }

    /// Returns what the word that was read means; `None` where it is none of the table.
    pub(super) fn word(self) -> Option<&'w [(LanguageId, Box<str>)]> {
        let word = self.table.words[self.from..self.to].first()?;
        (word.len() == self.read).then(|| &*self.table.meanings[self.from])
    }
}

/// Hands on a letter as the tables hold it: lower case, plain spaces, hyphens and apostrophes.
pub(super) fn fold(c: char, mut each: impl FnMut(char)) {
    if c.is_ascii() {
        return each(c.to_ascii_lowercase());
    }
    signs::small(c, |c| {
        each(match c {
            '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
            '‐' | '‑' => '-',
            '’' | 'ʼ' | 'ʹ' => '\'',
            c => c,
        });
    });
}

/// Writes a word as the tables hold it.
pub(super) fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    word.chars().for_each(|c| fold(c, |c| folded.push(c)));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_and_what_goes_on() {
        let words = ["", "no", "nos", "№"];
        let by_word = words.map(|word| (word.to_owned(), vec![(0, format!("<{word}>"))]));
        let table = Table::new(BTreeMap::from(by_word));
        let meaning = |word: &str| table.get(word).map(|found| found[0].1.to_string());
        for word in words {
            assert_eq!(meaning(word), Some(format!("<{word}>")));
        }
        assert_eq!(meaning("NO"), Some("<no>".to_owned()));
        assert_eq!(meaning("nose"), None);
        assert_eq!(meaning("n"), None);
        assert!(table.begin().on('n').and_then(|b| b.on('o')).is_some());
        assert!(table.begin().on('x').is_none());
    }
}
