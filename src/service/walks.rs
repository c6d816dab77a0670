//! All walks of a plan on this machine.

use std::fs;
use std::path::Path;

use super::journal::read_journal;
use super::walk_folder::WalkFolder;
use crate::progress::{Durations, Walk};

/// A walk of a plan on this machine.
#[derive(Debug)]
pub struct FoundWalk {
    pub name: String,
    /// Its state, or why its journal cannot be read.
    pub walk: Result<Walk, String>,
}

/// Reads all walks of a plan under the data folder, by name. Walks that are open are read too.
pub fn read_walks(data_dir: &Path, plan: &str) -> Vec<FoundWalk> {
    let entries = fs::read_dir(data_dir.join("walks").join(plan));
    let entries = entries.into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    let folder = |name: &str| WalkFolder::new(data_dir, plan, name);
    let names = names.into_iter();
    let names = names.filter(|name| folder(name).journal().exists());
    let walks = names.map(|name| {
        let read = read_journal(&folder(&name));
        let walk = read.map(|contents| contents.chain.walk);
        FoundWalk {
            walk: walk.map_err(|error| error.to_string()),
            name,
        }
    });
    walks.collect()
}

/// Returns how long the steps of a plan took in all its walks on this machine but one.
pub fn durations_of_others(data_dir: &Path, plan: &str, but: &str) -> Durations {
    let mut durations = Durations::default();
    let walks = read_walks(data_dir, plan).into_iter();
    for walk in walks.filter(|walk| walk.name != but) {
        if let Ok(walk) = walk.walk {
            durations.add(Durations::of(&walk));
        }
    }
    durations
}
