//! The question about a damaged journal.

use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::text_prompt::PromptPurpose;
use crate::progress::Break;

/// The maximum number of breaks that the question shows.
const SHOWN: usize = 3;

/// Returns the question whether to accept a damaged journal. The first choice changes nothing.
pub fn ask_about_breaks(breaks: &[Break]) -> Dialog {
    let answers = vec![
        ("open it read-only".to_owned(), DialogAction::Nothing),
        (
            "accept it, with a reason".to_owned(),
            DialogAction::Words(PromptPurpose::AcceptBreaks),
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
            "Find out first what happened: a disk, an editor, a backup. `daymark journal verify` \
             lists everything.",
        )
        .notice(
            "To accept it records your name and your reason, and lets the walk go on. Each step \
             that the damage leaves in doubt is unknown then: you decide about it before it runs.",
        )
}
