//! What a worker may take of the machine, and what it must not be disturbed by.

#[cfg(unix)]
pub use unix::{cap_memory, keep_stdout};

/// Returns the bytes of memory that a worker may take where the user does not say: three quarters of the machine's, or of
/// the container's where that is less; `None` where the system does not tell.
pub fn default_memory() -> Option<u64> {
    let machine = machine_memory();
    let container = [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ]
    .iter()
    .find_map(|file| std::fs::read_to_string(file).ok()?.trim().parse::<u64>().ok());
    let whole = machine.into_iter().chain(container).min()?;
    Some(whole / 4 * 3)
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn machine_memory() -> Option<u64> {
    let told = rustix::system::sysinfo();
    told.totalram.checked_mul(u64::from(told.mem_unit))
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn machine_memory() -> Option<u64> {
    None
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// Caps the memory of this process; a document that wants more then ends the worker and not the machine.
    ///
    /// What is counted are writable private pages (`RLIMIT_DATA`), not address space: threads reserve far more of that
    /// than they use.
    ///
    /// # Errors
    /// The system refuses.
    pub fn cap_memory(bytes: u64) -> io::Result<()> {
        let Rlimit { maximum, .. } = getrlimit(Resource::Data);
        let current = Some(maximum.map_or(bytes, |maximum| maximum.min(bytes)));
        Ok(setrlimit(Resource::Data, Rlimit { current, maximum })?)
    }

    /// Returns the standard output as a file of one's own, and sends what else is printed there to standard error.
    ///
    /// Libraries written in C print where they like, which must not get between the answers of a worker.
    ///
    /// # Errors
    /// The system refuses.
    pub fn keep_stdout() -> io::Result<File> {
        let own = rustix::io::fcntl_dupfd_cloexec(std::io::stdout(), 3)?;
        rustix::stdio::dup2_stdout(std::io::stderr())?;
        Ok(File::from(own))
    }
}

/// Does nothing: this system has no such limit.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn cap_memory(_bytes: u64) -> std::io::Result<()> {
    Ok(())
}

/// Returns the standard output.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn keep_stdout() -> std::io::Result<std::io::Stdout> {
    Ok(std::io::stdout())
}
