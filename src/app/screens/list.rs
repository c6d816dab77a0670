//! The list of all screens. Other code that needs all of them uses this macro.

/// Passes the list of screens to a macro. Each line has three names: the module in `app/screens/`,
/// `app/actions/` and `view/screens/`, the variant of `Screen` and `ScreenKind`, and the type of
/// the state.
macro_rules! for_each_screen {
    ($apply:ident) => {
        $apply! {
            /// A day or another procedure: its steps and checks, and the pane.
            day: Day(Day),
            /// The overview: phases, risks, recurring work, guards, next actions, calendar.
            overview: Overview(Overview),
            /// The steps that can be undone, newest first.
            undo_list: UndoList(UndoList),
            /// The changes that a copy would make.
            copy_preview: CopyPreview(CopyScreen),
            /// The choices for a run whose result is unknown.
            recovery: Recovery(Recovery),
            /// The question whether the plan is trusted.
            trust: Trust(Trust),
            /// The form for variables.
            form: Form(Form),
            /// A question with a few answers.
            dialog: Dialog(Dialog),
            /// A free text.
            text_prompt: TextPrompt(TextPrompt),
            /// A long text to read.
            pager: Pager(Pager),
            /// All keys.
            help: Help(Help),
            /// All actions by name.
            palette: Palette(Palette),
        }
    };
}

/// Declares the module of each screen in the folder that calls it.
macro_rules! screen_modules {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        $(
            $(#[$doc])*
            pub mod $module;
        )+
    };
}
