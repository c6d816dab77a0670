//! The operator's terminal, taken and given back.

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

/// How much of a frame goes out at once, in bytes: all of it, where nothing was drawn before.
/// (The standard library's own buffer holds 1,024.)
const FRAME: usize = 64 * 1024;

/// The operator's terminal; given back when dropped.
pub(super) struct TerminalGuard {
    /// What is drawn on.
    pub(super) terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl TerminalGuard {
    /// Takes the terminal. A panic gives it back before it is told.
    pub(super) fn take() -> io::Result<Self> {
        restore_on_panic();
        enter()?;
        Ok(Self { terminal: open()? })
    }

    /// Gives the terminal to another program until `other` is over.
    pub(super) async fn lend<T>(&mut self, other: impl Future<Output = T>) -> io::Result<T> {
        leave();
        let result = other.await;
        enter()?;
        execute!(terminal(), Clear(ClearType::All))?;
        // Drawn anew. Its own `clear` would ask the terminal where the cursor is, and wait for it.
        self.terminal = open()?;
        Ok(result)
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

/// Gives the terminal back; one that is gone needs nothing.
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
