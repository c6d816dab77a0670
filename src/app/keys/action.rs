//! What a key can mean.

/// What a key can mean; the keymap says which key means which, and the palette lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the first line.
    First,
    /// To the last line.
    Last,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// Open what is chosen, or act on it.
    Enter,
    /// Back to where one came from.
    Back,
    /// Leave the program.
    Quit,
    /// Open the day of the next step.
    Continue,
    /// The day before.
    PreviousDay,
    /// The day after.
    NextDay,
    /// Ask the chosen check.
    Verify,
    /// Ask all checks of the day.
    VerifyAll,
    /// Tick or untick.
    Tick,
    /// Leave out, with a reason.
    Skip,
    /// Run a step without asking its `unless`.
    ForceRun,
    /// Run all that is open on the sheet.
    RunAll,
    /// Run from the chosen step to the end of the sheet.
    RunFrom,
    /// End what runs.
    Stop,
    /// Take a step back.
    Undo,
    /// Show what would be taken back, in which order.
    ShowUndoList,
    /// Ask what must hold before the day, or begin a round of recurring work.
    Begin,
    /// Ask a question of the day's quiz.
    Quiz,
    /// Open the link of a step done by hand.
    OpenLink,
    /// Bring our marks to the shell in front.
    Attach,
    /// Connect to a host again, or stop trying to.
    Reconnect,
    /// Say how a run ended.
    EndByHand,
    /// Note a deviation on the chosen thing.
    Note,
    /// Note a deviation on the day.
    NoteDay,
    /// Show the author's own commands.
    Author,
    /// Show kept output.
    Output,
    /// Show the details of the chosen thing, where there is no room for them.
    Details,
    /// Give the variables' values.
    Variables,
    /// Between the list and the pane.
    Pane,
    /// The pane of another host.
    NextPane,
    /// Give the keyboard back from the pane.
    KeyboardBack,
    /// The pane alone, or all again.
    Zoom,
    /// Copy the command.
    Copy,
    /// Open the editor at the runbook's line.
    Edit,
    /// Show the parts of the plan that are no days.
    Overview,
    /// Show the phases.
    Phases,
    /// Show what may go wrong.
    Risks,
    /// Show the work that comes again.
    Recurring,
    /// Show the guards.
    Guards,
    /// Show what the author asks for first.
    NextActions,
    /// Show on which days nobody works.
    Calendar,
    /// Show the report.
    Report,
    /// Write the report to a file.
    WriteReport,
    /// Find in the list.
    Find,
    /// The next one found.
    FindNext,
    /// The one found before.
    FindPrevious,
    /// Ask whether the plan is trusted.
    Trust,
    /// All actions, by name.
    Palette,
    /// All keys.
    Help,
    /// To the next field.
    NextField,
    /// To the field before.
    PreviousField,
    /// Fetch the secret of this field.
    Fetch,
    /// Keep what was typed.
    Save,
    /// Say yes.
    Yes,
    /// Say no.
    No,
}
