//! One host: what is asked of it, and what is heard from it, one thing after another.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep_until;

use super::super::evidence::EvidenceFile;
use super::super::random::nonce;
use super::ask;
use super::context::Context;
use super::feed::Captured;
use super::master::Master;
use super::run::{ANSWER, Stage, Underway};
use super::shell::{Shell, Stand};
use crate::port::{Answer, Ask, Link, Reach, Run, Target, Ticket};
use crate::progress::{Fate, Trace};
use crate::term::boot::{StepScript, step_line, step_payload};
use crate::term::{Key, Kind, NoteRole, SharedPane, Size, key_bytes, paste_bytes};

/// How many scripts are asked beside the pane at once: sshd takes ten sessions (`MaxSessions`).
const MOST_AT_ONCE: usize = 5;
/// What ssh says when the connection is gone, or when the remote shell said so.
const SSH_FAILED: i32 = 255;
/// The keys that give a line up, and a program.
const CLEAR_LINE: u8 = 0x15;
const BREAK: u8 = 0x03;

/// What is asked of a host.
pub(super) enum Order {
    /// Open its connection and its pane.
    Open,
    /// Run a step.
    Run(Run),
    /// Stop watching a run.
    Release(Ticket),
    /// Ask a script beside the pane.
    Ask(Ask),
    /// Press a key in the pane.
    Press(Key),
    /// Paste into the pane.
    Paste(String),
    /// The pane has this size now.
    Resize(Size),
    /// What must not be kept has changed.
    Secrets,
}

/// What is heard from a host's terminals, each with the number of the terminal.
pub(super) enum Heard {
    /// The shell has put something out.
    Bytes,
    /// The shell has written a mark.
    Mark(Kind),
    /// The step that was sent begins.
    StepBegan,
    /// The step that was sent has ended.
    StepEnded {
        /// Its exit status.
        exit: i32,
        /// How long it took.
        seconds: f64,
        /// What it put out.
        captured: Option<Captured>,
    },
    /// The shell is gone, with this exit status.
    Ended(Option<i32>),
    /// The connection stands.
    Connected,
    /// The connection is gone; ssh said this last.
    Disconnected(String),
}

/// How a connection stands, for those who wait for it.
#[derive(Debug, Clone)]
enum Connection {
    Closed,
    Opening,
    /// Open, at this socket; none on this machine.
    Open(Option<PathBuf>),
    Failed(String),
}

/// One host.
pub(super) struct Host {
    target: Target,
    context: Arc<Context>,
    pane: SharedPane,
    tell: UnboundedSender<(u64, Heard)>,
    heard: UnboundedReceiver<(u64, Heard)>,
    /// The number of the newest terminal.
    number: u64,
    master: Option<Master>,
    shell: Option<Shell>,
    wants_shell: bool,
    run: Option<Underway>,
    connection: watch::Sender<Connection>,
    at_once: Arc<Semaphore>,
}

impl Host {
    /// A host that nothing was asked of yet.
    pub(super) fn new(target: Target, pane: SharedPane, context: Arc<Context>) -> Self {
        let (tell, heard) = unbounded_channel();
        let connection = match target.reach {
            Reach::Local => Connection::Open(None),
            Reach::Ssh(_) => Connection::Closed,
        };
        Self {
            target,
            context,
            pane,
            tell,
            heard,
            number: 0,
            master: None,
            shell: None,
            wants_shell: false,
            run: None,
            connection: watch::Sender::new(connection),
            at_once: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        }
    }

    /// Serves until nobody can ask any more.
    pub(super) async fn serve(mut self, mut orders: UnboundedReceiver<Order>) {
        loop {
            let deadline = self.deadline();
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => self.obey(order),
                    None => return,
                },
                Some((number, heard)) = self.heard.recv() => self.hear(number, heard),
                () = until(deadline) => self.time_is_up(),
            }
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Open => self.open_shell(),
            Order::Run(run) => self.run(run),
            Order::Release(ticket) => self.release(ticket),
            Order::Ask(ask) => self.ask(ask),
            Order::Press(key) => {
                let bytes = key_bytes(key, self.pane.lock().modes());
                self.type_bytes(bytes);
            }
            Order::Paste(text) => {
                let bytes = paste_bytes(&text, self.pane.lock().modes());
                self.type_bytes(bytes);
            }
            Order::Resize(size) => self.resize(size),
            Order::Secrets => {
                if let Some(shell) = &self.shell {
                    shell.feed.set_secrets(self.context.secrets());
                }
            }
        }
    }

    fn hear(&mut self, number: u64, heard: Heard) {
        match heard {
            Heard::Connected if self.is_master(number) => self.connected(),
            Heard::Disconnected(said) if self.is_master(number) => self.disconnected(&said),
            Heard::Bytes if self.is_shell(number) => self.with_shell(Shell::speaks),
            Heard::Mark(kind) if self.is_shell(number) => self.marked(&kind),
            Heard::StepBegan if self.is_shell(number) => self.step_began(),
            Heard::StepEnded {
                exit,
                seconds,
                captured,
            } if self.is_shell(number) => self.step_ended(exit, seconds, captured),
            Heard::Ended(exit) if self.is_shell(number) => self.shell_ended(exit),
            // A terminal that was given up.
            _ => {}
        }
    }

    // The connection.

    /// Opens the connection, where none stands or is being opened.
    fn connect(&mut self) {
        let Reach::Ssh(destination) = &self.target.reach else {
            return;
        };
        if self.master.is_some() {
            return;
        }
        self.number += 1;
        let started = Master::start(
            destination,
            self.number,
            &self.pane,
            &self.tell,
            &self.context,
        );
        match started {
            Ok(master) => {
                self.master = Some(master);
                self.connection.send_replace(Connection::Opening);
                self.link(Link::Opening);
            }
            Err(error) => self.could_not(&format!("ssh could not be started: {error}")),
        }
        self.wants_shell |= self.context.screen;
    }

    fn connected(&mut self) {
        let socket = self.master.as_ref().map(|master| master.socket.clone());
        self.connection.send_replace(Connection::Open(socket));
        if self.wants_shell {
            self.open_shell();
        }
    }

    fn disconnected(&mut self, said: &str) {
        let was_open = self.master.take().is_some_and(|master| master.is_open());
        let why = match (was_open, said) {
            (true, "") => "the connection was lost".to_owned(),
            (true, said) => format!("the connection was lost: {said}"),
            (false, "") => "ssh could not connect".to_owned(),
            (false, said) => format!("ssh could not connect: {said}"),
        };
        self.could_not(&why);
    }

    fn could_not(&mut self, why: &str) {
        self.connection
            .send_replace(Connection::Failed(why.to_owned()));
        if self.shell.is_none() {
            self.note(why, NoteRole::Unknown);
            if let Some(run) = self.run.take() {
                self.context.tell(run.not_run(why));
            }
        }
        self.link(Link::Gone(why.to_owned()));
    }

    fn is_master(&self, number: u64) -> bool {
        self.master
            .as_ref()
            .is_some_and(|master| master.number == number)
    }

    // The shell.

    /// Opens the shell, and the connection under it, where they are not open.
    fn open_shell(&mut self) {
        if self.shell.is_some() {
            return;
        }
        self.wants_shell = true;
        let socket = match (&self.target.reach, &self.master) {
            (Reach::Local, _) => None,
            (Reach::Ssh(_), Some(master)) if master.is_open() => Some(master.socket.clone()),
            (Reach::Ssh(_), _) => return self.connect(),
        };
        self.number += 1;
        let started = Shell::start(
            &self.target,
            socket.as_deref(),
            self.number,
            &self.pane,
            &self.tell,
            &self.context,
        );
        match started {
            Ok(shell) => {
                self.shell = Some(shell);
                self.link(Link::Opening);
            }
            Err(error) => self.could_not(&format!("no shell could be started: {error}")),
        }
    }

    fn is_shell(&self, number: u64) -> bool {
        self.shell
            .as_ref()
            .is_some_and(|shell| shell.number == number)
    }

    fn with_shell(&mut self, change: impl FnOnce(&mut Shell)) {
        if let Some(shell) = &mut self.shell {
            change(shell);
        }
    }

    fn stand(&self) -> Option<Stand> {
        self.shell.as_ref().map(|shell| shell.stand)
    }

    fn marked(&mut self, kind: &Kind) {
        match kind {
            Kind::Integrated { .. } => self.with_shell(|shell| {
                shell.patience = None;
                shell.stand = Stand::Booting;
            }),
            Kind::PromptStart => {}
            Kind::PromptEnd => self.prompted(),
            Kind::OutputStart => self.with_shell(|shell| shell.stand = Stand::Busy),
            Kind::Ended { .. } => self.with_shell(Shell::settles),
            Kind::Receiving => self.receiving(),
        }
    }

    /// A prompt stands; one that is only drawn again, as after a resize, is no new one.
    fn prompted(&mut self) {
        let Some(shell) = &mut self.shell else { return };
        let before = std::mem::replace(&mut shell.stand, Stand::Prompt { typed: false });
        match before {
            Stand::Prompt { .. } => shell.stand = before,
            Stand::Booting | Stand::Plain => self.link(Link::Ready),
            Stand::Busy | Stand::Settling => {}
        }
        match self.run.as_ref().map(|run| run.stage) {
            Some(Stage::Waiting) => self.type_step(),
            Some(Stage::Typed(_)) if before == Stand::Settling => {
                self.give_up("the shell did not take the step");
            }
            Some(Stage::Sent) if before == Stand::Settling => {
                self.lose("the shell came back without having run the step");
            }
            _ => {}
        }
    }

    fn shell_ended(&mut self, exit: Option<i32>) {
        let Some(shell) = self.shell.take() else {
            return;
        };
        let captured = shell.feed.give_up();
        let lost = self.connection_is_lost(exit);
        let why = match (lost, exit) {
            (true, _) => "the connection was lost".to_owned(),
            (false, Some(exit)) => format!("the shell ended with {exit}"),
            (false, None) => "the shell was ended".to_owned(),
        };
        self.pane.lock().uncover();
        self.pane.lock().hold_answers(false);
        let note = format!("{why}; what it knew is gone");
        self.note(&note, NoteRole::Unknown);
        self.link(Link::Gone(why.clone()));
        let Some(run) = self.run.take() else { return };
        let answer = match (run.stage, exit) {
            (Stage::Running, Some(exit)) if !lost => {
                run.ended(Fate::ShellEnded(exit), 0.0, captured)
            }
            (Stage::Running | Stage::Sent, _) => run.lost(why, captured),
            (Stage::Waiting | Stage::Typed(_), _) => run.not_run(why),
        };
        self.context.tell(answer);
    }

    /// 255 may be the remote shell's own status, or ssh's for a connection that is gone.
    fn connection_is_lost(&self, exit: Option<i32>) -> bool {
        match (&self.target.reach, &self.master) {
            (Reach::Local, _) => false,
            (Reach::Ssh(_), None) => true,
            (Reach::Ssh(_), Some(master)) => {
                exit.is_none_or(|exit| exit == SSH_FAILED)
                    && UnixStream::connect(&master.socket).is_err()
            }
        }
    }

    // A step.

    fn run(&mut self, run: Run) {
        let run = Underway::new(run);
        if self.run.is_some() {
            let why = "another step is running in this pane";
            return self.context.tell(run.not_run(why));
        }
        self.run = Some(run);
        match self.stand() {
            None => self.open_shell(),
            Some(Stand::Booting | Stand::Settling) => {}
            Some(Stand::Prompt { typed: false }) => self.type_step(),
            Some(Stand::Prompt { typed: true }) => self.give_up(
                "something is typed at the prompt already: run it or clear it with ctrl-c",
            ),
            Some(Stand::Busy) => {
                self.give_up("a program is running in the pane: end it there first");
            }
            Some(Stand::Plain) => self.lose(PLAIN),
        }
    }

    /// Types the one line that makes the shell receive a step.
    fn type_step(&mut self) {
        let (Some(shell), Some(run)) = (&mut self.shell, &mut self.run) else {
            return;
        };
        let mut pane = self.pane.lock();
        pane.scroll_to_bottom();
        pane.cover();
        pane.hold_answers(true);
        drop(pane);
        shell.feed.expect_step(&run.run.title);
        shell.pty.type_bytes(step_line(&run.run.title));
        run.stage = Stage::Typed(Instant::now() + ANSWER);
    }

    /// The shell reads: the script is sent, or the shell let go.
    fn receiving(&mut self) {
        let typed = matches!(
            self.run.as_ref().map(|run| run.stage),
            Some(Stage::Typed(_))
        );
        let sent = if typed { self.send_step() } else { Ok(()) };
        if let Err(why) = &sent {
            self.give_up(why);
        }
        if !typed || sent.is_err() {
            self.with_shell(|shell| shell.pty.type_bytes(vec![BREAK]));
        }
    }

    fn send_step(&mut self) -> Result<(), String> {
        let (Some(shell), Some(underway)) = (&mut self.shell, &mut self.run) else {
            return Ok(());
        };
        let run = &underway.run;
        let variables = ask::variables(&run.script)?;
        let nonce = nonce().map_err(|error| error.to_string())?;
        let file =
            EvidenceFile::create(&self.context.folder, &run.evidence, self.context.secrets())
                .map_err(|error| format!("its output cannot be kept: {error}"))?;
        let payload = step_payload(&StepScript {
            nonce: &nonce,
            script: &run.script.text,
            variables: &variables,
            user: run.script.user.as_deref(),
        });
        shell.feed.send_step(nonce, file);
        shell.pty.type_bytes(payload);
        underway.stage = Stage::Sent;
        Ok(())
    }

    fn step_began(&mut self) {
        let (Some(shell), Some(run)) = (&mut self.shell, &mut self.run) else {
            return;
        };
        run.stage = Stage::Running;
        shell
            .held
            .drain(..)
            .for_each(|keys| shell.pty.type_bytes(keys));
        self.context
            .tell(Answer::RunBegan(run.run.ticket, Trace::default()));
    }

    fn step_ended(&mut self, exit: i32, seconds: f64, captured: Option<Captured>) {
        self.with_shell(|shell| shell.stand = Stand::Settling);
        if let Some(run) = self.run.take() {
            self.context
                .tell(run.ended(Fate::Exited(exit), seconds, captured));
        }
    }

    fn release(&mut self, ticket: Ticket) {
        if self
            .run
            .as_ref()
            .is_some_and(|run| run.run.ticket == ticket)
        {
            self.run = None;
            self.let_go();
        }
    }

    /// The step never reached the host.
    fn give_up(&mut self, why: &str) {
        self.let_go();
        if let Some(run) = self.run.take() {
            self.context.tell(run.not_run(why));
        }
    }

    /// How the step ended cannot be known.
    fn lose(&mut self, why: &str) {
        let captured = self.let_go();
        if let Some(run) = self.run.take() {
            self.context.tell(run.lost(why, captured));
        }
    }

    /// The pane belongs to the operator again.
    fn let_go(&mut self) -> Option<Captured> {
        let mut pane = self.pane.lock();
        pane.uncover();
        pane.hold_answers(false);
        drop(pane);
        let shell = self.shell.as_mut()?;
        shell
            .held
            .drain(..)
            .for_each(|keys| shell.pty.type_bytes(keys));
        shell.feed.give_up()
    }

    // Questions beside the pane.

    /// Asks in a task of its own, once the connection stands.
    ///
    /// A question asked again by itself opens no connection: hosts ban those who knock too often.
    fn ask(&mut self, ask: Ask) {
        let needs_connection = !ask.fresh || self.target.reach == Reach::Local;
        let is_closed = matches!(
            *self.connection.borrow(),
            Connection::Closed | Connection::Failed(_)
        );
        if needs_connection && is_closed && ask.after.is_zero() {
            self.connect();
        }
        let connection = self.connection.subscribe();
        let at_once = self.at_once.clone();
        let context = self.context.clone();
        tokio::spawn(async move {
            tokio::time::sleep(ask.after).await;
            let _turn = at_once.acquire().await;
            let open = if needs_connection {
                opened(connection).await
            } else {
                Ok(None)
            };
            let ended = match open {
                Ok(socket) => ask::ask(&ask, socket.as_deref(), &context).await,
                Err(why) => ask::refused(&why),
            };
            context.tell(Answer::Asked(ask.ticket, ended));
        });
    }

    // The operator's hands.

    fn type_bytes(&mut self, bytes: Vec<u8>) {
        self.pane.lock().scroll_to_bottom();
        let holds = self.run.as_ref().is_some_and(Underway::holds_keys);
        match (&mut self.shell, &self.master) {
            (Some(shell), _) if holds => shell.held.push_back(bytes),
            (Some(shell), _) => {
                if let Stand::Prompt { typed } = &mut shell.stand {
                    *typed = true;
                }
                shell.pty.type_bytes(bytes);
            }
            (None, Some(master)) if !master.is_open() => master.pty.type_bytes(bytes),
            (None, _) => {}
        }
    }

    fn resize(&mut self, size: Size) {
        self.pane.lock().resize(size);
        if let Some(master) = &self.master {
            master.pty.resize(size);
        }
        if let Some(shell) = &self.shell {
            shell.pty.resize(size);
            shell.feed.resized(size);
        }
        self.context.pane_changed();
    }

    // Time.

    fn deadline(&self) -> Option<Instant> {
        let patience = self.shell.as_ref().and_then(|shell| shell.patience);
        let answer = match self.run.as_ref().map(|run| run.stage) {
            Some(Stage::Typed(until)) => Some(until),
            _ => None,
        };
        patience.into_iter().chain(answer).min()
    }

    fn time_is_up(&mut self) {
        let now = Instant::now();
        if self
            .shell
            .as_ref()
            .and_then(|shell| shell.patience)
            .is_some_and(|patience| patience <= now)
        {
            self.with_shell(|shell| {
                shell.patience = None;
                shell.stand = Stand::Plain;
            });
            let why = format!(
                "no marks came: the shell there is not {}",
                self.target.shell
            );
            self.link(Link::Plain(why));
            if self.run.is_some() {
                self.lose(PLAIN);
            }
        }
        if let Some(Stage::Typed(until)) = self.run.as_ref().map(|run| run.stage)
            && until <= now
        {
            self.give_up("the shell did not answer");
            self.with_shell(|shell| {
                shell.stand = Stand::Busy;
                shell.pty.type_bytes(vec![CLEAR_LINE]);
            });
        }
    }

    // Telling.

    fn link(&self, link: Link) {
        let host = self.target.host.clone();
        self.context.tell(Answer::Link { host, link });
        self.context.pane_changed();
    }

    fn note(&self, text: &str, role: NoteRole) {
        self.pane.lock().note(text, role);
        self.context.pane_changed();
    }
}

/// What is told of a step where ends cannot be known.
const PLAIN: &str = "this shell tells no ends, so nothing was typed: run the script in the pane \
                     yourself, then say how it ended";

/// Waits for a connection that is being opened.
async fn opened(mut connection: watch::Receiver<Connection>) -> Result<Option<PathBuf>, String> {
    let settled = connection
        .wait_for(|connection| !matches!(connection, Connection::Opening))
        .await;
    match settled.as_deref() {
        Ok(Connection::Open(socket)) => Ok(socket.clone()),
        Ok(Connection::Failed(why)) => Err(why.clone()),
        Ok(Connection::Closed | Connection::Opening) | Err(_) => {
            Err("there is no connection".to_owned())
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
