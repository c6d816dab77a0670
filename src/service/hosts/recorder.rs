//! A pane's recording on disk.

use std::time::Instant;

use super::super::clock::now;
use super::super::files::private;
use super::super::limited_file::LimitedFile;
use super::super::walk_folder::WalkFolder;
use crate::service::clock::instant;
use crate::term::{Recording, Secrets, Size};

/// The limit of a recording, in bytes. It is for reading. The output is kept elsewhere.
const LARGEST: usize = 64 * 1024 * 1024;

/// A pane's recording on disk. If the disk fails it ends, and the pane continues. If the disk is
/// full it has a gap.
pub(super) struct Recorder {
    file: Option<LimitedFile>,
    recording: Recording,
    began: Instant,
    written: usize,
    /// Whether the newest lines are missing.
    gap: bool,
    /// Whether lines went missing since the last call of `take_cut`.
    cut: bool,
}

impl Recorder {
    /// Starts the recording of a host's pane.
    pub(super) fn begin(folder: &WalkFolder, host: &str, size: Size, secrets: Secrets) -> Self {
        let begun = now();
        let (recording, header) = Recording::begin(size, begun.timestamp(), host, secrets);
        let name = format!("{}@{host}.cast", begun.format("%Y%m%d-%H%M%S%.3f"));
        let path = folder.recordings().join(name);
        let file = private().create_new(true).write(true).open(path).ok();
        let mut recorder = Self {
            file: file.map(LimitedFile::new),
            recording,
            began: instant(),
            written: 0,
            gap: false,
            cut: false,
        };
        recorder.write(Some(header));
        recorder
    }

    /// Records what the pane shows.
    pub(super) fn output(&mut self, bytes: &[u8]) {
        if self.file.is_some() {
            let line = self.recording.output(self.began.elapsed(), bytes);
            self.write(line);
        }
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.recording.set_secrets(secrets);
    }

    /// Records the new size of the pane.
    pub(super) fn resized(&mut self, size: Size) {
        let line = Recording::resized(self.began.elapsed(), size);
        self.write(line);
    }

    /// Returns whether the recording lacks output since the last call: the disk was full, or the
    /// recording has ended.
    pub(super) fn take_cut(&mut self) -> bool {
        std::mem::take(&mut self.cut) || self.file.is_none()
    }

    fn write(&mut self, line: Option<String>) {
        let Some(mut line) = line else { return };
        let Some(file) = &mut self.file else { return };
        if self.gap {
            line.insert_str(0, &Recording::gap(self.began.elapsed()));
        }
        self.written += line.len();
        let written = (self.written <= LARGEST).then(|| file.append_whole(line.as_bytes()));
        let Some(Ok(whole)) = written else {
            self.file = None;
            return;
        };
        self.gap = !whole;
        self.cut |= !whole;
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let line = self.recording.finish(self.began.elapsed());
        self.write(line);
    }
}
