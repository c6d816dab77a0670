//! The shell in a host's pane, with the shells nested in it.

use std::time::{Duration, Instant};

use super::foreground_timer::ForegroundTimer;
use super::nested_shell::{EnteredBy, NestedShell, ShellState};
use super::run::ShellTask;
use crate::port::RequestId;
use crate::term::shell_integration::Dialect;
use crate::term::{ShellId, ShellIdentity};

/// How long a shell at its prompt may take to answer a line of daymark's.
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
    /// The nested shells, the pane's own first; never empty.
    levels: Vec<NestedShell>,
    next_id: ShellId,
    input: ShellInput,
    /// When the answer to that input must be there.
    answer_by: Option<Instant>,
    /// When the shell counts as one without shell integration.
    integrated_by: Option<Instant>,
    /// Keys of the operator that wait until daymark's input has its answer.
    queued_keys: Vec<Vec<u8>>,
    /// Whether the operator has typed since they last ended a line.
    half_typed: bool,
    /// Whether that was before the prompt appeared. The keys may be at the prompt now, or a
    /// program may have read them.
    typed_ahead: bool,
    pub(super) foreground: ForegroundTimer,
}

/// What daymark typed into a shell and awaits the answer of.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum ShellInput {
    /// Nothing: the keyboard belongs to the operator.
    #[default]
    Nothing,
    /// The line that makes the shell read a step.
    StepLine,
    /// The step's script.
    Step,
    /// The line that makes a shell read its shell integration, and the integration.
    Attaching {
        /// The shell that it becomes.
        id: ShellId,
        entered: EnteredBy,
    },
    /// `exit`.
    Leaving {
        /// The shell that is to exit.
        from: ShellId,
        /// Whether it was typed twice: a shell with stopped jobs needs that.
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

    /// The innermost shell that is attached.
    pub(super) fn top(&self) -> &NestedShell {
        &self.levels[self.levels.len() - 1]
    }

    pub(super) fn top_mut(&mut self) -> &mut NestedShell {
        let top = self.levels.len() - 1;
        &mut self.levels[top]
    }

    /// The nested shells, the pane's own first.
    pub(super) fn levels(&self) -> &[NestedShell] {
        &self.levels
    }

    pub(super) fn level_mut(&mut self, id: ShellId) -> Option<&mut NestedShell> {
        self.levels.iter_mut().find(|level| level.id == id)
    }

    /// The shell that runs a step.
    pub(super) fn level_of(&self, ticket: RequestId) -> Option<ShellId> {
        let runs = |level: &&NestedShell| matches!(&level.task, Some(ShellTask::Step(run)) if run.ticket == ticket);
        self.levels.iter().find(runs).map(|level| level.id)
    }

    /// Returns an id for a shell that may come to be nested in the innermost one.
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

    /// The identity of one of the shells, where its processes are on the pane's own host.
    pub(super) fn identity_on_host(&self, id: ShellId) -> Option<&ShellIdentity> {
        let first = self.levels[0].identity.as_ref()?;
        let found = self.levels.iter().find(|level| level.id == id)?;
        let identity = found.identity.as_ref()?;
        let is_near = id == ShellId::PANE || identity.shares_processes_with(first);
        (identity.pid != 0 && is_near).then_some(identity)
    }

    /// The boot id that the pane's own shell reported.
    pub(super) fn boot(&self) -> Option<String> {
        let session = self.levels[0].identity.as_ref()?.session.as_ref();
        session.map(|session| session.boot.clone())
    }

    /// Whether the pane's own shell has shown that it has its integration.
    pub(super) fn is_integrated(&mut self) {
        self.integrated_by = None;
    }

    /// Takes the shell for one without integration.
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

    /// Whether the keyboard is daymark's: keys of the operator would mix with its input.
    pub(super) fn is_typing(&self) -> bool {
        self.input != ShellInput::Nothing
    }

    /// daymark has typed this, and awaits the answer until then.
    pub(super) fn begin_input(&mut self, input: ShellInput, answer_by: Option<Instant>) {
        self.input = input;
        self.answer_by = answer_by;
    }

    /// daymark's input has its answer. Returns the keys that the operator pressed meanwhile.
    pub(super) fn end_input(&mut self) -> Vec<Vec<u8>> {
        self.input = ShellInput::Nothing;
        self.answer_by = None;
        std::mem::take(&mut self.queued_keys)
    }

    /// The operator types. Returns the bytes to type now; none while daymark types.
    pub(super) fn type_keys(&mut self, bytes: Vec<u8>, now: Instant) -> Option<Vec<u8>> {
        if self.is_typing() {
            self.queued_keys.push(bytes);
            return None;
        }
        // Enter, Ctrl-C, Ctrl-D and Ctrl-U end a line or clear it.
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

    /// Whether a line of the operator's is not ended.
    pub(super) fn is_half_typed(&self) -> bool {
        self.half_typed
    }

    /// A prompt has appeared after everything that was typed.
    pub(super) fn keys_are_before_prompt(&mut self) {
        self.typed_ahead = std::mem::take(&mut self.half_typed);
    }

    /// Returns whether keys may be at the prompt already, which run with a line typed there.
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
