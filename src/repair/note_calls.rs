//! Note calls: which numbers and signs in the text call which notes.
//!
//! Markers and notes are two sequences that run side by side. They are aligned as such, by dynamic programming over the whole
//! document: equal numbers on the same page score most, a raised number beside a note with another number scores a little (one
//! of the two was misread), and what finds no partner costs nothing. So a date or a formula that looks like a marker is passed
//! over when the sequence goes on without it, and a misread number is mended by its neighbours.

use crate::layout::{Layout, Ordinal, Role, label_ordinal, markers};
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
    /// A marker by its looks: raised or in brackets.
    pub raised: bool,
    ordinal: Ordinal,
}

impl Site {
    /// A number in round brackets.
    fn is_round(&self) -> bool {
        self.printed.starts_with('(')
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
struct Head {
    page: usize,
    ordinal: Ordinal,
    place: NotePlace,
}

/// Finds the markers of a document, in the order of the text.
pub fn find(layout: &Layout) -> Vec<Found> {
    let mut heads = Vec::new();
    let mut sites = Vec::new();
    for (p, page) in layout.pages.iter().enumerate() {
        for (b, block) in page.blocks.iter().enumerate() {
            if let Role::Note { label, place } = &block.role {
                if let Some(ordinal) = label.as_deref().and_then(label_ordinal) {
                    heads.push(Head {
                        page: p,
                        ordinal,
                        place: *place,
                    });
                }
                continue;
            }
            for (l, line) in block.lines.iter().enumerate() {
                sites.extend(markers(&line.words).into_iter().map(|m| Site {
                    page: p,
                    block: b,
                    line: l,
                    word: m.word,
                    range: m.range,
                    printed: m.printed,
                    raised: !m.plain,
                    ordinal: m.ordinal,
                }));
            }
        }
    }
    // Where markers are raised or in square brackets, a number in round ones is none: it counts clauses.
    if sites.iter().any(|site| site.raised) {
        sites.retain(|site| !site.is_round());
    }
    let mut note: Vec<Option<usize>> = vec![None; sites.len()];
    for place in [NotePlace::Foot, NotePlace::Table, NotePlace::End] {
        let mine: Vec<usize> = (0..heads.len()).filter(|&h| heads[h].place == place).collect();
        let free: Vec<usize> = (0..sites.len()).filter(|&s| note[s].is_none()).collect();
        for (s, h) in align(&free, &sites, &mine, &heads) {
            note[s] = Some(h);
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
                .filter(|(_, b)| !matches!(b.role, Role::Note { .. } | Role::Figure { .. }))
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
                },
                note: Some(note),
            });
        }
    }
    found
}

/// What it is worth to tie a marker to a note; `None`: not at all.
fn worth(site: &Site, head: &Head) -> Option<f32> {
    let equal = site.ordinal == head.ordinal;
    let looks = if site.raised { 1.0 } else { 0.0 };
    if head.place == NotePlace::End {
        return equal.then_some(3.0 + looks);
    }
    // A note stands on its marker's page, or begins on the next where there was no room.
    match (head.page.checked_sub(site.page), equal) {
        (Some(0), true) => Some(5.0 + looks),
        (Some(1), true) => Some(3.0 + looks),
        (Some(0), false) if site.raised => Some(1.0),
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
                mine.partition_point(|&h| heads[h].page < site.page),
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
