//! Old units: in come the figures of an edition, out comes what their units are in those of today.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::annotate::{Annotation, Value};
use crate::rules::{built_in_packs, parse_pack};

/// A unit that the header declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name that `@unit` has.
    pub name: String,
    /// How much of which other unit it is; `None` for one of today.
    pub conversion: Option<Conversion>,
}

/// What an old unit is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// How much, a decimal number.
    pub is: String,
    /// Of which unit.
    pub of: String,
}

/// A pack file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    unit: BTreeMap<String, Conversion>,
}

/// The units of the packs, by language.
static PACKS: LazyLock<BTreeMap<&str, Pack>> = LazyLock::new(|| {
    let pack = |(file, text): (&'static str, &'static str)| {
        let language = file.split('/').next().unwrap_or(file);
        (
            language,
            parse_pack(file, text).expect("the tests read the built-in packs"),
        )
    };
    built_in_packs("units.toml").map(pack).collect()
});

/// Returns the old units of the figures, and those of today that they are told in, by name; `main` is the language of
/// the text, for a pound is not the same everywhere.
pub(super) fn declared(annotations: &[Annotation], main: &str) -> Vec<Declared> {
    let tag = main.split('-').next().unwrap_or(main);
    let packs = [PACKS.get(tag), PACKS.get("any")];
    let known = |name: &str| packs.iter().flatten().find_map(|pack| pack.unit.get(name));
    let mut units: BTreeMap<&str, Option<&Conversion>> = BTreeMap::new();
    let used: BTreeSet<&str> = annotations
        .iter()
        .filter_map(|a| match &a.value {
            Value::Figure(figure) => Some(figure.unit.as_str()),
            _ => None,
        })
        .collect();
    for name in used {
        if let Some(conversion) = known(name) {
            units.insert(name, Some(conversion));
            units.entry(&conversion.of).or_insert(None);
        }
    }
    let declared = units.into_iter().map(|(name, conversion)| Declared {
        name: name.to_owned(),
        conversion: conversion.cloned(),
    });
    declared.collect()
}
