//! What a hostile source costs: itself, and nothing else.

use crate::workbench::{LETTER, Run, Workbench};

#[test]
fn broken_files_among_good_ones_are_named_and_the_others_written() {
    let bench = Workbench::with(&[
        ("in/1.txt", LETTER),
        ("in/2.pdf", "%PDF-1.7 and nothing else"),
        ("in/3.txt", ""),
        ("in/4.tif", "II*\0"),
        ("in/5.txt", LETTER),
    ]);
    let run = bench.run(&["convert", "in", "missing.pdf", "--output", "out", "--json"]);
    assert_eq!(run.status, 2);
    let results: Vec<String> = run
        .results()
        .into_iter()
        .map(|(file, result)| format!("{file} {result}"))
        .collect();
    let expected = [
        "in/1.txt written",
        "in/2.pdf failed",
        "in/3.txt failed",
        "in/4.tif failed",
        "in/5.txt written",
        "missing.pdf failed",
    ];
    assert_eq!(results, expected);
    let failed = run
        .objects("document")
        .into_iter()
        .filter(|object| object["result"] == "failed");
    failed.for_each(|object| {
        assert!(
            object["reason"].as_str().is_some_and(|reason| !reason.is_empty()),
            "{object}"
        )
    });
    assert!(bench.has("out/1.xml") && bench.has("out/5.xml"));
}

#[test]
fn one_thread_and_eight_give_the_same_bytes_and_the_same_report() {
    let bench = Workbench::with(&[]);
    for number in 0..20 {
        bench.write(
            &format!("in/{number}.txt"),
            &LETTER.replace("two", &number.to_string()).repeat(number + 1),
        );
    }
    bench.write("in/7.pdf", "broken");
    let one = bench.run(&["convert", "in", "--output", "one", "--json", "--verbose", "--jobs", "1"]);
    let eight = bench.run(&[
        "convert",
        "in",
        "--output",
        "eight",
        "--json",
        "--verbose",
        "--jobs",
        "8",
    ]);
    assert_eq!(one.stdout.replace("one/", "eight/"), eight.stdout);
    let (one, eight) = (bench.tree("one"), bench.tree("eight"));
    assert_eq!(one.keys().collect::<Vec<_>>(), eight.keys().collect::<Vec<_>>());
    for (name, bytes) in one.iter().filter(|(name, _)| !name.starts_with(".fonds/cache/")) {
        assert!(bytes == &eight[name], "{name} differs");
    }
    assert!(one.contains_key("7.txt.xml"));
}

/// A pipe that nobody writes to: a document of which no end is in sight.
#[cfg(unix)]
fn endless(bench: &Workbench, name: &str) {
    let made = std::process::Command::new("mkfifo").arg(bench.path(name)).status();
    assert!(made.expect("mkfifo is part of every Unix").success());
}

#[cfg(unix)]
#[test]
fn a_document_over_its_time_is_given_up_and_the_others_are_written() {
    let bench = Workbench::with(&[("1.txt", LETTER), ("3.txt", LETTER), ("4.txt", LETTER)]);
    endless(&bench, "2.txt");
    let files = ["1.txt", "2.txt", "3.txt", "4.txt"];
    let run = bench.run(
        &[
            &["convert", "--output", "out", "--timeout", "5", "--jobs", "2"],
            &files[..],
        ]
        .concat(),
    );
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("error: 2.txt: it took longer than 5 s and was given up\nhint: `--timeout SECONDS`")
    );
    assert!(run.stderr.contains("1 failure;"), "{}", run.stderr);
    assert!(bench.has("out/1.xml") && bench.has("out/3.xml") && bench.has("out/4.xml"));
}

/// The worker is killed under two documents, which are tried again alone. One is then written; the other brings its worker
/// down again.
#[cfg(target_os = "linux")]
#[test]
fn a_document_that_brings_the_worker_down_twice_is_reported_and_the_others_are_written() {
    use std::io::Write;
    use std::process::Stdio;

    let bench = Workbench::with(&[("1.txt", LETTER), ("4.txt", LETTER)]);
    endless(&bench, "2.txt");
    endless(&bench, "3.txt");
    let files = ["1.txt", "2.txt", "3.txt", "4.txt"];
    let mut command = bench.command(&[&["convert", "--output", "out", "--jobs", "2"], &files[..]].concat());
    let child = command
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started");

    let first = (reader_of(&bench, "2.txt"), reader_of(&bench, "3.txt"));
    let worker = worker_of(child.id(), None);
    kill(worker);
    drop(first);
    let second = worker_of(child.id(), Some(worker));
    let mut saved = reader_of(&bench, "2.txt");
    saved.write_all(LETTER.as_bytes()).expect("the worker reads");
    drop(saved);
    let lost = reader_of(&bench, "3.txt");
    kill(second);
    drop(lost);

    let run = Run::from(child.wait_with_output().expect("the command ends"));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("error: 3.txt: the worker was ended by signal 9"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("1 failure;"), "{}", run.stderr);
    assert!(bench.has("out/1.xml") && bench.has("out/2.xml") && bench.has("out/4.xml"));
}

/// Waits until the worker reads a pipe, and returns the end to write to.
#[cfg(target_os = "linux")]
fn reader_of(bench: &Workbench, pipe: &str) -> std::fs::File {
    use std::os::unix::fs::OpenOptionsExt;
    /// `O_NONBLOCK`, with which a pipe that nobody reads cannot be opened.
    const AT_ONCE: i32 = 0o4000;
    loop {
        match std::fs::OpenOptions::new()
            .write(true)
            .custom_flags(AT_ONCE)
            .open(bench.path(pipe))
        {
            Ok(file) => return file,
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    }
}

#[cfg(target_os = "linux")]
fn kill(process: u32) {
    let sent = std::process::Command::new("kill")
        .args(["-KILL", &process.to_string()])
        .status();
    assert!(sent.expect("kill is part of every Unix").success());
}

/// Waits for a child of a process that is not `old`, and returns it.
#[cfg(target_os = "linux")]
fn worker_of(process: u32, old: Option<u32>) -> u32 {
    loop {
        if let Some(child) = child_of(process).filter(|child| Some(*child) != old) {
            return child;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// Returns the one child of a process.
#[cfg(target_os = "linux")]
fn child_of(process: u32) -> Option<u32> {
    let numbers = std::fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers.into_iter().find(|number: &u32| {
        let status = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        // `pid (name) state parent`; the name may hold anything.
        let parent = status
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        parent == Some(process)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_wants_more_memory_than_there_may_be_fails_alone() {
    let bench = Workbench::with(&[("1.txt", LETTER), ("3.txt", LETTER)]);
    let huge = std::fs::File::create(bench.path("2.txt")).expect("the file can be made");
    huge.set_len(2 << 30).expect("a file may have holes");
    let run = bench.run(&[
        "convert", "1.txt", "2.txt", "3.txt", "--output", "out", "--memory", "1G", "--jobs", "2",
    ]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error: 2.txt: "), "{}", run.stderr);
    assert!(bench.has("out/1.xml") && bench.has("out/3.xml"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_cannot_even_start_is_no_document_s_fault() {
    let bench = Workbench::with(&[("1.txt", LETTER)]);
    let run = bench.run(&["convert", "1.txt", "--output", "out", "--memory", "1M"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .starts_with("internal error: the worker process cannot work: "),
        "{}",
        run.stderr
    );
}
