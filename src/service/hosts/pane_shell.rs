//! The pane's shell: its pty, its stream and its input.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::UnboundedSender;

use super::super::random::{nonce, step_nonces};
use super::context::{Context, lock};
use super::pty::Pty;
use super::recorder::Recorder;
use super::session::variables;
use super::shell_stream::{ShellReader, ShellStream};
use super::step_output::{EndedOutput, StepOutput};
use super::transport::HostTransport;
use crate::host::{HostEffect, HostEvent, OutputName};
use crate::port::{Script, Target};
use crate::term::shell_integration::{
    Dialect, StepScript, attach_line, attach_payload, step_line, step_payload,
};
use crate::term::{AnnotationKind, Nonce, SharedPane, ShellId, Size};

/// The key that clears a line, Ctrl-U.
const CLEAR_LINE: u8 = 0x15;

/// The pane's shell.
pub(super) struct PaneShell {
    number: u64,
    pty: Pty,
    stream: ShellStream,
    /// The nonce of the shell that the last attach line was typed into.
    attaching: Option<Nonce>,
    /// The start nonce of the step whose line was typed last.
    starting: Option<Nonce>,
}

impl PaneShell {
    /// Starts the shell on a terminal of this number.
    pub(super) fn start(
        target: &Target,
        transport: &dyn HostTransport,
        number: u64,
        pane: &SharedPane,
        events: &UnboundedSender<(u64, HostEvent)>,
        context: &Arc<Context>,
    ) -> io::Result<Self> {
        let nonce = nonce()?;
        let size = pane.lock().size();
        let recorder = context
            .records
            .then(|| Recorder::begin(&context.folder, &target.host, size, context.secrets()));
        let stream = ShellStream::new(nonce.clone(), recorder);
        let typist = Arc::new(Mutex::new(None));
        let reader = ShellReader {
            stream: stream.clone(),
            pane: pane.clone(),
            typist: typist.clone(),
            events: events.clone(),
            number,
            context: context.clone(),
        };
        let pty = transport.open_shell(&target.shell, &nonce, size, reader)?;
        *lock(&typist) = Some(pty.typist());
        Ok(Self {
            number,
            pty,
            stream,
            attaching: None,
            starting: None,
        })
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Stops capturing the step in one of the shells. Returns its output so far, to be finished
    /// beside the event loop.
    pub(super) fn drop_step(&self, shell: ShellId) -> Option<EndedOutput> {
        self.stream.drop_step(shell)
    }

    pub(super) fn resize(&self, size: Size) {
        self.pty.resize(size);
        self.stream.resized(size);
    }

    /// Performs an effect on the shell. Returns the event that it causes at once.
    pub(super) fn perform(
        &mut self,
        effect: HostEffect,
        pane: &SharedPane,
        context: &Context,
    ) -> Option<HostEvent> {
        match effect {
            HostEffect::Type(bytes) => self.pty.type_bytes(bytes),
            HostEffect::TypeLine { line, clear } => self.type_line(line, clear, None, pane),
            HostEffect::TypeStep {
                shell,
                script_shell,
                clear,
                title,
            } => {
                let typed = self.type_step(shell, script_shell.as_deref(), clear, title, pane);
                return typed.err().map(HostEvent::StepNotSent);
            }
            HostEffect::TypeAttachLine { shell, clear } => {
                let typed = self.type_attach_line(shell, clear, pane);
                return typed.err().map(HostEvent::NotAttached);
            }
            HostEffect::SendIntegration(dialect) => self.send_integration(dialect),
            HostEffect::SendStep {
                shell,
                dialect,
                script_shell,
                script,
                output,
            } => {
                let script_shell = script_shell.as_deref();
                let sent = self.send_step(shell, dialect, script_shell, &script, output, context);
                return sent.err().map(HostEvent::StepNotSent);
            }
            HostEffect::ReleaseLine => {
                let mut pane = pane.lock();
                pane.show_echo();
                pane.drop_answers();
                drop(pane);
                self.stream.release_line();
            }
            HostEffect::ForgetShells(shell) => self.stream.leave_to(shell),
            HostEffect::DropStep(shell) => {
                let dropped = self.drop_step(shell);
                tokio::task::spawn_blocking(move || dropped.map(EndedOutput::finish));
            }
            HostEffect::MaskSecrets => self.stream.set_secrets(context.secrets()),
            _ => {}
        }
        None
    }

    fn type_line(
        &self,
        mut line: Vec<u8>,
        clear: bool,
        note: Option<(String, AnnotationKind)>,
        pane: &SharedPane,
    ) {
        let mut pane = pane.lock();
        pane.scroll_to_bottom();
        pane.hide_echo();
        pane.hold_answers(true);
        drop(pane);
        self.stream.expect_answer(note);
        if clear {
            line.insert(0, CLEAR_LINE);
        }
        self.pty.type_bytes(line);
    }

    fn type_step(
        &mut self,
        shell: ShellId,
        script_shell: Option<&str>,
        clear: bool,
        title: (String, AnnotationKind),
        pane: &SharedPane,
    ) -> Result<(), String> {
        let nonces = step_nonces().map_err(|error| error.to_string())?;
        let line = step_line(nonces.token, script_shell, &title.0);
        self.starting = Some(nonces.start.clone());
        self.stream.expect_step(shell, nonces);
        self.type_line(line, clear, Some(title), pane);
        Ok(())
    }

    fn type_attach_line(
        &mut self,
        shell: ShellId,
        clear: bool,
        pane: &SharedPane,
    ) -> Result<(), String> {
        let nonce = nonce().map_err(|error| error.to_string())?;
        self.stream.enter(shell, nonce.clone());
        pane.lock().prompt_is_over();
        self.type_line(attach_line(&nonce), clear, None, pane);
        self.attaching = Some(nonce);
        Ok(())
    }

    fn send_integration(&mut self, dialect: Dialect) {
        if let Some(nonce) = self.attaching.take() {
            self.pty.type_bytes(attach_payload(dialect, &nonce));
        }
    }

    fn send_step(
        &mut self,
        shell: ShellId,
        dialect: Dialect,
        script_shell: Option<&str>,
        script: &Script,
        output: Option<OutputName>,
        context: &Context,
    ) -> Result<(), String> {
        let variables = variables(script)?;
        let start = self.starting.take().ok_or("no line was typed for it")?;
        let begin = |name| StepOutput::begin(&context.folder, &name, context.secrets());
        let output = output
            .map(begin)
            .transpose()
            .map_err(|error| format!("its output cannot be kept: {error}"))?;
        let step = StepScript {
            start: &start,
            script: &script.text,
            variables: &variables,
            user: script.user.as_deref(),
            shell: script_shell,
        };
        let payload = step_payload(&step, dialect);
        self.stream.send_step(shell, output);
        self.pty.type_bytes(payload);
        Ok(())
    }
}
