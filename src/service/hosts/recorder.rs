//! A pane's recording on the disk.

use std::fs::File;
use std::io::Write as _;
use std::time::Instant;

use super::super::clock::now;
use super::super::walk_folder::{WalkFolder, private};
use crate::term::{Recording, Secrets, Size};

/// How large a recording grows, in bytes: it is for the eye, and the output is kept elsewhere.
const LARGEST: usize = 64 * 1024 * 1024;

/// A pane's recording on the disk; where the disk fails it ends, and the pane goes on.
pub(super) struct Recorder {
    file: Option<File>,
    recording: Recording,
    began: Instant,
    written: usize,
}

impl Recorder {
    /// Begins a recording of a host's pane.
    pub(super) fn begin(folder: &WalkFolder, host: &str, size: Size, secrets: Secrets) -> Self {
        let begun = now();
        let (recording, header) = Recording::begin(size, begun.timestamp(), host, secrets);
        let name = format!("{}@{host}.cast", begun.format("%Y%m%d-%H%M%S%.3f"));
        let path = folder.recordings().join(name);
        let file = private().create_new(true).write(true).open(path).ok();
        let mut recorder = Self {
            file,
            recording,
            began: Instant::now(),
            written: 0,
        };
        recorder.write(Some(header));
        recorder
    }

    /// The pane showed this.
    pub(super) fn output(&mut self, bytes: &[u8]) {
        if self.file.is_some() {
            let line = self.recording.output(self.began.elapsed(), bytes);
            self.write(line);
        }
    }

    /// From now on these are masked.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.recording.set_secrets(secrets);
    }

    /// The pane got another size.
    pub(super) fn resized(&mut self, size: Size) {
        let line = Recording::resized(self.began.elapsed(), size);
        self.write(line);
    }

    fn write(&mut self, line: Option<String>) {
        let (Some(line), Some(file)) = (line, &mut self.file) else {
            return;
        };
        self.written += line.len();
        if self.written > LARGEST || file.write_all(line.as_bytes()).is_err() {
            self.file = None;
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let line = self.recording.finish(self.began.elapsed());
        self.write(line);
    }
}
