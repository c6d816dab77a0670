//! Terminals: prompt marks, panes, key encoding, masking, recording, and the shell integration.

mod decoder;
mod keys;
mod marks;
mod mask;
mod nonce;
mod pane;
mod panes;
mod plain;
mod probe_frame;
mod recording;
mod replay;
mod scanner;
mod sequences;
pub mod shell_integration;
mod shell_session;
mod shell_stack;
mod whole;

pub use decoder::Decoder;
pub use keys::{Key, KeyCode, Modifiers, key_bytes, paste_bytes};
pub use marks::{Mark, MarkKind, Origin, ShellId};
pub use mask::{MASKED, Mask, SHORTEST_SECRET, Secrets};
pub use nonce::{Nonce, StepNonces, StepToken};
pub use pane::{
    AnnotationKind, Attributes, Cell, Color, Cursor, CursorShape, Modes, MouseMode, Pane, Row,
    Size, Width,
};
pub use panes::{PaneId, Panes, SharedPane};
pub use plain::{PlainText, Style, StyledLine, StyledText, Unresolved};
pub use probe_frame::{ProbeFrame, ProbeNonces};
pub use recording::{BLOCK, Recording, RecordingEvent, RecordingMarker};
pub use replay::{Replay, ReplayEvent, ReplayPart};
pub use scanner::{Scanner, Token};
pub use shell_session::{ShellIdentity, ShellSession};
pub use shell_stack::ShellStack;
pub use whole::WholeCharacters;
