//! Values as text: in comes what an annotation tells, out come pairs such as `when=1940-06-26` or `unit=percent`.

use fonds::annotate::{Amount, Figure, Moment, When};

/// Returns the value of a figure.
pub(crate) fn measured(figure: &Figure) -> Vec<(&'static str, String)> {
    let mut values = match figure.amount {
        Amount::Exactly(quantity) => vec![("quantity", quantity.to_string())],
        Amount::Between(min, max) => vec![("min", min.to_string()), ("max", max.to_string())],
        Amount::AtLeast(bound) => vec![("atLeast", bound.to_string())],
        Amount::AtMost(bound) => vec![("atMost", bound.to_string())],
    };
    values.push(("unit", figure.unit.clone()));
    values.extend(
        figure
            .commodity
            .iter()
            .map(|commodity| ("commodity", commodity.clone())),
    );
    values
}

/// Returns the value of a date.
pub(crate) fn dated(when: &When) -> Vec<(&'static str, String)> {
    match when {
        When::At(moment) => vec![("when", iso(moment))],
        When::Range(from, to) => vec![("from", iso(from)), ("to", iso(to))],
        When::Within(from, to) => {
            let ends = [("notBefore", from), ("notAfter", to)];
            ends.into_iter()
                .filter_map(|(key, end)| Some((key, iso(end.as_ref()?))))
                .collect()
        }
        When::Julian { gregorian, custom } => vec![("when", iso(gregorian)), ("custom", custom.clone())],
    }
}

/// Returns the ISO form of a moment.
fn iso(moment: &Moment) -> String {
    let year = |y: i16| {
        if y < 0 {
            format!("-{:04}", -i32::from(y))
        } else {
            format!("{y:04}")
        }
    };
    match moment {
        Moment::Year(y) => year(*y),
        Moment::Month(y, m) => format!("{}-{m:02}", year(*y)),
        Moment::Day(d) => format!("{}-{:02}-{:02}", year(d.year()), d.month(), d.day()),
        Moment::MonthDay(m, d) => format!("--{m:02}-{d:02}"),
        Moment::MonthOnly(m) => format!("--{m:02}"),
        Moment::DayOnly { day, months } => match months {
            Some(months) => format!("---{day:02}{months:+}"),
            None => format!("---{day:02}"),
        },
    }
}
