//! A living shell in a pane.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use super::super::random::nonce;
use super::context::{Context, lock};
use super::messages::HostEvent;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::pty::Pty;
use super::recorder::Recorder;
use super::shell_stream::{ShellReader, ShellStream};
use super::watch::ForegroundTimer;
use crate::port::Target;
use crate::term::shell_integration::{self, Dialect};
use crate::term::{Nonce, SharedPane, ShellId};

/// How long a shell at its prompt may take to answer what we type.
pub(super) const ANSWER: Duration = Duration::from_secs(5);
/// How long a shell that has begun to speak may take to tell that it knows our marks.
const SLOW_START: Duration = Duration::from_secs(6);
/// How long a shell may take to speak at all.
const SILENT_START: Duration = Duration::from_secs(20);

/// A living shell in a pane.
pub(super) struct Shell {
    /// Which of the host's shells this is.
    pub(super) number: u64,
    /// Its terminal.
    pub(super) pty: Pty,
    /// Its stream.
    pub(super) feed: ShellStream,
    /// The shells inside one another, the pane's own first; never empty.
    levels: Vec<NestedShell>,
    /// What we typed into it, and wait for.
    pub(super) doing: ShellInput,
    /// Until when we wait for that.
    pub(super) until: Option<Instant>,
    /// When it is taken for one without marks.
    pub(super) patience: Option<Instant>,
    /// Keys held back while something of ours is typed.
    pub(super) queued_keys: VecDeque<Vec<u8>>,
    /// Whether the operator has typed something since they last ended a line.
    pub(super) half_typed: bool,
    /// Whether that was before the prompt stood: nobody knows whether a program took it, or it
    /// stands there now.
    pub(super) typed_ahead: bool,
    /// Looking at what stands in front of it.
    pub(super) watch: ForegroundTimer,
}

/// What we typed into a shell, and wait for.
#[derive(Default)]
pub(super) enum ShellInput {
    /// Nothing: the keyboard is the operator's.
    #[default]
    Nothing,
    /// The line that makes it receive a step.
    Stepping,
    /// The step.
    Sending,
    /// The line that makes the shell in front read its marks, and the marks.
    Attaching(Attach),
    /// `exit`.
    Leaving {
        /// The shell that is to end.
        from: ShellId,
        /// Whether it was typed twice: a shell with stopped jobs wants that.
        twice: bool,
    },
    /// The line that takes away the variables of a step that was broken off.
    Forgetting,
}

/// A shell that is asked to take our marks.
pub(super) struct Attach {
    /// Which of the shells it becomes.
    pub(super) id: ShellId,
    /// Who led there.
    pub(super) entered: EnteredBy,
    /// What its marks carry.
    pub(super) nonce: Nonce,
}

impl Shell {
    /// Starts a host's shell, on this machine or over the connection at `socket`.
    pub(super) fn start(
        target: &Target,
        socket: Option<&Path>,
        number: u64,
        pane: &SharedPane,
        heard: &UnboundedSender<(u64, HostEvent)>,
        context: &Arc<Context>,
    ) -> io::Result<Self> {
        let nonce = nonce()?;
        let size = context.size();
        let recorder = context
            .records
            .then(|| Recorder::begin(&context.folder, &target.host, size, context.secrets()));
        let feed = ShellStream::new(nonce.clone(), recorder);
        let typist = Arc::new(Mutex::new(None));
        let reader = ShellReader {
            feed: feed.clone(),
            pane: pane.clone(),
            typist: typist.clone(),
            heard: heard.clone(),
            shell: number,
            context: context.clone(),
        };
        let pty = match socket {
            Some(socket) => {
                let command = shell_integration::remote_command(&target.shell, &nonce);
                Pty::start_over(socket, command, size, reader)?
            }
            None => Pty::start(
                &shell_integration::local_command(&target.shell, &nonce),
                size,
                reader,
            )?,
        };
        *lock(&typist) = Some(pty.typist());
        Ok(Self {
            number,
            pty,
            feed,
            levels: vec![NestedShell::new(
                ShellId::PANE,
                Dialect::of(&target.shell).unwrap_or(Dialect::Posix),
                EnteredBy::Pane,
            )],
            doing: ShellInput::Nothing,
            until: None,
            patience: Some(Instant::now() + SILENT_START),
            queued_keys: VecDeque::new(),
            half_typed: false,
            typed_ahead: false,
            watch: ForegroundTimer::default(),
        })
    }

    /// It puts something out; tells whether that is news.
    pub(super) fn speaks(&mut self) -> bool {
        if self.levels[0].state == ShellState::Booting {
            let soon = Instant::now() + SLOW_START;
            self.patience = self.patience.map(|patience| patience.min(soon));
        }
        self.watch.heard()
    }
}

impl Shell {
    /// The innermost shell that has our marks.
    pub(super) fn top(&self) -> &NestedShell {
        &self.levels[self.levels.len() - 1]
    }

    /// The same, to be changed.
    pub(super) fn top_mut(&mut self) -> &mut NestedShell {
        let top = self.levels.len() - 1;
        &mut self.levels[top]
    }

    /// The shells inside one another, the pane's own first.
    pub(super) fn levels(&self) -> &[NestedShell] {
        &self.levels
    }

    /// One of them.
    pub(super) fn level_mut(&mut self, id: ShellId) -> Option<&mut NestedShell> {
        self.levels.iter_mut().find(|level| level.id == id)
    }

    /// Another shell stands inside the innermost one.
    pub(super) fn enter(&mut self, level: NestedShell) {
        self.levels.push(level);
    }

    /// Takes away the shells inside this one, innermost first.
    pub(super) fn leave_to(&mut self, id: ShellId) -> Vec<NestedShell> {
        let kept = self.levels.iter().take_while(|level| level.id <= id);
        let kept = kept.count().max(1);
        self.levels.drain(kept..).rev().collect()
    }

    /// Whether keys have to wait: they would land in what we type.
    pub(super) fn holds_keys(&self) -> bool {
        !matches!(self.doing, ShellInput::Nothing)
    }

    /// The operator has typed this.
    pub(super) fn typed(&mut self, bytes: &[u8]) {
        // What ends a line, or gives it up: Enter, Ctrl-C, Ctrl-D, Ctrl-U.
        let ends = bytes
            .last()
            .is_some_and(|byte| b"\r\n\x03\x04\x15".contains(byte));
        self.half_typed = !ends;
        let top = self.top_mut();
        if let ShellState::Prompt { typed } = &mut top.state {
            *typed = true;
            // Only shells with hooks tell when a command starts.
            if ends && top.dialect == Dialect::Posix {
                self.watch.begin_slowly();
            }
        }
    }

    /// What we did came to its end; the keyboard is the operator's again.
    pub(super) fn done(&mut self) {
        self.doing = ShellInput::Nothing;
        self.until = None;
        self.queued_keys
            .drain(..)
            .for_each(|keys| self.pty.type_bytes(keys));
    }
}
