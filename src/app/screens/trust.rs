//! The question whether the plan is trusted.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use similar::{ChangeTag, TextDiff};

use crate::plan::{Change, Fact, Facts, Part};
use crate::text::Printable;

/// The number of unchanged lines around a changed one.
const CONTEXT: usize = 3;

/// The question whether the plan is trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// Whether an earlier version was trusted. The lines then show only the changes.
    pub changed: bool,
    /// The commands of the plan, or the changes in them.
    pub lines: Vec<TrustLine>,
    /// The first line on the screen.
    pub top: usize,
}

impl ScreenState for Trust {
    fn when(&self) -> When {
        When::Trust
    }
}

/// A line of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustLine {
    /// The text with its indent.
    pub text: String,
    pub kind: TrustKind,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustKind {
    /// The heading of a part.
    Heading,
    /// A host, a step, a check, a guard or a variable.
    Title,
    /// Text of the plan.
    Text,
    /// Text of the trusted version that is gone from the plan.
    Removed,
    /// Text that is new in the plan.
    Added,
}

impl Trust {
    /// Returns the question about the whole plan, or about the changes if it was trusted before.
    pub fn new(facts: &Facts, trusted: Option<&Facts>) -> Self {
        Self {
            changed: trusted.is_some(),
            lines: trusted.map_or_else(|| everything(facts), |old| changes(old, facts)),
            top: 0,
        }
    }
}

/// Returns the commands of a plan, part by part.
fn everything(facts: &Facts) -> Vec<TrustLine> {
    let of_part = |part: Part| -> Vec<&Fact> {
        let facts = facts.0.iter();
        facts.filter(|fact| fact.part == part).collect()
    };
    let mut lines = vec![line(TrustKind::Heading, "On these hosts, over ssh:")];
    lines.extend(or_else(hosts(&of_part(Part::Hosts)), "  none"));
    lines.extend([blank(), line(TrustKind::Heading, "On this machine:")]);
    lines.extend(or_else(owners(&of_part(Part::Here)), "  nothing"));
    let elsewhere = owners(&of_part(Part::Elsewhere));
    if !elsewhere.is_empty() {
        let heading = "On other hosts, with more risk, or to decide what runs on this machine:";
        lines.extend([blank(), line(TrustKind::Heading, heading)]);
        lines.extend(elsewhere);
    }
    lines
}

fn or_else(lines: Vec<TrustLine>, nothing: &str) -> Vec<TrustLine> {
    if lines.is_empty() {
        vec![line(TrustKind::Title, nothing)]
    } else {
        lines
    }
}

fn hosts(facts: &[&Fact]) -> Vec<TrustLine> {
    let hosts = facts.chunk_by(|one, next| one.of == next.of);
    let lines = hosts.map(|host| {
        let name = host[0].of.strip_prefix("host ").unwrap_or(&host[0].of);
        let terms = host.iter().map(|fact| match fact.name.as_str() {
            "address" => fact.text.as_str(),
            name => name,
        });
        let terms: Vec<&str> = terms.collect();
        line(
            TrustKind::Title,
            format!("  {name:<12} {}", terms.join(", ")),
        )
    });
    lines.collect()
}

fn owners(facts: &[&Fact]) -> Vec<TrustLine> {
    let mut lines = Vec::new();
    for facts in facts.chunk_by(|one, next| one.of == next.of) {
        if !lines.is_empty() {
            lines.push(blank());
        }
        lines.push(line(TrustKind::Title, format!("  {}", facts[0].title)));
        let text = |text: String| line(TrustKind::Text, text);
        for fact in facts {
            let fact_lines = summary(fact);
            let fact_lines = fact_lines.trim_end_matches('\n').split('\n');
            if facts.len() == 1 && fact.name == "run" {
                lines.extend(fact_lines.map(|line| text(format!("    {line}"))));
            } else if let [one] = fact_lines.clone().collect::<Vec<_>>().as_slice() {
                lines.push(text(format!("    {}: {one}", fact.name)));
            } else {
                lines.push(text(format!("    {}:", fact.name)));
                lines.extend(fact_lines.map(|line| text(format!("      {line}"))));
            }
        }
    }
    lines
}

/// Returns the changes since a plan was trusted as a diff, grouped by owner.
pub fn changes(old: &Facts, new: &Facts) -> Vec<TrustLine> {
    let changes = old.changes(new);
    let mut lines = Vec::new();
    for changes in changes.chunk_by(|one, next| one.fact().of == next.fact().of) {
        if !lines.is_empty() {
            lines.push(blank());
        }
        let fact = changes[0].fact();
        let title = match fact.title.as_str() {
            title if title.is_empty() || fact.of.ends_with(title) => String::new(),
            title => format!(": {title}"),
        };
        lines.push(line(TrustKind::Title, format!("  {}{title}", fact.of)));
        for change in changes {
            let name = format!("    {}", change.fact().name);
            lines.push(line(TrustKind::Heading, name));
            lines.extend(difference(*change));
        }
    }
    lines
}

fn difference(change: Change<'_>) -> Vec<TrustLine> {
    let (old, new) = match change {
        Change::Added(new) => (None, Some(summary(new))),
        Change::Removed(old) => (Some(summary(old)), None),
        Change::Changed(old, new) if old.text == new.text => (digest(old), digest(new)),
        Change::Changed(old, new) => (Some(summary(old)), Some(summary(new))),
    };
    let split = |text: &Option<String>| -> Vec<String> {
        let lines = text.iter().flat_map(|text| text.split('\n'));
        lines.map(str::to_owned).collect()
    };
    let (mut old, mut new) = (split(&old), split(&new));
    // If both end with a newline, the empty text behind it is not a line.
    if [&old, &new]
        .iter()
        .all(|lines| lines.last().is_none_or(String::is_empty))
    {
        old.pop();
        new.pop();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (
        old.iter().map(String::as_str).collect(),
        new.iter().map(String::as_str).collect(),
    );
    let diff = TextDiff::from_slices(&old, &new);
    let mut lines = Vec::new();
    for hunk in diff.grouped_ops(CONTEXT) {
        if !lines.is_empty() {
            lines.push(line(TrustKind::Heading, "      ..."));
        }
        for found in hunk.iter().flat_map(|part| diff.iter_changes(part)) {
            let (sign, kind) = match found.tag() {
                ChangeTag::Delete => ('-', TrustKind::Removed),
                ChangeTag::Insert => ('+', TrustKind::Added),
                ChangeTag::Equal => (' ', TrustKind::Text),
            };
            lines.push(line(kind, format!("    {sign} {}", found.value())));
        }
    }
    lines
}

/// Returns the digest of a fact, for files with the same text and different bytes.
fn digest(fact: &Fact) -> Option<String> {
    let digest = fact.sha256.as_ref()?;
    Some(format!("sha256 {digest}"))
}

/// Returns the text of a fact, or its digest if it has no text.
fn summary(fact: &Fact) -> String {
    let digest = digest(fact).filter(|_| fact.text.is_empty());
    digest.unwrap_or_else(|| fact.text.clone())
}

fn line(kind: TrustKind, text: impl Into<String>) -> TrustLine {
    let text = Printable::code(&text.into()).into();
    TrustLine { text, kind }
}

fn blank() -> TrustLine {
    line(TrustKind::Text, "")
}
