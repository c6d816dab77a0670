//! Reads a recording back.

use serde_json::Value;

use super::{RecordingEvent, RecordingMarker};

/// A recording that was read back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// The events, oldest first.
    pub events: Vec<ReplayEvent>,
}

/// An event of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayEvent {
    /// The time since the recording began, in seconds.
    pub at: f64,
    pub kind: RecordingEvent,
    pub text: String,
}

/// A stretch of a recording: what the pane printed, or a marker.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplayPart {
    Output(String),
    /// A marker's text.
    Marker(String),
}

impl Replay {
    /// Reads an asciicast v2. A last line that a power failure cut is left out, and so are events of
    /// kinds that daymark does not know.
    ///
    /// # Errors
    /// Names the line that is not one of an asciicast.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let whole = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        let mut lines = bytes[..whole].split(|byte| *byte == b'\n').enumerate();
        let header = lines.next().map(|(_, line)| line).unwrap_or_default();
        let header: Value = serde_json::from_slice(header).unwrap_or_default();
        if header["version"] != 2 {
            return Err("it is not an asciicast of version 2".to_owned());
        }
        let mut events = Vec::new();
        for (at, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let number = at + 1;
            let wrong = || format!("line {number} is not an event of an asciicast");
            let (at, kind, text): (f64, String, String) =
                serde_json::from_slice(line).map_err(|_| wrong())?;
            if let Some(kind) = RecordingEvent::of_letter(&kind) {
                events.push(ReplayEvent { at, kind, text });
            }
        }
        Ok(Self { events })
    }

    /// Appends the next part of the same recording.
    pub fn append(&mut self, mut next: Self) {
        self.events.append(&mut next.events);
    }

    /// Returns what the pane printed, cut at the markers.
    pub fn parts(&self) -> Vec<ReplayPart> {
        let mut parts = Vec::new();
        for event in &self.events {
            match (event.kind, parts.last_mut()) {
                (RecordingEvent::Output, Some(ReplayPart::Output(text))) => {
                    text.push_str(&event.text);
                }
                (RecordingEvent::Output, _) => parts.push(ReplayPart::Output(event.text.clone())),
                (RecordingEvent::Marker, _) => parts.push(ReplayPart::Marker(event.text.clone())),
                (RecordingEvent::Resize, _) => {}
            }
        }
        parts
    }

    /// Returns what a step's run printed, by the name of its evidence without `.txt`; none if it is
    /// not in the recording.
    pub fn output_of(&self, run: &str) -> Option<String> {
        let mut output = None;
        for event in &self.events {
            match (event.kind, RecordingMarker::read(&event.text)) {
                (RecordingEvent::Marker, Some(RecordingMarker::Start(started)))
                    if started == run =>
                {
                    output = Some(String::new());
                }
                (RecordingEvent::Marker, Some(RecordingMarker::End(ended, _))) if ended == run => {
                    return output;
                }
                (RecordingEvent::Output, _) => {
                    output = output.map(|text| text + &event.text);
                }
                _ => {}
            }
        }
        output
    }
}
