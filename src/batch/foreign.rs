//! Documents in formats that are not read here, and the converters that make them readable.

use std::ffi::OsStr;
use std::path::Path;

/// A format that is not read, and how to get one that is.
pub(crate) struct Foreign {
    /// The format's name: `a DjVu file`.
    pub(crate) name: &'static str,
    /// What to do, with the file's own name in the command.
    pub(crate) hint: String,
    /// Whether it is a page image all the same.
    pub(crate) is_image: bool,
}

/// How a format becomes readable.
#[derive(Clone, Copy)]
enum Converter {
    Ddjvu,
    Ps2pdf,
    LibreOffice,
    /// Pandoc to plain text.
    Pandoc,
    /// ImageMagick to PNG.
    Magick,
    /// Calibre's `ebook-convert`.
    Calibre,
    /// `xpstopdf` of libgxps.
    Xps,
}

/// Extensions in lower case, the format's name, its converter.
const FORMATS: &[(&[&str], &str, Converter)] = &[
    (&["djvu", "djv"], "a DjVu file", Converter::Ddjvu),
    (&["ps", "eps"], "a PostScript file", Converter::Ps2pdf),
    (
        &["doc", "docx", "docm", "odt", "rtf", "wpd", "pages"],
        "a word processor's file",
        Converter::LibreOffice,
    ),
    (&["ppt", "pptx", "odp"], "a presentation", Converter::LibreOffice),
    (&["xls", "xlsx", "ods"], "a spreadsheet", Converter::LibreOffice),
    (&["html", "htm", "xhtml", "mhtml"], "a web page", Converter::Pandoc),
    (&["epub", "fb2"], "an e-book", Converter::Pandoc),
    (&["mobi", "azw", "azw3", "lit", "chm"], "an e-book", Converter::Calibre),
    (
        &[
            "gif", "bmp", "webp", "jp2", "j2k", "jpx", "heic", "heif", "avif", "pnm", "pbm", "pgm", "ppm",
        ],
        "an image in another format",
        Converter::Magick,
    ),
    (&["xps", "oxps"], "an XPS file", Converter::Xps),
];

/// Markup that a folder of sources often holds beside them; refused only where it is named.
const MARKUP: &[(&[&str], &str)] = &[
    (&["md", "markdown"], "Markdown"),
    (&["rst"], "reStructuredText"),
    (&["tex", "latex"], "LaTeX"),
    (&["typ"], "Typst"),
    (&["org"], "Org markup"),
];

/// Returns the format of a document that is not read here, if its extension tells one.
pub(crate) fn document(path: &Path) -> Option<Foreign> {
    let extension = lower_extension(path)?;
    let (_, name, converter) = FORMATS
        .iter()
        .find(|(extensions, _, _)| extensions.contains(&extension.as_str()))?;
    Some(Foreign {
        name,
        hint: converter.hint(path),
        is_image: matches!(converter, Converter::Magick),
    })
}

/// Returns what to say of a file that the user named and that is no source.
pub(crate) fn named(path: &Path) -> Foreign {
    if let Some(foreign) = document(path) {
        return foreign;
    }
    let extension = lower_extension(path);
    let is = |extensions: &[&str]| extension.as_deref().is_some_and(|e| extensions.contains(&e));
    if let Some((_, name)) = MARKUP.iter().find(|(extensions, _)| is(extensions)) {
        return Foreign {
            name,
            hint: Converter::Pandoc.hint(path),
            is_image: false,
        };
    }
    if is(&["xml", "tei"]) {
        let hint = "of XML, TEI is read, and what other engines recognised: ALTO, PAGE and hOCR".to_owned();
        return Foreign {
            name: "an XML file of this kind",
            hint,
            is_image: false,
        };
    }
    if is(&["zip", "tar", "gz", "tgz", "7z", "rar", "cbz", "cbr"]) {
        return Foreign {
            name: "an archive",
            hint: "unpack it and give the folder".to_owned(),
            is_image: false,
        };
    }
    let hint = "give it as .pdf, .png, .jpg, .tif or .txt, or as TEI, hOCR, ALTO or PAGE; `libreoffice --headless --convert-to pdf` reads most formats";
    Foreign {
        name: "a file of another kind",
        hint: hint.to_owned(),
        is_image: false,
    }
}

impl Converter {
    fn hint(self, path: &Path) -> String {
        let file = path.file_name().unwrap_or(OsStr::new("FILE")).to_string_lossy();
        let stem = path.file_stem().unwrap_or(OsStr::new("FILE")).to_string_lossy();
        match self {
            Converter::Ddjvu => format!("convert it first: `ddjvu -format=pdf '{file}' '{stem}.pdf'`"),
            Converter::Ps2pdf => format!("convert it first: `ps2pdf '{file}' '{stem}.pdf'`"),
            Converter::LibreOffice => format!("convert it first: `libreoffice --headless --convert-to pdf '{file}'`"),
            Converter::Pandoc => format!("convert it first: `pandoc -t plain -o '{stem}.txt' '{file}'`"),
            Converter::Magick => format!("convert it first: `magick '{file}' '{stem}.png'`"),
            Converter::Calibre => format!("convert it first: `ebook-convert '{file}' '{stem}.pdf'`"),
            Converter::Xps => format!("convert it first: `xpstopdf '{file}' '{stem}.pdf'`"),
        }
    }
}

fn lower_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}
