//! The C interface of Tesseract: the functions of `tesseract/capi.h` that are used, and the library they come from.

use std::ffi::{CStr, c_char, c_float, c_int, c_void};
use std::sync::OnceLock;

use libloading::Library;

use super::super::OcrError;

/// What is passed for `TessBaseAPI *` and the iterators, which only Tesseract looks into.
pub(super) type Opaque = *mut c_void;

/// `L_SEVERITY_NONE` of Leptonica.
const NO_MESSAGES: c_int = 6;
/// Where the library is looked for, in this order: the loader's own paths, then the folders of Homebrew and MacPorts.
const LIBRARIES: &[&str] = if cfg!(target_os = "macos") {
    &[
        "libtesseract.5.dylib",
        "/opt/homebrew/lib/libtesseract.5.dylib",
        "/usr/local/lib/libtesseract.5.dylib",
        "/opt/local/lib/libtesseract.5.dylib",
    ]
} else {
    &["libtesseract.so.5"]
};

/// Declares the functions of `tesseract/capi.h` that are used, and how to find them in the library.
macro_rules! interface {
    ($($field:ident = $symbol:literal: fn($($argument:ty),*) $(-> $result:ty)?;)*) => {
        /// The functions of Tesseract's C interface (`tesseract/capi.h`, the same from 5.0 on).
        pub(super) struct Interface {
            $(pub(super) $field: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
            /// `omp_set_max_active_levels`, where Tesseract was built with OpenMP.
            pub(super) limit_openmp: Option<unsafe extern "C" fn(c_int)>,
            /// `setMsgSeverity` of Leptonica, which does Tesseract's work on images.
            limit_messages: Option<unsafe extern "C" fn(c_int) -> c_int>,
            /// Keeps the functions alive.
            _library: Library,
        }

        impl Interface {
            /// Finds the functions; `None` where one is missing.
            #[expect(unsafe_code, reason = "a symbol has no type: the declarations below are those of capi.h")]
            fn from_library(library: Library) -> Option<Self> {
                // SAFETY: each type is the one that capi.h gives the symbol, and the library is kept as long as the pointers.
                unsafe {
                    Some(Self {
                        $($field: *library.get($symbol).ok()?,)*
                        limit_openmp: library.get(b"omp_set_max_active_levels").ok().map(|found| *found),
                        limit_messages: library.get(b"setMsgSeverity").ok().map(|found| *found),
                        _library: library,
                    })
                }
            }
        }
    };
}

interface! {
    create = b"TessBaseAPICreate": fn() -> Opaque;
    delete = b"TessBaseAPIDelete": fn(Opaque);
    init = b"TessBaseAPIInit2": fn(Opaque, *const c_char, *const c_char, c_int) -> c_int;
    loaded_languages = b"TessBaseAPIGetLoadedLanguagesAsVector": fn(Opaque) -> *mut *mut c_char;
    installed_languages = b"TessBaseAPIGetAvailableLanguagesAsVector": fn(Opaque) -> *mut *mut c_char;
    set_variable = b"TessBaseAPISetVariable": fn(Opaque, *const c_char, *const c_char) -> c_int;
    set_segmentation = b"TessBaseAPISetPageSegMode": fn(Opaque, c_int);
    set_image = b"TessBaseAPISetImage": fn(Opaque, *const u8, c_int, c_int, c_int, c_int);
    set_resolution = b"TessBaseAPISetSourceResolution": fn(Opaque, c_int);
    recognise = b"TessBaseAPIRecognize": fn(Opaque, Opaque) -> c_int;
    iterator = b"TessBaseAPIGetIterator": fn(Opaque) -> Opaque;
    clear = b"TessBaseAPIClear": fn(Opaque);
    delete_text = b"TessDeleteText": fn(*mut c_char);
    delete_texts = b"TessDeleteTextArray": fn(*mut *mut c_char);
    delete_iterator = b"TessResultIteratorDelete": fn(Opaque);
    page_iterator = b"TessResultIteratorGetPageIterator": fn(Opaque) -> Opaque;
    next = b"TessResultIteratorNext": fn(Opaque, c_int) -> c_int;
    text = b"TessResultIteratorGetUTF8Text": fn(Opaque, c_int) -> *mut c_char;
    confidence = b"TessResultIteratorConfidence": fn(Opaque, c_int) -> c_float;
    starts = b"TessPageIteratorIsAtBeginningOf": fn(Opaque, c_int) -> c_int;
    bounds = b"TessPageIteratorBoundingBox": fn(Opaque, c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int) -> c_int;
    baseline = b"TessPageIteratorBaseline": fn(Opaque, c_int, *mut c_int, *mut c_int, *mut c_int, *mut c_int) -> c_int;
    orientation = b"TessPageIteratorOrientation": fn(Opaque, *mut c_int, *mut c_int, *mut c_int, *mut c_float);
}

impl Interface {
    /// Returns the interface of the installed library, which is loaded by the first call and stays loaded.
    ///
    /// The messages of Tesseract and Leptonica are turned off here, once: the settings are global and not guarded.
    #[expect(unsafe_code, reason = "loads foreign code and calls it")]
    pub(super) fn load() -> Result<&'static Self, OcrError> {
        static LOADED: OnceLock<Option<Interface>> = OnceLock::new();
        let loaded = LOADED.get_or_init(|| {
            // SAFETY: the initialisers of libtesseract and the libraries it needs only build their own tables.
            let library = LIBRARIES.iter().find_map(|name| unsafe { Library::new(*name) }.ok())?;
            let interface = Self::from_library(library)?;
            // SAFETY: a fresh handle takes variables before it is initialised; no other thread has one yet.
            unsafe {
                if let Some(limit_messages) = interface.limit_messages {
                    limit_messages(NO_MESSAGES);
                }
                let handle = (interface.create)();
                if handle.is_null() {
                    return None;
                }
                (interface.set_variable)(handle, c"debug_file".as_ptr(), c"/dev/null".as_ptr());
                (interface.delete)(handle);
            }
            Some(interface)
        });
        loaded.as_ref().ok_or(OcrError::EngineMissing)
    }

    /// Copies an array of texts of Tesseract's, which ends in a null pointer, and gives it back.
    #[expect(unsafe_code, reason = "reads foreign strings")]
    pub(super) unsafe fn take_texts(&self, list: *mut *mut c_char) -> Vec<String> {
        let mut texts = Vec::new();
        if list.is_null() {
            return texts;
        }
        // SAFETY: the caller hands over an array that is ours until it is deleted, which happens once.
        unsafe {
            let mut entry = list;
            while !(*entry).is_null() {
                texts.push(CStr::from_ptr(*entry).to_string_lossy().into_owned());
                entry = entry.add(1);
            }
            (self.delete_texts)(list);
        }
        texts
    }

    /// Copies a text of Tesseract's and gives it back; `None` where there is none or it is not UTF-8.
    #[expect(unsafe_code, reason = "reads a foreign string")]
    pub(super) fn take_text(&self, text: *mut c_char) -> Option<String> {
        if text.is_null() {
            return None;
        }
        // SAFETY: not null, so it is a string that ends in 0 and is ours until it is deleted, which happens once.
        unsafe {
            let copy = CStr::from_ptr(text).to_str().ok().map(str::to_owned);
            (self.delete_text)(text);
            copy
        }
    }
}
