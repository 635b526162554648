//! Names of languages: BCP 47 tags to Tesseract's names and back.

/// Tags and Tesseract's names where the two differ from "the ISO 639-3 code of the tag's language".
///
/// The names are those of the tessdata repository (`tesseract --list-langs`).
const NAMES: &[(&str, &str)] = &[
    ("af", "afr"),
    ("ar", "ara"),
    ("az", "aze"),
    ("az-cyrl", "aze_cyrl"),
    ("be", "bel"),
    ("bg", "bul"),
    ("br", "bre"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("de-latf", "frk"),
    ("el", "ell"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "eus"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("fy", "fry"),
    ("ga", "gle"),
    ("gd", "gla"),
    ("gl", "glg"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("is", "isl"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("kk", "kaz"),
    ("ko", "kor"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lb", "ltz"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("mn", "mon"),
    ("ms", "msa"),
    ("mt", "mlt"),
    ("nb", "nor"),
    ("nl", "nld"),
    ("nn", "nor"),
    ("no", "nor"),
    ("oc", "oci"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp"),
    ("sr-latn", "srp_latn"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("tg", "tgk"),
    ("tr", "tur"),
    ("tt", "tat"),
    ("uk", "ukr"),
    ("uz", "uzb"),
    ("uz-cyrl", "uzb_cyrl"),
    ("vi", "vie"),
    ("yi", "yid"),
    ("zh", "chi_sim"),
    ("zh-hans", "chi_sim"),
    ("zh-hant", "chi_tra"),
];

/// Returns Tesseract's names of the languages, each once, in order.
///
/// The language with its script is looked up first (`sr-Latn`), then the language alone. What is not in the table is passed
/// on as it is, so that ISO 639-3 codes and Tesseract's own names work. A language in Latin transliteration has no data of
/// its own (`ru-Latn`): it is left out beside others, and read with the English data where it stands alone.
pub(super) fn engine_names(tags: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tag in tags {
        if let Some(name) = engine_name(tag)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("eng".to_owned());
    }
    names
}

fn engine_name(tag: &str) -> Option<String> {
    let lower = tag.to_lowercase();
    let named = |key: &str| {
        NAMES
            .iter()
            .find(|(tag, _)| *tag == key)
            .map(|(_, name)| (*name).to_owned())
    };
    let mut parts = lower.split('-');
    let language = parts.next()?;
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    if let Some(script) = script {
        if let Some(name) = named(&format!("{language}-{script}")) {
            return Some(name);
        }
        if script == "latn"
            && matches!(
                language,
                "ru" | "uk" | "be" | "bg" | "mk" | "el" | "zh" | "ja" | "ko" | "ar" | "he" | "fa"
            )
        {
            return None;
        }
    }
    // A name of Tesseract's own (`chi_sim`) is kept with its case.
    named(language).or_else(|| {
        (!language.is_empty()).then(|| {
            if tag.contains('_') {
                tag.to_owned()
            } else {
                language.to_owned()
            }
        })
    })
}

/// Returns the BCP 47 tag for a name of Tesseract's.
pub(super) fn tag(name: &str) -> String {
    NAMES
        .iter()
        .find(|(_, known)| *known == name)
        .map_or_else(|| name.to_owned(), |(tag, _)| (*tag).to_owned())
}
