//! The TEI elements of what the rules find: a kind of value, a function.

use crate::annotate::{ActMention, Amount, Citation, Figure, Level, Moment, Part, Unit, Value, When};

/// An element's name and its attributes in order.
pub(super) type Element = (&'static str, Vec<(&'static str, String)>);

/// Returns the element that says a value.
pub(super) fn element(value: &Value) -> Element {
    match value {
        Value::Date(when) => date(when),
        Value::Figure(figure) => measure(figure),
        Value::Act(act) => decree(act),
        Value::Citation(citation) => bibl(citation),
        Value::Part(part) => part_of(part),
    }
}

fn decree(act: &ActMention) -> Element {
    let mut attributes = vec![("type", "decree".to_owned()), ("subtype", act.subtype.clone())];
    let pointers: Vec<String> = act.refs.iter().map(|id| format!("#{id}")).collect();
    if !pointers.is_empty() {
        attributes.push(("ref", pointers.join(" ")));
    }
    ("rs", attributes)
}

fn bibl(citation: &Citation) -> Element {
    let mut attributes = vec![("type", citation.kind.name().to_owned())];
    attributes.extend(citation.work.iter().map(|id| ("corresp", format!("#{id}"))));
    ("bibl", attributes)
}

fn part_of(part: &Part) -> Element {
    match part {
        Part::Author => ("author", Vec::new()),
        Part::Editor => ("editor", Vec::new()),
        Part::Title(level) => ("title", vec![("level", level_word(*level).to_owned())]),
        Part::Place => ("pubPlace", Vec::new()),
        Part::Publisher => ("publisher", Vec::new()),
        Part::Repository(entry) => {
            let mut attributes = vec![("type", "repository".to_owned())];
            attributes.extend(entry.iter().map(|id| ("ref", format!("#{id}"))));
            ("orgName", attributes)
        }
        Part::Scope(unit) => ("biblScope", vec![("unit", unit_word(*unit).to_owned())]),
        Part::Range(unit, range) => {
            let mut attributes = vec![("unit", unit_word(*unit).to_owned())];
            if let Some((from, to)) = range {
                attributes.extend([("from", from.clone()), ("to", to.clone())]);
            }
            ("citedRange", attributes)
        }
    }
}

/// Names what a title is the title of by the words of `title/@level`.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Book => "m",
        Level::Article => "a",
        Level::Journal => "j",
    }
}

/// Names what a label labels by the words of `biblScope/@unit`.
pub(super) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Page => "page",
        Unit::Volume => "volume",
        Unit::Issue => "issue",
        Unit::Chapter => "chapter",
        Unit::Part => "part",
        Unit::Column => "column",
        Unit::Note => "note",
        Unit::Line => "line",
        Unit::Article => "article",
        Unit::Frame => "frame",
        Unit::Fond => "fond",
        Unit::Opis => "opis",
        Unit::Delo => "delo",
        Unit::Leaf => "leaf",
        Unit::RecordGroup => "recordGroup",
        Unit::Lot => "lot",
        Unit::Box => "box",
        Unit::Folder => "folder",
        Unit::Series => "series",
        Unit::Piece => "piece",
        Unit::File => "file",
        Unit::Item => "item",
    }
}

fn measure(figure: &Figure) -> Element {
    let mut attributes = match &figure.amount {
        Amount::Exactly(quantity) => vec![("quantity", quantity.to_string())],
        Amount::Between(min, max) => vec![("min", min.to_string()), ("max", max.to_string())],
        Amount::AtLeast(bound) => vec![("atLeast", bound.to_string())],
        Amount::AtMost(bound) => vec![("atMost", bound.to_string())],
    };
    attributes.push(("unit", figure.unit.clone()));
    attributes.extend(
        figure
            .commodity
            .iter()
            .map(|commodity| ("commodity", commodity.clone())),
    );
    ("measure", attributes)
}

/// Returns the element of a date.
pub(super) fn date(when: &When) -> Element {
    let attributes = match when {
        When::At(moment) => vec![("when", iso(*moment))],
        When::Range(from, to) => vec![("from", iso(*from)), ("to", iso(*to))],
        When::Within(from, to) => {
            let from = from.map(|m| ("notBefore", iso(m)));
            let to = to.map(|m| ("notAfter", iso(m)));
            from.into_iter().chain(to).collect()
        }
        When::Julian { gregorian, custom } => vec![
            ("when", iso(*gregorian)),
            ("when-custom", custom.clone()),
            ("datingMethod", "#julian".to_owned()),
        ],
    };
    ("date", attributes)
}

/// Writes a moment as XSD 1.0 has it; it knows no year 0, and [`Moment`] has none.
pub(super) fn iso(moment: Moment) -> String {
    match moment {
        Moment::Year(year) => iso_year(year),
        Moment::Month(year, month) => format!("{}-{month:02}", iso_year(year)),
        Moment::Day(day) => format!("{}-{:02}-{:02}", iso_year(day.year()), day.month(), day.day()),
        Moment::MonthDay(month, day) => format!("--{month:02}-{day:02}"),
        Moment::MonthOnly(month) => format!("--{month:02}"),
        Moment::DayOnly { day, .. } => format!("---{day:02}"),
    }
}

fn iso_year(year: i16) -> String {
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}", year.unsigned_abs())
}
