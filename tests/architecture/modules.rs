//! The modules of the library, and which file each path leads to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as FilePath;

use super::imports::{Path, paths};
use super::text::code;

/// A file of the library.
pub struct Module {
    /// The file, below `src/`.
    pub file: String,
    /// Its text.
    pub source: String,
    /// Its code.
    pub text: String,
    /// Whether it is a folder's own file, `mod.rs`.
    pub is_folder: bool,
    /// The paths it names.
    pub paths: Vec<Path>,
    name: Path,
}

/// An import of one file by another.
pub struct Import<'m> {
    /// The file that imports.
    pub from: &'m Module,
    /// The room whose face it imports from.
    pub room: String,
    /// The file where it is written, past all `pub use`.
    pub to: &'m Module,
}

/// The modules of the library.
pub struct Modules(BTreeMap<Path, Module>);

impl Module {
    /// The room it stands in; the library's own file stands in none.
    pub fn room(&self) -> &str {
        self.name.first().map_or("", String::as_str)
    }
}

impl Modules {
    /// All modules of the library; `main.rs` is no part of it.
    pub fn of_the_library() -> Self {
        let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut modules = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for item in fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let file = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    let module = module(file, fs::read_to_string(&path).unwrap());
                    modules.insert(module.name.clone(), module);
                }
            }
        }
        modules.retain(|name, _| name != &["main"]);
        Self(modules)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Module> {
        self.0.values()
    }

    /// The module of a path.
    pub fn get(&self, name: &[String]) -> Option<&Module> {
        self.0.get(name)
    }

    /// Every import of one file by another. A folder's own file imports nothing: it names what
    /// is in it.
    pub fn imports(&self) -> Vec<Import<'_>> {
        let mut imports = Vec::new();
        for from in self.all().filter(|module| !module.is_folder) {
            let paths = from.paths.iter();
            for path in paths.filter_map(|path| Self::absolute(from, path)) {
                let room = path.first().cloned().unwrap_or_default();
                let to = self.target(&path).filter(|to| to.file != from.file);
                imports.extend(to.map(|to| Import { from, room, to }));
            }
        }
        imports
    }

    /// A path from the root of the library; none where it leads outside.
    fn absolute(module: &Module, path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let mut absolute: Path = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.name.clone(),
            "super" => parent(&module.name),
            _ => return None,
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

    /// The file where what a path names is written, past all `pub use`.
    fn target(&self, path: &[String]) -> Option<&Module> {
        let length = (0..=path.len())
            .rev()
            .find(|length| self.0.contains_key(&path[..*length]))?;
        let module = self.get(&path[..length])?;
        let Some(item) = path.get(length).filter(|_| module.is_folder) else {
            return Some(module);
        };
        let named = module.paths.iter().find(|named| named.last() == Some(item));
        let Some(named) = named else {
            return Some(module);
        };
        let absolute = Self::absolute(module, named);
        let below = || module.name.iter().chain(named).cloned().collect();
        let passed_on = absolute.unwrap_or_else(below);
        if passed_on == path {
            return Some(module);
        }
        self.target(&passed_on)
    }
}

fn parent(name: &[String]) -> Path {
    name[..name.len().saturating_sub(1)].to_vec()
}

fn module(file: &str, source: String) -> Module {
    let text = code(&source);
    let mut name: Path = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    let is_folder = file.ends_with("mod.rs");
    if is_folder || file == "lib.rs" {
        name.pop();
    }
    Module {
        file: file.to_owned(),
        paths: paths(&text),
        source,
        text,
        is_folder,
        name,
    }
}
