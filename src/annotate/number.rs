//! Numbers as texts write them: in comes `1,883,028`, `16½`, `two and a half` or `fünfundvierzig`, out comes the value.

use super::setting::Setting;

/// The fractions that have a sign of their own, in tenths of a thousandth where they do not end.
const FRACTIONS: [(char, f64); 9] = [
    ('½', 0.5),
    ('¼', 0.25),
    ('¾', 0.75),
    ('⅓', 1.0 / 3.0),
    ('⅔', 2.0 / 3.0),
    ('⅛', 0.125),
    ('⅜', 0.375),
    ('⅝', 0.625),
    ('⅞', 0.875),
];

/// Reads a number in figures or words; `None` where it is none.
pub(super) fn read(written: &str, setting: &Setting<'_>) -> Option<f64> {
    let written = written.trim();
    let digits = written
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '·' | '.') || FRACTIONS.iter().any(|(f, _)| *f == c));
    if digits {
        figures(written, setting.languages.first().map_or("en", String::as_str))
    } else {
        words(written, setting)
    }
}

/// Reads figures, with a fraction behind them: `16½`, `2 1/2`.
fn figures(written: &str, language: &str) -> Option<f64> {
    if let Some((before, value)) = FRACTIONS.iter().find_map(|(f, v)| Some((written.strip_suffix(*f)?, v))) {
        let whole = if before.trim().is_empty() {
            0.0
        } else {
            decimal(before.trim(), language)?
        };
        return Some(whole + value);
    }
    if let Some((before, below)) = written.split_once('/') {
        let (whole, above) = before.rsplit_once(' ').unwrap_or(("0", before));
        let (above, below): (f64, f64) = (above.parse().ok()?, below.parse().ok()?);
        return (above < below).then_some(decimal(whole, language)? + above / below);
    }
    // `2-х`: the ending of the word is written behind the figures.
    let ending = |end: &str| !end.is_empty() && end.chars().all(char::is_alphabetic);
    match written.split_once('-') {
        Some((number, end)) if ending(end) => decimal(number, language),
        _ => decimal(written, language),
    }
}

/// Reads figures with signs between them: which part thousands and which the decimals, the language tells where the
/// figures do not.
fn decimal(written: &str, language: &str) -> Option<f64> {
    let plain: String = written
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let signs: Vec<(usize, char)> = plain
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ',' | '·'))
        .collect();
    let Some(&(last, sign)) = signs.last() else {
        return plain.parse().ok();
    };
    let behind = plain.len() - last - sign.len_utf8();
    let thousands = match sign {
        '·' => false,
        _ if signs.iter().any(|(_, other)| *other != sign) => false,
        _ if behind != 3 => false,
        _ if signs.len() > 1 => true,
        ',' => language.starts_with("en"),
        _ => !language.starts_with("en") && !language.starts_with("ru"),
    };
    let without = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if thousands {
        return without(&plain).parse().ok();
    }
    format!("{}.{}", without(&plain[..last]), without(&plain[last..]))
        .parse()
        .ok()
}

/// Tells whether a number below a hundred goes on with another: `forty-two`, `five and twenty`, but not `five-six`.
fn joins(before: f64, value: f64) -> bool {
    let tens = |n: f64| n >= 20.0 && n % 10.0 == 0.0;
    let ones = |n: f64| n < 10.0;
    before == 0.0 || before >= 100.0 || tens(before) && value < 20.0 || ones(before) && tens(value)
}

/// Reads words: `two hundred and five thousand`.
fn words(written: &str, setting: &Setting<'_>) -> Option<f64> {
    let (mut total, mut part) = (0.0_f64, 0.0_f64);
    let mut rest = written;
    let mut any = false;
    let mut last = 0.0;
    while !rest.is_empty() {
        let Some((word, meaning)) = setting.words.head("numeral", rest, setting.languages) else {
            let between = setting.words.head("numeral_and", rest, setting.languages);
            let skip = between.map_or(1, |(word, _)| word);
            let sign = rest.starts_with([' ', '-', '‐', '‑', '\u{a0}']);
            if between.is_none() && !sign {
                return None;
            }
            rest = rest.get(rest.ceil_char_boundary(skip)..)?;
            continue;
        };
        let value: f64 = meaning.parse().ok()?;
        // `two and a quarter million`: the list has `a quarter million`, and the two are millions as well.
        let whole = setting.words.meaning("share_of", &rest[..word], setting.languages);
        if let (true, Some(whole)) = (any, whole) {
            total += part * whole.parse::<f64>().ok()? + value;
            part = 0.0;
            rest = rest.get(word..)?;
            continue;
        }
        any = true;
        if value >= 1000.0 {
            total += part.max(1.0) * value;
            part = 0.0;
        } else if value == 100.0 {
            part = part.max(1.0) * value;
        } else if joins(last, value) {
            part += value;
        } else {
            return None;
        }
        last = value;
        rest = rest.get(word..)?;
    }
    any.then_some(total + part)
}
