//! The marks around the output of a probe.

use memchr::memchr_iter;

use super::Nonce;

/// The first bytes of every probe mark.
const OPENING: &[u8] = b"{daymark:";
/// Maximum length of the word in a mark, in bytes: `asked`, `began` or an exit status.
const LONGEST_WORD: usize = 5;
/// Maximum size of the kept beginning and of the kept end of the text outside the marks, in bytes.
/// The text explains a failure.
const KEPT_NOISE: usize = 2048;

/// The nonces of one probe.
///
/// The shell that runs the script sees only `start`, so the script cannot forge its end mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeNonces {
    /// Nonce of the marks that daymark's own shell runs and that the script begins.
    pub start: Nonce,
    /// Nonce of the end mark, which contains the exit status.
    pub end: Nonce,
}

/// A filter that extracts the script's output from one stream of a probe.
///
/// Chunks may be split at any byte. Text before the start mark and after the end mark comes from
/// the account's own files, not from the script.
#[derive(Debug)]
pub struct ProbeFrame {
    start: Vec<u8>,
    end: Vec<u8>,
    state: FrameState,
    /// Bytes that may be the beginning of a mark.
    held: Vec<u8>,
    /// The first text outside the marks, at most `KEPT_NOISE` bytes.
    first_noise: Vec<u8>,
    /// The newest text outside the marks, after `first_noise`.
    last_noise: Vec<u8>,
}

/// The progress of a stream through its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FrameState {
    Silent,
    Expected,
    Began,
    /// The exit status, and whether the script had begun.
    Ended(i32, bool),
}

/// The result of reading the beginning of a text as a mark.
enum FrameToken {
    /// A mark: the state that follows it, and its length in bytes.
    Mark(FrameState, usize),
    /// Text that may be the beginning of a mark.
    Undecided,
    Text,
}

impl ProbeFrame {
    /// Creates a frame for a stream that has not begun.
    pub fn new(nonces: &ProbeNonces) -> Self {
        let prefix = |nonce: &Nonce| [OPENING, nonce.as_str().as_bytes(), b":"].concat();
        Self {
            start: prefix(&nonces.start),
            end: prefix(&nonces.end),
            state: FrameState::Silent,
            held: Vec::new(),
            first_noise: Vec::new(),
            last_noise: Vec::new(),
        }
    }

    /// Reads the next bytes of the stream and appends the script's output among them to `output`.
    pub fn push(&mut self, chunk: &[u8], output: &mut Vec<u8>) {
        let mut bytes = std::mem::take(&mut self.held);
        bytes.extend_from_slice(chunk);
        let mut rest = &bytes[..];
        while let Some((at, reading)) = self.next_mark(rest) {
            self.pass_on(&rest[..at], output);
            rest = &rest[at..];
            let FrameToken::Mark(state, length) = reading else {
                self.held = rest.to_vec();
                return;
            };
            self.state = state;
            if matches!(state, FrameState::Expected) {
                self.first_noise.clear();
                self.last_noise.clear();
            }
            rest = &rest[length..];
        }
        self.pass_on(rest, output);
    }

    /// Ends the stream. Bytes held back as a possible mark become text.
    pub fn finish(&mut self, output: &mut Vec<u8>) {
        let held = std::mem::take(&mut self.held);
        self.pass_on(&held, output);
    }

    /// Returns whether daymark's own shell has run.
    pub fn was_asked(&self) -> bool {
        self.state != FrameState::Silent
    }

    /// Returns whether the script has begun.
    pub fn has_begun(&self) -> bool {
        matches!(self.state, FrameState::Began | FrameState::Ended(_, true))
    }

    /// Returns the exit status, or `None` before the end mark.
    pub fn exit(&self) -> Option<i32> {
        match self.state {
            FrameState::Ended(exit, _) => Some(exit),
            FrameState::Silent | FrameState::Expected | FrameState::Began => None,
        }
    }

    /// Returns the text outside the marks. Once daymark's own shell has run, the text before it is
    /// dropped. Text longer than 4 KiB is cut to its first and last 2 KiB, on separate lines.
    pub fn noise(&self) -> String {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        if self.last_noise.len() < KEPT_NOISE {
            return text(&[&self.first_noise[..], &self.last_noise].concat());
        }
        format!("{}\n{}", text(&self.first_noise), text(&self.last_noise))
    }

    fn keep_noise(&mut self, bytes: &[u8]) {
        let room = KEPT_NOISE - self.first_noise.len();
        let (first, rest) = bytes.split_at(room.min(bytes.len()));
        self.first_noise.extend_from_slice(first);
        let newest = rest.len().saturating_sub(KEPT_NOISE);
        self.last_noise.extend_from_slice(&rest[newest..]);
        let surplus = self.last_noise.len().saturating_sub(KEPT_NOISE);
        self.last_noise.drain(..surplus);
    }

    fn pass_on(&mut self, bytes: &[u8], output: &mut Vec<u8>) {
        match self.state {
            FrameState::Began => output.extend_from_slice(bytes),
            FrameState::Silent | FrameState::Expected => self.keep_noise(bytes),
            FrameState::Ended(..) => {}
        }
    }

    /// Returns the position of the first mark, or of text that may become one.
    fn next_mark(&self, bytes: &[u8]) -> Option<(usize, FrameToken)> {
        let places = memchr_iter(OPENING[0], bytes);
        places
            .map(|at| (at, self.read_mark(&bytes[at..])))
            .find(|(_, reading)| !matches!(reading, FrameToken::Text))
    }

    fn read_mark(&self, bytes: &[u8]) -> FrameToken {
        let prefixes = [&self.start, &self.end];
        if prefixes.iter().any(|prefix| prefix.starts_with(bytes)) {
            return FrameToken::Undecided;
        }
        let Some(prefix) = prefixes.iter().find(|prefix| bytes.starts_with(prefix)) else {
            return FrameToken::Text;
        };
        let rest = &bytes[prefix.len()..];
        let most = &rest[..rest.len().min(LONGEST_WORD + 1)];
        let Some(length) = most.iter().position(|&byte| byte == b'}') else {
            return if most.len() > LONGEST_WORD {
                FrameToken::Text
            } else {
                FrameToken::Undecided
            };
        };
        let word = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        match self.state_after(prefix, word) {
            Some(state) => FrameToken::Mark(state, prefix.len() + length + 1),
            None => FrameToken::Text,
        }
    }

    /// Returns the state after a mark, or `None` if the mark is invalid in the current state.
    fn state_after(&self, prefix: &[u8], word: &str) -> Option<FrameState> {
        let is_start = prefix == self.start;
        match self.state {
            FrameState::Silent if is_start && word == "asked" => Some(FrameState::Expected),
            FrameState::Expected if is_start && word == "began" => Some(FrameState::Began),
            FrameState::Expected | FrameState::Began if !is_start => {
                let exit = word.parse().ok()?;
                Some(FrameState::Ended(exit, self.state == FrameState::Began))
            }
            FrameState::Silent
            | FrameState::Expected
            | FrameState::Began
            | FrameState::Ended(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "{daymark:01010101010101010101010101010101:";
    const END: &str = "{daymark:02020202020202020202020202020202:";

    fn nonces() -> ProbeNonces {
        ProbeNonces {
            start: Nonce::new([1; 16]),
            end: Nonce::new([2; 16]),
        }
    }

    /// The result for a stream: output, noise, whether daymark's shell ran, whether the script
    /// began, exit status.
    type Seen = (String, String, bool, bool, Option<i32>);

    fn seen(chunks: &[&[u8]]) -> Seen {
        let mut frame = ProbeFrame::new(&nonces());
        let mut output = Vec::new();
        for chunk in chunks {
            frame.push(chunk, &mut output);
        }
        frame.finish(&mut output);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            text(&output),
            frame.noise(),
            frame.was_asked(),
            frame.has_begun(),
            frame.exit(),
        )
    }

    /// Checks a stream in one chunk, split in two at every byte, and byte by byte. `<S:` and `<E:`
    /// are short for the beginnings of the marks.
    fn check(stream: &str, output: &str, noise: &str, state: (bool, bool, Option<i32>)) {
        let stream = stream.replace("<S:", START).replace("<E:", END);
        let output = output.replace("<S:", START).replace("<E:", END);
        let noise = noise.replace("<S:", START).replace("<E:", END);
        let expected: Seen = (output, noise, state.0, state.1, state.2);
        let bytes = stream.as_bytes();
        for at in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(seen(&[head, tail]), expected, "{stream} split at {at}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(seen(&single), expected, "{stream} byte by byte");
    }

    #[test]
    fn only_what_is_between_the_marks_is_output() {
        let whole = (true, true, Some(0));
        check("", "", "", (false, false, None));
        check("Welcome\n", "", "Welcome\n", (false, false, None));
        check("<S:asked}<S:began}out\n<E:0}", "out\n", "", whole);
        check(
            "motd\n<S:asked}lecture<S:began}a<E:0}logout\n",
            "a",
            "lecture",
            whole,
        );
        check("<S:asked}<S:began}<E:255}", "", "", (true, true, Some(255)));
        check(
            "x<S:asked}sudo: no\n",
            "",
            "sudo: no\n",
            (true, false, None),
        );
        check(
            "<S:asked}no bash\n<E:127}",
            "",
            "no bash\n",
            (true, false, Some(127)),
        );
        check("<S:asked}<S:began}half", "half", "", (true, true, None));
        check(
            "<S:asked}<S:began}half{daymar",
            "half{daymar",
            "",
            (true, true, None),
        );
    }

    #[test]
    fn nothing_else_is_a_mark() {
        let whole = (true, true, Some(0));
        for text in [
            "{}{{daymark:",
            "<S:asked}",
            "<S:began}",
            "<S:0}",
            "<E:began}",
            "<E:}",
            "<E:123456}",
            "{daymark:03030303030303030303030303030303:0}",
            "{daymark:%s:%s}",
        ] {
            check(
                &format!("<S:asked}}<S:began}}{text}<E:0}}"),
                text,
                "",
                whole,
            );
        }
        // Without daymark's own shell, no text is a mark.
        check(
            "<S:began}a<E:0}",
            "",
            "<S:began}a<E:0}",
            (false, false, None),
        );
        // Only the first end mark counts.
        check("<S:asked}<S:began}a<E:0}b<E:1}<S:began}", "a", "", whole);
    }

    #[test]
    fn little_noise_is_kept() {
        let mut frame = ProbeFrame::new(&nonces());
        let mut output = Vec::new();
        frame.push(b"the first line\n", &mut output);
        for _ in 0..100 {
            frame.push(&[b'x'; 1000], &mut output);
        }
        frame.push(b"the last line\n", &mut output);
        let noise = frame.noise();
        assert_eq!(noise.len(), 2 * KEPT_NOISE + 1);
        assert!(noise.starts_with("the first line\nx"));
        assert!(noise.ends_with("xthe last line\n"));
        assert!(output.is_empty());
    }
}
