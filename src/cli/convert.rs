//! `fonds convert`: sources become editions.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::args;
use super::error::{CommandError, Kind};
use super::options::{Request, mistake, unreadable};
use super::progress::Progress;
use super::report::{self, Manner, Totals};
use crate::batch;
use crate::batch::job::{Brief, Format, Job, Report};
use crate::batch::metadata::Table;
use crate::batch::plan::{Document, Entry, Plan};
use crate::batch::supervise::{self, Command, Run, SuperviseError, supervise};
use crate::diag::Diagnostic;
use crate::registers::Registers;
use crate::rules::Words;
use crate::settings::{Metadata, Settings};

pub(super) fn run(args: args::Convert) -> Result<ExitCode, CommandError> {
    let started = Instant::now();
    let request = Request::new(args)?;
    let mut table = request
        .metadata
        .as_deref()
        .map(read_table)
        .transpose()?
        .unwrap_or_default();
    let mut plan = Plan::new(&request.inputs, &request.output, request.each_image);
    let jobs = jobs(&request, &plan, &mut table)?;
    if let Some(file) = &request.metadata {
        plan.notices
            .extend(astray(&request, &table).map(|notice| (file.clone(), notice.into())));
    }

    let mut display = Display::new(&request, &plan);
    let mut result = display.notices();
    if result.is_ok() {
        let run = Run {
            command: worker(&request)?,
            jobs: request.jobs,
            timeout: request.timeout,
        };
        // Where nobody reads the report the editions are still wanted.
        let supervised = supervise(&jobs, &run, |progress| {
            let printed = display.take(progress);
            if result.is_ok() {
                result = printed;
            }
        });
        result = result.and(display.print_ready());
        display.progress.finish();
        supervised.map_err(unsupervised)?;
    }
    let collects = [Format::Tei, Format::Bibtex, Format::Csl];
    if result.is_ok() && collects.iter().any(|format| request.formats.contains(format)) {
        result = display.register(&request);
    }
    let totals = display.totals;
    totals.print(started.elapsed());
    result?;

    let is_marred = totals.left_alone > 0 || (request.strict && totals.warnings > 0);
    Ok(ExitCode::from(if totals.failures > 0 {
        2
    } else {
        u8::from(is_marred)
    }))
}

/// Returns the error of a run that could not go on.
fn unsupervised(error: SuperviseError) -> CommandError {
    let hint = match &error {
        SuperviseError::Stillborn { hint, .. } => *hint,
        SuperviseError::Process(_) => None,
    };
    hint.into_iter()
        .fold(CommandError::new(Kind::Internal, error), CommandError::hint)
}

/// Makes a job of each document of the plan, numbered in its order.
fn jobs(request: &Request, plan: &Plan, table: &mut Table) -> Result<Vec<Job>, CommandError> {
    let beside = request
        .metadata
        .as_deref()
        .map(|file| file.parent().unwrap_or(Path::new("")).to_owned());
    let beside = beside.map(|folder| absolute(&folder)).transpose()?;
    let documents = plan.documents().enumerate();
    let job = |(number, document): (usize, &Document)| {
        let whole = absolute(&document.path)?;
        let below_metadata = beside.as_ref().and_then(|folder| whole.strip_prefix(folder).ok());
        let metadata = table.of([document.relative.as_path()].into_iter().chain(below_metadata));
        Ok(Job {
            number,
            name: document
                .relative
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            kind: document.kind,
            files: document.files.clone(),
            folder: request.output.clone(),
            stem: document.stem.clone(),
            formats: request.formats.clone(),
            force: request.force,
            settings: with_metadata(&request.settings, metadata),
        })
    };
    documents.map(job).collect()
}

/// Warns of paths in the metadata file at which there is nothing. A source that is there and not in this run is none of
/// them: one file of metadata serves many runs.
fn astray<'a>(request: &'a Request, table: &'a Table) -> impl Iterator<Item = Diagnostic> + 'a {
    let beside = request
        .metadata
        .as_deref()
        .and_then(Path::parent)
        .unwrap_or(Path::new(""));
    let folders = move || request.inputs.iter().map(PathBuf::as_path).chain([beside]);
    let is_there = move |path: &str| folders().any(|folder| folder.join(path).exists());
    table.unused().filter(move |path| !is_there(path)).map(|path| {
        Diagnostic::warning("metadata-astray", format!("there is no source at `{path}`"))
            .hint("paths count from the input folder, or from the folder of the metadata file")
    })
}

/// Returns the settings of one document: its main language comes first where its metadata names one.
fn with_metadata(settings: &Settings, metadata: Metadata) -> Settings {
    let mut settings = settings.clone();
    if let Some(main) = &metadata.language {
        settings.languages.retain(|language| language != main);
        settings.languages.insert(0, main.clone());
    }
    settings.metadata = metadata;
    settings
}

fn read_table(path: &Path) -> Result<Table, CommandError> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "toml" => Table::from_toml(&text),
        "csv" => Table::from_csv(&text),
        _ => {
            let error = CommandError::user(format!("`{}` is neither a .toml nor a .csv file", path.display()));
            return Err(error.hint("`--metadata` takes one of the two"));
        }
    }
    .map_err(|error| mistake(path, error))
}

fn absolute(path: &Path) -> Result<PathBuf, CommandError> {
    // An empty path is the current folder to us, and an error to the library.
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    Ok(std::path::absolute(path)?)
}

/// Returns how the worker is started: this same program, with its threads and its memory told.
fn worker(request: &Request) -> Result<Command, CommandError> {
    let mut arguments = vec!["worker".into(), "--jobs".into(), request.jobs.to_string().into()];
    if let Some(memory) = request.memory {
        arguments.extend(["--memory".into(), memory.to_string().into()]);
    }
    let environment = vec![
        ("OMP_THREAD_LIMIT", "1".to_owned()),
        ("RAYON_NUM_THREADS", request.jobs.to_string()),
        // The allocator takes pages as it needs them: what it reserves ahead would count as used, against `--memory`.
        ("MIMALLOC_ARENA_EAGER_COMMIT", "0".to_owned()),
    ];
    Ok(Command {
        program: std::env::current_exe()?,
        arguments,
        environment,
        brief: Brief {
            authority: request.authority.as_ref().map(|authority| authority.text.clone()),
        },
    })
}

/// What the user sees of a run: documents in the order of the plan, whichever ends first.
struct Display<'a> {
    plan: &'a Plan,
    output: &'a Path,
    manner: Manner,
    progress: Progress,
    totals: Totals,
    /// The entries of the plan that were not printed yet.
    rest: std::slice::Iter<'a, Entry>,
    /// The number of the next document to print.
    next: usize,
    /// What ended before its turn.
    ended: BTreeMap<usize, Report>,
}

impl<'a> Display<'a> {
    fn new(request: &'a Request, plan: &'a Plan) -> Self {
        Self {
            plan,
            output: &request.output,
            manner: Manner {
                json: request.json,
                verbose: request.verbose,
            },
            progress: Progress::new(plan.documents().count()),
            totals: Totals::default(),
            rest: plan.entries.iter(),
            next: 0,
            ended: BTreeMap::new(),
        }
    }

    /// Prints what there is to say before anything is read.
    fn notices(&mut self) -> io::Result<()> {
        for (path, notice) in &self.plan.notices {
            self.totals.warnings += usize::from(notice.is_warning);
            report::notice(self.manner, path, notice)?;
        }
        Ok(())
    }

    /// Collects the registers of all editions in the output folder.
    fn register(&mut self, request: &Request) -> io::Result<()> {
        let none = Registers::default();
        let authority = request
            .authority
            .as_ref()
            .map_or(&none, |authority| &authority.registers);
        match batch::register::write(&request.output, authority, &Words::built_in(), &request.formats) {
            Ok(notices) => notices.iter().try_for_each(|(path, notice)| {
                self.totals.warnings += usize::from(notice.is_warning);
                report::notice(self.manner, path, notice)
            }),
            Err(error) => {
                self.totals.failures += 1;
                let doubt = Diagnostic::warning("register", format!("the register cannot be written: {error}"));
                report::notice(self.manner, &request.output, &doubt.into())
            }
        }
    }

    fn take(&mut self, event: supervise::Progress) -> io::Result<()> {
        match event {
            supervise::Progress::Waiting => {
                self.progress.tick();
                Ok(())
            }
            supervise::Progress::Ended(number, report) => {
                self.progress.document(report.counts.pages);
                self.ended.insert(number, report);
                self.print_ready()
            }
        }
    }

    /// Prints all whose turn it is.
    fn print_ready(&mut self) -> io::Result<()> {
        while let Some(entry) = self.rest.as_slice().first() {
            let (path, report) = match entry {
                Entry::Document(document) => match self.ended.remove(&self.next) {
                    Some(report) => (&document.path, report),
                    None => return Ok(()),
                },
                Entry::Refused(refused) => {
                    let report = Report::failed(&refused.reason);
                    (&refused.path, refused.hint.iter().fold(report, Report::hint))
                }
            };
            self.next += usize::from(matches!(entry, Entry::Document(_)));
            self.rest.next();
            self.totals.add(&report);
            self.progress.aside(|| {
                report
                    .notices
                    .iter()
                    .try_for_each(|notice| report::notice(self.manner, path, notice))?;
                report::document(self.manner, path, self.output, &report)
            })?;
        }
        Ok(())
    }
}
