//! Recorded output as a text to read.

use crate::app::app::{App, NoticeLevel};
use crate::app::screens::pager::Pager;
use crate::app::screens::screen::Screen;
use crate::port::Request;
use crate::progress::Cut;
use crate::term::StyledText;

/// Opens the newest recorded output of a step or check.
pub fn show_output(app: &mut App, id: &str) -> Vec<Request> {
    let run = app
        .engine
        .walk()
        .attempts(id)
        .iter()
        .rev()
        .find_map(|attempt| attempt.ended.as_ref());
    let asked = || {
        app.engine
            .walk()
            .check_runs(id)
            .iter()
            .rev()
            .find_map(|asking| asking.ended.as_ref())
    };
    let Some((ended, attribution)) = run.or_else(asked) else {
        app.notify(NoticeLevel::Refused, "This line has no output yet.");
        return Vec::new();
    };
    let exit = ended
        .exit
        .map_or("no exit status".to_owned(), |exit| format!("exit {exit}"));
    let summary = format!(
        "{exit} after {:.1} s, {} by {}",
        ended.seconds,
        attribution.at.format("%d %b %H:%M"),
        attribution.operator
    );
    let mut pager = Pager::new(app.title_of(id), &summary);
    if !ended.reason.is_empty() {
        pager.lines.push(ended.reason.clone());
    }
    let cut = ended.output.as_ref().and_then(|kept| kept.cut.as_ref());
    pager.lines.extend(cut.map(Cut::text));
    pager.lines.push(String::new());
    let file = ended.output.as_ref().map(|output| output.file.clone());
    pager.awaits.clone_from(&file);
    app.screens.push(Screen::Pager(pager));
    file.map(Request::ReadEvidence).into_iter().collect()
}

/// Adds recorded output to the text that waits for it.
pub fn show_evidence(app: &mut App, file: &str, text: &Result<StyledText, String>) {
    let Some(Screen::Pager(pager)) = app.screens.last_mut() else {
        return;
    };
    if pager.awaits.as_deref() != Some(file) {
        return;
    }
    let text = match text {
        Ok(text) if text.lines.is_empty() => &StyledText::plain("No output was recorded."),
        Ok(text) => text,
        Err(why) => &StyledText::plain(why),
    };
    let head = std::mem::take(&mut pager.lines);
    *pager = Pager {
        lines: head,
        ..Pager::new(pager.title.clone(), "")
    };
    pager.append(text);
}
