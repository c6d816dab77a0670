//! The question about a broken journal.

use super::choice::{Choice, Pick};
use super::words::Purpose;
use crate::progress::Break;

/// How many places of a broken journal are shown.
const SHOWN: usize = 3;

/// Asks whether a broken journal is accepted; the first answer changes nothing.
pub fn ask_about_breaks(breaks: &[Break]) -> Choice {
    let answers = vec![
        ("open it read-only".to_owned(), Pick::Nothing),
        (
            "accept it, with a reason".to_owned(),
            Pick::Words(Purpose::AcceptBreaks),
        ),
    ];
    let mut choice = Choice::new("The journal is broken", answers);
    choice.danger = true;
    for broken in breaks.iter().take(SHOWN) {
        choice = choice.tell(format!("In the journal, {broken}."));
    }
    let more = breaks.len().saturating_sub(SHOWN);
    if more > 0 {
        choice = choice.tell(format!("{more} more places are broken."));
    }
    choice
        .tell(
            "Find out first what happened: a disk, an editor, a backup. `daymark journal verify` \
             lists everything.",
        )
        .tell(
            "To accept it records your name and your reason, and lets the walk go on. Each step \
             that the damage leaves in doubt is unknown then: you decide about it before it runs.",
        )
}
