//! What a copy would change, before it is written; what was edited on the host, before it is
//! overwritten.

use crate::app::engine::{Command, CopyPreview, Engine, Overwrite, edit_lines};
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::term::shell_integration::Comparison;

/// What a copy would change, before it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyScreen {
    /// The step.
    pub id: String,
    /// What writes it.
    pub write: Command,
    /// The first line shown.
    pub top: usize,
}

impl ScreenState for CopyScreen {
    fn when(&self) -> When {
        When::CopyPreview
    }
}

impl CopyScreen {
    /// What was found on each of the step's hosts that was looked at.
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

    /// What is said of edited files before the difference.
    pub fn edits(&self, work: &Engine, found: &Comparison) -> Vec<String> {
        let step = work.plan().step(&self.id);
        step.map_or_else(Vec::new, |(_, step)| edit_lines(step, found))
    }

    /// What agrees to overwriting the edited files that are shown, by host; nothing where none is.
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

    /// How many lines it takes to tell.
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
