//! BibTeX: the works of a register, an entry each, under their identifiers.
//!
//! Fields and types are BibTeX's own. Of biblatex stand there what BibTeX has no word for: the type `online`, `date` for days
//! and stretches of time (beside `year` and `month`), `url`, `language` and `part`; styles that do not know them pass
//! them over. Letters outside ASCII stay as they are (UTF-8).

use std::fmt::Write as _;

use super::tei_mention::iso;
use super::works::{Form, Name, Reference};
use crate::annotate::{Moment, When};
use crate::registers::{ArchiveEntry, WorkEntry};

/// BibTeX's macros for the months.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes works as BibTeX, in their order; `archives` are those of the same register.
pub fn bibtex<'a>(
    works: impl IntoIterator<Item = &'a WorkEntry>,
    archives: impl IntoIterator<Item = &'a ArchiveEntry>,
) -> String {
    let archives: Vec<&ArchiveEntry> = archives.into_iter().collect();
    let entries: Vec<String> = works
        .into_iter()
        .map(|work| entry(&Reference::new(work, &archives)))
        .collect();
    entries.join("\n")
}

/// Fields in the order in which they are written; a value stands there as BibTeX reads it, with its braces.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn braced(&mut self, name: &'static str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value.as_ref().map(AsRef::as_ref).filter(|value| !value.is_empty()) {
            self.0.push((name, format!("{{{value}}}")));
        }
    }

    fn words(&mut self, name: &'static str, value: Option<&str>) {
        self.braced(name, value.map(escaped));
    }
}

fn entry(reference: &Reference<'_>) -> String {
    let work = reference.work;
    let kind = match reference.form {
        Form::Article => "article",
        Form::Newspaper if reference.title.is_some() => "article",
        Form::Chapter => "incollection",
        Form::Book => "book",
        Form::Thesis => "phdthesis",
        Form::Page => "online",
        Form::Newspaper | Form::File | Form::Other => "misc",
    };
    let mut fields = Fields::default();
    fields.braced("author", names(&reference.authors));
    let in_journal = matches!(reference.form, Form::Article | Form::Newspaper);
    // An issue of a newspaper is cited by the newspaper's name.
    let is_issue = reference.form == Form::Newspaper && reference.title.is_none();
    let title = if is_issue { reference.container } else { reference.title };
    fields.braced("title", title.map(title_words));
    if in_journal && !is_issue {
        fields.words("journal", reference.container);
    } else if reference.form == Form::Chapter {
        fields.braced("booktitle", reference.container.map(title_words));
    }
    fields.braced("editor", names(&reference.editors));
    fields.words("series", reference.series);
    fields.words("volume", reference.volume);
    fields.words("number", reference.issue);
    fields.words("part", reference.part);
    fields.words("chapter", reference.chapter);
    let pages = work.pages.as_ref().map(|(from, to)| {
        let (from, to) = (escaped(from), escaped(to));
        if from == to { from } else { format!("{from}--{to}") }
    });
    fields.braced("pages", pages);
    if reference.form == Form::Thesis {
        fields.words("type", work.thesis.as_deref());
    }
    let publisher = if reference.form == Form::Thesis {
        "school"
    } else {
        "publisher"
    };
    fields.words(publisher, work.publisher.as_deref());
    fields.words("address", work.place.as_deref());
    fields.words("howpublished", reference.archive.as_deref());
    if let Some((when, _)) = &work.date {
        time(when, &mut fields);
    }
    fields.braced("url", work.url.as_deref().map(address));
    fields.braced("language", reference.language.map(|language| language.babel()));
    let mut out = format!("@{kind}{{{}", work.id);
    for (name, value) in &fields.0 {
        write!(out, ",\n  {name} = {value}").expect("a string takes all");
    }
    out.push_str("\n}\n");
    out
}

/// Writes names, `Family, Given`, with ` and ` between them.
fn names(names: &[Name]) -> Option<String> {
    let written: Vec<String> = names.iter().map(name).filter(|name| !name.is_empty()).collect();
    Some(written.join(" and ")).filter(|names| !names.is_empty())
}

fn name(name: &Name) -> String {
    match name {
        Name::Body(words) => format!("{{{}}}", escaped(words)),
        Name::Person { family, given, suffix } => {
            let parts = [Some(family), suffix.as_ref(), Some(given)];
            let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
            // A comma or `and` within a part would divide it.
            let part = |part: &String| {
                let divides = part.contains(',') || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
                let part = escaped(part);
                if divides { format!("{{{part}}}") } else { part }
            };
            parts.map(part).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Writes a title so that no style turns its capitals small: words with capitals stand in braces, but for the first letter
/// of the title, which styles leave alone.
fn title_words(title: &str) -> String {
    let mut written = String::new();
    for (nth, word) in title.split(' ').enumerate() {
        if nth > 0 {
            written.push(' ');
        }
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capitals = core.chars().skip(usize::from(nth == 0)).any(char::is_uppercase);
        match word.find(core).filter(|_| capitals) {
            Some(at) => {
                let (before, behind) = (&word[..at], &word[at + core.len()..]);
                write!(written, "{}{{{}}}{}", escaped(before), escaped(core), escaped(behind))
                    .expect("a string takes all");
            }
            None => written.push_str(&escaped(word)),
        }
    }
    written
}

/// Writes words so that TeX prints them as they are. Braces become commands, since BibTeX counts them even behind a
/// backslash.
fn escaped(words: &str) -> String {
    let mut written = String::new();
    for c in words.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => written.extend(['\\', c]),
            '\\' => written.push_str("\\textbackslash{}"),
            '{' => written.push_str("\\textbraceleft{}"),
            '}' => written.push_str("\\textbraceright{}"),
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            c if c.is_whitespace() => written.push(' '),
            c if c.is_control() => {}
            c => written.push(c),
        }
    }
    written
}

/// Writes a web address; a brace or a space in it would end the field or be lost.
fn address(url: &str) -> String {
    url.replace('{', "%7B")
        .replace('}', "%7D")
        .replace(' ', "%20")
        .replace('\\', "%5C")
}

/// Writes `year` and `month`, and `date` where these do not tell all.
fn time(when: &When, fields: &mut Fields) {
    let about = |m: &Moment| format!("{}~", iso(*m));
    let (first, last, date) = match when {
        When::At(m) | When::Julian { gregorian: m, .. } => {
            (Some(m), None, matches!(m, Moment::Day(_)).then(|| iso(*m)))
        }
        When::Range(a, b) => (Some(a), Some(b), Some(format!("{}/{}", iso(*a), iso(*b)))),
        When::Within(Some(a), Some(b)) => (Some(a), Some(b), Some(format!("{}/{}", about(a), about(b)))),
        When::Within(one, other) => {
            let one = one.as_ref().or(other.as_ref());
            (one, None, one.map(about))
        }
    };
    let years: Vec<String> = [first, last].into_iter().flatten().filter_map(year).collect();
    match years.as_slice() {
        [one, other] if one != other => fields.braced("year", Some(format!("{one}--{other}"))),
        years => fields.braced("year", years.first()),
    }
    let month = first.filter(|_| last.is_none()).and_then(|m| match *m {
        Moment::Month(_, month) | Moment::MonthDay(month, _) | Moment::MonthOnly(month) => Some(usize::from(month)),
        Moment::Day(day) => usize::try_from(day.month()).ok(),
        Moment::Year(_) | Moment::DayOnly { .. } => None,
    });
    if let Some(month) = month.and_then(|month| MONTHS.get(month.checked_sub(1)?)) {
        fields.0.push(("month", (*month).to_owned()));
    }
    fields.braced("date", date.filter(|date| !date.starts_with("--")));
}

fn year(moment: &Moment) -> Option<String> {
    match *moment {
        Moment::Year(year) | Moment::Month(year, _) => Some(year.to_string()),
        Moment::Day(day) => Some(day.year().to_string()),
        Moment::MonthDay(..) | Moment::MonthOnly(_) | Moment::DayOnly { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use biblatex::{Bibliography, ChunksExt as _};

    use super::bibtex;
    use crate::annotate::{Moment, When};
    use crate::registers::{WorkEntry, WorkTitle};

    /// Makes a book of this title.
    fn book(title: &str) -> WorkEntry {
        WorkEntry {
            id: "w-a".to_owned(),
            kind: "work",
            titles: vec![WorkTitle {
                level: "m",
                words: title.to_owned(),
            }],
            ..WorkEntry::default()
        }
    }

    #[test]
    fn no_character_of_a_title_breaks_the_file() {
        for title in [
            "} } {",
            "a { b",
            "100 % & $5 #1_x",
            "\\",
            "@book{x, y = {z}}",
            "say \"no\"",
            "Ends in \\",
        ] {
            let written = bibtex([&book(title), &book("Second")], []);
            let read = Bibliography::parse(&written.replacen("{w-a", "{w-b", 1)).expect(&written);
            assert_eq!(read.len(), 2, "{written}");
        }
        let written = bibtex([&book("Fish & chips at 100%: THE cost in $ of #1")], []);
        let read = Bibliography::parse(&written).expect(&written);
        let title = read
            .iter()
            .next()
            .expect("there is an entry")
            .title()
            .expect("it has a title");
        assert_eq!(title.format_verbatim(), "Fish & chips at 100%: THE cost in $ of #1");
    }

    #[test]
    fn names_with_commas_and_bodies_stay_whole() {
        let work = WorkEntry {
            authors: vec![
                "P. H. Solomon, Jr.".to_owned(),
                "Ministry of Trade and Industry".to_owned(),
            ],
            ..book("Courts")
        };
        let written = bibtex([&work], []);
        assert!(
            written.contains("author = {Solomon, Jr., P. H. and {Ministry of Trade and Industry}}"),
            "{written}"
        );
    }

    #[test]
    fn dates_are_years_and_months_and_what_these_do_not_tell() {
        let day = |month, day| Moment::Day(jiff::civil::date(1905, month, day));
        let years = |a, b| When::Within(Some(Moment::Year(a)), Some(Moment::Year(b)));
        let cases = [
            (When::At(Moment::Year(1968)), "year = {1968}\n"),
            (When::At(Moment::Month(1968, 5)), "year = {1968},\n  month = may\n"),
            (
                When::At(day(5, 27)),
                "year = {1905},\n  month = may,\n  date = {1905-05-27}\n",
            ),
            (
                When::Range(Moment::Year(1946), Moment::Year(1950)),
                "year = {1946--1950},\n  date = {1946/1950}\n",
            ),
            (years(1946, 1950), "year = {1946--1950},\n  date = {1946~/1950~}\n"),
            (
                When::Within(None, Some(Moment::Year(1950))),
                "year = {1950},\n  date = {1950~}\n",
            ),
            (When::At(Moment::MonthDay(10, 24)), "month = oct\n"),
        ];
        for (when, wanted) in cases {
            let work = WorkEntry {
                date: Some((when, "then".to_owned())),
                ..book("Courts")
            };
            let written = bibtex([&work], []);
            assert!(written.contains(wanted), "{written}");
        }
    }
}
