//! Note calls: which numbers and signs in the text call which notes.
//!
//! Markers and notes are two sequences that run side by side. They are aligned as such, by dynamic programming over the whole
//! document: equal numbers on the same page score most, a raised number beside a note with another number scores a little (one
//! of the two was misread), and what finds no partner costs nothing. So a date or a formula that looks like a marker is passed
//! over when the sequence goes on without it, and a misread number is mended by its neighbours.

use std::collections::HashSet;

use super::note_numbers;
use crate::layout::{Brackets, Layout, Marker, Ordinal, Role, label_ordinal, markers, note_marks, suits};
use crate::read::Line;
use crate::repair::NotePlace;

/// A marker in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Index of the page in the layout.
    pub page: usize,
    /// Index of the block on the page.
    pub block: usize,
    /// Index of the line in the block.
    pub line: usize,
    /// Index of the word in the line.
    pub word: usize,
    /// Bytes of the word.
    pub range: std::ops::Range<usize>,
    /// As printed.
    pub printed: String,
    /// A marker by its looks: raised or in square brackets.
    pub raised: bool,
    ordinal: Ordinal,
    /// A word of its own.
    apart: bool,
    /// Could as well be the decimals of a number, or the number of a clause.
    faint: bool,
}

impl Site {
    /// Makes a site of a marker.
    fn new((page, block, line): (usize, usize, usize), marker: Marker) -> Self {
        Self {
            page,
            block,
            line,
            word: marker.word,
            range: marker.range,
            printed: marker.printed,
            raised: !marker.plain,
            ordinal: marker.ordinal,
            apart: marker.apart,
            faint: marker.faint,
        }
    }

    /// A number in round brackets that is not raised.
    fn is_round(&self) -> bool {
        !self.raised && Brackets::of(&self.printed) == Brackets::Round
    }

    /// A number before a closing bracket.
    fn is_closing(&self) -> bool {
        !self.raised && Brackets::of(&self.printed) == Brackets::Closing
    }

    /// Leaves a bracket to the text that the note's label does not have.
    fn leave_bracket(&mut self, label: &str) {
        if self.is_closing() && Brackets::of(label) != Brackets::Closing {
            self.printed.pop();
            self.range.end = self.range.end.saturating_sub(1);
        }
    }
}

/// A marker and the note it calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where the marker stands.
    pub site: Site,
    /// The note, counted over the document's note heads in order; `None` where the text calls a note that is not there.
    pub note: Option<usize>,
}

/// The head of a note.
pub(super) struct Head {
    pub(super) page: usize,
    printed: String,
    pub(super) ordinal: Ordinal,
    pub(super) place: NotePlace,
    /// What it counts to by its neighbours, where it was not read or against them.
    meant: Option<u32>,
}

impl Head {
    /// Tells whether it has the number or sign of a marker, as read or as meant.
    fn is_called_by(&self, site: &Site) -> bool {
        site.ordinal == self.ordinal || self.meant.is_some_and(|n| site.ordinal == Ordinal::Number(n))
    }
}

/// Finds the markers of a document, in the order of the text.
pub fn find(layout: &Layout) -> Vec<Found> {
    let mut heads = Vec::new();
    let mut sites = Vec::new();
    for (p, page) in layout.pages.iter().enumerate() {
        // The cells of a table call its own notes by letters too.
        let table_labels: Vec<Ordinal> = page
            .blocks
            .iter()
            .filter_map(|b| match &b.role {
                Role::Note {
                    label: Some(label),
                    place: NotePlace::Table,
                } => label_ordinal(label),
                _ => None,
            })
            .collect();
        for (b, block) in page.blocks.iter().enumerate() {
            if let Role::Note { label, place } = &block.role {
                if let Some(label) = label
                    && let Some(ordinal) = label_ordinal(label)
                {
                    heads.push(Head {
                        page: p,
                        printed: label.clone(),
                        ordinal,
                        place: *place,
                        meant: None,
                    });
                }
                continue;
            }
            let labels = match block.role {
                Role::Cell { .. } | Role::TableHead { .. } => &table_labels[..],
                _ => &[],
            };
            for (l, line) in block.lines.iter().enumerate() {
                let mut mine: Vec<Site> = Vec::new();
                for (word, range, mark) in note_marks(&line.words) {
                    let Some(ordinal) = label_ordinal(&mark).filter(|o| labels.contains(o)) else {
                        continue;
                    };
                    mine.push(Site {
                        page: p,
                        block: b,
                        line: l,
                        word,
                        printed: line.words[word].text[range.clone()].to_owned(),
                        range,
                        raised: true,
                        ordinal,
                        apart: false,
                        faint: false,
                    });
                }
                for m in markers(&line.words) {
                    // `2.1 Scope` is the number of a section.
                    let section = m.faint && m.word == 0 && l == 0;
                    if !section && !mine.iter().any(|s| s.word == m.word) {
                        mine.push(Site::new((p, b, l), m));
                    }
                }
                mine.sort_by_key(|s| s.word);
                sites.append(&mut mine);
            }
        }
    }
    // Where markers are raised or in square brackets, a number in round ones is none: it counts clauses; nor is one behind
    // digits, which are decimals.
    if sites.iter().any(|site| site.raised) {
        sites.retain(|site| !site.is_round() && !site.faint);
    }
    let signs = sites
        .iter()
        .filter(|site| site.raised && matches!(site.ordinal, Ordinal::Sign(_)));
    let signs: HashSet<(usize, &Ordinal)> = signs.map(|site| (site.page, &site.ordinal)).collect();
    let meant = note_numbers::meant(&heads, |head| signs.contains(&(head.page, &head.ordinal)));
    for (head, meant) in heads.iter_mut().zip(meant) {
        head.meant = meant;
    }
    let mut note: Vec<Option<usize>> = vec![None; sites.len()];
    for place in [NotePlace::Foot, NotePlace::Table, NotePlace::End] {
        let mine: Vec<usize> = (0..heads.len()).filter(|&h| heads[h].place == place).collect();
        let free: Vec<usize> = (0..sites.len()).filter(|&s| note[s].is_none()).collect();
        for (s, h) in align(&free, &sites, &mine, &heads) {
            note[s] = Some(h);
            sites[s].leave_bracket(&heads[h].printed);
        }
    }
    let no_notes = heads.iter().all(|h| h.place == NotePlace::Margin);
    let orphans = orphans(&sites, &note, no_notes);
    let margins = margin_notes(layout);
    sites
        .into_iter()
        .zip(note)
        .zip(orphans)
        .filter(|((_, note), orphan)| note.is_some() || *orphan)
        .map(|((site, note), _)| Found { site, note })
        .chain(margins)
        .collect()
}

/// Ties each note in the margin to the line beside which it begins.
fn margin_notes(layout: &Layout) -> Vec<Found> {
    let mut found = Vec::new();
    let mut head = 0;
    for (p, page) in layout.pages.iter().enumerate() {
        for block in &page.blocks {
            let Role::Note {
                label: Some(label),
                place,
            } = &block.role
            else {
                continue;
            };
            let note = head;
            head += usize::from(label_ordinal(label).is_some());
            if *place != NotePlace::Margin {
                continue;
            }
            let text = page.blocks.iter().enumerate();
            let lines = text
                .filter(|(_, b)| !matches!(b.role, Role::Note { .. }) && !b.role.is_pictured())
                .flat_map(|(b, block)| block.lines.iter().enumerate().map(move |(l, line)| (b, l, line)));
            let first = block.lines.first().map_or(block.rect, |l| l.rect);
            let level = |line: &Line| ((line.rect.y0 + line.rect.y1) - (first.y0 + first.y1)).abs();
            let aside = |line: &Line| (line.rect.x0 - first.x1).max(first.x0 - line.rect.x1).max(0.0);
            let beside = lines.min_by(|a, b| (level(a.2) + aside(a.2)).total_cmp(&(level(b.2) + aside(b.2))));
            let Some((b, l, _)) = beside else { continue };
            found.push(Found {
                site: Site {
                    page: p,
                    block: b,
                    line: l,
                    word: 0,
                    range: 0..0,
                    printed: String::new(),
                    raised: false,
                    ordinal: Ordinal::Sign(String::new()),
                    apart: true,
                    faint: false,
                },
                note: Some(note),
            });
        }
    }
    found
}

/// Tells whether a note's label is of the style of a marker. Round brackets call end notes with labels of any style.
fn answers(head: &Head, site: &Site) -> bool {
    site.raised || (site.is_round() && head.place == NotePlace::End) || suits(&site.printed, site.apart, &head.printed)
}

/// What it is worth to tie a marker to a note; `None`: not at all.
fn worth(site: &Site, head: &Head) -> Option<f32> {
    let equal = head.is_called_by(site);
    // Letters call the notes of a table alone, and those are called by no other mark than their own.
    let lettered = matches!(&site.ordinal, Ordinal::Sign(sign) if sign.starts_with(char::is_alphabetic));
    if !equal && (lettered || head.place == NotePlace::Table) || lettered && head.place != NotePlace::Table {
        return None;
    }
    if !answers(head, site) {
        return None;
    }
    let looks = match (site.raised, site.faint) {
        (true, _) => 1.0,
        (false, true) => -2.0,
        (false, false) => 0.0,
    };
    if head.place == NotePlace::End {
        return equal.then_some(3.0 + looks);
    }
    // A note stands on its marker's page, or begins on the next where there was no room.
    match (head.page.checked_sub(site.page), equal) {
        (Some(0), true) => Some(5.0 + looks),
        (Some(1), true) => Some(3.0 + looks),
        // What a note's neighbours say is surer than that one figure was read for another.
        (Some(0), false) if site.raised && head.meant.is_some() => Some(0.25),
        (Some(0), false) if site.raised => Some(1.0),
        // The marker's line was pushed over to the next page when its note stood already.
        (None, true) if site.page == head.page + 1 && site.raised => Some(2.0),
        (None, true) if site.page == head.page + 1 && !site.faint => Some(0.5),
        _ => None,
    }
}

/// Aligns markers and notes; both sequences keep their order. Returns pairs of marker and note.
fn align(free: &[usize], sites: &[Site], mine: &[usize], heads: &[Head]) -> Vec<(usize, usize)> {
    // best[j]: the best alignment that uses only notes before the j-th, as its worth and its last pair.
    let mut best: Vec<(f32, Option<usize>)> = vec![(0.0, None); mine.len() + 1];
    let mut pairs: Vec<(Option<usize>, usize, usize)> = Vec::new();
    for &s in free {
        let site = &sites[s];
        let foot = mine.first().is_some_and(|&h| heads[h].place != NotePlace::End);
        let (lo, hi) = if foot {
            (
                mine.partition_point(|&h| heads[h].page + 1 < site.page),
                mine.partition_point(|&h| heads[h].page <= site.page + 1),
            )
        } else {
            (0, mine.len())
        };
        for j in (lo..hi).rev() {
            let Some(worth) = worth(site, &heads[mine[j]]) else {
                continue;
            };
            let (before, last) = best[j];
            let total = before + worth;
            if total <= best[j + 1].0 {
                continue;
            }
            pairs.push((last, s, mine[j]));
            let node = Some(pairs.len() - 1);
            for slot in &mut best[j + 1..] {
                if slot.0 >= total {
                    break;
                }
                *slot = (total, node);
            }
        }
    }
    let mut found = Vec::new();
    let mut node = best.last().and_then(|b| b.1);
    while let Some(n) = node {
        let (last, s, h) = pairs[n];
        found.push((s, h));
        node = last;
    }
    found.reverse();
    found
}

/// Markers whose notes are not in the source: those that count on from one another, or from a marker that has its note.
fn orphans(sites: &[Site], note: &[Option<usize>], no_notes: bool) -> Vec<bool> {
    let mut orphan = vec![false; sites.len()];
    let number = |s: usize| match sites[s].ordinal {
        Ordinal::Number(n) => Some(n),
        Ordinal::Sign(_) => None,
    };
    // Raised numbers that count on from the last marker.
    let mut last = 0;
    for s in 0..sites.len() {
        let Some(n) = number(s) else { continue };
        if note[s].is_some() {
            last = n;
        } else if sites[s].raised && n == last + 1 {
            orphan[s] = true;
            last = n;
        }
    }
    if no_notes && !orphan.contains(&true) {
        // Plain text without notes: digits behind words are markers when they count 1, 2, 3 through the text.
        let mut chain = Vec::new();
        for s in 0..sites.len() {
            if !sites[s].is_round()
                && !sites[s].is_closing()
                && !sites[s].faint
                && number(s) == Some(u32::try_from(chain.len()).unwrap_or(u32::MAX).saturating_add(1))
            {
                chain.push(s);
            }
        }
        if chain.len() >= 2 {
            for s in chain {
                orphan[s] = true;
            }
        }
    }
    orphan
}
