//! Tesseract 5 through its C interface: a grey page image becomes words of glyphs with boxes and confidences.
//!
//! The library of the system is loaded when the first page is to be read, so a machine without it still converts
//! everything that is no scan. A thread keeps one handle for each set of languages as long as it lives, so the models are
//! loaded once a thread. The trained data is found by Tesseract's own rule (`TESSDATA_PREFIX`, else the folder it was built
//! for).
//!
//! Tesseract divides the work on a line among four threads with OpenMP, which costs more than it gains; here every thread
//! has a page of its own instead. A team of one is asked for through the OpenMP library that Tesseract itself uses
//! (see [`Interface::load`]), so `OMP_THREAD_LIMIT` need not be set.

mod interface;

use std::cell::RefCell;
use std::ffi::{CString, c_int};
use std::sync::{Mutex, PoisonError};

use image::GrayImage;

use interface::{Interface, Opaque};

use super::attempts::{self, Reader, Sureness};
use super::glyphs::{self, Glyph, GlyphLine, GlyphWord};
use super::ink::Ink;
use super::marks::SecondLook;
use super::prepare::Prepared;
use super::{Engine, OcrError, Recognised, languages, rules};
use crate::span::Rect;

/// The engine: Tesseract as installed on this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tesseract;

impl Tesseract {
    /// Makes the engine; nothing is loaded yet.
    pub fn new() -> Self {
        Self
    }
}

impl Engine for Tesseract {
    fn recognise(&self, image: &GrayImage, dpi: f32, languages: &[String]) -> Result<Recognised, OcrError> {
        with_handle(languages, |handle| attempts::read(image, dpi, handle))
    }

    fn installed(&self) -> Vec<String> {
        let any = with_handle(&["en".to_owned()], |handle| Ok(handle.installed_languages()))
            .or_else(|_| with_handle(&["ru".to_owned()], |handle| Ok(handle.installed_languages())));
        let mut tags: Vec<String> = any
            .unwrap_or_default()
            .iter()
            .filter(|name| *name != "osd" && !name.contains('/'))
            .map(|name| languages::tag(name))
            .collect();
        tags.sort();
        tags
    }
}

impl Reader for Handle {
    fn page(&self, page: &Prepared<'_>) -> Result<Recognised, OcrError> {
        let lines = self.read(&page.image, page.dpi, SEGMENT_PAGE)?;
        let read_line = |card: &GrayImage| self.read_line(card);
        let (lines, specks) = glyphs::lines(
            lines,
            &SecondLook {
                image: &page.image,
                ink: Ink::of(&page.image),
                read_line: &read_line,
                known: RefCell::default(),
            },
        );
        let rules = rules::find(&page.image, page.dpi);
        Ok(page.take_back(lines, rules, specks))
    }

    fn strip(&self, strip: &GrayImage, dpi: f32) -> Result<Sureness, OcrError> {
        let lines = self.read(strip, dpi, SEGMENT_PAGE)?;
        let upright = lines.iter().filter(|line| line.angle == 0.0);
        Ok(Sureness::of(upright.flat_map(|line| &line.words).map(|word| {
            let letters = word.glyphs.iter().flat_map(|glyph| glyph.text.chars());
            (letters.filter(|c| c.is_alphanumeric()).count(), word.confidence)
        })))
    }
}

/// `OEM_LSTM_ONLY`: the neural recogniser, the only one that the data of the distributions serves.
const LSTM_ONLY: c_int = 1;
/// `PSM_AUTO`: columns and blocks are found, orientation is taken as upright.
const SEGMENT_PAGE: c_int = 3;
/// `PSM_SINGLE_LINE`: the whole image is one line.
const SINGLE_LINE: c_int = 7;
/// `RIL_TEXTLINE`.
const LINE: c_int = 2;
/// `RIL_WORD`.
const WORD: c_int = 3;
/// `RIL_SYMBOL`.
const SYMBOL: c_int = 4;
/// The largest side of an image that Tesseract accepts (`INT16_MAX`).
const MAX_SIDE: u32 = 32_767;

thread_local! {
    /// This thread's handles with their languages (`eng+rus`).
    static HANDLES: RefCell<Vec<(String, Handle)>> = const { RefCell::new(Vec::new()) };
}

/// Lends this thread's handle for the languages, made by the first call.
fn with_handle<T>(tags: &[String], work: impl FnOnce(&Handle) -> Result<T, OcrError>) -> Result<T, OcrError> {
    let names = languages::engine_names(tags);
    let joined = names.join("+");
    HANDLES.with_borrow_mut(|handles| {
        let at = match handles.iter().position(|(languages, _)| *languages == joined) {
            Some(at) => at,
            None => {
                let handle = Handle::new(&names, &joined)?;
                handles.push((joined, handle));
                handles.len() - 1
            }
        };
        work(&handles[at].1)
    })
}

/// One instance of Tesseract with its models loaded. It never leaves its thread.
struct Handle {
    interface: &'static Interface,
    raw: Opaque,
}

impl Handle {
    /// Loads the models.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn new(names: &[String], joined: &str) -> Result<Self, OcrError> {
        // Loading reads and writes global parameters of the library, so threads take turns.
        static LOADING: Mutex<()> = Mutex::new(());
        let interface = Interface::load()?;
        let language = CString::new(joined).map_err(|_| missing(joined))?;
        let _turn = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the handle is made here, used by this thread only and deleted by `drop`; the strings outlive the calls.
        let handle = unsafe {
            if let Some(limit_openmp) = interface.limit_openmp {
                // A thread's own setting: no parallel region of this thread gets helpers.
                limit_openmp(0);
            }
            Self {
                interface,
                raw: (interface.create)(),
            }
        };
        if handle.raw.is_null() {
            return Err(OcrError::Failed("no instance could be made".to_owned()));
        }
        // SAFETY: as above; a null path asks for Tesseract's own folder of trained data.
        let failed = unsafe { (interface.init)(handle.raw, std::ptr::null(), language.as_ptr(), LSTM_ONLY) } != 0;
        let loaded = if failed { Vec::new() } else { handle.loaded_languages() };
        if let Some(name) = names.iter().find(|name| !loaded.contains(name)) {
            return Err(missing(name));
        }
        // SAFETY: as above.
        unsafe { (interface.set_segmentation)(handle.raw, SEGMENT_PAGE) };
        Ok(handle)
    }

    /// Names the languages whose data was found: a missing one beside others is passed over silently by Tesseract.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn loaded_languages(&self) -> Vec<String> {
        // SAFETY: the handle is initialised, and the array that comes is handed on at once.
        unsafe { self.interface.take_texts((self.interface.loaded_languages)(self.raw)) }
    }

    /// Names the languages that there is data for.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn installed_languages(&self) -> Vec<String> {
        // SAFETY: as above.
        unsafe {
            self.interface
                .take_texts((self.interface.installed_languages)(self.raw))
        }
    }

    /// Recognises a page, line by line in Tesseract's order; boxes in pixels of the image.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn read(&self, image: &GrayImage, dpi: f32, segmentation: c_int) -> Result<Vec<GlyphLine>, OcrError> {
        let (width, height) = image.dimensions();
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(OcrError::Failed(format!(
                "the image is too large ({width} by {height} pixels)"
            )));
        }
        // SAFETY: the buffer holds height rows of width bytes and outlives the call, which copies it; no monitor is passed.
        let iterator = unsafe {
            let (width, height) = (width as c_int, height as c_int);
            (self.interface.set_segmentation)(self.raw, segmentation);
            (self.interface.set_image)(self.raw, image.as_raw().as_ptr(), width, height, 1, width);
            (self.interface.set_resolution)(self.raw, dpi.round().clamp(70.0, 2400.0) as c_int);
            if (self.interface.recognise)(self.raw, std::ptr::null_mut()) != 0 {
                (self.interface.clear)(self.raw);
                return Err(OcrError::Failed("the page could not be recognised".to_owned()));
            }
            (self.interface.iterator)(self.raw)
        };
        let lines = if iterator.is_null() {
            Vec::new()
        } else {
            Walk::new(self.interface, iterator).lines()
        };
        // SAFETY: the iterator, which points into the results, is gone.
        unsafe { (self.interface.clear)(self.raw) };
        Ok(lines)
    }

    /// Reads an image of one line; the text and confidence of its words, none where it is no line.
    fn read_line(&self, image: &GrayImage) -> Vec<(String, f32)> {
        let lines = self.read(image, 300.0, SINGLE_LINE).unwrap_or_default();
        let [line] = lines.as_slice() else { return Vec::new() };
        let words = line.words.iter().map(|word| {
            let text = word.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            (text, word.confidence)
        });
        words.collect()
    }
}

impl Drop for Handle {
    #[expect(unsafe_code, reason = "gives the instance back")]
    fn drop(&mut self) {
        // SAFETY: the pointer came from `create` and nothing uses it after this.
        unsafe { (self.interface.delete)(self.raw) };
    }
}

/// A walk over the glyphs of a page.
struct Walk {
    interface: &'static Interface,
    /// The iterator, ours; not null.
    results: Opaque,
    /// The same object seen as an iterator over boxes.
    boxes: Opaque,
}

impl Walk {
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn new(interface: &'static Interface, results: Opaque) -> Self {
        // SAFETY: a cast of the iterator, which is not null.
        let boxes = unsafe { (interface.page_iterator)(results) };
        Self {
            interface,
            results,
            boxes,
        }
    }

    /// Collects the lines. What has no text (a picture, a rule) is passed over.
    fn lines(self) -> Vec<GlyphLine> {
        let mut lines: Vec<GlyphLine> = Vec::new();
        let mut word_open = false;
        loop {
            let new_line = self.starts(LINE);
            let new_word = new_line || self.starts(WORD);
            if new_line {
                lines.push(GlyphLine {
                    words: Vec::new(),
                    angle: self.angle(),
                });
            }
            if new_word {
                word_open = self
                    .word()
                    .is_some_and(|word| lines.last_mut().map(|line| line.words.push(word)).is_some());
            }
            if word_open
                && let Some(text) = self.text(SYMBOL)
                && let Some(word) = lines.last_mut().and_then(|line| line.words.last_mut())
            {
                let rect = self.bounds(SYMBOL).unwrap_or(word.rect);
                word.glyphs.push(Glyph {
                    text,
                    rect,
                    confidence: self.confidence(SYMBOL),
                    is_raised: false,
                });
            }
            if !self.advance() {
                break;
            }
        }
        lines
    }

    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn advance(&self) -> bool {
        // SAFETY: the iterator lives as long as `self`.
        unsafe { (self.interface.next)(self.results, SYMBOL) != 0 }
    }

    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn starts(&self, level: c_int) -> bool {
        // SAFETY: the iterator lives as long as `self`.
        unsafe { (self.interface.starts)(self.boxes, level) != 0 }
    }

    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn text(&self, level: c_int) -> Option<String> {
        // SAFETY: the iterator lives as long as `self`; the text is handed on to its owner.
        let text = unsafe { (self.interface.text)(self.results, level) };
        let text = self.interface.take_text(text)?;
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        (!text.is_empty()).then_some(text)
    }

    /// Reads four numbers by a function of the interface; `None` where it says that there are none.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn numbers(
        &self,
        of: unsafe extern "C" fn(Opaque, c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int) -> c_int,
        level: c_int,
    ) -> Option<[f32; 4]> {
        let [mut a, mut b, mut c, mut d] = [0; 4];
        // SAFETY: the iterator lives as long as `self`, the four numbers as long as the call.
        let found = unsafe { of(self.boxes, level, &mut a, &mut b, &mut c, &mut d) } != 0;
        found.then_some([a as f32, b as f32, c as f32, d as f32])
    }

    /// Returns the word that begins here, still without glyphs; `None` where there is no text.
    fn word(&self) -> Option<GlyphWord> {
        self.text(WORD)?;
        let rect = self.bounds(WORD)?;
        let baseline = self
            .numbers(self.interface.baseline, WORD)
            .unwrap_or([rect.x0, rect.y1, rect.x1, rect.y1]);
        Some(GlyphWord {
            glyphs: Vec::new(),
            rect,
            baseline,
            confidence: self.confidence(WORD),
        })
    }

    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn confidence(&self, level: c_int) -> f32 {
        // SAFETY: the iterator lives as long as `self`.
        unsafe { (self.interface.confidence)(self.results, level) }.clamp(0.0, 100.0)
    }

    fn bounds(&self, level: c_int) -> Option<Rect> {
        let [x0, y0, x1, y1] = self.numbers(self.interface.bounds, level)?;
        Some(Rect::new(x0, y0, x1, y1))
    }

    /// The direction of the line in degrees, counter-clockwise from left-to-right.
    #[expect(unsafe_code, reason = "calls Tesseract")]
    fn angle(&self) -> f32 {
        let [mut orientation, mut direction, mut order] = [0; 3];
        let mut deskew = 0.0;
        // SAFETY: the iterator lives as long as `self`, the numbers as long as the call.
        unsafe { (self.interface.orientation)(self.boxes, &mut orientation, &mut direction, &mut order, &mut deskew) };
        // `TessOrientation` says where the top of the letters points: up, right, down, left.
        match orientation {
            1 => 270.0,
            2 => 180.0,
            3 => 90.0,
            _ => 0.0,
        }
    }
}

impl Drop for Walk {
    #[expect(unsafe_code, reason = "gives the iterator back")]
    fn drop(&mut self) {
        // SAFETY: the pointer came from `iterator`, and nothing uses it or its other face after this.
        unsafe { (self.interface.delete_iterator)(self.results) };
    }
}

/// The error for a language whose data is not there.
fn missing(name: &str) -> OcrError {
    OcrError::LanguageMissing {
        language: languages::tag(name),
        package: name.replace('_', "-").to_lowercase(),
    }
}
