//! Compiles the word lists of the packs (`src/packs/*/words.fst`) from the dictionaries that the README beside this names.
//!
//! `word_lists hunspell INDEX.AFF INDEX.DIC > ru.fst` expands a Hunspell dictionary; `word_lists english SCOWL WORDNET WEB2A >
//! en.fst` takes the folders of the two collections and the list of compounds of Webster's Second.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

/// Words with how common they are: 0 only a name or an abbreviation, 1 rare, 2 known, 3 common.
type Words = BTreeMap<String, u64>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["hunspell", aff, dic] => hunspell(&fs::read_to_string(aff)?, &fs::read_to_string(dic)?),
        ["english", scowl, wordnet, web2a] => english(Path::new(scowl), Path::new(wordnet), Path::new(web2a))?,
        _ => return Err("usage: word_lists hunspell AFF DIC | english SCOWL WORDNET WEB2A".into()),
    };
    let mut map = fst::MapBuilder::memory();
    for (word, class) in &words {
        map.insert(word, *class)?;
    }
    std::io::stdout().write_all(&map.into_inner()?)?;
    Ok(())
}

/// Adds a word in the form in which it is looked up.
fn add(words: &mut Words, word: &str, class: u64) {
    let word = word.to_lowercase().replace('ё', "е").replace('’', "'");
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'')) && word.chars().count() > 1;
    if plain && !word.ends_with("'s") && !word.starts_with(['-', '\'']) && !word.ends_with('-') {
        let entry = words.entry(word).or_insert(class);
        *entry = class.max(*entry);
    }
}

fn english(scowl: &Path, wordnet: &Path, web2a: &Path) -> Result<Words, Box<dyn Error>> {
    let mut words = Words::new();
    for file in fs::read_dir(scowl)? {
        let file = file?.path();
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some((kind, size)) = name.rsplit_once('.') else {
            continue;
        };
        let size: u32 = size.parse()?;
        let names = !kind.ends_with("-words");
        let left_out = kind.starts_with("special")
            || kind.starts_with("variant_3")
            || kind.ends_with("contractions")
            || kind.ends_with("abbreviations");
        if left_out || size > if names { 70 } else { 80 } {
            continue;
        }
        let class = match size {
            _ if names => 0,
            ..=35 => 3,
            ..=55 => 2,
            _ => 1,
        };
        let bytes = fs::read(&file)?;
        encoding_rs::WINDOWS_1252
            .decode(&bytes)
            .0
            .lines()
            .for_each(|word| add(&mut words, word, class));
    }
    for part in ["index.noun", "index.adj", "index.adv", "index.verb"] {
        let text = fs::read_to_string(wordnet.join(part))?;
        for word in text.lines().filter_map(|l| l.split(' ').next()) {
            if word.contains('-') && !word.contains('_') {
                add(&mut words, word, 3);
            }
        }
    }
    for word in fs::read_to_string(web2a)?.lines() {
        if word.contains('-') && !word.contains(' ') {
            add(&mut words, word, 1);
        }
    }
    Ok(words)
}

/// One line of an affix table.
struct Affix {
    strip: String,
    add: String,
    flags: Vec<String>,
    condition: Vec<(bool, Vec<char>)>,
}

/// The affix tables by flag.
#[derive(Default)]
struct Tables {
    suffixes: HashMap<String, Vec<Affix>>,
    prefixes: HashMap<String, Vec<Affix>>,
    long: bool,
    need_affix: String,
    forbidden: String,
}

impl Tables {
    fn flags(&self, text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        letters
            .chunks(if self.long { 2 } else { 1 })
            .map(|c| c.iter().collect())
            .collect()
    }

    fn read(text: &str) -> Self {
        let mut tables = Self {
            long: text.lines().any(|l| l.trim() == "FLAG long"),
            ..Self::default()
        };
        for line in text.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            match fields[..] {
                ["NEEDAFFIX", flag] => tables.need_affix = flag.to_owned(),
                ["FORBIDDENWORD", flag] => tables.forbidden = flag.to_owned(),
                [kind @ ("SFX" | "PFX"), flag, strip, add, condition, ..] => {
                    let (add, flags) = add.split_once('/').unwrap_or((add, ""));
                    let affix = Affix {
                        strip: strip.trim_matches('0').to_owned(),
                        add: add.trim_matches('0').to_owned(),
                        flags: tables.flags(flags),
                        condition: condition_of(condition),
                    };
                    let table = if kind == "SFX" {
                        &mut tables.suffixes
                    } else {
                        &mut tables.prefixes
                    };
                    table.entry(flag.to_owned()).or_default().push(affix);
                }
                _ => {}
            }
        }
        tables
    }

    /// Writes all forms of a word with these flags.
    fn expand(&self, word: &str, flags: &[String], depth: usize, words: &mut Words) {
        if flags.contains(&self.forbidden) {
            return;
        }
        if !flags.contains(&self.need_affix) {
            add(words, word, 2);
        }
        for affix in flags
            .iter()
            .filter_map(|f| self.suffixes.get(f))
            .flatten()
            .filter(|_| depth < 2)
        {
            let Some(stem) = word.strip_suffix(affix.strip.as_str()) else {
                continue;
            };
            if fits(
                &affix.condition,
                &word.chars().rev().take(affix.condition.len()).collect::<Vec<_>>()[..],
                true,
            ) {
                // A prefix of the stem goes with its suffixed forms too.
                let mut further = affix.flags.clone();
                further.extend(flags.iter().filter(|f| self.prefixes.contains_key(*f)).cloned());
                self.expand(&format!("{stem}{}", affix.add), &further, depth + 1, words);
            }
        }
        for affix in flags.iter().filter_map(|f| self.prefixes.get(f)).flatten() {
            // An article or pronoun before an apostrophe is a word of its own.
            let Some(stem) = word
                .strip_prefix(affix.strip.as_str())
                .filter(|_| !affix.add.ends_with(['\'', '’']))
            else {
                continue;
            };
            if fits(
                &affix.condition,
                &word.chars().take(affix.condition.len()).collect::<Vec<_>>()[..],
                false,
            ) {
                add(words, &format!("{}{stem}", affix.add), 2);
            }
        }
    }
}

/// Reads a condition such as `[^aeiou]y` into its places: whether negated, and the letters.
fn condition_of(text: &str) -> Vec<(bool, Vec<char>)> {
    let mut places = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                let inside: Vec<char> = chars.by_ref().take_while(|c| *c != ']').collect();
                let negated = inside.first() == Some(&'^');
                places.push((negated, inside.into_iter().filter(|c| *c != '^').collect()));
            }
            '.' => places.push((true, Vec::new())),
            c => places.push((false, vec![c])),
        }
    }
    if text == "." { Vec::new() } else { places }
}

/// Tells whether the letters (from the end where `reversed`) meet the condition.
fn fits(condition: &[(bool, Vec<char>)], letters: &[char], reversed: bool) -> bool {
    let place = |i: usize| {
        if reversed {
            &condition[condition.len() - 1 - i]
        } else {
            &condition[i]
        }
    };
    letters.len() == condition.len()
        && letters
            .iter()
            .enumerate()
            .all(|(i, c)| place(i).1.contains(c) != place(i).0)
}

fn hunspell(aff: &str, dic: &str) -> Words {
    let tables = Tables::read(aff);
    let mut words = Words::new();
    for line in dic.lines().skip(1) {
        let entry = line.split([' ', '\t']).next().unwrap_or_default();
        let (word, flags) = entry.split_once('/').unwrap_or((entry, ""));
        tables.expand(word, &tables.flags(flags), 0, &mut words);
    }
    words
}
