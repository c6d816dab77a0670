//! Where steps run.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    diagnostic::RawDiagnostic,
    text::join_names,
    variable_refs,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// Where steps run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its name in the plan.
    pub name: String,
    /// How it is reached.
    pub address: Address,
    /// What it is.
    pub about: Option<String>,
    /// Whether people depend on it.
    pub production: bool,
}

/// How a host is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Address {
    /// The machine daymark runs on.
    Local,
    /// An ssh destination as written, `$NAME` not yet filled in.
    Ssh(String),
    /// Several hosts under one name.
    Group(Vec<String>),
}

impl Host {
    /// Its ssh destination as written; none for this machine and for groups.
    pub fn ssh(&self) -> Option<&str> {
        match &self.address {
            Address::Ssh(destination) => Some(destination),
            Address::Local | Address::Group(_) => None,
        }
    }
}

/// Reads one host of `hosts`: its name and what it is.
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
    Fields::read(node, "a host", context, |fields| {
        let address = read_address(name, fields);
        let about = fields.optional("about").text();
        let production = fields.optional("production").boolean().unwrap_or(false);
        Some(Host {
            name: name.to_owned(),
            address: address?,
            about,
            production,
        })
    })
}

/// The one of `local`, `ssh` and `group` that is there.
fn read_address(name: &str, fields: &mut Fields) -> Option<Address> {
    let kinds = ["local", "ssh", "group"];
    let given: Vec<&str> = kinds.into_iter().filter(|kind| fields.has(kind)).collect();
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
            join_names(&kinds)
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

/// Reads an ssh destination.
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
