//! Doc comments: public types and functions have one, and none of a field or variant only restates
//! its name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Meta, Visibility};

/// Words that add nothing to a name.
const FILLERS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "each", "for", "from", "has", "have", "in",
    "is", "it", "its", "of", "on", "one", "or", "return", "returns", "that", "the", "this", "to",
    "where", "whether", "which", "with",
];

/// Where comments are help texts, or the text of the reference and of schemas.
const PRINTED: &[&str] = &["src/cli/", "src/progress/event.rs", "src/report/document/"];

/// Endings that make no difference between two words.
const ENDINGS: &[&str] = &["ing", "ed", "es", "s", "e"];

#[test]
fn public_types_and_functions_are_described() {
    let found = read(|docs| &docs.missing);
    assert!(found.is_empty(), "no doc comment:\n{}", found.join("\n"));
}

#[test]
fn no_comment_of_a_field_or_variant_only_restates_its_name() {
    let found = read(|docs| &docs.restating);
    assert!(
        found.is_empty(),
        "{} restate:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn a_comment_that_adds_a_word_restates_nothing() {
    let check = |comment: &str, name: &str, expect: bool| {
        assert_eq!(restates(comment, &words(name)), expect, "{comment} {name}");
    };
    check("The host.", "host", true);
    check("It passed.", "Passed", true);
    check("The source of an outcome.", "source OutcomeSource", true);
    check("Its hash.", "hash", true);
    check("The host. Empty for a manual step.", "host", false);
    check("The length in bytes.", "length", false);
    check("", "host", false);
}

/// What is wrong with the doc comments of one file.
#[derive(Default)]
struct Docs {
    file: String,
    missing: Vec<String>,
    restating: Vec<String>,
}

impl Docs {
    fn described(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &Ident) {
        if matches!(visibility, Visibility::Public(_)) && comment(attributes).is_empty() {
            self.missing
                .push(self.place(name.span(), &name.to_string()));
        }
    }

    fn adds_a_word(&mut self, attributes: &[Attribute], name: &Ident, declared: &str) {
        if PRINTED.iter().any(|printed| self.file.starts_with(printed)) {
            return;
        }
        let comment = comment(attributes);
        if restates(&comment, &words(declared)) {
            let about = format!("{name}: {}", comment.trim());
            self.restating.push(self.place(name.span(), &about));
        }
    }

    fn place(&self, span: Span, about: &str) -> String {
        format!("{}:{}: {about}", self.file, span.start().line)
    }
}

impl<'s> Visit<'s> for Docs {
    fn visit_item_fn(&mut self, item: &'s syn::ItemFn) {
        self.described(&item.vis, &item.attrs, &item.sig.ident);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'s syn::ImplItemFn) {
        self.described(&item.vis, &item.attrs, &item.sig.ident);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'s syn::ItemStruct) {
        self.described(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'s syn::ItemEnum) {
        self.described(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'s syn::ItemTrait) {
        self.described(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_variant(&mut self, variant: &'s syn::Variant) {
        let name = &variant.ident;
        self.adds_a_word(&variant.attrs, name, &name.to_string());
        visit::visit_variant(self, variant);
    }

    fn visit_field(&mut self, field: &'s syn::Field) {
        if let Some(name) = &field.ident {
            let kind = field.ty.span().source_text().unwrap_or_default();
            let declared = format!("{name} {kind}");
            self.adds_a_word(&field.attrs, name, &declared);
        }
        visit::visit_field(self, field);
    }
}

/// Returns the doc comment of an item, or nothing.
fn comment(attributes: &[Attribute]) -> String {
    let texts = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
    texts.collect()
}

fn restates(comment: &str, declared: &BTreeSet<String>) -> bool {
    let said = words(comment);
    !said.is_empty() && said.is_subset(declared)
}

/// Returns the stems of a text's words, and of the parts of its names, without the fillers.
fn words(text: &str) -> BTreeSet<String> {
    let mut spaced = String::new();
    for character in text.chars() {
        if character.is_uppercase() || !character.is_alphanumeric() {
            spaced.push(' ');
        }
        if character.is_alphanumeric() {
            spaced.extend(character.to_lowercase());
        }
    }
    let words = spaced.split_whitespace();
    words
        .filter(|word| !FILLERS.contains(word))
        .map(stem)
        .collect()
}

fn stem(word: &str) -> String {
    let mut stems = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    stems.find(|stem| stem.len() > 2).unwrap_or(word).to_owned()
}

fn read(wrong: impl Fn(&Docs) -> &Vec<String>) -> Vec<String> {
    let mut files: Vec<PathBuf> = Vec::new();
    super::collect(Path::new("src"), &mut files);
    let mut found = Vec::new();
    for file in files {
        let mut docs = Docs {
            file: file.display().to_string(),
            ..Docs::default()
        };
        docs.visit_file(&syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap());
        found.extend(wrong(&docs).clone());
    }
    found
}
