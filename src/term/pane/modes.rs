//! The modes that the program in a pane set for keys, mouse and paste.

use alacritty_terminal::term::TermMode;

/// The modes that the program in a pane set for keys, mouse and paste (xterm ctlseqs, DECSET).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of a terminal"
)]
pub struct Modes {
    /// DECCKM: arrow keys send `ESC O`.
    pub application_cursor: bool,
    /// DECKPAM: the keypad sends `ESC O`.
    pub application_keypad: bool,
    /// Mode 2004: pastes are bracketed.
    pub bracketed_paste: bool,
    /// Mode 1004: focus changes are reported.
    pub focus: bool,
    /// Modes 47, 1047, 1049: the alternate screen of full-screen programs. It has no scrollback.
    pub alternate_screen: bool,
    /// Mode 1007: the wheel sends arrow keys on the alternate screen.
    pub alternate_scroll: bool,
    /// The mouse events to report.
    pub mouse: MouseMode,
    /// Mode 1006: mouse events are reported in SGR format.
    pub sgr_mouse: bool,
}

/// The mouse events that a program requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MouseMode {
    /// None.
    #[default]
    Off,
    /// Mode 1000: presses and releases.
    Click,
    /// Mode 1002: clicks, and motion with a button pressed.
    Drag,
    /// Mode 1003: clicks and all motion.
    Motion,
}

impl From<TermMode> for Modes {
    fn from(mode: TermMode) -> Self {
        Self {
            application_cursor: mode.contains(TermMode::APP_CURSOR),
            application_keypad: mode.contains(TermMode::APP_KEYPAD),
            bracketed_paste: mode.contains(TermMode::BRACKETED_PASTE),
            focus: mode.contains(TermMode::FOCUS_IN_OUT),
            alternate_screen: mode.contains(TermMode::ALT_SCREEN),
            alternate_scroll: mode.contains(TermMode::ALTERNATE_SCROLL),
            mouse: mouse(mode),
            sgr_mouse: mode.contains(TermMode::SGR_MOUSE),
        }
    }
}

fn mouse(mode: TermMode) -> MouseMode {
    if mode.contains(TermMode::MOUSE_MOTION) {
        MouseMode::Motion
    } else if mode.contains(TermMode::MOUSE_DRAG) {
        MouseMode::Drag
    } else if mode.contains(TermMode::MOUSE_REPORT_CLICK) {
        MouseMode::Click
    } else {
        MouseMode::Off
    }
}
