//! Plain text with the colors and attributes of the output.

use super::Style;
use super::line::Sink;

/// One line, as runs of text with one style each.
pub type StyledLine = Vec<(String, Style)>;

/// Plain text with the colors and attributes of the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledText {
    /// The lines, oldest first.
    pub lines: Vec<StyledLine>,
    /// Whether the last line has ended.
    ended: bool,
}

impl StyledText {
    /// Returns a text in default colors.
    pub fn plain(text: &str) -> Self {
        let line = |line: &str| vec![(line.to_owned(), Style::PLAIN)];
        Self {
            lines: text.lines().map(line).collect(),
            ended: true,
        }
    }

    /// Returns the text of each line.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.lines
            .iter()
            .map(|line| line.iter().map(|(text, _)| text.as_str()).collect())
    }

    /// Splits the text into pages of at most this many lines. An empty text has one.
    pub fn pages(self, lines: usize) -> impl Iterator<Item = Self> {
        let mut rest = self.lines.into_iter();
        let mut first = true;
        std::iter::from_fn(move || {
            let lines: Vec<StyledLine> = rest.by_ref().take(lines).collect();
            let is_page = std::mem::take(&mut first) || !lines.is_empty();
            is_page.then_some(Self { lines, ended: true })
        })
    }

    fn line(&mut self) -> &mut StyledLine {
        if self.lines.is_empty() || self.ended {
            self.lines.push(StyledLine::new());
            self.ended = false;
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }
}

impl Sink for StyledText {
    fn character(&mut self, character: char, marks: &str, style: Style) {
        let line = self.line();
        if line.last().is_none_or(|(_, last)| *last != style) {
            line.push((String::new(), style));
        }
        if let Some((text, _)) = line.last_mut() {
            text.push(character);
            text.push_str(marks);
        }
    }

    fn line_end(&mut self) {
        self.line();
        self.ended = true;
    }
}
