//! Whether two rows at the edges of pages say the same, although character recognition read them with faults.
//!
//! In come the letters of two rows, out comes whether few of them must be changed to make the one of the other (edit distance,
//! Levenshtein 1965; row by row after Wagner and Fischer 1974).

/// Returns how many letters of a row another cannot have, wherever they stand: no fewer must be changed. Letters that fall
/// into one of the 64 boxes count as the same. It spares most pairs of rows the comparison letter by letter.
fn unshared(long: &[char], short: &[char]) -> usize {
    let mut boxes = [0i16; 64];
    long.iter().for_each(|c| boxes[*c as usize % 64] += 1);
    short.iter().for_each(|c| boxes[*c as usize % 64] -= 1);
    boxes
        .iter()
        .filter(|n| **n > 0)
        .map(|n| n.unsigned_abs() as usize)
        .sum()
}

/// Tells whether two rows of letters are the same but for a fifth of them: heads are misread by OCR.
pub(super) fn alike(a: &[char], b: &[char]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() * 5 < long.len() * 4 || long.len() > 200 {
        return false;
    }
    let limit = long.len() / 5;
    if long == short {
        return true;
    }
    if unshared(long, short) > limit {
        return false;
    }
    let mut row: Vec<usize> = (0..=short.len()).collect();
    for (i, x) in long.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in short.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[short.len()] <= limit
}
