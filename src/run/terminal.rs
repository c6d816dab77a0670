//! The operator's terminal, in raw mode with an alternate screen.

use std::io::{self, BufWriter, Stdout};
use std::sync::Once;

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::output::terminal;

/// How much of a frame to write at once, in bytes. A first frame fits. (The standard library's own
/// buffer has 1,024.)
const FRAME: usize = 64 * 1024;

/// The operator's terminal, restored when dropped.
pub(super) struct TerminalGuard {
    /// The terminal to draw on.
    pub(super) terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl TerminalGuard {
    /// Takes the terminal. A panic restores it before its message is printed.
    pub(super) fn take() -> io::Result<Self> {
        restore_on_panic();
        enter()?;
        Ok(Self { terminal: open()? })
    }

    /// Gives the terminal to another program.
    pub(super) fn lend() {
        leave();
    }

    /// Takes the terminal back from another program.
    pub(super) fn take_back(&mut self) -> io::Result<()> {
        enter()?;
        execute!(terminal(), Clear(ClearType::All))?;
        // Redrawn from nothing: ratatui's `clear` would ask the terminal for the cursor and wait.
        self.terminal = open()?;
        Ok(())
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        leave();
    }
}

fn open() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    let out = BufWriter::with_capacity(FRAME, terminal());
    Terminal::new(CrosstermBackend::new(out))
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        terminal(),
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste
    )
}

/// Restores the terminal. A closed one needs nothing.
fn leave() {
    let _ = execute!(
        terminal(),
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            leave();
            tell(panic);
        }));
    });
}
