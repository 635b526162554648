//! How fast texts are annotated with all packs on, by the kind of text: ordinary prose, a study full of dates and figures,
//! and notes full of references, in English and Russian, and all of them as one document.
//!
//! `cargo bench --bench annotate` prints the bytes a second of one thread whose automata have seen such a text before;
//! the row `first` is a first text, automata and all.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fonds::annotate::annotate;
use fonds::repair::{BlockKind, Call, Note, NotePlace, Text};
use fonds::rules::Rules;

/// The kinds of text: name, whether its lines are notes, and its paragraphs or notes, one a line.
const KINDS: [(&str, bool, &str); 5] = [
    ("prose", false, include_str!("kinds/prose.txt")),
    ("study", false, include_str!("kinds/study.txt")),
    ("notes", true, include_str!("kinds/notes.txt")),
    ("russkii", false, include_str!("kinds/russkii.txt")),
    (
        "russkie-primechaniya",
        true,
        include_str!("kinds/russkie-primechaniya.txt"),
    ),
];

/// The bytes of each text: that of its kind again and again.
const BYTES: usize = 200_000;

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(3)).sample_size(10);
    targets = kinds
}
criterion_main!(benches);

fn kinds(criterion: &mut Criterion) {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    threads.build_global().expect("nothing has run in parallel yet");
    let rules = Rules::built_in();
    let mut group = criterion.benchmark_group("annotate");
    let mut measure = |name: &str, text: &Text| {
        group.throughput(Throughput::Bytes(text.string.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |bencher, text| {
            bencher.iter(|| annotate(black_box(text), &rules));
        });
    };
    for (name, notes, text) in KINDS {
        measure(name, &document(&[(notes, text)]));
    }
    let all = document(&KINDS.map(|(_, notes, text)| (notes, text)));
    measure("all", &all);
    group.bench_with_input(BenchmarkId::from_parameter("first"), &all, |bencher, text| {
        bencher.iter_with_setup(Rules::built_in, |rules| annotate(black_box(text), &rules));
    });
    group.finish();
}

/// Makes a document of texts, again and again; each line of those that are notes is the body of one.
fn document(texts: &[(bool, &str)]) -> Text {
    let lines = texts
        .iter()
        .flat_map(|(notes, text)| text.lines().map(|line| (*notes, line)));
    let mut left = BYTES;
    let once: Vec<(bool, &str)> = lines.collect();
    let lines: Vec<(bool, &str)> = once
        .iter()
        .cycle()
        .copied()
        .take_while(|(_, line)| {
            let more = left > 0;
            left = left.saturating_sub(line.len() + 1);
            more
        })
        .collect();
    let mut text = Text::from_paragraphs(lines.iter().map(|(_, line)| *line), &["en", "ru"]);
    let mut home = 0;
    for (block, (note, _)) in lines.iter().enumerate() {
        if !note {
            home = text.blocks[block].span.end;
            continue;
        }
        let (note, page) = (text.notes.len(), 1);
        text.notes.push(Note {
            place: NotePlace::End,
            call: Some(Call {
                at: home,
                printed: (note + 1).to_string(),
                superscript: true,
                page,
            }),
            label: Some((note + 1).to_string()),
            blocks: block..block + 1,
            page,
        });
        text.blocks[block].kind = BlockKind::NoteBody { note };
    }
    text
}
