//! The proof in a probe's marks.

use crate::host::{last_quote, not_begun_as};
use crate::progress::Termination;
use crate::term::ProbeFrame;

/// The expected place of a probe.
pub(super) struct ProbeMarks<'a> {
    /// Whether the account is on another host.
    pub remote: bool,
    /// The shell that the plan names.
    pub shell: &'a str,
    /// The user that sudo switches to.
    pub user: Option<&'a str>,
}

/// The end of a probe's session.
pub(super) enum Session {
    /// It ended without a disconnect, so both streams are complete.
    Ended,
    /// It ended for this reason, so the streams may be cut.
    Cut(String),
}

/// The marks on both streams of a probe.
pub(super) struct Streams<'a> {
    pub out: &'a ProbeFrame,
    pub err: &'a ProbeFrame,
}

impl Streams<'_> {
    /// Returns the termination of the script. An exit status counts only if both streams have all
    /// marks.
    pub fn termination(&self, asked: &ProbeMarks<'_>, session: Session) -> Termination {
        if let (Some(exit), Some(_)) = (self.out.exit(), self.err.exit())
            && self.out.has_begun()
            && self.err.has_begun()
        {
            return Termination::Exited(exit);
        }
        match session {
            Session::Cut(why) => Termination::Lost(why),
            Session::Ended if self.out.has_begun() || self.err.has_begun() => {
                Termination::Lost(self.lost())
            }
            Session::Ended => Termination::NotStarted(self.not_begun(asked)),
        }
    }

    /// Returns the termination of the script when ssh ended before the end mark.
    pub fn cut_by_ssh(&self) -> Termination {
        let printed = self.printed().unwrap_or_default();
        if self.out.was_asked() || self.err.was_asked() {
            return Termination::Lost(format!("the connection was lost: {printed}"));
        }
        Termination::NotStarted(format!("ssh could not connect: {printed}"))
    }

    fn lost(&self) -> String {
        match (self.out.exit(), self.err.exit()) {
            (None, None) => "the script's session ended before the script did".to_owned(),
            (None, Some(_)) => "the host did not return the standard output".to_owned(),
            (Some(_), _) => "the host did not return the standard error".to_owned(),
        }
    }

    fn not_begun(&self, asked: &ProbeMarks<'_>) -> String {
        let printed = self.printed();
        let with = |what: String| format!("{what}: {}", printed.as_deref().unwrap_or("no message"));
        if self.out.exit().or(self.err.exit()).is_some() {
            let shell = asked.shell;
            return with(format!("the shell `{shell}` cannot be started"));
        }
        if self.out.was_asked() || self.err.was_asked() {
            return match asked.user {
                // Standard error last: sudo prints its reason there.
                Some(user) => {
                    let printed = format!("{}\n{}", self.out.noise(), self.err.noise());
                    not_begun_as(user, &printed)
                }
                None => with("the shell ended before the script began".to_owned()),
            };
        }
        let shell = if asked.remote {
            "the account's login shell"
        } else {
            "`/bin/sh`"
        };
        let printed = printed.map_or("nothing".to_owned(), |line| format!("\"{line}\""));
        format!("{shell} ended without running the script: it printed {printed}")
    }

    /// Returns the last line outside the marks, without control characters.
    fn printed(&self) -> Option<String> {
        last_quote(&self.err.noise()).or_else(|| last_quote(&self.out.noise()))
    }
}
