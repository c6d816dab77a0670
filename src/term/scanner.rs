//! Finds our marks in a stream of bytes, and takes them out.
//!
//! An ESC ends whatever control string it stands in and starts anew, here as in the emulator
//! behind us. (ECMA-48 §8.3.143 wants `ESC \` there; every terminal settles for the ESC.) So a
//! program that dies in the middle of a string cannot swallow the mark of its own end, and of
//! the strings DCS, APC, PM and SOS nothing has to be remembered.

use memchr::memchr;

use super::marks::UnverifiedMark;
use super::shell_stack::{MarkCheck, ShellStack};
use super::{Mark, Nonce};

/// What every mark starts with: OSC (ECMA-48 §8.3.89) and the number of shell integration.
const START: &[u8] = b"\x1b]133;";
/// The longest mark, in bytes; what grows longer is passed on as bytes.
const LONGEST: usize = 4096;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;

/// One piece of the stream, in its order.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Bytes that are no mark of ours, untouched.
    Bytes(&'a [u8]),
    /// A mark of ours; its bytes are gone from the stream.
    Mark(Mark),
}

/// Finds our marks in a stream of bytes, however it is cut into reads.
#[derive(Debug)]
pub struct Scanner {
    levels: ShellStack,
    /// What may become a mark with the next read.
    held: Vec<u8>,
}

impl Scanner {
    /// A scanner that believes marks with this pane's nonce.
    pub fn new(pane: Nonce) -> Self {
        Self {
            levels: ShellStack::new(pane),
            held: Vec::new(),
        }
    }

    /// The shells inside one another whose marks are believed.
    pub fn levels(&mut self) -> &mut ShellStack {
        &mut self.levels
    }

    /// Takes the next bytes and emits the pieces that are certain.
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

    /// Emits what is still held: the stream has ended.
    pub fn finish(&mut self, mut emit: impl FnMut(Token<'_>)) {
        self.release(&mut emit);
    }

    /// Passes bytes on up to where a mark may start; returns what is left.
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

    /// Takes bytes into what may be a mark, until that is decided; returns what is left.
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

    /// Emits the string that is held as a mark of ours, or as the bytes it came as.
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

    /// Passes on what was held: it is no mark.
    fn release(&mut self, emit: &mut impl FnMut(Token<'_>)) {
        if !self.held.is_empty() {
            emit(Token::Bytes(&self.held));
            self.held.clear();
        }
    }
}

/// Where a mark starts, or may start when more bytes come.
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
