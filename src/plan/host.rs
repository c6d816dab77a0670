//! The hosts of a plan.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    diagnostic::RawDiagnostic,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    text::join_names,
    variable_refs,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// A machine that steps run on, or a group of machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The name that `on` refers to.
    pub name: String,
    /// The way to reach it.
    pub address: Address,
    /// A description for the operator.
    pub about: Option<String>,
    /// Whether users depend on it.
    pub production: bool,
    /// The shell that scripts there are written for, instead of that of the plan.
    pub shell: Option<String>,
}

/// The way to reach a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Address {
    /// The machine that daymark runs on.
    Local,
    /// An ssh destination as written, before variables are filled in.
    Ssh(String),
    /// The names of the hosts in a group.
    Group(Vec<String>),
}

impl Host {
    /// Returns the ssh destination as written, or `None` for this machine and for groups.
    pub fn ssh(&self) -> Option<&str> {
        match &self.address {
            Address::Ssh(destination) => Some(destination),
            Address::Local | Address::Group(_) => None,
        }
    }
}

/// A host.
pub(super) static HOST: ObjectFormat = ObjectFormat::new(
    "host",
    "a host",
    "A machine that steps run on, or a group of machines.",
    &[&[
        KeyRecord::new(
            "local",
            ValueFormat::True,
            "true",
            "The machine that daymark runs on.",
        ),
        KeyRecord::new(
            "ssh",
            ValueFormat::Text,
            "\"$ADMIN@$ADDRESS\"",
            "The ssh destination. Ports, keys and jump hosts belong in `~/.ssh/config`. `$NAME` \
             is filled in.",
        ),
        KeyRecord::new(
            "group",
            ValueFormat::Names,
            "[web01, web02]",
            "The hosts of a group.",
        ),
        KeyRecord::new(
            "about",
            ValueFormat::Text,
            "The only server",
            "A description for the operator.",
        ),
        KeyRecord::new(
            "production",
            ValueFormat::Boolean,
            "true",
            "Whether users depend on it. A dangerous step on it needs its name typed.",
        )
        .default("false"),
        KeyRecord::new(
            "shell",
            ValueFormat::Text,
            "sh",
            "The shell that scripts there are written for, instead of that of the plan.",
        ),
    ]],
)
.one_of(&["local", "ssh", "group"]);

/// Reads one host of `hosts`.
pub(super) fn read<'p>(
    name: &str,
    span: &Range<usize>,
    node: &'p Node<'p>,
    context: ReadContext<'p>,
) -> Option<Host> {
    let declared = context.spanned_name(name, span);
    context
        .index()
        .declared_hosts
        .get_or_insert_default()
        .push(declared);
    Fields::read(node, &HOST, context, |fields| {
        let address = read_address(name, fields);
        let about = fields.optional("about").text();
        let production = fields.optional("production").boolean().unwrap_or(false);
        Some(Host {
            name: name.to_owned(),
            address: address?,
            about,
            production,
            shell: fields.optional("shell").text(),
        })
    })
}

/// Reads the one of `local`, `ssh` and `group` that is present.
fn read_address(name: &str, fields: &Fields) -> Option<Address> {
    let given = fields.kinds();
    let local = fields.optional("local");
    let ssh = read_ssh(fields.optional("ssh"));
    let group = fields.optional("group").names();
    if given.len() != 1 {
        let found = if given.is_empty() {
            "none".to_owned()
        } else {
            join_names(&given)
        };
        let message = format!(
            "a host has exactly one of {}, found {found}",
            join_names(HOST.kinds)
        );
        fields.context.error("host-kind", &fields.head(), message);
        return None;
    }
    if local.boolean() == Some(false) {
        fields.context.error(
            "wrong-value",
            &fields.key_span("local"),
            "`local` can only be `true`",
        );
    }
    match given[0] {
        "local" => Some(Address::Local),
        "ssh" => ssh.map(Address::Ssh),
        _ => {
            let members = group.iter().map(|member| member.name.clone()).collect();
            fields.context.index().groups.push((name.to_owned(), group));
            Some(Address::Group(members))
        }
    }
}

pub(super) fn read_ssh(field: Field) -> Option<String> {
    let mention = field.spanned_name()?;
    let (address, span) = (&mention.name, &mention.span.bytes);
    let context = field.context();
    if address.starts_with('-') {
        let message = "an address cannot begin with `-`: ssh would take it for an option";
        context.error("bad-address", span, message);
    }
    if address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let diagnostic =
            RawDiagnostic::error("bad-address", span.clone(), "an address holds no blanks");
        context.report(diagnostic.hint("ports, keys and jump hosts belong in `~/.ssh/config`"));
    }
    for name in variable_refs::address_variables(address) {
        let named = context.spanned_name(name, span);
        context.index().address_variables.push(named);
    }
    Some(mention.name)
}
