//! ALTO, versions 1 to 4: pages of text blocks, their lines, and the strings in these.
//!
//! The order is the file's. Of a word that is broken at the end of a line the printed part is read, not what it is a part
//! of; the sign of the break is an element of its own.

use std::collections::BTreeMap;

use super::sheet::{File, Setting, Sheet, add, clean, parted, quarter, sized};
use crate::ocr::boxes::BoxLine;
use crate::read::Style;
use crate::read::markup::tree::{Element, number};
use crate::span::Rect;

/// Reads the tree of a file.
pub(super) fn read(root: &Element) -> File {
    let mut file = File::default();
    for name in root.all("softwareName") {
        add(&mut file.software, &name.text());
    }
    // The last step is the one that made the words.
    let dates = root.all("processingDateTime");
    file.date = dates.last().map(|date| date.text());
    let unit = root.all("MeasurementUnit").first().map(|unit| unit.text());
    let units_an_inch = match unit.as_deref().map(str::trim) {
        Some("mm10") => Some(254.0),
        Some("inch1200") => Some(1200.0),
        _ => None,
    };
    let mut styles = BTreeMap::new();
    for style in root.all("TextStyle") {
        if let Some(id) = style.get("ID") {
            styles.insert(id, described(style));
        }
    }
    for page in root.all("Page") {
        let mut reader = PageReader {
            styles: &styles,
            sheet: Sheet {
                size: (
                    page.number("WIDTH").unwrap_or(0.0),
                    page.number("HEIGHT").unwrap_or(0.0),
                ),
                units_an_inch,
                ..Sheet::default()
            },
            languages: &mut file.languages,
        };
        reader.inside(page, Setting::default(), None);
        file.sheets.push(reader.sheet);
    }
    file
}

struct PageReader<'a> {
    styles: &'a BTreeMap<&'a str, Setting>,
    sheet: Sheet,
    languages: &'a mut Vec<String>,
}

impl PageReader<'_> {
    /// Reads what stands in a page, a margin or a block; settings and angle are handed down.
    fn inside(&mut self, parent: &Element, setting: Setting, angle: Option<f32>) {
        let setting = setting.with(self.setting(parent));
        let angle = parent.number("ROTATION").or(angle);
        if let Some(language) = parent.get("LANG").or(parent.get("language")) {
            add(self.languages, language);
        }
        for child in parent.children() {
            match &*child.name {
                "TextLine" => self.line(child, setting, angle),
                "GraphicalElement" => self.sheet.rules.extend(place(child)),
                "Illustration" => self.sheet.pictures.extend(place(child)),
                _ => self.inside(child, setting, angle),
            }
        }
    }

    fn line(&mut self, element: &Element, setting: Setting, angle: Option<f32>) {
        let setting = setting.with(self.setting(element));
        if let Some(language) = element.get("LANG") {
            add(self.languages, language);
        }
        let has_spaces = element.child("SP").is_some();
        let mut line = BoxLine {
            rect: place(element),
            baseline: baseline(element),
            angle: quarter(angle),
            ..BoxLine::default()
        };
        let mut after_string = false;
        for child in element.children() {
            match &*child.name {
                "String" => {
                    let text = child.get("CONTENT").unwrap_or_default();
                    let Some(rect) = place(child).or(line.rect) else {
                        continue;
                    };
                    let setting = setting.with(self.setting(child));
                    let confidence = child.number("WC").map(|share| share * 100.0);
                    let mut words = parted(text, rect, setting, confidence);
                    if let Some(first) = words.first_mut() {
                        first.glued = has_spaces && after_string;
                        after_string = true;
                    }
                    // A line that is one string has its words by the way.
                    line.is_parted |= line.words.is_empty() && words.len() > 1;
                    line.words.append(&mut words);
                }
                "HYP" => line.hyphenate(&clean(child.get("CONTENT").unwrap_or("-")), place(child)),
                "SP" => after_string = false,
                _ => {}
            }
        }
        self.sheet.lines.push(line);
    }

    /// Returns what an element says of the setting, by the styles that it refers to and by itself.
    fn setting(&self, element: &Element) -> Setting {
        let referred = element.get("STYLEREFS").unwrap_or_default().split_whitespace();
        let referred = referred.filter_map(|id| self.styles.get(id).copied());
        let own = Setting {
            style: style(element.get("STYLE").unwrap_or_default()),
            points: None,
        };
        referred.fold(Setting::default(), Setting::with).with(own)
    }
}

/// Reads a `TextStyle`.
fn described(element: &Element) -> Setting {
    Setting {
        style: style(element.get("FONTSTYLE").unwrap_or_default()),
        points: element.number("FONTSIZE").filter(|points| *points > 0.0),
    }
}

fn style(words: &str) -> Style {
    let has = |name: &str| words.split_whitespace().any(|word| word.eq_ignore_ascii_case(name));
    Style {
        italic: has("italics") || has("italic"),
        bold: has("bold"),
        small_caps: has("smallcaps"),
        superscript: has("superscript"),
        subscript: has("subscript"),
        letterspaced: false,
    }
}

fn place(element: &Element) -> Option<Rect> {
    sized(
        element.number("HPOS")?,
        element.number("VPOS")?,
        element.number("WIDTH")?,
        element.number("HEIGHT")?,
    )
}

/// Reads a baseline: its `y` (versions up to 4.0), or points (from 4.1 on, `x,y x,y` or `x y x y`).
fn baseline(element: &Element) -> Vec<(f32, f32)> {
    let numbers: Vec<f32> = element
        .get("BASELINE")
        .unwrap_or_default()
        .split([' ', ',', '\n', '\t'])
        .filter_map(number)
        .collect();
    match numbers.as_slice() {
        [y] => vec![(0.0, *y)],
        points => points.chunks_exact(2).map(|point| (point[0], point[1])).collect(),
    }
}
