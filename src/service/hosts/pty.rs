//! A program in a pty of daymark's.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::mem::ManuallyDrop;
use std::net::Shutdown;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use portable_pty::{CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use rustix::fs::OFlags;
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use super::child::{hidden_names, home};
use super::mux::Session;
use crate::term::Size;

/// The terminal type in the programs' environment.
const TERM: &str = "xterm-256color";
/// How much to read at once, in bytes.
const READ: usize = 64 * 1024;

/// A program in a pty of daymark's. When dropped, it hangs up on the program.
pub(super) struct Pty {
    master: Box<dyn MasterPty + Send>,
    hang_up: Box<dyn FnMut() + Send>,
    typed: Sender<Vec<u8>>,
}

/// A reader of a pty. It runs on the pty's own thread.
pub(super) trait Reader: Send + 'static {
    /// Receives bytes.
    fn bytes(&mut self, bytes: &[u8]);
    /// Receives the end of the program; no exit status if it is unknown.
    fn ended(self, exit: Option<i32>);
}

impl Pty {
    /// Starts a program in the operator's home.
    pub(super) fn start(command: &[String], size: Size, reader: impl Reader) -> io::Result<Self> {
        let (program, arguments) = command
            .split_first()
            .ok_or_else(|| io::Error::other("nothing to start"))?;
        let pair = open(size)?;
        let mut builder = CommandBuilder::new(program);
        builder.args(arguments);
        builder.cwd(home());
        builder.env("TERM", TERM);
        hidden_names().for_each(|name| builder.env_remove(name));
        let input = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let mut child = pair
            .slave
            .spawn_command(builder)
            .map_err(io::Error::other)?;
        let mut killer = child.clone_killer();
        thread::spawn(move || {
            let reader = read_all(input, reader);
            // A program that a signal ended has no exit status, whatever number the library
            // reports.
            let exit = child.wait().ok().filter(|exit| exit.signal().is_none());
            reader.ended(exit.and_then(|exit| i32::try_from(exit.exit_code()).ok()));
        });
        Self::new(pair.master, move || {
            // It may have ended already.
            let _ = killer.kill();
        })
    }

    /// Starts a command on the host over the master at `socket`. Without the master it fails, and
    /// opens no connection.
    pub(super) fn start_over(
        socket: &Path,
        command: String,
        size: Size,
        mut reader: impl Reader,
    ) -> io::Result<Self> {
        let pair = open(size)?;
        let terminal = other_end(&pair)?;
        let input = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let stream = UnixStream::connect(socket)?;
        let line = stream.try_clone()?;
        thread::spawn(move || {
            let opened = Session::open(stream, &terminal, TERM, &command)
                .and_then(|session| make_raw(&terminal).map(|()| session));
            // From here on only the master has the other end.
            drop(terminal);
            match opened {
                Ok(session) => read_all(input, reader).ended(session.wait()),
                Err(error) => {
                    reader.bytes(format!("{error}\r\n").as_bytes());
                    reader.ended(None);
                }
            }
        });
        Self::new(pair.master, move || {
            // The master may have hung up already.
            let _ = line.shutdown(Shutdown::Both);
        })
    }

    fn new(
        master: Box<dyn MasterPty + Send>,
        hang_up: impl FnMut() + Send + 'static,
    ) -> io::Result<Self> {
        let output = master.take_writer().map_err(io::Error::other)?;
        let name = master.tty_name().unwrap_or_default();
        Ok(Self {
            master,
            hang_up: Box::new(hang_up),
            typed: start_typing(output, name),
        })
    }

    /// Types bytes. It never waits for the program to read them.
    pub(super) fn type_bytes(&self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            // After the end of the program, the thread takes no bytes.
            let _ = self.typed.send(bytes);
        }
    }

    /// Returns a sender that types for other owners.
    pub(super) fn typist(&self) -> Sender<Vec<u8>> {
        self.typed.clone()
    }

    /// Resizes the terminal.
    pub(super) fn resize(&self, size: Size) {
        // A program that has ended needs no size.
        let _ = self.master.resize(pty_size(size));
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        (self.hang_up)();
    }
}

fn open(size: Size) -> io::Result<PtyPair> {
    native_pty_system()
        .openpty(pty_size(size))
        .map_err(io::Error::other)
}

/// Opens the program's end of a pty.
fn other_end(pair: &PtyPair) -> io::Result<File> {
    let name = pair.master.tty_name();
    open_terminal(&name.ok_or_else(|| io::Error::other("the terminal has no name"))?)
}

fn open_terminal(name: &Path) -> io::Result<File> {
    // It must not become daymark's controlling terminal.
    let flags = OFlags::NOCTTY.bits().cast_signed();
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(name)
}

/// Passes what is typed to the host unchanged. The terminal there processes it.
fn make_raw(terminal: &File) -> io::Result<()> {
    let mut modes = tcgetattr(terminal)?;
    modes.make_raw();
    Ok(tcsetattr(terminal, OptionalActions::Now, &modes)?)
}

fn read_all<R: Reader>(mut input: Box<dyn Read + Send>, mut reader: R) -> R {
    let mut buffer = vec![0; READ];
    loop {
        match input.read(&mut buffer) {
            // On Linux, EIO means that the other side is closed.
            Ok(0) => return reader,
            Ok(length) => reader.bytes(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return reader,
        }
    }
}

/// Starts a thread that types, so that no caller waits for a program that does not read.
fn start_typing(output: Box<dyn io::Write + Send>, name: PathBuf) -> Sender<Vec<u8>> {
    let (typed, keys) = channel::<Vec<u8>>();
    // When dropped, this writer types a newline and the end-of-file character, so a half-typed line
    // would run. It types nothing if the terminal has no such character.
    let mut output = ManuallyDrop::new(output);
    thread::spawn(move || {
        while let Ok(bytes) = keys.recv() {
            if output
                .write_all(&bytes)
                .and_then(|()| output.flush())
                .is_err()
            {
                break;
            }
        }
        if forget_end_of_file(&name).is_ok() {
            drop(ManuallyDrop::into_inner(output));
        }
    });
    typed
}

/// Removes the end-of-file character from the modes of a terminal that receives no more keys.
fn forget_end_of_file(terminal: &Path) -> io::Result<()> {
    let terminal = open_terminal(terminal)?;
    let mut modes = tcgetattr(&terminal)?;
    modes.special_codes[SpecialCodeIndex::VEOF] = 0;
    Ok(tcsetattr(&terminal, OptionalActions::Now, &modes)?)
}

fn pty_size(size: Size) -> PtySize {
    PtySize {
        rows: size.rows(),
        cols: size.columns(),
        pixel_width: 0,
        pixel_height: 0,
    }
}
