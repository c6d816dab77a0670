//! Encodes the recording of a pane, line by line.
//!
//! The format is asciicast v2 (<https://docs.asciinema.org/manual/asciicast/v2/>).

use std::time::Duration;

use serde_json::json;

use super::{Decoder, Mask, Secrets, Size};
use crate::text::Printable;

/// The size of a block, in bytes. No line crosses the border of two blocks: a killed process leaves
/// each block of a write whole or unwritten, and so every line.
pub const BLOCK: usize = 4096;
/// The least room that a line needs: a time, a kind and an escaped character.
const LEAST: usize = 64;
/// The limit of a title or a marker, in characters.
const LONGEST: usize = 200;
/// The pause to which players shorten a longer one, in seconds.
const IDLE: f64 = 2.0;

/// The encoder of one recording.
#[derive(Debug)]
pub struct Recording {
    mask: Mask,
    decoder: Decoder,
}

/// The kind of an event in a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingEvent {
    /// The pane printed a text.
    Output,
    /// The pane has a new size, `COLUMNSxROWS`.
    Resize,
    Marker,
}

impl RecordingEvent {
    /// Returns the letter in the file.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Output => "o",
            Self::Resize => "r",
            Self::Marker => "m",
        }
    }

    /// Returns the kind with a letter; `None` for a letter that daymark does not write.
    pub fn of_letter(letter: &str) -> Option<Self> {
        let all = [Self::Output, Self::Resize, Self::Marker];
        all.into_iter().find(|event| event.letter() == letter)
    }

    /// Returns the lines of an event that follow `at` bytes of the file. An empty text has none; a
    /// long one has several lines.
    pub fn lines(self, at: usize, after: Duration, text: &str) -> String {
        // Six decimals, as asciinema's own recorder writes them.
        let head = format!("[{:.6}, \"{}\", ", after.as_secs_f64(), self.letter());
        let mut lines = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let room = BLOCK - (at + lines.len()) % BLOCK;
            let length = fitting(rest, room.saturating_sub(head.len() + "\"\"]\n".len()));
            let (piece, behind) = rest.split_at(length);
            rest = behind;
            lines.push_str(&format!("{head}{}]", json!(piece)));
            lines.push_str(&padding(at + lines.len()));
        }
        lines
    }
}

impl Recording {
    /// Returns an encoder that masks these secrets.
    pub fn new(secrets: Secrets) -> Self {
        Self {
            mask: Mask::new(secrets),
            decoder: Decoder::default(),
        }
    }

    /// Returns the first line of a file. `since_epoch` is the start time, in seconds since 1970.
    pub fn header(size: Size, since_epoch: i64, title: &str) -> String {
        let title: String = Printable::line(title).chars().take(LONGEST).collect();
        let header = json!({
            "version": 2, "width": size.columns(), "height": size.rows(),
            "timestamp": since_epoch, "title": title, "idle_time_limit": IDLE,
        });
        format!("{header}\n")
    }

    /// Returns the text of output that the pane got; empty if all of it is held back for masking or
    /// decoding.
    pub fn output(&mut self, bytes: &[u8]) -> String {
        self.decoder.decode(&self.mask.push(bytes))
    }

    /// Replaces the masked secrets. Output that is held back is masked with the new ones too.
    pub fn set_secrets(&mut self, secrets: Secrets) {
        self.mask.set_secrets(secrets);
    }

    /// Ends the stream and returns the text that was held back.
    pub fn finish(&mut self) -> String {
        let rest = self.decoder.decode(&self.mask.finish());
        rest + &self.decoder.finish()
    }
}

/// A marker of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordingMarker {
    /// A step starts. Its run has the name of its evidence, without `.txt`.
    Start(String),
    /// A step ended, with its exit status if it is known.
    End(String, Option<i32>),
    /// Output is missing, because the disk was full.
    Gap,
    /// This part of the recording follows another file.
    Follows(String),
}

impl RecordingMarker {
    const GAP: &str = "not recorded: the disk was full";

    /// Returns the marker's text.
    pub fn text(&self) -> String {
        let text = match self {
            Self::Start(run) => format!("start {run}"),
            Self::End(run, Some(exit)) => format!("end {run} exit {exit}"),
            Self::End(run, None) => format!("end {run} unknown"),
            Self::Gap => Self::GAP.to_owned(),
            Self::Follows(file) => format!("follows {file}"),
        };
        text.chars().take(LONGEST).collect()
    }

    /// Parses a marker's text; `None` for a marker that daymark does not write.
    pub fn read(text: &str) -> Option<Self> {
        if text == Self::GAP {
            return Some(Self::Gap);
        }
        let (word, rest) = text.split_once(' ')?;
        match word {
            "start" => Some(Self::Start(rest.to_owned())),
            "follows" => Some(Self::Follows(rest.to_owned())),
            "end" => {
                let (rest, last) = rest.rsplit_once(' ')?;
                match rest.strip_suffix(" exit") {
                    Some(run) => Some(Self::End(run.to_owned(), Some(last.parse().ok()?))),
                    None => (last == "unknown").then(|| Self::End(rest.to_owned(), None)),
                }
            }
            _ => None,
        }
    }
}

/// Returns the length of the beginning of a text that has room in so many bytes of a JSON string:
/// at least one character.
fn fitting(text: &str, room: usize) -> usize {
    let mut used = 0;
    let beyond = text.char_indices().find(|(at, character)| {
        used += escaped_length(*character);
        *at > 0 && used > room
    });
    beyond.map_or(text.len(), |(at, _)| at)
}

/// Returns the length of a character in a JSON string, in bytes.
fn escaped_length(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' | '\x08' | '\x0c' => 2,
        '\0'..' ' => 6,
        _ => character.len_utf8(),
    }
}

/// Returns the end of a line whose text ends at `at`. It fills the block if the rest of the block
/// has too little room for another line.
fn padding(at: usize) -> String {
    let room = BLOCK - at % BLOCK;
    let spaces = if room < LEAST { room - 1 } else { 0 };
    format!("{}\n", " ".repeat(spaces))
}
