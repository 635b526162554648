//! Figures: the captured words of a rule become an amount.
//!
//! A rule names the parts of its pattern: `number` and `number2` (the second end of a range), `multiplier` and
//! `multiplier2` (`million`), `unit`, `noun` (the thing counted or measured) with `adjective` before it, `bound`
//! (`more than`), `sign` (of a currency), `fraction` (`three quarters`), `half` (`and a half`), `whole` (`three out of
//! five`), `bare` for a number that stands alone; `coin` (before its hundredths), `sterling` (pounds that are money), `shillings`, `pence`, `penny_coin` (`sixpence`), `shilling` and `penny` (their signs) and `hundredths` for what stands behind a sum of
//! money; `lesser` and `lesser_unit` for the part that a smaller unit tells; `below` for what tells that it lies below zero; `unit2` for a unit that stands at both ends of a range.

use super::annotation::{Amount, Figure, Quantity};
use super::number;
use super::setting::Setting;
use crate::rules::Groups;

/// What a number stands in, as far as that tells whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Note,
    Heading,
    Prose,
}

/// Returns the amount that the captured words tell; `None` where they tell none.
pub(super) fn read(groups: &Groups<'_>, before: &str, setting: &Setting<'_>) -> Option<Figure> {
    let reader = Reader { groups, setting };
    if reader.is_year(before) || reader.points_back(before) || reader.is_reached(before) {
        return None;
    }
    Some(Figure {
        amount: reader.amount()?,
        unit: reader.unit()?,
        commodity: reader.commodity()?,
    })
}

/// So many words before a bound may tell from where something rose.
const CLAUSE: usize = 6;

struct Reader<'a> {
    groups: &'a Groups<'a>,
    setting: &'a Setting<'a>,
}

impl Reader<'_> {
    /// Tells whether the number is a year: `1941 год`, `in 1940 workers …`.
    fn is_year(&self, before: &str) -> bool {
        let Some(number) = self.groups.get("number").filter(|n| looks_like_year(n)) else {
            return false;
        };
        let (unit, noun) = (self.groups.get("unit"), self.groups.get("noun"));
        let counted = noun.is_some() && unit.is_none();
        let season = self
            .groups
            .get("adjective")
            .is_some_and(|word| self.meant("season", word).is_some());
        let year_unit = |unit| self.meant("year_word", unit).is_some() || self.meant("unit", unit) == Some("year");
        unit.is_some_and(year_unit)
            || counted && (number.contains('.') || season)
            || counted && !self.is_many() && self.setting.words.ends_with("date_before", before.trim_end())
            || self.groups.get("bare").is_some()
    }

    /// Tells whether the noun has a form that only a count asks for: `около 1700 дворов`.
    fn is_many(&self) -> bool {
        let main = self.setting.languages.first().map_or("", String::as_str);
        let noun = self.groups.get("noun").unwrap_or_default();
        self.setting.words.ends_as("counted_end", noun, main)
    }

    /// Tells whether the number only points at things told before: `the two camps`.
    fn points_back(&self, before: &str) -> bool {
        let spelled = self
            .groups
            .get("number")
            .is_some_and(|n| !n.contains(|c: char| c.is_ascii_digit()));
        let counted = self.groups.get("noun").is_some() && self.groups.get("unit").is_none();
        spelled && counted && self.setting.words.ends_with("definite", before.trim_end())
    }

    /// Tells whether the bound is none, as behind a verb that tells what is reached: `увеличилось до 300 человек`.
    fn is_reached(&self, before: &str) -> bool {
        let Some(bound) = self.groups.get("bound") else {
            return false;
        };
        let phrase = format!("{} {bound}", tail(before));
        self.setting.words.ends_with("reached", &phrase)
            || self.meant("to", bound).is_some() && self.starts_below(before)
    }

    /// Tells whether the words before tell from where something rose or fell: `с 95 коп. до 1 р. 20 к.`.
    fn starts_below(&self, before: &str) -> bool {
        let clause = before.rsplit([';', '(']).next().unwrap_or_default();
        let mut words = clause.split([' ', '\u{a0}']).rev().take(CLAUSE);
        let mut behind = "";
        words.any(|word| {
            let number = behind.starts_with(|c: char| c.is_ascii_digit()) || self.meant("numeral", behind).is_some();
            behind = word;
            number && self.meant("from", word).is_some()
        })
    }

    /// Returns the part of a sum of money that stands behind its pounds, shillings or francs.
    fn change(&self) -> Option<f64> {
        let part = |group: &str| {
            self.groups
                .get(group)
                .map_or(Some(0.0), |written| number::read(written, self.setting))
        };
        let pounds = self.groups.get("sign").or(self.groups.get("sterling"));
        let (shilling, penny) = if pounds.is_some() {
            (1.0 / 20.0, 1.0 / 240.0)
        } else {
            (1.0, 1.0 / 12.0)
        };
        let coin = self.groups.get("penny_coin").or(self.groups.second("penny_coin"));
        let coined = match coin {
            Some(coin) => self.meant("penny_coin", coin)?.parse::<f64>().ok()?,
            None => 0.0,
        };
        let pence = part("pence")? + part("pence2")? + coined;
        Some(part("shillings")? * shilling + pence * penny + part("hundredths")? / 100.0)
    }

    /// Returns what a smaller unit tells, in parts of the greater one: the 4 inches of `19 feet 4 inches`.
    fn lesser(&self) -> Option<f64> {
        let (Some(written), Some(unit)) = (self.groups.get("lesser"), self.groups.get("lesser_unit")) else {
            return Some(0.0);
        };
        let greater = self.meant("unit", self.groups.get("unit")?)?;
        let mut parts = self.meant("lesser_unit", unit)?.split("; ");
        let whole = parts.find_map(|part| part.strip_prefix(greater)?.strip_prefix(' '))?;
        let (lesser, whole) = (number::read(written, self.setting)?, whole.parse::<f64>().ok()?);
        (lesser < whole).then(|| lesser / whole)
    }

    fn amount(&self) -> Option<Amount> {
        let second = match self.groups.get("number2") {
            Some(written) => Some(number::read(written, self.setting)? * self.multiplier("multiplier2")?),
            None => None,
        };
        let mut first = match (self.groups.get("number"), self.groups.get("fraction")) {
            (Some(written), _) => number::read(written, self.setting)?,
            (None, Some(_)) => 1.0,
            (None, None) => return None,
        };
        first += self.change()? + self.lesser()?;
        if let Some(fraction) = self.groups.get("fraction") {
            // `fifty-third` counts in order, `one third` is a part.
            if first != 1.0 && self.meant("fraction_single", fraction).is_some() {
                return None;
            }
            first *= self.meant("fraction", fraction)?.parse::<f64>().ok()?;
        }
        if let Some(half) = self.groups.get("half") {
            let more = self
                .meant("and_half", half)
                .or_else(|| self.meant("penny_half", half))?;
            first += more.parse::<f64>().ok()?;
        }
        if let Some(whole) = self.groups.get("whole") {
            let whole = number::read(whole, self.setting)?;
            first = (first <= whole && whole > 0.0).then(|| first / whole)?;
        }
        if let Some(second) = second {
            first = self.rounded(first, second);
        }
        // `two to three million` is millions at both ends.
        let shared = if self.groups.get("multiplier").is_none() && second.is_some() {
            "multiplier2"
        } else {
            "multiplier"
        };
        let first = self.multiplied(first, self.multiplier(shared)?);
        let first = Quantity::new(if self.groups.get("below").is_some() {
            -first
        } else {
            first
        })?;
        let Some(second) = second else {
            return Some(
                match self.groups.get("bound").map(|bound| self.meant("amount_bound", bound)) {
                    Some(Some("at-least")) => Amount::AtLeast(first),
                    Some(Some("at-most")) => Amount::AtMost(first),
                    Some(_) => return None,
                    None => Amount::Exactly(first),
                },
            );
        };
        let second = Quantity::new(second)?;
        (first < second).then_some(Amount::Between(first, second))
    }

    /// Returns the first end of a stretch in words as round as the second one: `six or seven hundred`.
    fn rounded(&self, first: f64, second: f64) -> f64 {
        let in_words = |group: &str| {
            let written = self.groups.get(group);
            written.is_some_and(|written| !written.contains(|c: char| c.is_ascii_digit()))
        };
        let round = [1e6, 1e3, 100.0].into_iter().find(|round| second % round == 0.0);
        let shared = round.filter(|round| first < 100.0 && first < second / round);
        match shared.filter(|_| in_words("number") && in_words("number2")) {
            Some(round) => first * round,
            None => first,
        }
    }

    /// Multiplies a number. Of one in words that is higher than the multiplier, only what stands straight before that
    /// counts: `миллион триста тысяч`.
    fn multiplied(&self, number: f64, multiplier: f64) -> f64 {
        let written = self.groups.get("number").unwrap_or_default();
        let round = multiplier * 1000.0;
        let high = if written.contains(|c: char| c.is_ascii_digit()) {
            0.0
        } else {
            (number / round).floor() * round
        };
        let low = number - high;
        if high > 0.0 && low > 0.0 {
            high + low * multiplier
        } else {
            number * multiplier
        }
    }

    fn multiplier(&self, group: &str) -> Option<f64> {
        // `the Council of the Five Hundred` is a name.
        let (number, word) = (
            self.groups.get("number").unwrap_or_default(),
            self.groups.get(group).unwrap_or_default(),
        );
        if self.setting.capitals_name() && number.starts_with(char::is_uppercase) && title(word) {
            return None;
        }
        self.groups.get(group).map_or(Some(1.0), |word| {
            let meant = self.meant("multiplier", word);
            meant.or_else(|| self.meant("money_multiplier", word))?.parse().ok()
        })
    }

    fn unit(&self) -> Option<String> {
        if let Some(sign) = self.groups.get("sign") {
            return self.meant("currency_sign", sign).map(str::to_owned);
        }
        if let Some(unit) = self.groups.get("unit") {
            // `First Five-Year Plan` is a name.
            let written = self.groups.get("number").unwrap_or_default();
            let name = self.setting.words.meaning("unit", unit, self.setting.languages)?;
            let named = self.setting.capitals_name() && title(written) && title(unit);
            // `10M` is no metres.
            let letter = unit.trim_end_matches('.');
            let capital = letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
            let differs = self
                .groups
                .get("unit2")
                .is_some_and(|other| self.meant("unit", other) != Some(name));
            return (!named && !capital && !differs).then(|| name.to_owned());
        }
        if self.groups.get("sterling").is_some() {
            return Some("GBP".to_owned());
        }
        if ["pence", "penny_coin", "shilling"]
            .iter()
            .any(|part| self.groups.get(part).is_some())
        {
            return Some("shilling".to_owned());
        }
        if let Some(coin) = self.groups.get("coin") {
            return self.meant("coin", coin).map(str::to_owned);
        }
        if self.groups.get("penny").is_some() {
            return Some("penny".to_owned());
        }
        if self.groups.get("age").is_some() {
            return Some("year".to_owned());
        }
        let fraction = self.groups.get("fraction").is_some() || self.groups.get("whole").is_some();
        let part = fraction && self.groups.get("noun").is_none();
        Some(if part { "fraction" } else { "count" }.to_owned())
    }

    /// Returns the thing counted, `Some(None)` where the rule names none; `None` where the word is no noun.
    fn commodity(&self) -> Option<Option<String>> {
        let Some(noun) = self.groups.get("noun") else {
            return Some(None);
        };
        let noun_like = |word: &str| {
            ["no_noun", "month", "unit", "fraction", "multiplier"]
                .iter()
                .all(|list| self.meant(list, word).is_none())
        };
        let fits = noun_like(noun) && self.groups.get("adjective").is_none_or(noun_like) && !self.is_unit(noun);
        // `one costs` is a pronoun and its verb.
        let fits = fits && !(self.groups.get("number2").is_none() && self.counts_one());
        fits.then(|| Some(noun.to_owned()))
    }

    /// Tells whether a noun is the end of a unit: `percentage points`.
    fn is_unit(&self, noun: &str) -> bool {
        let adjective = self.groups.get("adjective");
        adjective.is_some_and(|adjective| self.meant("unit", &format!("{adjective} {noun}")).is_some())
    }

    /// Tells whether the number is the word `one`, which has no plural behind it in the languages that have the article.
    fn counts_one(&self) -> bool {
        let number = self.groups.get("number").unwrap_or_default();
        self.groups.get("multiplier").is_none() && number.eq_ignore_ascii_case("one")
    }

    fn meant(&self, list: &str, word: &str) -> Option<&str> {
        self.setting.words.meaning(list, word, self.setting.languages)
    }
}

/// Returns the last word of a text.
fn tail(text: &str) -> &str {
    text.trim_end().rsplit([' ', '\u{a0}']).next().unwrap_or_default()
}

/// Tells whether a word has a capital at its head only.
fn title(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Tells whether figures could be those of a year.
fn looks_like_year(figures: &str) -> bool {
    let figures = figures.split('.').next().unwrap_or(figures);
    figures.len() == 4 && figures.starts_with(['1', '2']) && figures.chars().all(|c| c.is_ascii_digit())
}

/// Tells whether a number that stands alone between these words counts something: not in a note, where it is a page or
/// a volume, nor behind a name (`Division 12`), alone in brackets, at the head of a list or before the words of a heading
/// (`2.1 Methods`).
pub(super) fn counts_alone(number: &str, before: &str, after: &str, home: Home, setting: &Setting<'_>) -> bool {
    let bracketed = before.ends_with(['(', '[']) && after.starts_with([')', ']']);
    let opens = before.trim().is_empty() || before.trim_end().ends_with(['.', ':', ';']) && number.len() <= 2;
    let listed = opens && after.starts_with(['.', ')']);
    let heads = before.trim().is_empty()
        && (home == Home::Heading || number.contains('.') && after.trim_start().starts_with(char::is_uppercase));
    let coded = number.starts_with('0') && !number.starts_with("0.") && !number.starts_with("0,") && number.len() > 1;
    let year = number.split(['.', '–', '—', '-', '/', '·']).any(looks_like_year);
    // `825.5151` is the number of a file.
    let filed = number
        .split_once('.')
        .is_some_and(|(whole, behind)| whole != "0" && behind.len() > 3);
    let word = before
        .trim_end()
        .rsplit([' ', '\n', '\u{a0}', '(', '“', '‘', '«'])
        .next()
        .unwrap_or_default();
    let first = before.trim_end().len() == word.len()
        || before
            .trim_end()
            .trim_end_matches(word)
            .trim_end()
            .ends_with(['.', '!', '?', ':']);
    let main = setting.languages.first().map_or("", String::as_str);
    let no_name = || {
        setting.words.meaning("no_noun", word, setting.languages).is_some()
            || setting.words.ends_as("verb_end", word, main)
    };
    let named = word.starts_with(char::is_uppercase) && !word.ends_with(':') && !(first && no_name());
    !(home == Home::Note || heads || bracketed || listed || coded || filed || year || named)
}
