//! The dialog about a broken journal.

use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::progress::Break;

/// The number of breaks in the dialog.
const SHOWN: usize = 3;

/// Returns the dialog that asks whether to accept a broken journal. The first answer changes
/// nothing.
pub fn ask_about_breaks(breaks: &[Break]) -> Dialog {
    let answers = vec![
        ("Open read-only".to_owned(), DialogAction::Nothing),
        (
            "Accept, with a reason".to_owned(),
            DialogAction::Text(PromptPurpose::AcceptBreaks),
        ),
    ];
    let mut choice = Dialog::new("The journal is broken", answers);
    choice.danger = true;
    for broken in breaks.iter().take(SHOWN) {
        choice = choice.notice(format!("In the journal, {broken}."));
    }
    let more = breaks.len().saturating_sub(SHOWN);
    if more > 0 {
        choice = choice.notice(format!("{more} more places are broken."));
    }
    choice
        .notice(
            "First find the cause: a disk, an editor, a backup. `daymark journal verify` lists all \
             breaks.",
        )
        .notice(
            "If you accept, daymark records your name and reason, and the walk continues. The result \
             of each damaged step is unknown: decide about it before it runs.",
        )
}
