//! The modules of the library, and the file in which the item of a path is defined.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path as FilePath;

use super::imports::{Path, Paths, paths};
use super::text::code;

/// A file of the library.
pub struct Module {
    /// The file, below `src/`.
    pub file: String,
    /// Its text.
    pub source: String,
    /// Its code.
    pub code: String,
    /// Whether it is a folder's own file, `mod.rs`.
    pub is_folder: bool,
    paths: Paths,
    name: Path,
    items: BTreeSet<String>,
}

/// A dependency of one file on another.
pub struct Dependency<'m> {
    /// The file that names the path.
    pub from: &'m Module,
    /// The top-level module in which the path begins.
    pub top: String,
    /// The file that defines the item, past every re-export.
    pub to: &'m Module,
}

/// The modules of a crate.
pub struct Modules(BTreeMap<Path, Module>);

impl Module {
    /// Returns the top-level module that contains it; empty for `lib.rs`.
    pub fn top(&self) -> &str {
        self.name.first().map_or("", String::as_str)
    }

    /// Returns every path that the file names, with imported names written out in full.
    pub fn full_paths(&self) -> Vec<Path> {
        let uses = self.paths.uses.iter().map(|found| found.path.clone());
        let inline = self.paths.inline.iter().map(|path| {
            let imported = path.first().and_then(|first| self.imported(first));
            imported.map_or_else(|| path.clone(), |start| [start, &path[1..]].concat())
        });
        uses.chain(inline).collect()
    }

    /// Returns the path that a `use` declaration of this file gives a name.
    fn imported(&self, name: &str) -> Option<&[String]> {
        let mut uses = self.paths.uses.iter();
        let found = uses.find(|found| found.name == name)?;
        Some(&found.path)
    }

    /// Returns the modules whose items this file re-exports with `*`.
    fn globs(&self) -> impl Iterator<Item = &Path> {
        let uses = self.paths.uses.iter();
        uses.filter(|found| found.name == "*")
            .map(|found| &found.path)
    }
}

impl Modules {
    /// Returns every module of the library; `main.rs` is another crate.
    pub fn of_the_library() -> Self {
        let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for item in fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let file = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    files.push((file.to_owned(), fs::read_to_string(&path).unwrap()));
                }
            }
        }
        files.retain(|(file, _)| file != "main.rs");
        Self::new(files)
    }

    /// Makes modules of files, each a path below `src/` and its text.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let modules = files.into_iter().map(|(file, source)| {
            let module = module(file, source);
            (module.name.clone(), module)
        });
        Self(modules.collect())
    }

    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = &Module> {
        self.0.values()
    }

    /// Returns the module of a path.
    pub fn get(&self, name: &[String]) -> Option<&Module> {
        self.0.get(name)
    }

    /// Returns every dependency of one file on another.
    ///
    /// A folder's own file has none: its `pub use` makes those who import from the folder depend
    /// on the file that defines the item.
    pub fn dependencies(&self) -> Vec<Dependency<'_>> {
        let mut dependencies = Vec::new();
        for from in self.all().filter(|module| !module.is_folder) {
            for path in from.full_paths() {
                let Some(path) = self.absolute(from, &path) else {
                    continue;
                };
                let top = path.first().cloned().unwrap_or_default();
                let to = self.definition(&path).filter(|to| to.file != from.file);
                dependencies.extend(to.map(|to| Dependency { from, top, to }));
            }
        }
        dependencies
    }

    /// Returns a path from the root of the crate; none if it begins outside.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let mut absolute: Path = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.name.clone(),
            "super" => parent(&module.name),
            child => {
                let child = [&module.name[..], &[child.to_owned()]].concat();
                self.0.contains_key(&child).then_some(child)?
            }
        };
        for segment in rest {
            match segment.as_str() {
                "super" => absolute = parent(&absolute),
                "self" => {}
                _ => absolute.push(segment.clone()),
            }
        }
        Some(absolute)
    }

    /// Returns the file that defines the item of a path, past every re-export.
    fn definition(&self, path: &[String]) -> Option<&Module> {
        let length = (0..=path.len())
            .rev()
            .find(|length| self.0.contains_key(&path[..*length]))?;
        let module = self.get(&path[..length])?;
        let Some(item) = path.get(length) else {
            return Some(module);
        };
        let mut exports = module.imported(item).map(<[String]>::to_vec);
        if exports.is_none() && !module.items.contains(item) {
            let mut globs = module.globs();
            exports = globs.find_map(|glob| {
                let absolute = self.absolute(module, glob)?;
                let item = [&absolute[..], std::slice::from_ref(item)].concat();
                let defines = self.definition(&item)?.items.contains(item.last()?);
                defines.then(|| [&["crate".to_owned()], &item[..]].concat())
            });
        }
        let Some(exported) = exports else {
            return Some(module);
        };
        let Some(mut next) = self.absolute(module, &exported) else {
            return Some(module);
        };
        next.extend_from_slice(&path[length + 1..]);
        if next == path {
            return Some(module);
        }
        self.definition(&next)
    }
}

fn parent(name: &[String]) -> Path {
    name[..name.len().saturating_sub(1)].to_vec()
}

fn module(file: String, source: String) -> Module {
    let code = code(&source);
    let mut name: Path = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    let is_folder = name.last().is_some_and(|last| last == "mod");
    if is_folder || file == "lib.rs" {
        name.pop();
    }
    Module {
        paths: paths(&code),
        items: items(&code),
        file,
        source,
        code,
        is_folder,
        name,
    }
}

/// Returns the names of the items that code defines.
fn items(code: &str) -> BTreeSet<String> {
    let kinds = [
        "fn", "struct", "enum", "union", "trait", "type", "const", "static", "mod",
    ];
    let words: Vec<&str> = code
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words.windows(2).filter(|pair| kinds.contains(&pair[0]));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

#[test]
fn a_dependency_ends_where_the_item_is_defined() {
    let check = |files: &[(&str, &str)], expect: &[&str]| {
        let files = files
            .iter()
            .map(|(file, source)| ((*file).to_owned(), (*source).to_owned()));
        let modules = Modules::new(files);
        let mut found: Vec<String> = modules
            .dependencies()
            .iter()
            .map(|found| format!("{} -> {}", found.from.file, found.to.file))
            .collect();
        found.sort();
        found.dedup();
        assert_eq!(found, expect);
    };
    let a = (
        "a/mod.rs",
        "mod b; mod c; pub use b::B; pub use c::run as go;",
    );
    let b = ("a/b.rs", "pub struct B;");
    let c = ("a/c.rs", "pub fn run() {}");
    // A path in a `use`, and in an expression.
    check(
        &[a, b, c, ("d.rs", "use crate::a::B;")],
        &["d.rs -> a/b.rs"],
    );
    check(
        &[a, b, c, ("d.rs", "fn d() { crate::a::B::new() }")],
        &["d.rs -> a/b.rs"],
    );
    // A renamed item.
    check(
        &[a, b, c, ("d.rs", "use crate::a::go;")],
        &["d.rs -> a/c.rs"],
    );
    // An item behind an imported module.
    check(
        &[a, b, c, ("d.rs", "use crate::a; fn d(b: a::B) {}")],
        &["d.rs -> a/b.rs", "d.rs -> a/mod.rs"],
    );
    check(
        &[a, b, c, ("d.rs", "use crate::a as e; fn d(b: e::B) {}")],
        &["d.rs -> a/b.rs", "d.rs -> a/mod.rs"],
    );
    // A re-export of a file that is no folder, and one of a re-export.
    check(
        &[
            a,
            b,
            c,
            ("d.rs", "pub use crate::a::B;"),
            ("e.rs", "use crate::d::B;"),
        ],
        &["d.rs -> a/b.rs", "e.rs -> a/b.rs"],
    );
    // Everything of a module.
    check(
        &[
            ("a/mod.rs", "mod b; mod c; pub use b::*; pub use c::*;"),
            b,
            c,
            ("d.rs", "use crate::a::run;"),
        ],
        &["d.rs -> a/c.rs"],
    );
    // A sibling by way of the folder.
    check(
        &[a, b, ("a/c.rs", "use super::B; pub fn run() {}")],
        &["a/c.rs -> a/b.rs"],
    );
    // A method or a variant of an imported type.
    check(
        &[a, b, c, ("d.rs", "use crate::a::B; fn d() { B::new() }")],
        &["d.rs -> a/b.rs"],
    );
}
