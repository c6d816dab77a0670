//! A client of ssh's control master (`PROTOCOL.mux` of OpenSSH), for the pane's shell.
//!
//! ssh itself exits with 255 for a shell's own 255, for a shell that a signal ended, and for a lost
//! connection. The master reports them apart. `openssh-mux-client` does not replace this file: it
//! sends no environment with a session, so a pane would lose what the operator's `SendEnv` names
//! (`LANG`, `LC_*`). It also closes the session at the exit status, before the last output arrives.

use std::io::{self, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};

use super::child::hidden_names;

const HELLO: u32 = 0x0000_0001;
const NEW_SESSION: u32 = 0x1000_0002;
const TERMINATE: u32 = 0x1000_0005;
const EXIT_MESSAGE: u32 = 0x8000_0004;
const SESSION_OPENED: u32 = 0x8000_0006;

const VERSION: u32 = 4;
/// The id of the only request on a connection.
const REQUEST: u32 = 1;
const YES: u32 = 1;
const NO: u32 = 0;
/// The escape character for none: no typed byte is an escape for ssh.
const NO_ESCAPE: u32 = u32::MAX;
/// The largest message of a master, in bytes.
const LARGEST: u32 = 64 * 1024;
/// How long the master of a killed program may take to end.
const HEARS: Duration = Duration::from_secs(2);

/// A command that runs on a host, on a terminal of daymark's.
pub(super) struct Session(UnixStream);

impl Session {
    /// Runs a command over the master behind `stream`. Returns when the host has accepted it.
    pub(super) fn open(
        mut stream: UnixStream,
        terminal: impl AsFd,
        term: &str,
        command: &str,
    ) -> io::Result<Self> {
        greet(&mut stream)?;
        // The master still follows the operator's configuration for X11, the agent and the
        // environment.
        let mut request = Packet::new(NEW_SESSION)
            .number(REQUEST)
            .text(b"")
            .number(YES) // a terminal
            .number(YES) // X11
            .number(YES) // the agent
            .number(NO) // a subsystem
            .number(NO_ESCAPE)
            .text(term.as_bytes())
            .text(command.as_bytes());
        for variable in environment() {
            request = request.text(&variable);
        }
        request.send(&mut stream)?;
        // Standard input, output and error.
        for _ in 0..3 {
            lend(&stream, &terminal)?;
        }
        match receive(&mut stream)? {
            (SESSION_OPENED, _) => Ok(Self(stream)),
            (_, payload) => Err(io::Error::other(reason(&payload))),
        }
    }

    /// Waits until all output has arrived. Returns the exit status; none if the master reported
    /// none.
    pub(super) fn wait(mut self) -> Option<i32> {
        let mut exit = None;
        while let Ok((kind, payload)) = receive(&mut self.0) {
            if kind == EXIT_MESSAGE {
                exit = number_at(&payload, 4).and_then(|exit| i32::try_from(exit).ok());
            }
        }
        exit
    }
}

/// Ends a master that no program uses any more.
pub(super) fn end(socket: &Path) -> io::Result<()> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(HEARS))?;
    greet(&mut stream)?;
    Packet::new(TERMINATE).number(REQUEST).send(&mut stream)?;
    receive(&mut stream).map(drop)
}

fn greet(stream: &mut UnixStream) -> io::Result<()> {
    Packet::new(HELLO).number(VERSION).send(stream)?;
    match receive(stream)? {
        (HELLO, payload) if number_at(&payload, 0) == Some(VERSION) => Ok(()),
        _ => Err(io::Error::other("this ssh shares connections otherwise")),
    }
}

/// Returns daymark's environment without the variables that no child process gets.
fn environment() -> impl Iterator<Item = Vec<u8>> {
    let hidden: Vec<_> = hidden_names().collect();
    std::env::vars_os()
        .filter(move |(name, _)| !hidden.contains(name))
        .map(|(name, value)| [name.as_bytes(), value.as_bytes()].join(&b'='))
}

/// Numbers and strings in ssh's encoding (RFC 4251, section 5).
struct Packet(Vec<u8>);

impl Packet {
    fn new(kind: u32) -> Self {
        Self(Vec::new()).number(kind)
    }

    fn number(mut self, number: u32) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    fn text(self, text: &[u8]) -> Self {
        let mut packet = self.number(length(text));
        packet.0.extend_from_slice(text);
        packet
    }

    fn send(self, stream: &mut UnixStream) -> io::Result<()> {
        stream.write_all(&Packet(Vec::new()).text(&self.0).0)
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// Receives the master's next message. Returns its type and its content.
fn receive(stream: &mut UnixStream) -> io::Result<(u32, Vec<u8>)> {
    let mut word = || {
        let mut bytes = [0; 4];
        stream.read_exact(&mut bytes)?;
        Ok::<_, io::Error>(u32::from_be_bytes(bytes))
    };
    let (length, kind) = (word()?, word()?);
    let rest = length.checked_sub(4).filter(|rest| *rest <= LARGEST);
    let rest = rest.ok_or_else(|| io::Error::other("the master said what cannot be read"))?;
    let mut payload = vec![0; rest as usize];
    stream.read_exact(&mut payload)?;
    Ok((kind, payload))
}

fn number_at(payload: &[u8], at: usize) -> Option<u32> {
    let bytes = payload.get(at..at + 4)?;
    bytes.try_into().ok().map(u32::from_be_bytes)
}

/// Returns why a request was refused: the string after the request's id.
fn reason(payload: &[u8]) -> String {
    String::from_utf8_lossy(payload.get(8..).unwrap_or_default()).into_owned()
}

/// Sends a file descriptor (`SCM_RIGHTS`).
fn lend(stream: &UnixStream, descriptor: &impl AsFd) -> io::Result<()> {
    let lent = [descriptor.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    control.push(SendAncillaryMessage::ScmRights(&lent));
    sendmsg(
        stream,
        &[io::IoSlice::new(&[0])],
        &mut control,
        SendFlags::empty(),
    )?;
    Ok(())
}
