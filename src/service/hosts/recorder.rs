//! A pane's recording on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::super::clock::now;
use super::super::files::private;
use super::super::limited_file::LimitedFile;
use super::super::walk_folder::WalkFolder;
use crate::service::clock::instant;
use crate::term::{Recording, RecordingEvent, RecordingMarker, Secrets, Size};

/// The size at which a part of a recording ends and the next one starts, in bytes.
const PART: usize = 64 * 1024 * 1024;

/// A pane's recording on disk, in parts. If the disk fails it ends, and the pane continues. If the
/// disk is full it has a gap.
pub(super) struct Recorder {
    recording: Recording,
    folder: PathBuf,
    host: String,
    /// The names of the parts, without `.part-N.cast`.
    stem: String,
    size: Size,
    /// The number of parts that exist.
    parts: usize,
    /// The part that grows; none before the first, and after the disk failed.
    part: Option<Part>,
    /// The size at which a part ends, in bytes.
    most: usize,
    /// Whether the disk failed.
    failed: bool,
    /// Whether the newest lines are missing.
    gap: bool,
    /// Whether lines went missing since the last step ended.
    cut: bool,
}

/// One file of a recording.
struct Part {
    file: LimitedFile,
    began: Instant,
    length: usize,
}

/// The place of a step in a recording.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    /// The names of the files that contain it, oldest first.
    pub(super) files: Vec<String>,
    /// Whether they lack some of its output.
    pub(super) cut: bool,
}

impl Recorder {
    /// Starts the recording of a host's pane.
    pub(super) fn begin(folder: &WalkFolder, host: &str, size: Size, secrets: Secrets) -> Self {
        let mut recorder = Self {
            recording: Recording::new(secrets),
            folder: folder.recordings(),
            host: host.to_owned(),
            stem: format!("{}@{host}", now().format("%Y%m%d-%H%M%S%.3f")),
            size,
            parts: 0,
            part: None,
            most: PART,
            failed: false,
            gap: false,
            cut: false,
        };
        recorder.begin_part();
        recorder
    }

    /// Records what the pane shows.
    pub(super) fn output(&mut self, bytes: &[u8]) {
        let text = self.recording.output(bytes);
        self.write(RecordingEvent::Output, &text);
    }

    /// Masks these secrets from now on.
    pub(super) fn set_secrets(&mut self, secrets: Secrets) {
        self.recording.set_secrets(secrets);
    }

    /// Records the new size of the pane.
    pub(super) fn resized(&mut self, size: Size) {
        self.size = size;
        let text = format!("{}x{}", size.columns(), size.rows());
        self.write(RecordingEvent::Resize, &text);
    }

    /// Marks the start of a step's run. Returns the number of the part in which it starts.
    pub(super) fn step_started(&mut self, run: &str) -> usize {
        self.mark(&RecordingMarker::Start(run.to_owned()));
        self.parts
    }

    /// Marks the end of a step's run, which started in this part.
    pub(super) fn step_ended(&mut self, run: &str, exit: Option<i32>, since: usize) -> Recorded {
        self.mark(&RecordingMarker::End(run.to_owned(), exit));
        Recorded {
            files: (since.max(1)..=self.parts)
                .map(|part| self.name(part))
                .collect(),
            cut: std::mem::take(&mut self.cut) || self.failed,
        }
    }

    /// Returns the name of a part, counted from 1.
    fn name(&self, part: usize) -> String {
        match part {
            1 => format!("{}.cast", self.stem),
            _ => format!("{}.part-{part}.cast", self.stem),
        }
    }

    fn mark(&mut self, marker: &RecordingMarker) {
        self.write(RecordingEvent::Marker, &marker.text());
    }

    /// Starts the next part. If the disk is full, the part before it stays the newest.
    fn begin_part(&mut self) {
        let title = &self.host;
        let mut first = Recording::header(self.size, now().timestamp(), title);
        if self.parts > 0 {
            let marker = RecordingMarker::Follows(self.name(self.parts)).text();
            let after = std::time::Duration::ZERO;
            first += &RecordingEvent::Marker.lines(first.len(), after, &marker);
        }
        match Part::create(&self.folder.join(self.name(self.parts + 1)), &first) {
            Ok(Some(part)) => {
                self.part = Some(part);
                self.parts += 1;
            }
            Ok(None) => self.miss(),
            Err(_) => self.fail(),
        }
    }

    fn write(&mut self, event: RecordingEvent, text: &str) {
        if text.is_empty() || self.failed {
            return;
        }
        let most = self.most;
        if self.part.as_ref().is_none_or(|part| part.length >= most) {
            self.begin_part();
        }
        let Some(part) = &mut self.part else { return };
        let after = part.began.elapsed();
        let mut lines = String::new();
        if self.gap {
            let gap = RecordingMarker::Gap.text();
            lines = RecordingEvent::Marker.lines(part.length, after, &gap);
        }
        lines += &event.lines(part.length + lines.len(), after, text);
        match part.append(&lines) {
            Ok(true) => self.gap = false,
            Ok(false) => self.miss(),
            Err(_) => self.fail(),
        }
    }

    /// Notes that lines are missing because the disk is full.
    fn miss(&mut self) {
        self.gap = true;
        self.cut = true;
    }

    /// Ends the recording because the disk failed.
    fn fail(&mut self) {
        self.part = None;
        self.failed = true;
    }
}

impl Part {
    /// Creates a file with its first lines; none if the disk is full.
    fn create(path: &Path, first: &str) -> io::Result<Option<Self>> {
        let file = private().create_new(true).write(true).open(path)?;
        let mut part = Self {
            file: LimitedFile::new(file),
            began: instant(),
            length: 0,
        };
        if part.append(first)? {
            return Ok(Some(part));
        }
        fs::remove_file(path)?;
        Ok(None)
    }

    /// Appends whole lines. Returns false if the disk is full.
    fn append(&mut self, lines: &str) -> io::Result<bool> {
        let whole = self.file.append_whole(lines.as_bytes())?;
        self.length += if whole { lines.len() } else { 0 };
        Ok(whole)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let text = self.recording.finish();
        self.write(RecordingEvent::Output, &text);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test without its files has failed")]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The texts of a kind in a part, whose lines must all be valid.
    fn texts(walk: &WalkFolder, name: &str, letter: &str) -> Vec<String> {
        let text = fs::read_to_string(walk.recordings().join(name)).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let header: Value = lines.next().unwrap();
        assert_eq!(
            (&header["version"], &header["width"]),
            (&2.into(), &90.into())
        );
        let lines = lines.filter(|line: &Value| line[1] == letter);
        lines
            .map(|line| line[2].as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_large_recording_goes_on_in_another_part() {
        let folder = tempfile::tempdir().unwrap();
        let walk = WalkFolder::new(folder.path(), "plan", "main");
        walk.create().unwrap();
        let mut recorder = Recorder::begin(&walk, "here", Size::new(90, 30), Secrets::default());
        recorder.most = 10_000;
        let first = recorder.step_started("short@here.1");
        let short = recorder.step_ended("short@here.1", Some(0), first);
        assert_eq!((short.files.len(), short.cut), (1, false));
        let since = recorder.step_started("long@here.1");
        let mut printed = String::new();
        for number in 0..5_000 {
            let line = format!("line {number}\r\n");
            recorder.output(line.as_bytes());
            printed += &line;
        }
        let long = recorder.step_ended("long@here.1", None, since);
        drop(recorder);
        assert!(long.files.len() > 5 && !long.cut, "{:?}", long.files);
        let mut all: Vec<String> = Vec::new();
        for (at, name) in long.files.iter().enumerate() {
            all.extend(texts(&walk, name, "o"));
            if at > 0 {
                let before = format!("follows {}", long.files[at - 1]);
                assert_eq!(texts(&walk, name, "m")[0], before);
            }
        }
        assert_eq!(all.concat(), printed);
        let last = texts(&walk, long.files.last().unwrap(), "m");
        assert_eq!(last.last().unwrap(), "end long@here.1 unknown");
        let kept = fs::read_dir(walk.recordings()).unwrap().count();
        assert_eq!(kept, long.files.len());
    }
}
