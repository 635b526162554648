//! The form of `hyphens.toml` in the packs: in comes its TOML, out comes what it says of one language's hyphens.
//!
//! Every key may be left out. A *first part* stands before the hyphen at a line end, a *last part* behind it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The `hyphens.toml` of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Pack {
    /// The commonest words that no other language shares: a text that has many of them is in this one.
    pub(super) common: Vec<String>,
    /// First and last letter of its script in Unicode; left out for the Latin one.
    pub(super) script: Option<(char, char)>,
    /// The letters that can be a syllable.
    pub(super) vowels: String,
    /// Words that link the parts of a compound: `day-to-day`, `aide-de-camp`, `Ростов-на-Дону`.
    pub(super) links: Vec<String>,
    /// Words that do so at the end of a line alone: `rock-a-⏎bye`.
    pub(super) links_before: Vec<String>,
    /// Elided words that do so: `chef-d'œuvre`.
    pub(super) linking_elisions: Vec<String>,
    /// Words that join two beginnings of which the first breaks off: `short- and long-term`.
    pub(super) conjunctions: Vec<String>,
    /// Words that open a clause or a phrase, so that a hyphen before them is rather a dash: `Ongjin-⏎which fell`.
    pub(super) openers: Vec<String>,
    /// What two words make that meet at a line end and that no list knows as one.
    pub(super) compounds: Compounds,
    /// The fewest letters that each of these two has.
    pub(super) compound_least: usize,
    /// Words of one or two letters that may be parts of compounds.
    pub(super) short_words: Vec<String>,
    /// Endings of participles, which take a hyphen behind a noun: `profit-sharing`.
    pub(super) participles: Vec<String>,
    /// Endings that any word may take, so that what bears them is a word.
    pub(super) derivations: Vec<String>,
    /// Endings in which the forms of one word differ.
    pub(super) inflections: Vec<String>,
    /// Its word list.
    pub(super) list: ListFile,
    /// What first parts tell.
    pub(super) first: First,
    /// What last parts tell.
    pub(super) last: Last,
    /// First parts with last parts that were written with a hyphen in their time; the document's other words tell.
    pub(super) habits: BTreeMap<String, Vec<String>>,
    /// Words that tell varieties of the language apart.
    pub(super) varieties: Varieties,
    /// A letter that was written otherwise before a break.
    pub(super) respelling: Option<Respelling>,
    /// The syllables of names that are written syllable by syllable.
    pub(super) syllables: Syllables,
    /// Pairs of parts whose hyphen stays.
    pub(super) form: Vec<Form>,
}

/// The syllables of names that are written syllable by syllable: `Kai-shek`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Syllables {
    /// What they may begin with, in front of the ending.
    pub(super) beginnings: Vec<String>,
    /// What they end with, from the vowel on.
    pub(super) endings: Vec<String>,
}

/// What two words make that meet at a line end.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Compounds {
    /// One word.
    #[default]
    None,
    /// A compound with a hyphen, but where a capital tells a name.
    Plain,
    /// A compound with a hyphen, in many names too.
    Any,
}

/// Which words a language has.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ListFile {
    /// A compiled list beside the pack, a map of crate `fst`.
    pub(super) file: Option<String>,
    /// More words, in lower case.
    pub(super) words: Vec<String>,
    /// Letters between which the list makes no difference: as written, as in the list.
    pub(super) same: Vec<(String, String)>,
    /// Letters of an older spelling, and those of today.
    pub(super) old_letters: Vec<(String, String)>,
    /// Endings of an older spelling, with today's letters, and those of today.
    pub(super) old_endings: Vec<(String, String)>,
    /// A letter that the older spelling has at the end of words.
    pub(super) mute: Option<char>,
    /// What an apostrophe parts from the word behind it.
    pub(super) elided: Vec<String>,
    /// What is written straight behind any word.
    pub(super) enclitics: Vec<String>,
    /// The language whose words it writes in other letters.
    pub(super) transliterates: Option<String>,
    /// What the letters may stand for there.
    pub(super) letters: Vec<(String, Vec<String>)>,
    /// A letter of that language which may be left out.
    pub(super) silent: Option<String>,
    /// The fewest letters of a word that is taken for one.
    pub(super) least: usize,
}

/// What first parts tell.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct First {
    /// They keep their hyphen before any listed word.
    pub(super) always: Vec<String>,
    /// They do where no list knows the word.
    pub(super) mostly: Vec<String>,
    /// They are written together with what follows where no list knows the word.
    pub(super) joined: Vec<String>,
    /// Prefixes that may take a hyphen; the document's habits and its variety tell.
    pub(super) loose: Vec<String>,
    /// Of these, the ones that take it where nothing tells.
    pub(super) loose_kept: Vec<String>,
    /// Of the others, the ones that take it before rare words in the variety that writes more hyphens.
    pub(super) loose_rare: Vec<String>,
    /// Numbers that count what follows: `five-man`, `third-class`.
    pub(super) counting: Vec<String>,
    /// Beginnings of names that are broken before a capital: `Mac-⏎Donald`.
    pub(super) of_names: Vec<String>,
}

/// What last parts tell.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Last {
    /// They keep their hyphen behind any listed word.
    pub(super) always: Vec<String>,
    /// They do behind these too.
    pub(super) behind: Vec<String>,
    /// They do behind any word where no list knows the whole.
    pub(super) mostly: Vec<String>,
    /// They do even where the list knows the whole as a rare word.
    pub(super) rarely_listed: Vec<String>,
    /// They are endings, whatever they mean alone.
    pub(super) endings: Vec<String>,
    /// Endings of family and place names that are words too.
    pub(super) of_names: Vec<String>,
}

/// Words in the spelling of two varieties of a language, of which one writes more hyphens.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Varieties {
    pub(super) hyphening: Vec<String>,
    pub(super) joining: Vec<String>,
}

/// A letter that is written otherwise before a break: `Druk-⏎ker` for `Drucker`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Respelling {
    /// The letter before the hyphen, of one byte; a short vowel stands before it.
    pub(super) was: char,
    /// What it is in the unbroken word, of one byte.
    pub(super) is: char,
    /// The letter behind the hyphen.
    pub(super) next: char,
    /// Ends of first parts that are written so in the unbroken word too.
    pub(super) unless: Vec<String>,
    /// How endings go on behind that letter.
    pub(super) endings: Vec<String>,
    /// How words go on behind it; of an ending and a word that both fit the longer counts.
    pub(super) words: Vec<String>,
    /// Endings by their whole rest.
    pub(super) whole_endings: Vec<String>,
}

/// Pairs of parts whose hyphen stays: all conditions that are written hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Form {
    /// The first part is one of these.
    pub(super) first: Vec<String>,
    /// It ends so.
    pub(super) first_ends: Vec<String>,
    /// It has so many letters.
    pub(super) first_least: usize,
    /// The list knows it.
    pub(super) first_known: bool,
    /// The list knows it with one of these endings for its last letter.
    pub(super) first_as: Vec<String>,
    /// The last part is one of these.
    pub(super) next: Vec<String>,
    /// It begins so.
    pub(super) next_starts: Vec<String>,
    /// It ends so, or so before one of its inflections.
    pub(super) next_ends: Vec<String>,
    /// Inflections that the endings of the last part take.
    pub(super) next_inflections: Vec<String>,
    /// It has so many letters.
    pub(super) next_least: usize,
    /// The list knows it.
    pub(super) next_known: bool,
    /// No capital begins the word.
    pub(super) plain: bool,
    /// The hyphen stays whatever else the parts tell.
    pub(super) sure: bool,
}
