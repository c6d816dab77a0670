//! Files of the plan that a step copies to a host.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    SourceFile,
    diagnostic::RawDiagnostic,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    plan_index::SpannedName,
    text::{did_you_mean, excerpt},
    variable_refs,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

use crate::text::sha256;

/// A file of the plan that a step copies to a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCopy {
    /// The file, relative to the plan's folder, with `/` between parts.
    pub from: String,
    /// The target on the host: an absolute path, or one that begins with `~/`.
    pub to: String,
    /// The owner, as `user`, `user:group` or `:group`. `None` keeps the user who copies.
    pub owner: Option<String>,
    /// The permission bits.
    pub mode: u32,
    /// Whether to back up the previous file, so that undo can restore it.
    pub backup: bool,
    /// Whether `$NAME` and `${NAME}` of the plan's variables are replaced by their values.
    pub fill: bool,
    /// The bytes of the plan's file, before variables are filled in.
    #[serde(with = "bytes")]
    pub content: Arc<[u8]>,
    /// SHA-256 of `content`, in hexadecimal.
    pub digest: String,
}

impl FileCopy {
    /// The default permission bits.
    pub const MODE: u32 = 0o644;
    /// The maximum size of a copied file, in bytes.
    pub const LARGEST: usize = 16 * 1024 * 1024;
    /// The maximum size in bytes of a file whose text is shown or recorded. A larger file has only
    /// its digest.
    const LONGEST_SHOWN: usize = 64 * 1024;

    /// Returns the text, unless it is longer than 64 KiB. Bytes that are not UTF-8 are written as
    /// `<FF>`.
    pub fn shown(&self) -> Option<String> {
        if self.content.len() > Self::LONGEST_SHOWN {
            return None;
        }
        let mut text = String::new();
        for chunk in self.content.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|byte| format!("<{byte:02X}>")));
        }
        Some(text)
    }
}

/// A file to copy.
pub(super) static COPY: ObjectFormat = ObjectFormat::new(
    "copy",
    "a copy",
    "A file of the plan to copy to a host. An equal file is left as it is.",
    &[&[
        KeyRecord::new(
            "from",
            ValueFormat::Text,
            "files/site.conf",
            "The path of the file in the plan's folder.",
        )
        .required(),
        KeyRecord::new(
            "to",
            ValueFormat::HostPath,
            "/etc/nginx/site.conf",
            "The path on the host. It begins with `/`, or with `~/` for the home folder.",
        )
        .required(),
        KeyRecord::new(
            "owner",
            ValueFormat::Text,
            "root:root",
            "The user and the group that own the file. It needs `as: root` in the step.",
        ),
        KeyRecord::new(
            "mode",
            ValueFormat::Mode,
            "\"0600\"",
            "The permissions, in octal digits between quotes.",
        )
        .default("\"0644\""),
        KeyRecord::new(
            "backup",
            ValueFormat::Boolean,
            "false",
            "Whether to keep the replaced file beside the new one, as `.before-STEP`.",
        )
        .default("true"),
        KeyRecord::new(
            "fill",
            ValueFormat::Boolean,
            "true",
            "Whether to fill in `$NAME` for each variable of the plan.",
        )
        .default("false"),
    ]],
);

/// Reads `copy` of a step that runs as `user`: one file, or a list of them.
pub(super) fn read_all(field: Field, user: Option<&str>) -> Vec<FileCopy> {
    let context = field.context();
    field.one_or_each("a file to copy or a list of them", |node| {
        read(node, context, user)
    })
}

fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, user: Option<&str>) -> Option<FileCopy> {
    Fields::read(node, &COPY, context, |fields| {
        let from = fields.required("from").spanned_name();
        let to = read_target(fields.required("to"));
        let owner = read_owner(fields.optional("owner"), user);
        let mode = read_mode(fields.optional("mode"));
        let backup = fields.optional("backup").boolean().unwrap_or(true);
        let fill = fields.optional("fill").boolean().unwrap_or(false);
        let source = from.as_ref().and_then(|from| find(from, context))?;
        if fill && !is_text(&source.bytes) {
            let message = format!("`{}` is no text: nothing can be filled in", source.path);
            context.error("not-text", &fields.key_span("fill"), message);
        }
        Some(FileCopy {
            from: source.path.clone(),
            to: to?,
            owner,
            mode,
            backup,
            fill,
            content: Arc::from(source.bytes.as_slice()),
            digest: sha256(&source.bytes),
        })
    })
}

fn is_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

/// Finds the file that `from` names, and reports a missing or too large one.
fn find<'p>(from: &SpannedName, context: ReadContext<'p>) -> Option<&'p SourceFile> {
    let sources = context.sources();
    let found = sources.iter().find(|source| source.path == from.name);
    let span = from.span.bytes.clone();
    let Some(source) = found else {
        let is_folder = sources.iter().any(|source| {
            let inside = source.path.strip_prefix(from.name.trim_end_matches('/'));
            inside.is_some_and(|inside| inside.starts_with('/'))
        });
        let (message, hint) = if is_folder {
            let message = format!("`{}` is a folder", excerpt(&from.name));
            (message, Some("name its files one by one".to_owned()))
        } else {
            let message = format!("the plan has no file `{}`", excerpt(&from.name));
            let paths = sources.iter().map(|source| source.path.as_str());
            (message, did_you_mean(&from.name, paths))
        };
        let hint = hint.unwrap_or_else(|| "a path is relative to the plan's folder".to_owned());
        context.report(RawDiagnostic::error("missing-file", span, message).hint(hint));
        return None;
    };
    if source.bytes.len() > FileCopy::LARGEST {
        let message = format!(
            "`{}` is too large to copy: {} MiB are the most",
            source.path,
            FileCopy::LARGEST >> 20
        );
        context.report(
            RawDiagnostic::error("large-file", span, message).hint("let a step fetch it instead"),
        );
    }
    Some(source)
}

fn read_target(field: Field) -> Option<String> {
    let mention = field.spanned_name()?;
    let (path, span) = (&mention.name, &mention.span.bytes);
    let file = path.strip_prefix("~/").or_else(|| path.strip_prefix('/'));
    let is_file = file.is_some_and(|file| !file.is_empty() && !file.ends_with('/'));
    if !is_file || path.contains(|c: char| c.is_control()) {
        let message = format!("`{}` is not the path of a file on a host", excerpt(path));
        let hint = "a path begins with `/`, or with `~/` for the home";
        let diagnostic = RawDiagnostic::error("bad-path", span.clone(), message);
        field.context().report(diagnostic.hint(hint));
    }
    if let [name, ..] = variable_refs::address_variables(path).as_slice() {
        let message = format!("`${name}` is not filled in here: it is part of the path");
        let diagnostic = RawDiagnostic::warning("bad-path", span.clone(), message);
        field
            .context()
            .report(diagnostic.hint("write the path out"));
    }
    Some(mention.name)
}

/// Reads `owner`. Only root can give files away (chown(2)).
fn read_owner(field: Field, user: Option<&str>) -> Option<String> {
    let mention = field.spanned_name()?;
    let (owner, span) = (&mention.name, &mention.span.bytes);
    let (name, group) = owner.split_once(':').unwrap_or((owner, ""));
    let misses_one = name.is_empty() && group.is_empty() || owner.ends_with(':');
    if misses_one || ![name, group].into_iter().all(is_login) {
        let message = format!("`{}` is no owner", excerpt(owner));
        let diagnostic = RawDiagnostic::error("bad-owner", span.clone(), message);
        field
            .context()
            .report(diagnostic.hint("write `user:group`"));
    }
    if user != Some("root") {
        let diagnostic =
            RawDiagnostic::error("bad-owner", span.clone(), "only root gives files away");
        field
            .context()
            .report(diagnostic.hint("add `as: root` to the step"));
    }
    Some(mention.name)
}

/// Returns whether a text may be a user or group name. The empty text may: either can be omitted.
fn is_login(name: &str) -> bool {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    !name.starts_with(['-', '.', '$']) && name.chars().all(usual)
}

/// Reads the permissions as a string of octal digits: YAML reads unquoted digits as a decimal
/// number.
fn read_mode(field: Field) -> u32 {
    let Some(mention) = field.spanned_name() else {
        return FileCopy::MODE;
    };
    let digits = &mention.name;
    let is_octal = digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    if !is_octal || !(3..=4).contains(&digits.len()) {
        let message = format!("`{}` are no permissions", excerpt(digits));
        let diagnostic = RawDiagnostic::error("bad-mode", mention.span.bytes.clone(), message);
        field
            .context()
            .report(diagnostic.hint("write them in octal, such as \"0644\""));
    }
    u32::from_str_radix(digits, 8).unwrap_or(FileCopy::MODE)
}

/// Serializes bytes as one block instead of a list of numbers.
mod bytes {
    use std::sync::Arc;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], into: S) -> Result<S::Ok, S::Error> {
        into.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Arc<[u8]>, D::Error> {
        <&[u8]>::deserialize(from).map(Arc::from)
    }
}
