//! Removes prompt marks from a byte stream and reports them.
//!
//! An ESC ends the control string around it and begins a new sequence. The emulator behind the
//! scanner does the same. (ECMA-48 §8.3.143 requires `ESC \` there, but every terminal accepts the
//! ESC alone.) So a program that dies inside a string cannot swallow its own end mark. The scanner
//! also needs no state for the strings DCS, APC, PM and SOS.

use memchr::memchr;

use super::marks::UnverifiedMark;
use super::shell_stack::{MarkCheck, ShellStack};
use super::{Mark, Nonce};

/// The beginning of every mark: OSC (ECMA-48 §8.3.89) and the number of shell integration.
const START: &[u8] = b"\x1b]133;";
/// Maximum length of a mark, in bytes. A longer string is passed on unchanged.
const LONGEST: usize = 4096;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;

/// One token of the stream: bytes or a mark.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Bytes without a verified mark, unchanged.
    Bytes(&'a [u8]),
    /// A verified mark, whose bytes are removed from the stream.
    Mark(Mark),
}

/// A scanner that finds verified marks in a stream, across reads.
#[derive(Debug)]
pub struct Scanner {
    levels: ShellStack,
    /// Bytes that may be the beginning of a mark.
    held: Vec<u8>,
}

impl Scanner {
    /// Creates a scanner that accepts marks with this nonce of the pane.
    pub fn new(pane: Nonce) -> Self {
        Self {
            levels: ShellStack::new(pane),
            held: Vec::new(),
        }
    }

    /// Returns the nested shells whose marks are accepted.
    pub fn levels(&mut self) -> &mut ShellStack {
        &mut self.levels
    }

    /// Scans the next bytes and emits the tokens that are complete.
    pub fn scan(&mut self, bytes: &[u8], mut emit: impl FnMut(Token<'_>)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = if self.held.is_empty() {
                self.pass(rest, &mut emit)
            } else {
                self.hold(rest, &mut emit)
            };
        }
    }

    /// Ends the stream and emits the bytes that were held back.
    pub fn finish(&mut self, mut emit: impl FnMut(Token<'_>)) {
        self.release(&mut emit);
    }

    /// Emits bytes up to a possible mark. Returns the remaining bytes.
    fn pass<'a>(&mut self, bytes: &'a [u8], emit: &mut impl FnMut(Token<'_>)) -> &'a [u8] {
        let start = find_start(bytes);
        let (before, rest) = bytes.split_at(start.unwrap_or(bytes.len()));
        if !before.is_empty() {
            emit(Token::Bytes(before));
        }
        let Some((escape, rest)) = rest.split_first() else {
            return rest;
        };
        self.held.push(*escape);
        rest
    }

    /// Adds bytes to a possible mark until it is complete or ruled out. Returns the remaining
    /// bytes.
    fn hold<'a>(&mut self, bytes: &'a [u8], emit: &mut impl FnMut(Token<'_>)) -> &'a [u8] {
        for (index, &byte) in bytes.iter().enumerate() {
            let after = &bytes[index + 1..];
            if self.held.len() < START.len() {
                if byte != START[self.held.len()] {
                    self.release(emit);
                    return &bytes[index..];
                }
            } else if self.held.last() == Some(&ESC) {
                self.held.pop();
                if byte == b'\\' {
                    self.complete(b"\x1b\\", emit);
                    return after;
                }
                self.release(emit);
                self.held.push(ESC);
                return &bytes[index..];
            } else if byte == BEL {
                self.complete(&[BEL], emit);
                return after;
            } else if matches!(byte, CAN | SUB) || self.held.len() == LONGEST {
                self.release(emit);
                return &bytes[index..];
            }
            self.held.push(byte);
        }
        &[]
    }

    /// Emits the complete string as a mark if its nonce is valid, else as bytes. Drops a repeated
    /// mark.
    fn complete(&mut self, terminator: &[u8], emit: &mut impl FnMut(Token<'_>)) {
        let claim = UnverifiedMark::read(&self.held[START.len()..]);
        match claim.map(|claim| self.levels.judge(claim)) {
            Some(MarkCheck::Mark(mark)) => {
                self.held.clear();
                emit(Token::Mark(mark));
            }
            Some(MarkCheck::Repeated) => self.held.clear(),
            Some(MarkCheck::Foreign) | None => {
                self.held.extend_from_slice(terminator);
                self.release(emit);
            }
        }
    }

    /// Emits the held bytes unchanged: they are not a mark.
    fn release(&mut self, emit: &mut impl FnMut(Token<'_>)) {
        if !self.held.is_empty() {
            emit(Token::Bytes(&self.held));
            self.held.clear();
        }
    }
}

/// Returns the position of the first mark. A mark at the end of the bytes may be incomplete.
fn find_start(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(offset) = memchr(ESC, &bytes[from..]) {
        let at = from + offset;
        let known = START.len().min(bytes.len() - at);
        if bytes[at..].starts_with(&START[..known]) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}
