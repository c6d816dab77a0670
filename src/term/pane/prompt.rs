//! Where the newest prompt began, and what is kept out of sight behind it.

/// Where the newest prompt began, and what is kept out of sight behind it.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    /// Its row on the screen, and how many lines stood above the screen then.
    pub(super) start: Option<(i32, usize)>,
    /// What the host sent since a line of ours was typed, while it is kept out of sight.
    pub(super) cover: Option<Vec<u8>>,
}

impl Prompt {
    pub(super) fn forget(&mut self) {
        self.start = None;
    }
}
