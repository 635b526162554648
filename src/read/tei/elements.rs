//! What the elements of TEI P5 are to running text, and which may stand where.
//!
//! The lists of what may stand where are those of TEI P5 4.12 (`macro.phraseSeq`, `macro.paraContent` and the content models of
//! single elements), for the elements that are added here.

use super::file::Node;

/// What an element is to the text round it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its words belong to the sentence round it.
    Inline,
    /// It parts the text before, in and behind it.
    Block,
    /// A note: a text of its own, round which the sentence goes on.
    Note,
    /// A line, column or page begins.
    Start,
    /// Nothing in it is text of the source, or it has been encoded in a manner of its own.
    Hidden,
    /// Something stands here that is no text, and parts words.
    Thing,
}

/// Elements whose words belong to the sentence round them.
const INLINE: &[&str] = &[
    "abbr",
    "add",
    "addName",
    "address",
    "addrLine",
    "affiliation",
    "am",
    "anchor",
    "app",
    "author",
    "bibl",
    "biblScope",
    "bloc",
    "c",
    "choice",
    "citedRange",
    "cl",
    "corr",
    "country",
    "damage",
    "damageSpan",
    "date",
    "delSpan",
    "addSpan",
    "distinct",
    "district",
    "docDate",
    "editor",
    "email",
    "emph",
    "ex",
    "expan",
    "extent",
    "foreign",
    "forename",
    "g",
    "genName",
    "geogFeat",
    "geogName",
    "gloss",
    "handShift",
    "hi",
    "idno",
    "index",
    "lang",
    "lem",
    "m",
    "measure",
    "measureGrp",
    "mentioned",
    "milestone",
    "mod",
    "name",
    "nameLink",
    "num",
    "objectName",
    "occupation",
    "offset",
    "orgName",
    "orig",
    "origDate",
    "origPlace",
    "pc",
    "persName",
    "phr",
    "placeName",
    "ptr",
    "pubPlace",
    "publisher",
    "q",
    "rdg",
    "redo",
    "ref",
    "reg",
    "region",
    "restore",
    "retrace",
    "roleName",
    "rs",
    "s",
    "said",
    "secl",
    "seg",
    "series",
    "settlement",
    "sic",
    "soCalled",
    "subst",
    "supplied",
    "surname",
    "term",
    "time",
    "title",
    "unclear",
    "undo",
    "w",
];

/// Elements that hold nothing of the source's text.
const HIDDEN: &[&str] = &[
    "alt",
    "altGrp",
    "binaryObject",
    "biblFull",
    "biblStruct",
    "charDecl",
    "certainty",
    "del",
    "eg",
    "facsimile",
    "fs",
    "fsdDecl",
    "fvLib",
    "fw",
    "index",
    "interp",
    "interpGrp",
    "join",
    "joinGrp",
    "link",
    "linkGrp",
    "listApp",
    "listAnnotation",
    "listTranspose",
    "listWit",
    "metamark",
    "msDesc",
    "precision",
    "respons",
    "respStmt",
    "rt",
    "sourceDoc",
    "span",
    "spanGrp",
    "standOff",
    "surplus",
    "teiHeader",
    "timeline",
    "witDetail",
    "xenoData",
];

/// Elements that are blocks where they stand among blocks, and inline where they stand among words.
const EITHER: &[&str] = &["bibl", "cit", "desc", "q", "quote", "said", "stage"];

/// Elements in which words stand, so that an element among them is one of their sentence.
const WORDS: &[&str] = &[
    "ab",
    "cell",
    "head",
    "hi",
    "item",
    "l",
    "note",
    "p",
    "q",
    "quote",
    "said",
    "seg",
    "signed",
    "titlePart",
    "trailer",
];

/// Elements that make a block of what they stand in.
const BLOCKS: &[&str] = &["ab", "div", "head", "l", "lg", "list", "p", "quote", "sp", "table"];

/// Tells what an element is; `holds` tells whether it has a child of one of the names.
pub(super) fn kind(node: &Node, parent: &Node, holds: impl FnOnce(&[&str]) -> bool) -> Kind {
    let name = &*node.name;
    if !node.is_tei {
        return Kind::Thing;
    }
    match name {
        "note" => Kind::Note,
        "lb" | "cb" | "pb" | "gb" => Kind::Start,
        "code" | "formula" | "gap" | "graphic" | "ident" | "media" => Kind::Thing,
        // The number at the head of a note is none of its words.
        "label" if &*parent.name == "note" => Kind::Hidden,
        "label" | "desc" if &*parent.name == "gap" => Kind::Hidden,
        _ if EITHER.contains(&name) => {
            if WORDS.contains(&&*parent.name) && !holds(BLOCKS) {
                Kind::Inline
            } else {
                Kind::Block
            }
        }
        _ if HIDDEN.contains(&name) => Kind::Hidden,
        _ if INLINE.contains(&name) => Kind::Inline,
        _ => Kind::Block,
    }
}

/// Where an element that is added may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Where phrases may: `date`, `measure`, `rs`, and `title` and `orgName`.
    Phrase,
    /// Where citations may: `bibl`.
    Citation,
    /// In a citation alone: `author`, `pubPlace` …
    InCitation,
}

/// Elements in which phrases may stand and citations may not.
const PHRASES_ONLY: &[&str] = &[
    "abbr",
    "addName",
    "addrLine",
    "bloc",
    "byline",
    "castItem",
    "cl",
    "closer",
    "country",
    "date",
    "dateline",
    "distinct",
    "district",
    "docAuthor",
    "docImprint",
    "email",
    "expan",
    "forename",
    "foreign",
    "fw",
    "geogName",
    "gloss",
    "label",
    "measure",
    "mentioned",
    "name",
    "num",
    "opener",
    "orgName",
    "persName",
    "phr",
    "placeName",
    "region",
    "role",
    "roleName",
    "rs",
    "s",
    "settlement",
    "soCalled",
    "speaker",
    "surname",
    "term",
    "time",
];

/// Elements in which both may stand.
const BOTH: &[&str] = &[
    "ab",
    "add",
    "bibl",
    "camera",
    "cell",
    "corr",
    "damage",
    "del",
    "desc",
    "docEdition",
    "emph",
    "head",
    "hi",
    "imprimatur",
    "item",
    "l",
    "lem",
    "metamark",
    "mod",
    "note",
    "orig",
    "p",
    "q",
    "quote",
    "rdg",
    "ref",
    "reg",
    "restore",
    "retrace",
    "said",
    "salute",
    "secl",
    "seg",
    "sic",
    "signed",
    "stage",
    "supplied",
    "surplus",
    "title",
    "titlePart",
    "trailer",
    "u",
    "unclear",
];

/// Tells whether an element may stand in one that is there.
pub(crate) fn may_stand_in(place: Place, parent: &Node) -> bool {
    let name = &*parent.name;
    parent.is_tei
        && match place {
            Place::Phrase => BOTH.contains(&name) || PHRASES_ONLY.contains(&name),
            Place::Citation => BOTH.contains(&name) && name != "bibl",
            Place::InCitation => false,
        }
}

/// Elements that no phrase may hold.
const NO_PHRASE: &[&str] = &[
    "author",
    "bibl",
    "biblFull",
    "biblScope",
    "biblStruct",
    "cit",
    "citedRange",
    "desc",
    "editor",
    "floatingText",
    "l",
    "label",
    "lg",
    "list",
    "listBibl",
    "p",
    "pubPlace",
    "publisher",
    "quote",
    "said",
    "stage",
    "table",
];

/// Elements that no citation may hold.
const NO_PART: &[&str] = &[
    "bibl",
    "biblFull",
    "biblStruct",
    "cit",
    "desc",
    "floatingText",
    "formula",
    "graphic",
    "l",
    "label",
    "lg",
    "list",
    "listBibl",
    "media",
    "p",
    "quote",
    "said",
    "stage",
    "table",
];

/// Tells whether an element that is added may hold one that is there.
pub(crate) fn may_hold(place: Place, child: &Node) -> bool {
    let barred = if place == Place::Citation { NO_PART } else { NO_PHRASE };
    child.is_tei && !barred.contains(&&*child.name)
}
