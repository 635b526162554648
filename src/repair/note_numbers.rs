//! The numbers of notes that were not read: what a note counts to by its neighbours.
//!
//! In come the heads of the notes of a document, out comes a number for each foot note whose own was not made out, or stands
//! against those before and behind it. In small type a scan often shows no more than that there is a raised figure.

use super::note_calls::Head;
use crate::layout::Ordinal;
use crate::repair::NotePlace;

/// Returns what each note is meant to count to, where that is not what was read. `is_sign`: the text calls it by its sign.
pub(super) fn meant(heads: &[Head], is_sign: impl Fn(&Head) -> bool) -> Vec<Option<u32>> {
    let mut meant = vec![None; heads.len()];
    let foot: Vec<usize> = (0..heads.len())
        .filter(|&h| heads[h].place == NotePlace::Foot && !is_sign(&heads[h]))
        .collect();
    for page in foot.chunk_by(|&a, &b| heads[a].page == heads[b].page) {
        let read: Vec<Option<u32>> = page
            .iter()
            .map(|&h| match heads[h].ordinal {
                Ordinal::Number(n) => Some(n),
                Ordinal::Sign(_) => None,
            })
            .collect();
        for (i, &head) in page.iter().enumerate() {
            let before = counted(read[..i].iter().rev());
            let behind = counted(read[i + 1..].iter());
            let on = before.map(|(n, apart)| n.saturating_add(apart));
            let back = behind.map(|(n, apart)| n.saturating_sub(apart));
            let by_both = (on == back).then_some(on).flatten();
            meant[head] = match read[i] {
                // A number is misread only where both sides say so.
                Some(n) => by_both.filter(|&m| m != n),
                None if on.is_none() || back.is_none() => on.or(back),
                None => by_both,
            }
            .filter(|&n| n > 0);
        }
    }
    meant
}

/// Returns the nearest number that was read, and how many notes away it stands.
fn counted<'r>(mut side: impl Iterator<Item = &'r Option<u32>>) -> Option<(u32, u32)> {
    let mut apart = 0;
    side.find_map(|read| {
        apart += 1;
        read.map(|n| (n, apart))
    })
}
