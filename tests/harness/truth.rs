//! Truth cases: texts in which a person marked acts and citations before the program saw them, and what the program
//! makes of them otherwise.
//!
//! The notation of lines is that of the citation cases. In them `{edict of 3 May 1861|key}` is a mention of an act, and
//! `{~the edict|key}` one that only points back; `<w key>…</w>` is a citation (`w` a work, `s` short, `i` ibid., `r` of an
//! archive, `p` of the press; the key may be left out), and `[a:…]` a field of it, by the letters of [`FIELDS`]. The same
//! key stands for the same act or work.
//!
//! The truth is written by hand and never by the program. Beside `NAME.txt` stands `NAME.faults`, which the program does
//! write: what is right in figures, and line by line what is wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use fonds::annotate::{Annotation, Level, Part, Unit, Value, annotate, resolve};
use fonds::registers::Registers;
use fonds::repair::Text;
use fonds::rules::Rules;
use fonds::span::Span;

use super::citations::text;
use super::{expect_file, language};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The fields of a citation by their letters.
const FIELDS: [(char, &str); 17] = [
    ('a', "author"),
    ('e', "editor"),
    ('m', "title"),
    ('j', "title"),
    ('t', "article"),
    ('l', "place"),
    ('p', "publisher"),
    ('d', "date"),
    ('v', "volume"),
    ('u', "issue"),
    ('x', "chapter"),
    ('g', "pages"),
    ('o', "repository"),
    ('f', "fond"),
    ('q', "opis"),
    ('h', "delo"),
    ('k', "step"),
];

/// The kinds of citations by their letters.
const KINDS: [(char, &str); 5] = [
    ('w', "work"),
    ('s', "short"),
    ('i', "ibid"),
    ('r', "archival"),
    ('p', "press"),
];

/// A mention of an act.
#[derive(Clone, Debug)]
struct Act {
    span: Span,
    key: String,
    /// It tells what act is meant.
    named: bool,
}

/// A citation with its fields, as name and words, sorted.
#[derive(Clone, Debug)]
struct Cited {
    span: Span,
    kind: String,
    key: Option<String>,
    fields: Vec<(String, String)>,
}

/// What is marked in a text; places are bytes of its string.
#[derive(Clone, Debug, Default)]
struct Marked {
    acts: Vec<Act>,
    cited: Vec<Cited>,
}

/// Figures that are added up over the texts of a file, by name.
type Tallies = BTreeMap<&'static str, usize>;

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let written = std::fs::read_to_string(path)?;
    let language = language(path, 1);
    let (mut tallies, mut faults) = (Tallies::new(), String::new());
    for lines in written.split("\n\n") {
        let lines: Vec<&str> = lines.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        if lines.is_empty() {
            continue;
        }
        let mut parsed = Vec::new();
        for line in &lines {
            parsed.push(marked(line)?);
        }
        let plain: Vec<&str> = parsed.iter().map(|(line, _)| line.as_str()).collect();
        let text = text(&plain, &language);
        let truth = together(&text, &parsed);
        let found = found(&text);
        acts(&text, &truth.acts, &found.acts, &mut tallies, &mut faults);
        cited(&text, &truth.cited, &found.cited, &mut tallies, &mut faults);
    }
    let mut out = String::new();
    for (name, figure) in tallies {
        writeln!(out, "{name} = {figure}")?;
    }
    expect_file(&path.with_extension("faults"), &(out + &faults))
}

/// Reads the marks of a line: the line without them, and what they mark, in bytes of that line behind its `* `.
fn marked(line: &str) -> Result<(String, Marked), String> {
    let mut out = String::new();
    let mut found = Marked::default();
    let (mut act, mut open, mut field) = (None, None::<Cited>, None);
    let head = if line.starts_with("* ") || line.starts_with("- ") {
        2
    } else {
        0
    };
    // Marks of italics are not in the text.
    let at = |out: &str| out.chars().filter(|c| *c != '_').map(char::len_utf8).sum::<usize>() - head;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let tag = rest
            .strip_prefix('<')
            .and_then(|tag| tag.split_once('>'))
            .map(|(tag, _)| tag);
        if c == '{' {
            let named = !rest.starts_with("{~");
            act = Some((at(&out), named));
            rest = &rest[if named { 1 } else { 2 }..];
        } else if let Some((from, named)) = act.filter(|_| c == '|') {
            let (key, behind) = rest[1..]
                .split_once('}')
                .ok_or(format!("no }} behind an act: {line}"))?;
            let span = Span::new(from, at(&out));
            found.acts.push(Act {
                span,
                key: key.to_owned(),
                named,
            });
            (act, rest) = (None, behind);
        } else if let Some((tag, kind)) = tag.and_then(|tag| Some((tag, kind(tag)?))) {
            let key = tag.split_once(' ').map(|(_, key)| key.to_owned());
            open = Some(Cited {
                span: Span::new(at(&out), at(&out)),
                kind: kind.to_owned(),
                key,
                fields: Vec::new(),
            });
            rest = &rest[tag.len() + 2..];
        } else if let Some(tag) = tag.filter(|tag| tag.starts_with('/')) {
            let mut citation = open.take().ok_or(format!("<{tag}> closes nothing: {line}"))?;
            citation.span = Span::new(citation.span.start, at(&out));
            found.cited.push(citation);
            rest = &rest[tag.len() + 2..];
        } else if let Some(name) = named(rest).filter(|_| open.is_some()) {
            field = Some((name, out.len()));
            rest = &rest[3..];
        } else if let (']', Some((name, from)), Some(citation)) = (c, field, &mut open) {
            citation.fields.push((name.to_owned(), words(&out[from..])));
            (field, rest) = (None, &rest[1..]);
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if act.is_some() || open.is_some() || field.is_some() {
        return Err(format!("a mark is not closed: {line}"));
    }
    found.cited.iter_mut().for_each(|c| c.fields.sort());
    Ok((out, found))
}

/// Returns the kind of citation that a tag stands for.
fn kind(tag: &str) -> Option<&'static str> {
    let letter = tag
        .chars()
        .next()
        .filter(|_| tag.len() == 1 || tag[1..].starts_with(' '))?;
    KINDS.iter().find(|(of, _)| *of == letter).map(|(_, kind)| *kind)
}

/// Returns the field that a mark at the head opens: `[a:`.
fn named(rest: &str) -> Option<&'static str> {
    let mut chars = rest.chars();
    let letter = chars.next().filter(|c| *c == '[').and_then(|_| chars.next())?;
    let field = FIELDS.iter().find(|(of, _)| *of == letter)?;
    chars.as_str().starts_with(':').then_some(field.1)
}

/// Returns the words of a field as they are compared: without signs and spaces at their ends.
fn words(field: &str) -> String {
    let field = field.replace('_', "");
    field.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Puts what lines mark where the lines stand in the text.
fn together(text: &Text, lines: &[(String, Marked)]) -> Marked {
    let mut all = Marked::default();
    let starts = text
        .blocks
        .iter()
        .filter(|b| !matches!(b.kind, fonds::repair::BlockKind::Heading { .. }))
        .map(|b| b.span.start);
    for (start, (_, marked)) in starts.zip(lines) {
        let moved = |span: Span| Span::new(span.start + start, span.end + start);
        all.acts.extend(marked.acts.iter().cloned().map(|act| Act {
            span: moved(act.span),
            ..act
        }));
        all.cited.extend(marked.cited.iter().cloned().map(|c| Cited {
            span: moved(c.span),
            ..c
        }));
    }
    all
}

/// Runs the program.
fn found(text: &Text) -> Marked {
    let resolved = annotate(text, &RULES)
        .then(|annotations| resolve(text, annotations, &RULES, &Registers::default()))
        .value
        .annotations;
    let mut found = Marked::default();
    for annotation in &resolved {
        match &annotation.value {
            Value::Act(act) => found.acts.push(Act {
                span: annotation.span,
                key: act.refs.join("+"),
                named: true,
            }),
            Value::Citation(citation) => {
                let inside = resolved.iter().filter(|part| annotation.span.contains(part.span));
                let mut fields: Vec<(String, String)> = inside
                    .filter_map(|part| Some((field(part)?.to_owned(), words(part.span.of(&text.string)))))
                    .collect();
                fields.sort();
                found.cited.push(Cited {
                    span: annotation.span,
                    kind: citation.kind.name().to_owned(),
                    key: citation.work.clone(),
                    fields,
                });
            }
            _ => {}
        }
    }
    found
}

/// Names a field of a citation; `None` where it is none.
fn field(annotation: &Annotation) -> Option<&'static str> {
    Some(match &annotation.value {
        Value::Date(_) => "date",
        Value::Part(part) => match part {
            Part::Author => "author",
            Part::Editor => "editor",
            Part::Title(Level::Article) => "article",
            Part::Title(_) => "title",
            Part::Place => "place",
            Part::Publisher => "publisher",
            Part::Repository(_) => "repository",
            Part::Scope(unit) | Part::Range(unit, _) => match unit {
                Unit::Page | Unit::Leaf => "pages",
                Unit::Volume => "volume",
                Unit::Issue => "issue",
                Unit::Chapter => "chapter",
                Unit::Fond => "fond",
                Unit::Opis => "opis",
                Unit::Delo => "delo",
                _ => "step",
            },
        },
        _ => return None,
    })
}

/// Finds for each stretch of the truth one that was found and overlaps it, an equal one first.
fn matched(truth: &[Span], found: &[Span]) -> Vec<Option<usize>> {
    let mut used = vec![false; found.len()];
    let mut matched = vec![None; truth.len()];
    for equal in [true, false] {
        for (of, span) in matched.iter_mut().zip(truth) {
            let fits = |at: &usize| {
                !used[*at]
                    && if equal {
                        found[*at] == *span
                    } else {
                        found[*at].overlaps(*span)
                    }
            };
            if of.is_none() {
                *of = (0..found.len()).find(fits);
                of.iter().for_each(|at| used[*at] = true);
            }
        }
    }
    matched
}

/// Compares mentions of acts.
fn acts(text: &Text, truth: &[Act], found: &[Act], tallies: &mut Tallies, faults: &mut String) {
    let of = |act: &Act| act.span.of(&text.string).to_owned();
    let spans = |acts: &[Act]| acts.iter().map(|act| act.span).collect::<Vec<_>>();
    let matched = matched(&spans(truth), &spans(found));
    let mut add = |name, figure: usize| *tallies.entry(name).or_default() += figure;
    let mut say = |fault: String| faults.extend([fault, "\n".to_owned()]);
    add("acts true", truth.len());
    add("acts found", found.len());
    for (act, at) in truth.iter().zip(&matched) {
        add("acts named", usize::from(act.named));
        add("acts overlapping", usize::from(at.is_some()));
        add("acts named overlapping", usize::from(act.named && at.is_some()));
        match at.map(|at| &found[at]) {
            None => say(format!("act missed: {}", of(act))),
            Some(other) if other.span != act.span && act.named => {
                say(format!("act otherwise: {} | {}", of(act), of(other)));
            }
            Some(_) => {}
        }
    }
    for (at, act) in found.iter().enumerate() {
        if !matched.contains(&Some(at)) {
            say(format!("no act: {}", of(act)));
        }
    }
    for (second, one) in truth.iter().enumerate() {
        for (first, other) in truth[..second].iter().enumerate() {
            let same = one.key == other.key;
            let taken = matched[first]
                .zip(matched[second])
                .is_some_and(|(a, b)| found[a].key == found[b].key);
            add("acts same", usize::from(same));
            add("acts taken for same", usize::from(taken));
            add("acts same right", usize::from(same && taken));
            if same != taken {
                let fault = if same { "one act" } else { "two acts" };
                say(format!("{fault}: {} ~ {}", of(other), of(one)));
            }
        }
    }
}

/// Compares citations.
fn cited(text: &Text, truth: &[Cited], found: &[Cited], tallies: &mut Tallies, faults: &mut String) {
    let of = |cited: &Cited| cited.span.of(&text.string).to_owned();
    let spans = |cited: &[Cited]| cited.iter().map(|cited| cited.span).collect::<Vec<_>>();
    let matched = matched(&spans(truth), &spans(found));
    let mut add = |name, figure: usize| *tallies.entry(name).or_default() += figure;
    let mut say = |fault: String| faults.extend([fault, "\n".to_owned()]);
    add("citations true", truth.len());
    add("citations found", found.len());
    for (citation, at) in truth.iter().zip(&matched) {
        add("fields true", citation.fields.len());
        let Some(other) = at.map(|at| &found[at]) else {
            say(format!("citation missed: {}", of(citation)));
            continue;
        };
        add("citations exact", usize::from(other.span == citation.span));
        add("citations of right kind", usize::from(other.kind == citation.kind));
        add("fields found", other.fields.len());
        let mut over = other.fields.clone();
        let mut missed = Vec::new();
        for field in &citation.fields {
            match over.iter().position(|of| of == field) {
                Some(at) => drop(over.remove(at)),
                None => missed.push(field),
            }
        }
        add("fields right", citation.fields.len() - missed.len());
        if other.span != citation.span {
            say(format!("citation otherwise: {} | {}", of(citation), of(other)));
        }
        if other.kind != citation.kind {
            say(format!(
                "kind: {} is {}, not {}",
                of(citation),
                citation.kind,
                other.kind
            ));
        }
        let told = |fields: &[&(String, String)]| {
            let told = fields.iter().map(|(name, words)| format!("{name} “{words}”"));
            told.collect::<Vec<_>>().join(", ")
        };
        if !missed.is_empty() || !over.is_empty() {
            let over = told(&over.iter().collect::<Vec<_>>());
            say(format!(
                "fields: {}\n    missed {}\n    wrong {over}",
                of(citation),
                told(&missed)
            ));
        }
    }
    for (at, citation) in found.iter().enumerate() {
        if !matched.contains(&Some(at)) {
            say(format!("no citation: {}", of(citation)));
        }
    }
    let keyed: Vec<(&Cited, &Cited)> = truth
        .iter()
        .zip(&matched)
        .filter_map(|(citation, at)| Some((citation, &found[(*at)?])))
        .filter(|(citation, _)| citation.key.is_some())
        .collect();
    for (second, (one, found_one)) in keyed.iter().enumerate() {
        for (other, found_other) in &keyed[..second] {
            let same = one.key == other.key;
            let taken = found_one.key.is_some() && found_one.key == found_other.key;
            add("works same", usize::from(same));
            add("works taken for same", usize::from(taken));
            add("works same right", usize::from(same && taken));
            if same != taken {
                let fault = if same { "one work" } else { "two works" };
                say(format!("{fault}: {} ~ {}", of(other), of(one)));
            }
        }
    }
}
