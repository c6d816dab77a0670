//! The preview of a copy: the changes, and files that were edited on the host.

use crate::app::engine::{Command, CopyPreview, Engine, Overwrite, edit_lines};
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::term::shell_integration::Comparison;

/// The preview of a copy step.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyScreen {
    /// The id of the copy step.
    pub id: String,
    /// The command that copies.
    pub write: Command,
    /// The first line on the screen.
    pub top: usize,
}

impl ScreenState for CopyScreen {
    fn when(&self) -> When {
        When::CopyPreview
    }
}

impl CopyScreen {
    /// Returns the comparison with each host that was compared so far.
    pub fn found<'w>(&self, engine: &'w Engine) -> Vec<(&'w str, &'w CopyPreview)> {
        let hosts = engine
            .plan()
            .step(&self.id)
            .map_or(&[][..], |(_, step)| step.hosts.as_slice());
        let found = |host: &'w String| {
            let found = engine.previews().copy(&self.id, host)?;
            Some((host.as_str(), found))
        };
        hosts.iter().filter_map(found).collect()
    }

    /// Returns the lines about edited files.
    pub fn edits(&self, engine: &Engine, found: &Comparison) -> Vec<String> {
        let step = engine.plan().step(&self.id);
        step.map_or_else(Vec::new, |(_, step)| edit_lines(step, found))
    }

    /// Returns the approval to overwrite the edited files of the preview, by host.
    pub fn overwrite(&self, engine: &Engine) -> Overwrite {
        let edited = self.found(engine).into_iter().flat_map(|(host, found)| {
            let files = match found {
                CopyPreview::Edited(found) => found.edited.as_slice(),
                _ => &[],
            };
            files.iter().map(|file| (host.to_owned(), file.clone()))
        });
        let edited: Vec<_> = edited.collect();
        if edited.is_empty() {
            Overwrite::Nothing
        } else {
            Overwrite::AsShown(edited)
        }
    }

    /// Returns the number of lines.
    pub fn lines(&self, engine: &Engine) -> usize {
        let lines = |difference: &CopyPreview| match difference {
            CopyPreview::Some(text) => text.lines().count(),
            CopyPreview::Edited(found) => found.edited.len() + found.text.lines().count(),
            CopyPreview::Looking | CopyPreview::None | CopyPreview::Unknown(_) => 1,
        };
        let found = self.found(engine).into_iter();
        found.map(|(_, difference)| lines(difference) + 2).sum()
    }
}
