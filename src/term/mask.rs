//! Keeps secrets out of what is kept.

use aho_corasick::{AhoCorasick, MatchKind};
use zeroize::Zeroize;

/// What stands in a secret's place.
pub const MASKED: &str = "••••";

/// Lines of a secret shorter than this are no secrets by themselves.
const SHORTEST_LINE: usize = 6;

/// The secrets of a walk, as a stream may show them.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    finder: Option<AhoCorasick>,
    longest: usize,
}

impl Secrets {
    /// Finds these secrets, whole, with a terminal's line ends, and each long line of them.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let mut shapes: Vec<String> = secrets.into_iter().flat_map(shapes).collect();
        shapes.sort_unstable();
        shapes.dedup();
        let longest = shapes.iter().map(String::len).max().unwrap_or(0);
        // Building fails only beyond billions of bytes; then the program must not go on.
        let finder = (longest > 0).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&shapes)
                .expect("secrets are far smaller than an automaton's limits")
        });
        shapes.iter_mut().for_each(Zeroize::zeroize);
        Self { finder, longest }
    }
}

/// The shapes in which a stream may show a secret.
fn shapes(secret: &str) -> Vec<String> {
    let mut shapes = vec![secret.to_owned()];
    if secret.contains('\n') {
        shapes.push(secret.replace('\n', "\r\n"));
        shapes.extend(
            secret
                .lines()
                .filter(|line| line.len() >= SHORTEST_LINE)
                .map(str::to_owned),
        );
    }
    shapes.retain(|shape| !shape.is_empty());
    shapes
}

/// Masks secrets in a stream, however it is cut into reads.
#[derive(Debug, Clone, Default)]
pub struct Mask {
    secrets: Secrets,
    /// What may be the beginning of a secret.
    held: Vec<u8>,
}

impl Mask {
    /// A mask for a stream that begins now.
    pub fn new(secrets: Secrets) -> Self {
        Self {
            secrets,
            held: Vec::new(),
        }
    }

    /// Takes the next bytes and gives back what is certain, masked.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.secrets.finder.is_none() {
            return bytes.to_vec();
        }
        self.held.extend_from_slice(bytes);
        // A match that starts before this is seen whole, and nothing longer can start there.
        let certain = self.held.len().saturating_sub(self.secrets.longest - 1);
        self.release(certain)
    }

    /// Gives back the rest, masked: the stream has ended.
    pub fn finish(&mut self) -> Vec<u8> {
        self.release(self.held.len())
    }

    fn release(&mut self, certain: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(certain);
        let mut from = 0;
        for found in self
            .secrets
            .finder
            .iter()
            .flat_map(|finder| finder.find_iter(&self.held))
            .take_while(|found| found.start() < certain)
        {
            out.extend_from_slice(&self.held[from..found.start()]);
            out.extend_from_slice(MASKED.as_bytes());
            from = found.end();
        }
        let end = certain.max(from);
        out.extend_from_slice(&self.held[from..end]);
        self.held.drain(..end);
        out
    }
}
