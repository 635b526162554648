//! Right-to-left lines: parts as they stand from left to right are put into the order of reading.

use super::lines::Spot;
use super::sheet::Sheet;
use super::words::{Part, letters};

/// Tells whether the letter is written from right to left: Hebrew, Arabic and their relatives.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && !matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// Puts the parts, given from left to right, into the order of reading.
///
/// Words of the line's own direction follow each other in it; words of the other direction keep theirs among themselves.
pub(super) fn in_order_of_reading(sheet: &Sheet<'_>, mut parts: Vec<Part>) -> Vec<Part> {
    let is_rtl = |part: &Part| {
        part.spots
            .iter()
            .any(|s| letters(sheet, s).chars().any(is_right_to_left))
    };
    let is_ltr = |part: &Part| {
        !is_rtl(part)
            && part
                .spots
                .iter()
                .any(|s| letters(sheet, s).chars().any(char::is_alphanumeric))
    };
    for part in parts.iter_mut().filter(|p| is_rtl(p)) {
        part.spots.reverse();
        // Numbers inside read from left to right nevertheless.
        let is_digit = |s: &Spot| letters(sheet, s).chars().all(char::is_numeric);
        part.spots
            .chunk_by_mut(|a, b| is_digit(a) && is_digit(b))
            .for_each(<[Spot]>::reverse);
    }
    let count = |test: &dyn Fn(&Part) -> bool| parts.iter().filter(|p| test(p)).map(|p| p.spots.len()).sum::<usize>();
    if count(&is_rtl) >= count(&is_ltr) {
        turn(&mut parts);
        turn_stretches(&mut parts, &is_ltr, &is_rtl);
    } else {
        turn_stretches(&mut parts, &is_rtl, &is_ltr);
    }
    parts
}

/// Turns each stretch that begins and ends with parts of one direction and holds none of the other.
fn turn_stretches(parts: &mut [Part], inside: &dyn Fn(&Part) -> bool, outside: &dyn Fn(&Part) -> bool) {
    let mut start = 0;
    while start < parts.len() {
        if !inside(&parts[start]) {
            start += 1;
            continue;
        }
        let reach = parts[start..].iter().take_while(|p| !outside(p)).count();
        let end = start
            + parts[start..start + reach]
                .iter()
                .rposition(inside)
                .map_or(1, |n| n + 1);
        turn(&mut parts[start..end]);
        start += reach.max(1);
    }
}

/// Reverses parts; what was glued to its left neighbour is now glued to its right one.
fn turn(parts: &mut [Part]) {
    let Some(outer) = parts.first().map(|p| p.glued) else {
        return;
    };
    let inner: Vec<bool> = parts.iter().skip(1).map(|p| p.glued).rev().collect();
    parts.reverse();
    for (part, glued) in parts.iter_mut().zip(std::iter::once(outer).chain(inner)) {
        part.glued = glued;
    }
}
