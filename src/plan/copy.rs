//! Files of the plan that go to a host.

use std::sync::Arc;

use super::{
    Source,
    field::Field,
    fields::Fields,
    finding::Finding,
    notes::Mention,
    page::Page,
    tree::Node,
    words::{did_you_mean, shown},
};

/// A file of the plan that goes to a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCopy {
    /// The file, relative to the plan's folder, with `/` between parts.
    pub from: String,
    /// Where it goes: an absolute path, or one that begins with `~/`.
    pub to: String,
    /// Who owns it there, as `user`, `user:group` or `:group`; else whoever copies it.
    pub owner: Option<String>,
    /// Its permissions there.
    pub mode: u32,
    /// Whether what was there before is kept, so that it can be put back.
    pub backup: bool,
    /// Whether `$NAME` and `${NAME}` of the plan's variables are filled in.
    pub fill: bool,
    /// What the plan's file holds.
    pub content: Arc<[u8]>,
}

impl FileCopy {
    /// The permissions of a file where the plan says nothing.
    pub const MODE: u32 = 0o644;
    /// No file that is copied is larger, in bytes.
    pub const LARGEST: usize = 16 * 1024 * 1024;
}

/// Reads `copy`: one file, or a list of them.
pub(super) fn read_all(field: Field) -> Vec<FileCopy> {
    let page = field.page();
    field.one_or_each("a file to copy or a list of them", |node| read(node, page))
}

fn read<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<FileCopy> {
    Fields::read(node, "a copy", page, |fields| {
        let from = fields.need("from").mention();
        let to = read_target(fields.need("to"));
        let owner = fields.get("owner").text();
        let mode = read_mode(fields.get("mode"));
        let backup = fields.get("backup").flag().unwrap_or(true);
        let fill = fields.get("fill").flag().unwrap_or(false);
        let source = from.as_ref().and_then(|from| find(from, page));
        Some(FileCopy {
            from: from?.name,
            to: to?,
            owner,
            mode,
            backup,
            fill,
            content: Arc::from(source?.bytes.as_slice()),
        })
    })
}

/// The file of the plan that is meant.
fn find<'p>(from: &Mention, page: Page<'p>) -> Option<&'p Source> {
    let found = page
        .sources()
        .iter()
        .find(|source| source.path == from.name);
    if found.is_none() {
        let message = format!("the plan has no file `{}`", shown(&from.name));
        let files = page.sources().iter().map(|source| source.path.as_str());
        let hint = did_you_mean(&from.name, files)
            .unwrap_or_else(|| "a path is relative to the plan's folder".to_owned());
        page.tell(Finding::error("missing-file", from.spot.span.clone(), message).hint(hint));
    }
    found
}

fn read_target(field: Field) -> Option<String> {
    let mention = field.mention()?;
    let path = &mention.name;
    let file = path.strip_prefix("~/").or_else(|| path.strip_prefix('/'));
    if file.is_none_or(|file| file.is_empty() || file.ends_with('/')) {
        let message = format!("`{}` is not the path of a file on a host", shown(path));
        let finding = Finding::error("bad-path", mention.spot.span.clone(), message);
        field
            .page()
            .tell(finding.hint("a path begins with `/`, or with `~/` for the home"));
    }
    Some(mention.name)
}

/// Permissions, in octal: YAML would take digits without quotes for a decimal number.
fn read_mode(field: Field) -> u32 {
    let Some(mention) = field.mention() else {
        return FileCopy::MODE;
    };
    let digits = &mention.name;
    let octal =
        (3..=4).contains(&digits.len()) && digits.bytes().all(|b| (b'0'..=b'7').contains(&b));
    if !octal {
        let message = format!("`{}` are no permissions", shown(digits));
        let finding = Finding::error("bad-mode", mention.spot.span.clone(), message);
        field
            .page()
            .tell(finding.hint("write them in octal, such as \"0644\""));
    }
    u32::from_str_radix(digits, 8).unwrap_or(FileCopy::MODE)
}
