//! What was found in the text: a span, what it is, and its value.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::repair::Cert;
use crate::span::Span;

/// One thing found.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Where.
    pub span: Span,
    /// Which rule found it: `date/day-month-year`.
    pub rule: Arc<str>,
    /// What it is.
    pub value: Value,
    /// How sure; `None` where the text says so itself.
    pub cert: Option<Cert>,
}

/// The kinds of things found, each with its value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A date: `<date>`.
    Date(When),
    /// A number or a measured amount: `<measure>`.
    Figure(Figure),
    /// A mention of a law, decree, order and the like: `<rs type="decree">`.
    Act(ActMention),
    /// A reference to a source: `<bibl>`. What is in it are annotations of their own.
    Citation(Citation),
    /// A part of a citation: `<author>`, `<title>` and so on.
    Part(Part),
}

/// What kind of reference a citation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CitationKind {
    /// To a book, an article, a chapter.
    Work,
    /// To a file in an archive.
    Archival,
    /// To a newspaper or news agency.
    Press,
    /// Author and short title, or author and year, pointing back.
    Short,
    /// To the source cited before: `ibid.`
    Ibid,
}

impl CitationKind {
    /// Returns its name in the edition.
    pub fn name(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Archival => "archival",
            Self::Press => "press",
            Self::Short => "short",
            Self::Ibid => "ibid",
        }
    }
}

/// What a citation tells as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its kind.
    pub kind: CitationKind,
    /// Identifier of the entry that it points at, without `#`; `None` until [`super::resolve`] settles it, and where it
    /// points at none.
    pub work: Option<String>,
}

/// A part of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An author.
    Author,
    /// An editor.
    Editor,
    /// A title.
    Title(Level),
    /// The place of publication.
    Place,
    /// The publisher.
    Publisher,
    /// The archive; with the identifier of its entry once that is settled.
    Repository(Option<String>),
    /// A volume, an issue, a step of an archival reference, label included.
    Scope(Unit),
    /// The pages or leaves cited, label included; first and last where there is one range.
    Range(Unit, Option<(String, String)>),
}

/// What a title is the title of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A book.
    Book,
    /// An article or chapter.
    Article,
    /// A periodical.
    Journal,
}

/// What a label in a citation labels; the words are those of `biblScope/@unit` and `citedRange/@unit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Unit {
    Page,
    Volume,
    Issue,
    Chapter,
    Part,
    Column,
    Note,
    Line,
    Article,
    Frame,
    Fond,
    Opis,
    Delo,
    Leaf,
    RecordGroup,
    Lot,
    Box,
    Folder,
    Series,
    Piece,
    File,
    Item,
}

impl Unit {
    /// Tells whether it is a step of an archival reference.
    pub fn is_archival(self) -> bool {
        self >= Unit::Fond
    }

    /// Tells whether it is a place in the source, and no part of a larger whole.
    pub fn is_range(self) -> bool {
        matches!(
            self,
            Unit::Page | Unit::Column | Unit::Note | Unit::Line | Unit::Article | Unit::Frame | Unit::Leaf
        )
    }
}

/// What a mention tells of the act or acts that it means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActMention {
    /// The English noun of the kind of act: `edict`, `law`, `article`.
    pub subtype: String,
    /// Identifiers of the entries that it points at, without `#`; empty until [`super::resolve`] settles them.
    pub refs: Vec<String>,
    /// What the mention tells of each act, in the order of the text; empty where it only points back: `this edict`.
    pub told: Vec<ActTold>,
    /// The noun is in the plural.
    pub plural: bool,
    /// The noun has other meanings, so that it points back over a short way only.
    pub near: bool,
    /// The noun stands without article or pronoun, so that it points to an act of its own kind only.
    pub bare: bool,
    /// It means the act that the text itself is: `the present decree`, `this Order`.
    pub present: bool,
    /// It is the title of the act that follows.
    pub title: bool,
    /// What tells which of the acts spoken of is meant: `land` of `the land decree`. Where none is about that, the words
    /// are no mention.
    pub about: Option<String>,
    /// For an article: the mention of the act that it is in; `None` where the text leaves that to the reader.
    pub whole: Option<Box<ActMention>>,
}

/// What a mention tells of one act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActTold {
    /// Its proper name or its title in quotation marks.
    pub title: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its date, and the words that tell it.
    pub date: Option<(When, String)>,
    /// Its number.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
}

/// What a `<measure>` tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// How much.
    pub amount: Amount,
    /// The unit: `count`, `percent`, `fraction`, an ISO code or a plain English singular.
    pub unit: String,
    /// The thing counted or measured, as the text has it.
    pub commodity: Option<String>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So much: `quantity`.
    Exactly(Quantity),
    /// From so much to so much: `min` and `max`.
    Between(Quantity, Quantity),
    /// So much or more: `atLeast`.
    AtLeast(Quantity),
    /// So much or less: `atMost`.
    AtMost(Quantity),
}

/// A number that is neither infinite nor none; it is written plainly, with at most six decimals.
///
/// ```
/// use fonds::annotate::Quantity;
/// assert_eq!(Quantity::new(9_800_000.0).map(|q| q.to_string()), Some("9800000".to_owned()));
/// assert_eq!(Quantity::new(1.0 / 3.0).map(|q| q.to_string()), Some("0.333333".to_owned()));
/// assert_eq!(Quantity::new(f64::NAN), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Quantity(f64);

impl Quantity {
    /// Makes a quantity; `None` where the number is infinite or none, or larger than any count in a text.
    pub fn new(number: f64) -> Option<Self> {
        (number.is_finite() && number.abs() < 1e21).then_some(Self(number))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = format!("{:.6}", self.0);
        f.write_str(written.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A calendar day, month or year, proleptic Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A year; never 0: 44 BC is −44 here and `-0044` in XML, as XSD 1.0 counts.
    Year(i16),
    /// A year and a month, 1 to 12.
    Month(i16, u8),
    /// A day that exists.
    Day(jiff::civil::Date),
    /// A month and a day without a year: `--10-24`.
    MonthDay(u8, u8),
    /// A month without a year: `--10`.
    MonthOnly(u8),
    /// A day of the month at hand, or of one so many months after or before it, whose name stands elsewhere: `the 21st
    /// ultimo`, `---21`.
    DayOnly {
        /// 1 to 31.
        day: u8,
        /// 0 the month at hand, −1 the one before it; `None` for that which was named last.
        months: Option<i8>,
    },
}

/// The time a `<date>` tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// One day, month or year: `when`.
    At(Moment),
    /// A stretch: `from` and `to`.
    Range(Moment, Moment),
    /// Some time in a stretch, either end may be open but not both: `notBefore`, `notAfter`.
    Within(Option<Moment>, Option<Moment>),
    /// A day given in the Julian calendar: `when`, `when-custom`, `datingMethod="#julian"`.
    Julian {
        /// The day in the Gregorian calendar.
        gregorian: Moment,
        /// As the source has it, ISO form of the Julian date: `1917-10-25`.
        custom: String,
    },
}

/// Returns the one year that a time is in, `None` where it spans several.
pub(super) fn year_of(when: &When) -> Option<i16> {
    let year = |m: &Moment| match *m {
        Moment::Year(y) | Moment::Month(y, _) => Some(y),
        Moment::Day(d) => Some(d.year()),
        Moment::MonthDay(..) | Moment::MonthOnly(_) | Moment::DayOnly { .. } => None,
    };
    match when {
        When::At(m) | When::Julian { gregorian: m, .. } => year(m),
        When::Range(a, _) | When::Within(Some(a), _) | When::Within(None, Some(a)) => year(a),
        When::Within(None, None) => None,
    }
}
