//! Copy steps: the files of the plan, as scripts that bring them to a host.

use super::find::{find_step, values_missing};
use super::glance::Glance;
use super::work::Work;
use super::{Difference, needed};
use crate::plan::{FileCopy, Step, fill_declared};
use crate::port::{self, Ask, Request, Script};
use crate::progress::{Fate, Refusal};
use crate::term::boot::{CopiedFile, compare_script, copy_script, put_back_script};

/// What stands for the part of a difference that is left out.
const LEFT_OUT: &str = "[… the middle of the difference is left out …]";

impl Work {
    /// Asks what a copy step would change; nothing is kept and nothing is changed.
    pub(super) fn compare(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (_, step) = find_step(&self.plan, id)?;
        let step = step.clone();
        if step.files().is_empty() {
            return Err(Refusal::new("this step copies nothing", ""));
        }
        if !self.trusted {
            return Err(super::allow::not_trusted());
        }
        let texts: Vec<&str> = filled_texts(&step).collect();
        let needed = needed(&self.plan, &texts, &step.uses, &step.hosts);
        let (_, missing) = self.values.gather(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        let mut asks = Vec::new();
        for host in &step.hosts {
            let ticket = self.ticket();
            let target = self.target(host)?;
            let key = (id.to_owned(), host.clone());
            self.differences.insert(key, Difference::Looking);
            let glance = Glance::Difference(id.to_owned(), host.clone());
            self.glancing.insert(ticket, glance);
            asks.push(Request::Ask(Ask {
                ticket,
                target,
                script: self.compare_script(&step),
                timeout: crate::plan::Check::TIMEOUT,
                fresh: false,
                after: std::time::Duration::ZERO,
                query: Box::default(),
                evidence: None,
            }));
        }
        Ok(asks)
    }

    /// What an answer says of what would change; a secret that is filled in does not show.
    pub(super) fn difference(&self, result: &port::Result) -> Difference {
        let outcome = &result.outcome;
        match &outcome.fate {
            Fate::Exited(0) => Difference::None,
            Fate::Exited(1) => {
                Difference::Some(self.values.secrets().strike(&outcome.stdout.text(LEFT_OUT)))
            }
            Fate::Exited(exit) | Fate::ShellEnded(exit) => {
                let said = self.values.secrets().strike(outcome.stderr.head.trim());
                Difference::Unknown(format!("exit {exit}: {said}"))
            }
            Fate::TimedOut => Difference::Unknown("no answer in time".to_owned()),
            Fate::NotAsked(why) | Fate::Lost(why) | Fate::Disconnected(why) => {
                Difference::Unknown(why.clone())
            }
        }
    }

    pub(super) fn compare_script(&self, step: &Step) -> Script {
        self.copying(step, compare_script)
    }

    pub(super) fn copy_text(&self, step: &Step) -> String {
        let script = |files: &[CopiedFile<'_>]| copy_script(&step.id, files);
        self.copying(step, script).text
    }

    /// What takes a step back: the plan's own words, else what was there before the copy.
    pub(super) fn undo_text(&self, step: &Step) -> String {
        match &step.undo {
            Some(undo) => undo.clone(),
            None => {
                let script = |files: &[CopiedFile<'_>]| put_back_script(&step.id, files);
                self.copying(step, script).text
            }
        }
    }

    fn copying(&self, step: &Step, script: impl Fn(&[CopiedFile<'_>]) -> String) -> Script {
        let contents: Vec<Vec<u8>> = step.files().iter().map(|file| self.content(file)).collect();
        let files: Vec<CopiedFile<'_>> = step
            .files()
            .iter()
            .zip(&contents)
            .map(|(file, content)| CopiedFile {
                to: &file.to,
                owner: file.owner.as_deref(),
                mode: file.mode,
                backup: file.backup,
                content,
            })
            .collect();
        Script {
            text: script(&files),
            variables: Vec::new(),
            user: step.user.clone(),
        }
    }

    /// What a file holds on the host: the plan's bytes, declared names filled in where it says so.
    fn content(&self, file: &FileCopy) -> Vec<u8> {
        let text = std::str::from_utf8(&file.content)
            .ok()
            .filter(|_| file.fill);
        let Some(text) = text else {
            return file.content.to_vec();
        };
        let value = |name: &str| {
            let variable = self.plan.variable(name)?;
            let value = self.values.get(variable, &self.walk);
            Some(value.map_or_else(String::new, |value| value.reveal().to_owned()))
        };
        fill_declared(text, value).into_bytes()
    }
}

/// The texts of a step's files in which names are filled in.
pub(super) fn filled_texts(step: &Step) -> impl Iterator<Item = &str> {
    let filled = step.files().iter().filter(|file| file.fill);
    filled.filter_map(|file| std::str::from_utf8(&file.content).ok())
}
