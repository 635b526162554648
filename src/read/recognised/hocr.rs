//! hOCR: HTML whose classes name pages, lines and words, with boxes and confidences in their titles.

use super::sheet::{File, Setting, Sheet, add, parted, quarter};
use crate::ocr::boxes::{BoxLine, BoxWord};
use crate::read::markup::tree::{Element, Node, number};
use crate::span::Rect;

/// Classes of lines.
const LINES: [&str; 6] = [
    "ocr_line",
    "ocrx_line",
    "ocr_header",
    "ocr_footer",
    "ocr_caption",
    "ocr_textfloat",
];
/// Classes of pictures.
const PICTURES: [&str; 4] = ["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_graphic"];

/// Reads the tree of a file.
pub(super) fn read(root: &Element) -> File {
    let mut file = File::default();
    for meta in root.all("meta") {
        let said = meta.get("content").unwrap_or_default();
        match meta.get("name") {
            Some("ocr-system") => add(&mut file.software, said),
            Some("ocr-langs" | "ocr-languages") => {
                for language in said.split([' ', ',', ';']) {
                    add(&mut file.languages, language);
                }
            }
            _ => {}
        }
    }
    let mut pages = Vec::new();
    root.collect(&|element| has_class(element, &["ocr_page"]), &mut pages);
    for page in pages {
        let title = Title::of(page);
        let bounds = title.bounds();
        let mut sheet = Sheet {
            size: bounds.map_or((0.0, 0.0), |page| (page.x1, page.y1)),
            dpi: title.numbers("scan_res").first().copied(),
            ..Sheet::default()
        };
        inside(page, Setting::default(), &mut sheet, &mut file.languages);
        file.sheets.push(sheet);
    }
    file
}

fn has_class(element: &Element, wanted: &[&str]) -> bool {
    let classes = element.get("class").unwrap_or_default();
    classes.split_whitespace().any(|class| wanted.contains(&class))
}

/// Reads what stands in a page or in a part of one.
fn inside(parent: &Element, setting: Setting, sheet: &mut Sheet, languages: &mut Vec<String>) {
    for child in parent.children() {
        let setting = setting.with(own_setting(child));
        let bounds = || Title::of(child).bounds();
        if let Some(language) = child.get("lang") {
            add(languages, language);
        }
        if has_class(child, &LINES) {
            sheet.lines.push(line(child, setting));
        } else if has_class(child, &["ocr_separator"]) {
            sheet.rules.extend(bounds());
        } else if has_class(child, &PICTURES) {
            sheet.pictures.extend(bounds());
        } else if has_class(child, &["ocrx_word", "ocr_word"]) {
            // A word without a line: those that follow each other at one height are one.
            let mut words = Vec::new();
            word(child, setting, None, &mut words);
            let follows = |line: &BoxLine| match (line.words.last(), words.first()) {
                (Some(last), Some(first)) => {
                    last.rect.overlap_y(&first.rect) > 0.5 * first.rect.height() && last.rect.x0 < first.rect.x0
                }
                _ => false,
            };
            match sheet
                .lines
                .last_mut()
                .filter(|line| line.rect.is_none() && follows(line))
            {
                Some(line) => line.words.append(&mut words),
                None => sheet.lines.push(BoxLine {
                    words,
                    ..BoxLine::default()
                }),
            }
        } else {
            inside(child, setting, sheet, languages);
        }
    }
}

fn line(element: &Element, setting: Setting) -> BoxLine {
    let title = Title::of(element);
    let rect = title.bounds();
    let mut line = BoxLine {
        rect,
        baseline: baseline(&title, rect),
        angle: quarter(title.numbers("textangle").first().copied()),
        ..BoxLine::default()
    };
    let mut words = Words {
        found: Vec::new(),
        apart: true,
    };
    words.inside(element, setting, rect);
    line.words = words.found;
    if line.words.is_empty()
        && let Some(rect) = rect
    {
        line.words = parted(&element.text(), rect, setting, None);
        line.is_parted = true;
    }
    line
}

/// The words of a line as they are met.
struct Words {
    found: Vec<BoxWord>,
    /// White space stands before the next word, or it is the first.
    apart: bool,
}

impl Words {
    fn inside(&mut self, parent: &Element, setting: Setting, line: Option<Rect>) {
        for node in &parent.nodes {
            match node {
                Node::Text(text) => self.apart |= text.contains(char::is_whitespace),
                Node::Element(child) => {
                    let setting = setting.with(own_setting(child));
                    if has_class(child, &["ocrx_word", "ocr_word"]) {
                        let from = self.found.len();
                        word(child, setting, line, &mut self.found);
                        if let Some(first) = self.found.get_mut(from) {
                            first.glued = !self.apart;
                            self.apart = false;
                        }
                    } else {
                        self.inside(child, setting, line);
                    }
                }
            }
        }
    }
}

/// Reads a word; where its style changes inside, it is several, the later ones glued.
fn word(element: &Element, setting: Setting, line: Option<Rect>, words: &mut Vec<BoxWord>) {
    let title = Title::of(element);
    let Some(rect) = title.bounds().or(line) else {
        return;
    };
    let points = title.numbers("x_fsize").first().copied().filter(|points| *points > 0.0);
    let setting = setting.with(Setting {
        points,
        ..Setting::default()
    });
    let confidence = title.numbers("x_wconf").first().copied();
    let mut runs: Vec<(String, Setting)> = Vec::new();
    collect_runs(element, setting, &mut runs);
    let letters = runs.iter().map(|(text, _)| text.chars().count()).sum::<usize>().max(1);
    let place = |at: usize| rect.x0 + rect.width() * at as f32 / letters as f32;
    let (mut at, mut apart) = (0, true);
    for (run, setting) in &runs {
        let end = at + run.chars().count();
        let mut pieces = parted(
            run,
            Rect::new(place(at), rect.y0, place(end), rect.y1),
            *setting,
            confidence,
        );
        apart |= run.starts_with(char::is_whitespace);
        if let Some(first) = pieces.first_mut() {
            first.glued = !apart;
            apart = run.ends_with(char::is_whitespace);
        }
        words.append(&mut pieces);
        at = end;
    }
}

/// Collects the texts inside an element with the setting of each.
fn collect_runs(element: &Element, setting: Setting, runs: &mut Vec<(String, Setting)>) {
    for node in &element.nodes {
        match node {
            Node::Element(child) => collect_runs(child, setting.with(own_setting(child)), runs),
            Node::Text(text) => match runs.last_mut() {
                Some((run, last)) if *last == setting => run.push_str(text),
                _ => runs.push((text.clone(), setting)),
            },
        }
    }
}

/// Returns what an element of HTML says of the setting by its name.
fn own_setting(element: &Element) -> Setting {
    let mut setting = Setting::default();
    match &*element.name {
        "strong" | "b" => setting.style.bold = true,
        "em" | "i" => setting.style.italic = true,
        "sup" => setting.style.superscript = true,
        "sub" => setting.style.subscript = true,
        _ => {}
    }
    setting
}

/// Returns the ends of a baseline, which is told as slope and offset from the lower left corner of the line.
fn baseline(title: &Title<'_>, rect: Option<Rect>) -> Vec<(f32, f32)> {
    match (title.numbers("baseline").as_slice(), rect) {
        ([slope, offset], Some(rect)) => {
            let y = rect.y1 + offset;
            vec![(rect.x0, y), (rect.x1, y + slope * rect.width())]
        }
        _ => Vec::new(),
    }
}

/// The properties in an element's title: `bbox 10 20 110 60; x_wconf 91`.
struct Title<'a>(&'a str);

impl<'a> Title<'a> {
    fn of(element: &'a Element) -> Self {
        Self(element.get("title").unwrap_or_default())
    }

    /// Returns the values of a property.
    fn property(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.0;
        while !rest.is_empty() {
            // A file's name in quotes may hold a semicolon.
            let mut quoted = false;
            let end = rest.find(|c| {
                quoted ^= c == '"';
                c == ';' && !quoted
            });
            let (property, after) = match end {
                Some(end) => (&rest[..end], &rest[end + 1..]),
                None => (rest, ""),
            };
            let property = property.trim();
            if let Some(values) = property.strip_prefix(name)
                && values.starts_with(char::is_whitespace)
            {
                return Some(values.trim());
            }
            rest = after;
        }
        None
    }

    fn numbers(&self, name: &str) -> Vec<f32> {
        let values = self.property(name).unwrap_or_default();
        values.split([' ', ',']).filter_map(number).collect()
    }

    fn bounds(&self) -> Option<Rect> {
        match *self.numbers("bbox").as_slice() {
            [x0, y0, x1, y1] if x0 <= x1 && y0 <= y1 => Some(Rect::new(x0, y0, x1, y1)),
            _ => None,
        }
    }
}
