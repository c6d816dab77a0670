//! The actions that keys start.

use crate::app::screens::kind::ScreenKind;

/// An action. The key table binds keys to it, and the palette lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens a screen that needs nothing but the program's state.
    Open(ScreenKind),
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the first line.
    First,
    /// To the last line.
    Last,
    PageUp,
    PageDown,
    /// Opens or runs the chosen line.
    Enter,
    /// Closes the screen.
    Back,
    /// Quits the program.
    Quit,
    /// Opens the day of the next step.
    Continue,
    /// Opens the day before.
    PreviousDay,
    /// Opens the day after.
    NextDay,
    /// Runs the chosen check.
    Verify,
    /// Runs all checks of the day.
    VerifyAll,
    /// Ticks or unticks the chosen line.
    Tick,
    /// Skips a step or waives a check, with a reason.
    Skip,
    /// Runs a step without its `unless`.
    ForceRun,
    /// Runs all open steps and checks of the procedure.
    RunAll,
    /// Runs from the chosen step to the end of the procedure.
    RunFrom,
    /// Stops a running step.
    Stop,
    /// Undoes a step.
    Undo,
    ShowUndoList,
    /// Runs the checks that must pass before a day, or starts recurring work.
    Begin,
    /// Asks a question of the day's quiz.
    Quiz,
    /// Opens the link of a manual step.
    OpenLink,
    /// Attaches to the nested shell in the pane.
    Attach,
    /// Reconnects to a host, or stops the attempts to.
    Reconnect,
    /// Sets the result of a run.
    SetResult,
    /// Records a deviation from the chosen step or check.
    Note,
    /// Records a deviation from the day.
    NoteDay,
    /// Shows the author's own commands.
    Author,
    /// Shows the recorded output.
    Output,
    /// Shows the details where they do not fit beside the list.
    Details,
    /// Moves between the list and the pane.
    Pane,
    /// Shows the pane of another host.
    NextPane,
    /// Takes the keyboard back from the pane.
    KeyboardBack,
    /// Shows the pane alone, or everything again.
    Zoom,
    /// Copies the command or the text.
    Copy,
    /// Opens the editor at a line of the runbook.
    Edit,
    /// Shows the overview.
    Overview,
    /// Shows the phases in the overview.
    Phases,
    /// Shows the risks in the overview.
    Risks,
    /// Shows the recurring work in the overview.
    Recurring,
    /// Shows the guards in the overview.
    Guards,
    /// Shows the author's next actions in the overview.
    NextActions,
    /// Shows the calendar in the overview.
    Calendar,
    /// Shows the report.
    Report,
    /// Writes the report to a file.
    WriteReport,
    /// Searches the list or the text.
    Find,
    /// Goes to the next match.
    FindNext,
    /// Goes to the previous match.
    FindPrevious,
    /// Goes to the next field.
    NextField,
    /// Goes to the previous field.
    PreviousField,
    /// Fetches the secret of this field.
    Fetch,
    /// Saves the text or the form.
    Save,
    /// Answers yes.
    Yes,
    /// Answers no.
    No,
}
