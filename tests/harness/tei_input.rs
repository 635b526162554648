//! Cases of TEI to which tags are added: `NAME.xml` in, `NAME.tagged` out, what was said about it in `NAME.said`.
//!
//! Of each case the laws hold as well: without what was added the file is what it was, byte for byte; adding tags again
//! adds nothing; what was valid is valid.

use std::path::Path;
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use fonds::diag::Severity;
use fonds::pipeline;
use fonds::registers::Registers;
use fonds::rules::Rules;
use fonds::settings::Settings;
use fonds::validate::validate;

use super::expect_file;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let bytes = std::fs::read(path)?;
    let said = path.with_extension("said");
    let tag = |bytes: &[u8]| pipeline::tag(bytes, &Settings::default(), &RULES, &Registers::default());
    let woven = match tag(&bytes) {
        Ok(woven) => woven,
        Err(error) => return expect_file(&said, &format!("error: {error}\n")),
    };
    let doubts: String = woven.diagnostics.iter().map(|doubt| format!("{doubt}\n")).collect();
    if !doubts.is_empty() || said.exists() {
        expect_file(&said, &doubts)?;
    }
    expect_bytes(&path.with_extension("tagged"), &woven.value.bytes)?;

    let (before, after) = (decode(&bytes), decode(&woven.value.bytes));
    if let Err(place) = without_added(&before, &after) {
        return Err(format!("more was changed than tags were added, at “{place}”").into());
    }
    let again = tag(&woven.value.bytes)?;
    if again.value.bytes != woven.value.bytes {
        let diff = similar::TextDiff::from_lines(&after, &again.value.xml);
        return Err(format!("adding tags again adds some:\n{}", diff.unified_diff()).into());
    }
    let errors = |xml: &str| {
        validate(xml)
            .into_iter()
            .filter(|f| f.severity == Severity::Error)
            .collect::<Vec<_>>()
    };
    if errors(&before).is_empty() && !errors(&after).is_empty() {
        return Err(format!("it was valid: {:#?}", errors(&after)).into());
    }
    Ok(())
}

/// Compares bytes with a file, as [`expect_file`] does text.
fn expect_bytes(expected: &Path, found: &[u8]) -> datatest_stable::Result<()> {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(expected, found)?;
    }
    if std::fs::read(expected).unwrap_or_default() == found {
        return Ok(());
    }
    expect_file(expected, &decode(found))?;
    Err("its encoding differs".into())
}

fn decode(bytes: &[u8]) -> String {
    let named = String::from_utf8_lossy(&bytes[..bytes.len().min(100)]).into_owned();
    let named = named
        .split_once("encoding=\"")
        .and_then(|(_, rest)| Encoding::for_label(rest.split_once('"')?.0.as_bytes()));
    let encoding = Encoding::for_bom(bytes).map_or(named.unwrap_or(UTF_8), |(encoding, _)| encoding);
    encoding.decode(bytes).0.into_owned()
}

/// Takes the added tags and entries out of `after` and compares what is left with `before`; the error is where they differ.
fn without_added(before: &str, after: &str) -> Result<(), String> {
    let (mut old, mut new) = (before, after);
    // Of each element that is open, whether it was added.
    let mut open: Vec<bool> = Vec::new();
    // How many elements are open inside an entry that was added, it included.
    let mut in_entry = 0usize;
    let mut listed = 0usize;
    while !new.is_empty() {
        let fault = || Err(new.chars().take(60).collect::<String>());
        let is_tag = new.starts_with('<') && !new.starts_with("<!") && !new.starts_with("<?");
        if in_entry > 0 && !is_tag {
            new = &new[new.find('<').unwrap_or(new.len())..];
            continue;
        }
        let long = if new.starts_with("<![CDATA[") {
            new.find("]]>").map(|at| at + 3)
        } else {
            None
        };
        let long = long.or_else(|| {
            new.starts_with("<!--")
                .then(|| new.find("-->"))
                .flatten()
                .map(|at| at + 3)
        });
        let end = match long {
            Some(end) => end,
            None if is_tag => new.find('>').map_or(new.len(), |at| at + 1),
            None => new.chars().next().map_or(1, char::len_utf8),
        };
        let (token, rest) = new.split_at(end);
        let same = old.starts_with(token);
        let is_end = token.starts_with("</");
        let is_empty = token.ends_with("/>");
        let name = token
            .trim_start_matches(['<', '/'])
            .split([' ', '>', '/', '\n'])
            .next()
            .unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        if is_tag && is_end {
            let added = open.pop().unwrap_or_default();
            listed -= usize::from(name == "standOff");
            if in_entry > 0 {
                in_entry -= 1;
                new = rest.strip_prefix('\n').filter(|_| in_entry == 0).unwrap_or(rest);
                continue;
            }
            if added {
                new = rest;
                continue;
            }
            if !same {
                return fault();
            }
        } else if is_tag {
            let added = in_entry > 0 || !same;
            if !is_empty {
                open.push(added);
                listed += usize::from(name == "standOff");
            }
            if added {
                let entry = in_entry > 0 || listed > 0;
                in_entry += usize::from(entry && !is_empty);
                const TAGS: [&str; 12] = [
                    "author",
                    "bibl",
                    "biblScope",
                    "citedRange",
                    "date",
                    "editor",
                    "measure",
                    "orgName",
                    "pubPlace",
                    "publisher",
                    "rs",
                    "title",
                ];
                if !entry && !TAGS.contains(&name) {
                    return fault();
                }
                new = rest;
                continue;
            }
        } else if !same {
            // The line feed before the entries.
            if token == "\n" && rest.starts_with('<') {
                new = rest;
                continue;
            }
            return fault();
        }
        old = &old[token.len()..];
        new = rest;
    }
    if old.is_empty() {
        Ok(())
    } else {
        Err(old.chars().take(60).collect())
    }
}
