//! PAGE (PRImA), the versions of all years: regions in an order of reading, their lines, and the words in these.
//!
//! Where a line and its words say different things, the line is right: it is what people correct. Words without boxes are
//! parted evenly over their line by their letters.

use std::collections::BTreeMap;

use super::sheet::{File, Setting, Sheet, add, clean, parted, quarter};
use crate::ocr::boxes::{BoxLine, BoxWord};
use crate::read::Style;
use crate::read::markup::tree::{Element, number};
use crate::span::Rect;

/// Reads the tree of a file.
pub(super) fn read(root: &Element) -> File {
    let mut file = File::default();
    for metadata in root.all("Metadata") {
        if let Some(creator) = metadata.child("Creator") {
            add(&mut file.software, &creator.text());
        }
        let date = metadata.child("LastChange").or(metadata.child("Created"));
        file.date = date.map(Element::text);
    }
    for page in root.all("Page") {
        let sheet = sheet(page, &mut file.languages);
        file.sheets.push(sheet);
    }
    file
}

fn sheet(page: &Element, languages: &mut Vec<String>) -> Sheet {
    let resolution = page.number("imageXResolution").filter(|dpi| *dpi > 0.0);
    let mut sheet = Sheet {
        size: (
            page.number("imageWidth").unwrap_or(0.0),
            page.number("imageHeight").unwrap_or(0.0),
        ),
        dpi: resolution.and_then(|value| match page.get("imageResolutionUnit") {
            Some("PPI") | None => Some(value),
            Some("PPCM") => Some(value * 2.54),
            Some(_) => None,
        }),
        ..Sheet::default()
    };
    let mut order = BTreeMap::new();
    if let Some(reading) = page.child("ReadingOrder") {
        list(reading, &mut order);
    }
    let mut regions = Vec::new();
    for language in [page.get("primaryLanguage"), page.get("language")]
        .into_iter()
        .flatten()
    {
        add(languages, language);
    }
    collect(page, usize::MAX, &order, &mut regions, &mut sheet, languages);
    // What the order does not name stands where the file has it, behind what it names.
    regions.sort_by_key(|(place, _)| *place);
    for (_, region) in regions {
        self::region(region, &mut sheet);
    }
    sheet
}

/// Lists the regions in the order of reading.
fn list<'a>(group: &'a Element, order: &mut BTreeMap<&'a str, usize>) {
    let mut members: Vec<&Element> = group.children().collect();
    members.sort_by(|a, b| {
        let index = |element: &Element| element.number("index").unwrap_or(f32::MAX);
        index(a).total_cmp(&index(b))
    });
    for member in members {
        if let Some(region) = member.get("regionRef") {
            let place = order.len();
            order.entry(region).or_insert(place);
        }
        list(member, order);
    }
}

/// Collects the text regions with their places in the order; one inside another has that one's unless it is named too.
fn collect<'a>(
    parent: &'a Element,
    place: usize,
    order: &BTreeMap<&str, usize>,
    regions: &mut Vec<(usize, &'a Element)>,
    sheet: &mut Sheet,
    languages: &mut Vec<String>,
) {
    for child in parent.children() {
        if !child.name.ends_with("Region") && !matches!(&*child.name, "PrintSpace" | "TableCell") {
            continue;
        }
        let place = child.get("id").and_then(|id| order.get(id).copied()).unwrap_or(place);
        match &*child.name {
            "TextRegion" => regions.push((place, child)),
            "SeparatorRegion" => sheet.rules.extend(around(child)),
            "ImageRegion" | "GraphicRegion" | "LineDrawingRegion" | "ChartRegion" | "MapRegion" => {
                sheet.pictures.extend(around(child));
            }
            _ => {}
        }
        for language in [child.get("primaryLanguage"), child.get("language")]
            .into_iter()
            .flatten()
        {
            add(languages, language);
        }
        collect(child, place, order, regions, sheet, languages);
    }
}

/// Reads the lines of a region; one that has only a text has it parted over its height.
fn region(region: &Element, sheet: &mut Sheet) {
    let angle = quarter(region.number("orientation"));
    let setting = setting(region);
    let mut found = false;
    for line in region.named("TextLine") {
        found = true;
        sheet.lines.push(self::line(line, setting, angle));
    }
    if found {
        return;
    }
    if let (Some(rect), Some((text, confidence))) = (around(region), text(region)) {
        let rows: Vec<&str> = text.lines().filter(|row| !row.trim().is_empty()).collect();
        let high = rect.height() / rows.len().max(1) as f32;
        for (at, row) in rows.iter().enumerate() {
            let top = rect.y0 + high * at as f32;
            let row_rect = Rect::new(rect.x0, top, rect.x1, top + high);
            sheet.lines.push(BoxLine {
                words: parted(row, row_rect, setting, confidence),
                rect: Some(row_rect),
                angle,
                is_parted: true,
                ..BoxLine::default()
            });
        }
    }
}

fn line(element: &Element, setting: Setting, angle: f32) -> BoxLine {
    let setting = setting.with(self::setting(element));
    let baseline = element.child("Baseline").map(points).unwrap_or_default();
    let mut words: Vec<BoxWord> = Vec::new();
    let mut boxes: Vec<Rect> = Vec::new();
    let mut is_parted = false;
    for word in element.named("Word") {
        let setting = setting.with(self::setting(word));
        if let (Some(rect), Some((text, confidence))) = (around(word), text(word)) {
            boxes.push(rect);
            words.extend(parted(&text, rect, setting, confidence));
        }
    }
    let rect = around(element).or(Rect::around(&boxes));
    if let (Some(rect), Some((text, confidence))) = (rect, text(element)) {
        let written: Vec<String> = clean(&text).split_whitespace().map(str::to_owned).collect();
        let differs = written.len() != words.len() || words.iter().zip(&written).any(|(word, text)| word.text != *text);
        if differs && written.len() == words.len() {
            for (word, text) in words.iter_mut().zip(written) {
                word.text = text;
            }
        } else if differs
            && !written.is_empty()
            && written.concat() != words.iter().map(|w| &*w.text).collect::<String>()
        {
            words = parted(&text, rect, setting, confidence);
            is_parted = true;
        }
        restyle(element.get("custom").unwrap_or_default(), &text, &mut words);
    }
    BoxLine {
        words,
        rect,
        baseline,
        angle,
        is_parted,
    }
}

/// Returns the text of an element and its confidence: of several readings the first.
fn text(element: &Element) -> Option<(String, Option<f32>)> {
    let mut readings: Vec<&Element> = element.named("TextEquiv").collect();
    readings.sort_by(|a, b| {
        let index = |element: &Element| element.number("index").unwrap_or(0.0);
        index(a).total_cmp(&index(b))
    });
    let first = readings.first()?;
    let text = first.child("Unicode").or(first.child("PlainText"))?.text();
    let confidence = first.number("conf").map(|share| share * 100.0);
    (!text.trim().is_empty()).then_some((text, confidence))
}

/// Reads the `TextStyle` of an element.
/// Gathers the properties of a style, which PAGE and Transkribus give the same names.
fn style_of(is: impl Fn(&str) -> bool) -> Style {
    Style {
        italic: is("italic"),
        bold: is("bold"),
        small_caps: is("smallCaps"),
        superscript: is("superscript"),
        subscript: is("subscript"),
        letterspaced: is("letterSpaced"),
    }
}

fn setting(element: &Element) -> Setting {
    let Some(style) = element.child("TextStyle") else {
        return Setting::default();
    };
    let is = |name: &str| matches!(style.get(name), Some("true" | "1"));
    Setting {
        style: style_of(is),
        points: style.number("fontSize").filter(|points| *points > 0.0),
    }
}

/// Sets the styles that Transkribus keeps in `custom`, by offset and length in the line's text:
/// `textStyle {offset:4; length:2; superscript:true;}`. A word whose style changes inside becomes several.
fn restyle(custom: &str, text: &str, words: &mut Vec<BoxWord>) {
    for part in custom.split("textStyle").skip(1) {
        let Some((inside, _)) = part
            .trim_start()
            .strip_prefix('{')
            .and_then(|part| part.split_once('}'))
        else {
            continue;
        };
        let value = |name: &str| {
            inside.split(';').find_map(|pair| {
                let (key, value) = pair.split_once(':')?;
                (key.trim() == name).then(|| value.trim())
            })
        };
        let is = |name: &str| value(name) == Some("true");
        let style = style_of(is);
        let number = |name: &str| value(name).and_then(|value| value.parse::<usize>().ok());
        let (Some(offset), Some(length)) = (number("offset"), number("length")) else {
            continue;
        };
        // Words hold no spaces, so places are counted in letters without them.
        let letters = |upto: usize| text.chars().take(upto).filter(|c| !c.is_whitespace()).count();
        let (from, to) = (letters(offset), letters(offset.saturating_add(length)));
        if style != Style::default() && from < to {
            *words = styled(std::mem::take(words), from, to, style);
        }
    }
}

/// Adds a style to the letters `from..to` of a line.
fn styled(words: Vec<BoxWord>, from: usize, to: usize, style: Style) -> Vec<BoxWord> {
    let mut out = Vec::new();
    let mut at = 0usize;
    for word in words {
        let count = word.text.chars().count();
        let (first, last) = (from.clamp(at, at + count) - at, to.clamp(at, at + count) - at);
        let mut glued = word.glued;
        for (start, end) in [(0, first), (first, last), (last, count)] {
            let piece: String = word.text.chars().skip(start).take(end - start).collect();
            if piece.is_empty() {
                continue;
            }
            let place = |at: usize| word.rect.x0 + word.rect.width() * at as f32 / count.max(1) as f32;
            let own = Setting {
                style: word.style,
                points: word.points,
            };
            let inner = Setting { style, points: None };
            out.push(BoxWord {
                text: piece,
                rect: Rect::new(place(start), word.rect.y0, place(end), word.rect.y1),
                style: if start == first && end == last {
                    own.with(inner).style
                } else {
                    word.style
                },
                glued,
                ..word.clone()
            });
            glued = true;
        }
        at += count;
    }
    out
}

/// Returns the box round an element's coordinates.
fn around(element: &Element) -> Option<Rect> {
    let boxes: Vec<Rect> = points(element.child("Coords")?)
        .into_iter()
        .map(|(x, y)| Rect::new(x, y, x, y))
        .collect();
    Rect::around(&boxes)
}

/// Reads points: `points="10,20 30,40"`, and before 2013 an element each.
fn points(element: &Element) -> Vec<(f32, f32)> {
    match element.get("points") {
        Some(points) => points
            .split_whitespace()
            .filter_map(|point| {
                let (x, y) = point.split_once(',')?;
                Some((number(x)?, number(y)?))
            })
            .collect(),
        None => element
            .named("Point")
            .filter_map(|point| Some((point.number("x")?, point.number("y")?)))
            .collect(),
    }
}
