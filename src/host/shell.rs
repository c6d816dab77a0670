//! The shell in a host's pane, with the shells nested in it.

use std::time::{Duration, Instant};

use super::foreground_timer::ForegroundTimer;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::ShellTask;
use crate::port::RequestId;
use crate::term::shell_integration::Dialect;
use crate::term::{ShellId, ShellIdentity};

/// How long a shell at its prompt may take to answer a line of daymark.
pub(super) const ANSWER: Duration = Duration::from_secs(5);
/// The key that clears a line, Ctrl-U.
pub(super) const CLEAR_LINE: u8 = 0x15;
/// How long to wait for the first prompt mark after the shell's first output.
const SLOW_START: Duration = Duration::from_secs(6);
/// How long to wait for the shell's first output.
const SILENT_START: Duration = Duration::from_secs(20);

/// The shell in a host's pane.
pub(super) struct Shell {
    /// The number of its terminal.
    number: u64,
    /// The nested shells, starting with the pane's own; never empty.
    levels: Vec<NestedShell>,
    next_id: ShellId,
    input: ShellInput,
    /// The deadline of that answer.
    answer_by: Option<Instant>,
    /// The deadline after which the shell counts as one without shell integration.
    integrated_by: Option<Instant>,
    /// Keys of the operator, queued until daymark's input has its answer.
    queued_keys: Vec<Vec<u8>>,
    /// Whether the operator has typed since the last end of a line.
    half_typed: bool,
    /// Whether that was before the prompt appeared. The keys may be at the prompt now, or a program
    /// has read them.
    typed_ahead: bool,
    pub(super) foreground: ForegroundTimer,
}

/// Input of daymark that awaits an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum ShellInput {
    /// None: the keyboard belongs to the operator.
    #[default]
    Nothing,
    /// The line that makes the shell read a step.
    StepLine,
    /// The step's script.
    Step,
    /// The line that makes a shell read its shell integration, and the integration itself.
    Attaching {
        /// The id that the shell gets.
        id: ShellId,
        entered: EnteredBy,
    },
    /// `exit`.
    Leaving {
        /// The shell that exits.
        from: ShellId,
        /// Whether it was typed twice, as a shell with stopped jobs needs.
        twice: bool,
    },
    /// The line that removes the variables of an interrupted step.
    Forgetting,
}

impl Shell {
    pub(super) fn new(number: u64, dialect: Dialect, now: Instant) -> Self {
        Self {
            number,
            levels: vec![NestedShell::new(ShellId::PANE, dialect, EnteredBy::Pane)],
            next_id: ShellId::PANE.next(),
            input: ShellInput::Nothing,
            answer_by: None,
            integrated_by: Some(now + SILENT_START),
            queued_keys: Vec::new(),
            half_typed: false,
            typed_ahead: false,
            foreground: ForegroundTimer::default(),
        }
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Records new output. Returns whether to report it.
    pub(super) fn on_output(&mut self, now: Instant) -> bool {
        if self.levels[0].state == ShellState::Booting {
            let soon = now + SLOW_START;
            self.integrated_by = self.integrated_by.map(|at| at.min(soon));
        }
        self.foreground.on_output(now)
    }

    // The nested shells.

    /// Returns the innermost attached shell.
    pub(super) fn top(&self) -> &NestedShell {
        &self.levels[self.levels.len() - 1]
    }

    pub(super) fn top_mut(&mut self) -> &mut NestedShell {
        let top = self.levels.len() - 1;
        &mut self.levels[top]
    }

    /// Returns the nested shells, starting with the pane's own.
    pub(super) fn levels(&self) -> &[NestedShell] {
        &self.levels
    }

    pub(super) fn level_mut(&mut self, id: ShellId) -> Option<&mut NestedShell> {
        self.levels.iter_mut().find(|level| level.id == id)
    }

    /// Returns the shell that runs a step.
    pub(super) fn level_of(&self, request_id: RequestId) -> Option<ShellId> {
        let runs = |level: &&NestedShell| matches!(&level.task, Some(ShellTask::Step(run)) if run.request_id == request_id);
        self.levels.iter().find(runs).map(|level| level.id)
    }

    /// Returns an id for a shell that may be opened inside the innermost one.
    pub(super) fn new_id(&mut self) -> ShellId {
        let id = self.next_id;
        self.next_id = id.next();
        id
    }

    pub(super) fn enter(&mut self, level: NestedShell) {
        self.levels.push(level);
    }

    /// Removes the shells nested in this one, and returns them, innermost first.
    pub(super) fn leave_to(&mut self, id: ShellId) -> Vec<NestedShell> {
        let kept = self.levels.iter().take_while(|level| level.id <= id);
        let kept = kept.count().max(1);
        self.levels.drain(kept..).rev().collect()
    }

    /// Returns the identity of a shell whose processes are on the pane's own host.
    pub(super) fn identity_on_host(&self, id: ShellId) -> Option<&ShellIdentity> {
        let first = self.levels[0].identity.as_ref()?;
        let found = self.levels.iter().find(|level| level.id == id)?;
        let identity = found.identity.as_ref()?;
        let is_near = id == ShellId::PANE || identity.shares_processes_with(first);
        (identity.pid != 0 && is_near).then_some(identity)
    }

    /// Returns the boot id that the pane's own shell reported.
    pub(super) fn boot(&self) -> Option<String> {
        let session = self.levels[0].identity.as_ref()?.session.as_ref();
        session.map(|session| session.boot.clone())
    }

    /// Records that the pane's own shell has its integration.
    pub(super) fn is_integrated(&mut self) {
        self.integrated_by = None;
    }

    /// Marks the shell as one without integration.
    pub(super) fn is_plain(&mut self) {
        self.integrated_by = None;
        self.top_mut().state = ShellState::Plain;
    }

    /// Returns whether a program may run in one of the shells.
    pub(super) fn is_in_use(&self) -> bool {
        let top = self.top().state;
        self.levels.iter().any(|level| level.task.is_some())
            || matches!(top, ShellState::Busy | ShellState::Plain)
    }

    // The keyboard.

    pub(super) fn input(&self) -> &ShellInput {
        &self.input
    }

    /// Returns whether daymark is typing: keys of the operator would mix with its input.
    pub(super) fn is_typing(&self) -> bool {
        self.input != ShellInput::Nothing
    }

    /// Records that daymark has typed this and awaits an answer until a deadline.
    pub(super) fn begin_input(&mut self, input: ShellInput, answer_by: Option<Instant>) {
        self.input = input;
        self.answer_by = answer_by;
    }

    /// Ends daymark's input. Returns the queued keys of the operator.
    pub(super) fn end_input(&mut self) -> Vec<Vec<u8>> {
        self.input = ShellInput::Nothing;
        self.answer_by = None;
        std::mem::take(&mut self.queued_keys)
    }

    /// Handles keys of the operator. Returns the bytes to type now; none while daymark types.
    pub(super) fn type_keys(&mut self, bytes: Vec<u8>, now: Instant) -> Option<Vec<u8>> {
        if self.is_typing() {
            self.queued_keys.push(bytes);
            return None;
        }
        // Enter, Ctrl-C, Ctrl-D and Ctrl-U end or clear a line.
        let ends = bytes
            .last()
            .is_some_and(|byte| b"\r\n\x03\x04\x15".contains(byte));
        self.half_typed = !ends;
        let top = self.top_mut();
        if let ShellState::Prompt { typed } = &mut top.state {
            *typed = true;
            // Only shells with hooks mark the start of a command.
            if ends && top.dialect == Dialect::Posix {
                self.foreground.start(now);
            }
        }
        Some(bytes)
    }

    /// Returns whether the operator has begun a line and not ended it.
    pub(super) fn is_half_typed(&self) -> bool {
        self.half_typed
    }

    /// Records that a prompt appeared after the keys.
    pub(super) fn keys_are_before_prompt(&mut self) {
        self.typed_ahead = std::mem::take(&mut self.half_typed);
    }

    /// Returns whether keys may be at the prompt already; they would run with a line typed there.
    pub(super) fn take_typed_ahead(&mut self) -> bool {
        std::mem::take(&mut self.typed_ahead)
    }

    // Time.

    pub(super) fn deadline(&self) -> Option<Instant> {
        let own = [
            self.integrated_by,
            self.answer_by,
            self.foreground.deadline(),
        ];
        own.into_iter().flatten().min()
    }

    pub(super) fn take_integration_timeout(&mut self, now: Instant) -> bool {
        self.integrated_by.take_if(|at| *at <= now).is_some()
    }

    pub(super) fn take_answer_timeout(&mut self, now: Instant) -> bool {
        self.answer_by.take_if(|at| *at <= now).is_some()
    }
}
