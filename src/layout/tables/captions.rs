//! Captions that stand beneath their tables.

use super::cells;
use crate::layout::measure::Metric;
use crate::layout::phrases::Phrases;
use crate::layout::sentences::ends_sentence;
use crate::read::Line;

/// The most lines of such a caption.
const MOST: usize = 3;

/// Counts the lines at the front of those below a table that are its caption; `foot` is where the table ends.
///
/// They begin as a caption does, or are set in smaller type, and are no sentence. A caption closer to a table that follows
/// is that one's.
pub(in crate::layout) fn beneath(foot: f32, lines: &[Line], metric: &Metric) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let above = first.rect.y0 - foot;
    let (near, tight) = if metric.sized {
        (metric.pitch * 1.6, metric.pitch * 0.6)
    } else {
        (2.5, 0.5)
    };
    let mut count = 1;
    while count <= MOST
        && lines.get(count).is_some_and(|l| {
            l.rect.y0 - lines[count - 1].rect.y1 < tight && (l.size() - first.size()).abs() < metric.body * 0.06
        })
    {
        count += 1;
    }
    let caption = &lines[..count];
    let named = Phrases::built_in().is_table_caption(&first.text());
    let small = metric.sized && !metric.scanned && caption.iter().all(|l| l.size() < metric.body * 0.95);
    let remark = Phrases::built_in().is_table_source(&first.text());
    if above > near || above < -tight || count > MOST || remark || !(named || small) {
        return 0;
    }
    // `Table 2 shows that …` is a sentence, and a paragraph of small type a remark.
    if caption.last().is_some_and(ends_sentence) && !(named && small) {
        return 0;
    }
    let next = lines.get(count).filter(|l| cells::count(l, metric) >= 2);
    let closer = next.is_some_and(|l| l.rect.y0 - caption[count - 1].rect.y1 <= above);
    if closer { 0 } else { count }
}
