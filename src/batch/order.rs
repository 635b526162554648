//! The natural order of names: `p2` before `p10`.

use std::cmp::Ordering;

/// Compares two names as a reader would: numbers by their value, letters without regard to case.
///
/// Names that a reader would call equal (`p01`, `P1`) are ordered by their bytes, so that the order is total.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.chars().next(), right.chars().next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (m, n) = (leading_number(left), leading_number(right));
                let (x, y) = (m.trim_start_matches('0'), n.trim_start_matches('0'));
                match x.len().cmp(&y.len()).then_with(|| x.cmp(y)) {
                    Ordering::Equal => (left, right) = (&left[m.len()..], &right[n.len()..]),
                    unequal => return unequal,
                }
            }
            (Some(x), Some(y)) => match x.to_lowercase().cmp(y.to_lowercase()) {
                Ordering::Equal => (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]),
                unequal => return unequal,
            },
        }
    }
}

fn leading_number(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn orders_names_as_a_reader_would() {
        let ordered = [
            "a", "A1", "a2", "a10", "p 1", "p01", "p1", "p1b", "p2", "p10", "p10a", "ß", "я1", "Я2",
        ];
        let mut names = ordered;
        names.reverse();
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ordered);
    }

    #[test]
    fn numbers_longer_than_any_integer_are_compared() {
        let (small, large) = ("p99999999999999999999999", "p100000000000000000000000");
        assert!(natural(small, large).is_lt());
    }
}
