//! The outline (bookmarks) of a PDF and the labels of its pages.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};

use super::text_string::text_string;
use crate::read::OutlineEntry;

/// The most entries of an outline, and nodes of any tree, that are read.
const MOST: usize = 20_000;
/// The deepest outline, and the deepest tree of names or numbers.
const DEEPEST: u8 = 20;

/// Returns the outline, flattened in order.
pub(super) fn outline(pdf: &Pdf, catalogue: &Dict<'_>) -> Vec<OutlineEntry> {
    let Some(root) = catalogue.get::<Dict<'_>>(b"Outlines") else {
        return Vec::new();
    };
    let pages = pdf
        .pages()
        .iter()
        .zip(1..)
        .filter_map(|(page, number)| Some((page.raw().obj_id()?, number)))
        .collect();
    let mut reader = OutlineReader {
        targets: Targets::new(catalogue, pages),
        seen: HashSet::new(),
        entries: Vec::new(),
    };
    reader.add_children(&root, 1);
    reader.entries
}

struct OutlineReader<'a> {
    targets: Targets<'a>,
    seen: HashSet<ObjectIdentifier>,
    entries: Vec<OutlineEntry>,
}

impl OutlineReader<'_> {
    fn add_children(&mut self, parent: &Dict<'_>, level: u8) {
        let mut next = parent.get_ref(b"First").zip(parent.get::<Dict<'_>>(b"First"));
        while let Some((id, item)) = next {
            // An outline that bites its tail is read once round.
            if self.entries.len() >= MOST || !self.seen.insert(id.into()) {
                return;
            }
            let title = item
                .get::<PdfString<'_>>(b"Title")
                .map(|t| text_string(&t))
                .unwrap_or_default();
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            self.entries.push(OutlineEntry {
                level,
                title,
                page: self.targets.page_of_item(&item),
            });
            if level < DEEPEST {
                self.add_children(&item, level + 1);
            }
            next = item.get_ref(b"Next").zip(item.get::<Dict<'_>>(b"Next"));
        }
    }
}

/// Finds the pages that destinations point at.
struct Targets<'a> {
    pages: HashMap<ObjectIdentifier, u32>,
    /// Named destinations of PDF 1.1.
    by_name: Option<Dict<'a>>,
    /// Named destinations of later PDFs, read when first asked.
    tree: Option<Dict<'a>>,
}

impl<'a> Targets<'a> {
    fn new(catalogue: &Dict<'a>, pages: HashMap<ObjectIdentifier, u32>) -> Self {
        let tree = catalogue
            .get::<Dict<'a>>(b"Names")
            .and_then(|names| names.get::<Dict<'a>>(b"Dests"));
        Self {
            pages,
            by_name: catalogue.get::<Dict<'a>>(b"Dests"),
            tree,
        }
    }

    fn page_of_item(&self, item: &Dict<'_>) -> Option<u32> {
        let target = item.get::<Object<'_>>(b"Dest").or_else(|| {
            let action = item.get::<Dict<'_>>(b"A")?;
            let goes = action.get::<Name<'_>>(b"S").is_some_and(|s| s.as_ref() == b"GoTo");
            if goes { action.get::<Object<'_>>(b"D") } else { None }
        })?;
        self.page_of(target, 0)
    }

    fn page_of(&self, target: Object<'_>, depth: u8) -> Option<u32> {
        if depth > 3 {
            return None;
        }
        match target {
            Object::Array(parts) => {
                let first = parts.raw_iter().next()?;
                match first.as_obj_ref() {
                    Some(id) => self.pages.get(&id.into()).copied(),
                    // Some writers give the number of the page, counted from 0.
                    None => {
                        let number = u32::try_from(parts.iter::<Object<'_>>().next()?.into_i32()?)
                            .ok()?
                            .checked_add(1)?;
                        (number as usize <= self.pages.len()).then_some(number)
                    }
                }
            }
            Object::Dict(dict) => self.page_of(dict.get::<Object<'_>>(b"D")?, depth + 1),
            Object::Name(name) => self.page_of(self.by_name.as_ref()?.get::<Object<'_>>(name.as_ref())?, depth + 1),
            Object::String(name) => {
                let named = self
                    .tree
                    .as_ref()
                    .and_then(|tree| in_name_tree(tree, name.as_bytes(), 0));
                let named = named.or_else(|| self.by_name.as_ref()?.get::<Object<'_>>(name.as_bytes()));
                self.page_of(named?, depth + 1)
            }
            _ => None,
        }
    }
}

/// Looks a name up in a name tree.
fn in_name_tree<'a>(node: &Dict<'a>, name: &[u8], depth: u8) -> Option<Object<'a>> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(names) = node.get::<Array<'a>>(b"Names") {
        let mut items = names.iter::<Object<'a>>().take(MOST);
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            if key.into_string().is_some_and(|key| key.as_bytes() == name) {
                return Some(value);
            }
        }
    }
    let kids = node.get::<Array<'a>>(b"Kids")?;
    kids.iter::<Object<'a>>()
        .take(MOST)
        .filter_map(Object::into_dict)
        .find_map(|kid| {
            let within = kid.get::<Array<'a>>(b"Limits").is_none_or(|limits| {
                let mut ends = limits.iter::<PdfString<'a>>();
                match (ends.next(), ends.next()) {
                    (Some(first), Some(last)) => first.as_bytes() <= name && name <= last.as_bytes(),
                    _ => true,
                }
            });
            if within {
                in_name_tree(&kid, name, depth + 1)
            } else {
                None
            }
        })
}

/// Returns the label of each page, `None` throughout where the file has no labels.
pub(super) fn labels(catalogue: &Dict<'_>, pages: usize) -> Vec<Option<String>> {
    let mut ranges = Vec::new();
    if let Some(root) = catalogue.get::<Dict<'_>>(b"PageLabels") {
        add_ranges(&root, &mut ranges, 0);
    }
    ranges.sort_by_key(|r: &Range| r.first);
    let mut labels = vec![None; pages];
    for (n, range) in ranges.iter().enumerate() {
        let end = ranges.get(n + 1).map_or(pages, |next| next.first).min(pages);
        for (number, label) in (range.start..).zip(labels.iter_mut().take(end).skip(range.first)) {
            let text = format!("{}{}", range.prefix, numeral(range.style, number));
            *label = (!text.is_empty()).then_some(text);
        }
    }
    labels
}

/// A stretch of pages that are numbered alike.
struct Range {
    /// Index of its first page.
    first: usize,
    style: u8,
    prefix: String,
    start: u32,
}

fn add_ranges(node: &Dict<'_>, ranges: &mut Vec<Range>, depth: u8) {
    if let Some(numbers) = node.get::<Array<'_>>(b"Nums") {
        let mut items = numbers.iter::<Object<'_>>();
        while let (Some(first), Some(label)) = (items.next(), items.next()) {
            let (Some(first), Some(label)) = (first.into_i32(), label.into_dict()) else {
                continue;
            };
            let Ok(first) = usize::try_from(first) else { continue };
            if ranges.len() >= MOST {
                return;
            }
            ranges.push(Range {
                first,
                style: label
                    .get::<Name<'_>>(b"S")
                    .and_then(|s| s.as_ref().first().copied())
                    .unwrap_or(0),
                prefix: label
                    .get::<PdfString<'_>>(b"P")
                    .map(|p| text_string(&p))
                    .unwrap_or_default(),
                start: label.get::<i32>(b"St").and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
            });
        }
    }
    if let Some(kids) = node.get::<Array<'_>>(b"Kids")
        && depth < DEEPEST
    {
        for kid in kids.iter::<Object<'_>>().take(MOST).filter_map(Object::into_dict) {
            add_ranges(&kid, ranges, depth + 1);
        }
    }
}

/// Writes a page number in a style of ISO 32000, table 159: `D`, `R`, `r`, `A`, `a`, or nothing.
fn numeral(style: u8, number: u32) -> String {
    match style {
        b'D' => number.to_string(),
        b'R' => roman(number).to_uppercase(),
        b'r' => roman(number),
        b'A' => letters(number).to_uppercase(),
        b'a' => letters(number),
        _ => String::new(),
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number > 9999 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// Numbers by letters: a to z, then aa to zz, and so on.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1).filter(|n| *n < 26 * 20) else {
        return number.to_string();
    };
    let letter = char::from(b'a' + (index % 26) as u8);
    std::iter::repeat_n(letter, index as usize / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_written_in_five_ways() {
        assert_eq!(numeral(b'r', 14), "xiv");
        assert_eq!(numeral(b'R', 1990), "MCMXC");
        assert_eq!(numeral(b'A', 28), "BB");
        assert_eq!(numeral(b'D', 7), "7");
        assert_eq!(numeral(0, 7), "");
    }
}
