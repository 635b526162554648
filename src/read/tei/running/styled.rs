//! How words are set, by what the attributes of an element say.

use crate::read::Style;
use crate::read::tei::file::Node;

/// Returns how the words of an element are set, `outer` how those round it are.
pub(super) fn styled(node: &Node, outer: Style) -> Style {
    let mut style = outer;
    let rend = [node.get("rend"), node.get("rendition"), node.get("style")];
    for word in rend
        .into_iter()
        .flatten()
        .flat_map(|rend| rend.split([' ', ';', ':', ',']))
    {
        match word.trim_start_matches('#').to_lowercase().as_str() {
            "italic" | "italics" | "it" | "i" | "ital" | "kursiv" | "oblique" => style.italic = true,
            "bold" | "b" | "bf" | "fett" => style.bold = true,
            "small-caps" | "smallcaps" | "sc" | "k" => style.small_caps = true,
            "superscript" | "sup" | "super" | "hoch" => style.superscript = true,
            "subscript" | "sub" | "tief" => style.subscript = true,
            "letterspaced" | "spaced" | "gesperrt" | "g" | "spread" => style.letterspaced = true,
            _ => {}
        }
    }
    match &*node.name {
        "emph" if rend.iter().all(Option::is_none) => style.italic = true,
        "title" if node.is("level", "m") || node.is("level", "j") => style.italic = true,
        _ => {}
    }
    style
}
