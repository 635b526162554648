//! The images of the pages, written beside the edition that points at them.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::job::{Job, Notice};
use super::paths::with_suffix;
use super::store;
use crate::diag::Diagnostic;
use crate::edition::{Edition, Surface};
use crate::read::Source;
use crate::read::page_images::PageImages;
use crate::write::relative_url;

/// Writes the image of each surface of an edition below `STEM.pages/`, as many at a time as there are threads, and notes in
/// the surfaces where they are. Returns the paths below the output folder.
pub(super) fn write(
    job: &Job,
    source: &Source,
    edition: &mut Edition,
    notices: &mut Vec<Notice>,
) -> io::Result<Vec<PathBuf>> {
    let Some(images) = PageImages::of(source) else {
        return Ok(Vec::new());
    };
    let folder = with_suffix(&job.stem, ".pages");
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let paths: Vec<Option<PathBuf>> = edition
        .surfaces
        .par_iter_mut()
        .map(|surface| {
            let Surface {
                id, size, dpi, leaf, ..
            } = &*surface;
            let Some(file) = images.page(*leaf, dpi.map(|_| *size)) else {
                return Ok(None);
            };
            let path = folder.join(format!("{id}.{}", file.extension));
            store::write_whole(&job.folder.join(&path), &file.bytes)?;
            surface.image = Some(relative_url(&format!("{name}/{id}.{}", file.extension)));
            Ok(Some(path))
        })
        .collect::<io::Result<_>>()?;
    for (surface, _) in edition.surfaces.iter().zip(&paths).filter(|(_, path)| path.is_none()) {
        let doubt = Diagnostic::warning("page-without-image", "the image of the page cannot be drawn");
        notices.push(doubt.on_page(surface.page).into());
    }
    Ok(paths.into_iter().flatten().collect())
}
