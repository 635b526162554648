//! Judging: whether the noun of an act with the words around it names one act, points back to one, or means a class.

use super::before::{Before, Means, before, ordinal};
use super::behind::{self, Behind, Group, behind, of_sentence};
use super::phrases::{follows, runs_on};
use super::reader::{Reader, capital};
use crate::annotate::{ActMention, ActTold, Moment, When};
use crate::span::Span;

/// How far before `the act` its name is looked for, in bytes.
const BEFORE: usize = 600;

/// A noun of acts with what stands around it.
#[derive(Debug)]
pub(super) struct Found<'r> {
    reader: &'r Reader<'r>,
    /// The noun.
    span: Span,
    kind: &'r str,
    group: Group,
    plural: bool,
    /// It has a capital.
    upper: bool,
    /// It is an act only with a date, a number or a name.
    loose: bool,
    pub(super) around: Before,
    pub(super) behind: Behind,
}

impl<'r> Found<'r> {
    /// Reads what stands on both sides of a noun.
    pub(super) fn new(reader: &'r Reader<'r>, span: Span, kind: &'r str, plural: bool) -> Self {
        let word = span.of(reader.text);
        let group = group(reader, kind);
        let listed = reader.is("act_loose", word);
        let noun = behind::Noun {
            span,
            group,
            plural,
            loose: listed,
        };
        let upper = capital(word);
        let mut found = Self {
            reader,
            span,
            kind,
            group,
            plural,
            upper,
            loose: listed || kind == "act" && !upper,
            around: before(reader, span, matches!(kind, "act" | "ordinance" | "statute" | "by-law")),
            behind: behind(reader, noun),
        };
        found.gather();
        found
    }

    /// Puts together what both sides tell of the act that is told of first.
    fn gather(&mut self) {
        let loosely = self.behind.loosely && self.around.means != Means::Any;
        let span = Span::new(self.around.start, self.span.end);
        let date = self.around.date.clone();
        let name = strip_date(
            span.of(self.reader.text),
            date.as_ref().map(|(_, words)| words.as_str()),
        );
        let written = self.upper && self.around.name.iter().any(|word| capital(word.of(self.reader.text)));
        let named = self.proper() || (written || self.group == Group::Code) && !self.around.name.is_empty();
        let code = self.group == Group::Code;
        let issuer = self
            .around
            .issuer
            .filter(|_| !code)
            .map(|issuer| issuer.of(self.reader.text).to_owned());
        let end = self.span.end;
        let told = self.behind.first();
        // `repealed the law in 1846` tells nothing of the law.
        if loosely && told.number.is_none() && told.title.is_none() {
            told.date = None;
            self.behind.end = end;
        }
        let told = self.behind.first();
        told.date = told.date.take().or(date);
        told.issuer = told.issuer.take().or(issuer);
        if named {
            told.title.get_or_insert(name);
        }
    }

    fn told(&self) -> Option<&ActTold> {
        self.behind.told.first()
    }

    fn definite(&self) -> bool {
        matches!(self.around.means, Means::The | Means::This)
    }

    fn whole(&self) -> Span {
        Span::new(self.around.start, self.behind.end)
    }

    fn mention(&self, told: Vec<ActTold>) -> ActMention {
        ActMention {
            subtype: self.kind.to_owned(),
            told,
            plural: self.plural,
            near: self.reader.is("act_near", self.span.of(self.reader.text)),
            ..ActMention::default()
        }
    }

    /// Returns the mention of an act that date, number, name, subject or issuer tell from others.
    pub(super) fn named(&self) -> Option<(Span, ActMention)> {
        let mut told = self.behind.told.clone();
        let first = told.first_mut()?;
        let sure = self.by_date() || self.by_number() || self.by_name() || self.by_subject() || self.by_issuer();
        let owner = self.around.possessor.filter(|owner| !sure && self.owned(*owner));
        if !sure && owner.is_none() || self.minutes() {
            return None;
        }
        if first.date.is_none() {
            first.date = of_sentence(self.reader, self.whole(), self.around.means == Means::Any);
        }
        // `Combination Acts of 1799 and 1800` have one name.
        let (title, issuer) = (first.title.clone(), first.issuer.clone());
        for more in told.iter_mut().skip(1) {
            more.title.clone_from(&title);
            more.issuer.clone_from(&issuer);
        }
        let start = owner.unwrap_or(self.around.start);
        Some((Span::new(start, self.behind.end), self.mention(told)))
    }

    /// Tells whether a date makes it one act. The plural with a year alone is a class, unless there are several years or
    /// a name; so is legislation without a month.
    fn by_date(&self) -> bool {
        let Some((when, _)) = self.told().and_then(|told| told.date.as_ref()) else {
            return false;
        };
        // `labour laws of the 1930s`
        if self.plural && matches!(when, When::Range(..)) && self.behind.told.len() < 2 {
            return false;
        }
        let several = self.behind.told.len() > 1 || !self.around.name.is_empty();
        let mass = self.kind == "legislation";
        !(self.plural && year_only(when) && !several) && !(mass && (year_only(when) || self.around.date.is_none()))
    }

    fn by_number(&self) -> bool {
        self.told().is_some_and(|told| told.number.is_some())
    }

    /// Tells whether it is a record of what was said, which has number and date as acts have: `protocol no. 137`.
    fn minutes(&self) -> bool {
        let reader = self.reader;
        let titled = self.upper && reader.manner("titles in capitals") && self.around.issuer.is_none();
        reader.is("act_minutes", self.span.of(reader.text)) && self.by_number() && !titled
    }

    /// Tells whether it has a name or a title.
    fn by_name(&self) -> bool {
        let reader = self.reader;
        let titled = self.behind.titled;
        let proper = self.proper() && (self.upper || !self.loose || self.group == Group::Treaty);
        let code = self.group == Group::Code && !self.plural && !self.around.name.is_empty() && self.definite();
        titled || proper || code && follows(reader, self.behind.end)
    }

    fn by_subject(&self) -> bool {
        // `Convention on the Rights of the Child`, `Положение о товарищеских судах`
        let definite = self.definite() || !self.reader.has("act_the");
        let titled = self.upper && definite && !self.reader.manner("nouns in capitals");
        let told = self.told().is_some_and(|told| told.subject.is_some()) && !self.plural && (!self.loose || titled);
        let certain = self.group != Group::Treaty || definite;
        let article = self.around.means != Means::Bare || self.upper || !self.reader.has("act_the");
        told && certain && article && !self.behind.loose_subject
    }

    fn by_issuer(&self) -> bool {
        let told = self.told().is_some_and(|told| told.issuer.is_some()) && !self.plural && !self.loose;
        told && self.behind.end > self.span.end && self.around.means == Means::The && self.kind != "order"
    }

    /// Tells whether a possessive alone makes it one act: `Kirov's order`, but not `on Kirov's order`.
    fn owned(&self, owner: usize) -> bool {
        let reader = self.reader;
        let before = reader.word_before(reader.back(owner)).map_or("", |w| w.of(reader.text));
        let idiom = reader.is("act_idiom", before);
        // `Ohm’s law`
        let name = reader.word_at(owner).map_or("", |w| w.of(reader.text));
        let science =
            self.kind == "law" && reader.is("act_science", name.trim_end_matches('s').trim_end_matches(['’', '\'']));
        !self.plural && !self.loose && !idiom && !science && follows(reader, self.behind.end)
    }

    /// Tells whether the words before the noun make it the name of one act.
    fn proper(&self) -> bool {
        let reader = self.reader;
        let word = self.span.of(reader.text);
        let solid = matches!(self.group, Group::Treaty | Group::Code);
        let written = if self.around.possessor.is_some() {
            self.upper
        } else {
            // `Kellogg–Briand pact` by its kind, `Nuremberg laws` and `the Kirov law` by the article.
            self.upper || (solid || self.around.means == Means::The) && !reader.is("act_unnamed", word)
        };
        // `the Council decrees` tells what it does, or a class.
        if self.plural && !self.upper && self.around.issuer.is_some() {
            return false;
        }
        let (upper, alone) = (self.upper, self.around.name.len() == 1);
        self.around.proper
            && written
            && !runs_on(reader, self.behind.end)
            && self.around.name.iter().any(|word| {
                let word = word.of(reader.text);
                let place = !upper && !solid && reader.ends("act_land_ending", word);
                let body = upper && !solid && alone && reader.ends("act_body_ending", word);
                let generic = reader.is("act_generic", word) && !ordinal(reader, self.span, word);
                capital(word) && !generic && !place && !body
            })
    }

    /// Returns the mention of an act that is new to the reader and has its date elsewhere in the sentence: `In April 1911 a
    /// new law narrowed …`, `on 3 October 1908, with the law of common pasture`.
    pub(super) fn introduced(&self) -> Option<(Span, ActMention)> {
        if self.plural || self.loose {
            return None;
        }
        let (span, told) = if self.behind.loose_subject && self.definite() {
            (self.whole(), self.told()?.clone())
        } else if self.around.means == Means::Any && (self.stands_alone() || self.issued()) {
            let told = ActTold {
                issuer: self.told()?.issuer.clone(),
                ..ActTold::default()
            };
            let end = if self.issued() { self.behind.end } else { self.span.end };
            (Span::new(self.around.start, end), told)
        } else {
            return None;
        };
        let date = of_sentence(self.reader, span, self.around.means == Means::Any)?;
        let told = ActTold {
            date: Some(date),
            ..told
        };
        Some((span, self.mention(vec![told])))
    }

    /// Tells whether its issuer and nothing else follows.
    fn issued(&self) -> bool {
        let issued = self
            .told()
            .is_some_and(|told| told.issuer.is_some() && told.subject.is_none());
        issued && self.behind.end > self.span.end && follows(self.reader, self.behind.end)
    }

    /// Returns the mention that points back: `the edict`, `this resolution`.
    pub(super) fn back(&self) -> Option<(Span, ActMention)> {
        let around = &self.around;
        let points = match around.means {
            Means::This => !self.says_what(),
            Means::The => around.name.is_empty() && (self.is_legal() || self.behind_capital()),
            // `циркуляр этот`
            Means::Bare if self.pointed_behind() => true,
            Means::Bare => self.capitalised() || self.predicated(),
            Means::Any | Means::No => false,
        };
        // `this infamous edict`, but `the infamous edict` may be another one.
        let apart = around.apart && around.means != Means::This;
        let alone = !apart && around.possessor.is_none() && around.date.is_none();
        let vague = self.reader.is("act_vague", self.span.of(self.reader.text)) && around.means != Means::This;
        if !points || !alone || vague || self.kind == "legislation" || !self.stands_alone() {
            return None;
        }
        let mut mention = self.mention(Vec::new());
        mention.present = self.is_present();
        mention.bare = around.means == Means::Bare;
        let bare = around.means == Means::Bare && self.predicated();
        mention.near = mention.near && around.means == Means::The || !self.is_legal() || bare;
        Some((self.span, mention))
    }

    /// Returns the mention that names the subject of an act before its noun, which the text must have told of otherwise:
    /// `the land decree`.
    pub(super) fn about(&self) -> Option<(Span, ActMention)> {
        let (reader, around) = (self.reader, &self.around);
        let lone = around.possessor.is_none() && around.date.is_none() && around.issuer.is_none();
        // `the copyright law` is a field of the law.
        let is_field = matches!(self.kind, "law" | "legislation");
        if !self.definite() || !lone || self.plural || is_field || !self.stands_alone() {
            return None;
        }
        let start = match around.name.first() {
            Some(first) => first.start,
            None if around.apart => reader.word_before(reader.back(self.span.start))?.start,
            None => return None,
        };
        let about = reader.text[start..self.span.start].trim();
        let mut mention = self.mention(Vec::new());
        mention.about = Some(about.to_owned()).filter(|about| about.chars().count() > 3);
        mention
            .about
            .is_some()
            .then(|| (Span::new(start, self.span.end), mention))
    }

    /// Tells whether the words before it mean the act that the text itself is: `the present order`. So does `this Order`,
    /// with a capital where nouns have none.
    fn is_present(&self) -> bool {
        let reader = self.reader;
        let said = || {
            reader
                .words
                .ends_with("act_present", reader.text[..self.span.start].trim_end())
        };
        let this = || {
            let word = reader.word_before(reader.back(self.span.start));
            self.upper
                && !reader.manner("nouns in capitals")
                && word.is_some_and(|w| reader.is("act_this_one", w.of(reader.text)))
        };
        self.around.means == Means::This && (this() || said())
    }

    /// Tells whether the noun alone speaks of a legal act: an act in small letters may be any deed.
    fn is_legal(&self) -> bool {
        self.kind != "act" || self.upper
    }

    /// Tells whether the pronoun before it is the subject of its sentence: `это закон`.
    fn says_what(&self) -> bool {
        let (reader, span) = (self.reader, self.span);
        let before = reader
            .word_before(reader.back(span.start))
            .map_or("", |word| word.of(reader.text));
        reader.is("act_this_neuter", before) && !reader.ends("act_neuter_ending", span.of(reader.text))
    }

    /// Tells whether the same noun stands before it with a capital: `the act` behind `the Johnson Act`.
    fn behind_capital(&self) -> bool {
        let text = self.reader.text;
        let before = &text[text.ceil_char_boundary(self.span.start.saturating_sub(BEFORE))..self.span.start];
        let noun = super::capitalised(self.span.of(text));
        let mut ends = before.match_indices(&noun).map(|(at, noun)| at + noun.len());
        self.kind == "act" && ends.any(|end| !before[end..].starts_with(char::is_alphanumeric))
    }

    /// Tells whether a noun in a language without articles stands for the act spoken of, as its sentence goes on with a
    /// verb, a preposition or not at all: `В указе говорилось`, `декрет упразднил`; but `издал указ` tells of another.
    fn predicated(&self) -> bool {
        let (reader, span) = (self.reader, self.span);
        let noun = span.of(reader.text);
        let lone = self.around.issuer.is_none() && self.around.start == span.start && !self.plural;
        if !lone
            || reader.is("act_vague", noun)
            || !reader.has("act_predicate_ending")
            || !noun.chars().any(char::is_lowercase)
        {
            return false;
        }
        let opens = reader.sentence_start(span.start) == span.start;
        let before = reader.word_before(reader.back(span.start)).filter(|_| !opens);
        let before = before.map_or(String::new(), |word| word.of(reader.text).to_lowercase());
        let lists = ["act_attribute_ending", "act_predicate_ending"];
        // `Постановления сыпались`
        let several = opens && reader.ends("act_several_ending", noun);
        if several || reader.is("act_no", &before) || lists.iter().any(|list| reader.ends(list, &before)) {
            return false;
        }
        let of_act = reader.is("act_of_act", &before);
        let near = reader.is("act_near", noun) && !of_act;
        let next = reader.skip(span.end);
        match reader.word_at(next) {
            Some(_) if next == span.end => false,
            Some(word) => {
                let letters = word.of(reader.text);
                let feminine = reader.ends("act_feminine_ending", noun);
                let verb = reader.ends("act_predicate_ending", letters)
                    || of_act && reader.is("act_preposition", letters)
                    || feminine && reader.ends("act_feminine_predicate_ending", letters)
                    || reader.is("act_stop", letters);
                letters.starts_with(char::is_lowercase) && verb && (opens || !near)
            }
            // A clause behind a comma tells what a new act is about.
            None => !near && !capital(noun) && !reader.text[next..].starts_with([',', ':', '(', '«', '“', '"', '№']),
        }
    }

    /// Tells whether a pronoun stands behind the noun in a language without articles: `циркуляр этот`.
    fn pointed_behind(&self) -> bool {
        let (reader, end) = (self.reader, self.span.end);
        let next = reader.skip(end);
        let pronoun = reader.head("act_this", next);
        let lone = self.around.name.is_empty() && !self.plural && !reader.has("act_the");
        // `приказ этого наркома`
        let goes_on = |end: usize| {
            reader
                .word_at(reader.skip(end))
                .is_some_and(|w| capital(w.of(reader.text)))
        };
        lone && next > end
            && pronoun.is_some_and(|end| !goes_on(end))
            && same_case(self.span.of(reader.text), &reader.text[next..])
    }

    /// Tells whether the noun has a capital inside a sentence of a language without articles: `до издания Указа`.
    fn capitalised(&self) -> bool {
        let (reader, span) = (self.reader, self.span);
        let word = span.of(reader.text);
        let lone = self.around.name.is_empty() && self.around.issuer.is_none();
        let next = reader.word_at(reader.skip(span.end));
        self.upper
            && lone
            && !self.plural
            && !reader.has("act_the")
            && word.chars().any(char::is_lowercase)
            && reader.sentence_start(span.start) < span.start
            && reader.word_before(reader.back(span.start)).is_some()
            && !next.is_some_and(|next| capital(next.of(reader.text)))
    }

    /// Tells whether the noun stands for an act without the words behind it.
    fn stands_alone(&self) -> bool {
        let (reader, end) = (self.reader, self.span.end);
        let of = reader.head("act_by", reader.skip(end));
        // `la loi du plus fort`
        let none =
            |of: usize| reader.text[..of].ends_with("of") || reader.head("act_not_of", reader.skip(of)).is_some();
        // `the order in which they stood`
        let sequence = self.kind == "order" && reader.head("act_sequence", reader.skip(end)).is_some();
        follows(reader, end) && !sequence && !of.is_some_and(none)
    }
}

/// Tells whether a noun without an ending is followed by a pronoun without one, as `указ этот` is and `указ этого` is not.
fn same_case(noun: &str, behind: &str) -> bool {
    let pronoun = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let bare = |word: &str| !word.ends_with(['а', 'у', 'м', 'е', 'о', 'й', 'a', 'u', 'm', 'e', 'o', 'i', 'y']);
    let ending = |word: &str| word.chars().last();
    bare(noun) && bare(pronoun) || ending(noun) == ending(pronoun)
}

/// Returns what a kind of act allows.
fn group(reader: &Reader<'_>, kind: &str) -> Group {
    match reader.words.meaning_in("act_group", kind, reader.tag) {
        // `Edict of Nantes`
        _ if kind == "edict" => Group::Treaty,
        Some("treaty" | "declaration") => Group::Treaty,
        Some("code" | "constitution") => Group::Code,
        Some("law" | "amnesty") => Group::Law,
        _ => Group::Order,
    }
}

/// Tells whether a date leaves the month or the year open, so that several acts may be of it.
fn year_only(when: &When) -> bool {
    !matches!(
        when,
        When::At(Moment::Day(_) | Moment::Month(..) | Moment::MonthDay(..)) | When::Julian { .. }
    )
}

/// Returns a name without the date at its head.
pub(super) fn strip_date(name: &str, date: Option<&str>) -> String {
    let rest = date.and_then(|date| name.strip_prefix(date)).unwrap_or(name);
    rest.trim_start_matches([' ', ',']).to_owned()
}
