//! The preview of a copy, and of the edited files that the copy would overwrite.

use crate::app::engine::{Command, CopyPreview, Engine, Overwrite, edit_lines};
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::term::shell_integration::Comparison;

/// The preview of the changes that a copy would make.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyScreen {
    /// The id of the copy step.
    pub id: String,
    /// The command that starts the copy.
    pub write: Command,
    /// The first visible line.
    pub top: usize,
}

impl ScreenState for CopyScreen {
    fn when(&self) -> When {
        When::CopyPreview
    }
}

impl CopyScreen {
    /// Returns the result of each host in the comparison.
    pub fn found<'w>(&self, work: &'w Engine) -> Vec<(&'w str, &'w CopyPreview)> {
        let hosts = work
            .plan()
            .step(&self.id)
            .map_or(&[][..], |(_, step)| step.hosts.as_slice());
        let found = |host: &'w String| {
            let found = work.previews().copy(&self.id, host)?;
            Some((host.as_str(), found))
        };
        hosts.iter().filter_map(found).collect()
    }

    /// Returns the lines about edited files that precede the diff.
    pub fn edits(&self, work: &Engine, found: &Comparison) -> Vec<String> {
        let step = work.plan().step(&self.id);
        step.map_or_else(Vec::new, |(_, step)| edit_lines(step, found))
    }

    /// Returns the approval to overwrite the edited files on the screen, or `Nothing` if there are
    /// none.
    pub fn overwrite(&self, work: &Engine) -> Overwrite {
        let edited = self.found(work).into_iter().flat_map(|(host, found)| {
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

    /// Returns the number of lines on the screen, with a heading and an empty line per host.
    pub fn lines(&self, work: &Engine) -> usize {
        let lines = |difference: &CopyPreview| match difference {
            CopyPreview::Some(text) => text.lines().count(),
            CopyPreview::Edited(found) => found.edited.len() + found.text.lines().count(),
            CopyPreview::Looking | CopyPreview::None | CopyPreview::Unknown(_) => 1,
        };
        let found = self.found(work).into_iter();
        found.map(|(_, difference)| lines(difference) + 2).sum()
    }
}
