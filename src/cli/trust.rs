//! The facts of a plan that its operator trusts: read at opening, written when they agree.

use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, Writer};
use crate::app::{Engine, changes};
use crate::output::complain;
use crate::plan::Facts;
use crate::port::Response;
use crate::progress::Event;
use crate::text::Printable;

impl LoadedPlan {
    /// Compares the plan with the facts that its operator trusted. The built-in plan is part of
    /// the program. Returns why kept trust is not used.
    pub(super) fn judge_trust(&self, engine: &mut Engine) -> Option<String> {
        let Some(file) = &self.trust else {
            engine.set_trust(true, None);
            return None;
        };
        match file.read() {
            Ok(agreed) => {
                let now = Facts::of(&self.plan);
                let agrees = |agreed: &Facts| agreed.changes(&now).is_empty();
                engine.set_trust(agreed.as_ref().is_some_and(agrees), agreed);
                None
            }
            Err(why) => Some(why),
        }
    }

    /// Trusts the plan, because its operator runs it without a screen. The journal records the
    /// decision, and the data folder keeps it.
    ///
    /// # Errors
    /// After reporting that the journal could not be written.
    pub(super) fn consent(&self, writer: &mut Writer) -> Result<(), Exit> {
        self.warn_of_changes(&mut writer.engine);
        let Some(file) = self.trust.as_ref().filter(|_| !writer.engine.is_trusted()) else {
            return Ok(());
        };
        if writer.engine.trusted_facts().is_none() {
            complain!(
                "daymark trusts the plan in {} from now on.",
                Printable::path(file.plan())
            );
        }
        let facts = Facts::of(&self.plan);
        let digest = facts.digest();
        let kept = writer
            .journal
            .append_now(vec![Event::PlanTrusted { digest }]);
        let kept = kept.map_err(|error| {
            complain!("Error: The journal could not be written: {error}");
            Exit::Failed
        })?;
        writer.engine.handle_response(&Response::Appended(kept));
        if let Err(error) = file.keep(&facts) {
            let file = Printable::path(file.path());
            complain!("Warning: daymark could not keep what you trust in {file}: {error}");
        }
        Ok(())
    }

    /// Judges the trust in a plan that runs without a screen. Writes to standard error what
    /// changed since it was trusted.
    pub(super) fn warn_of_changes(&self, engine: &mut Engine) {
        if let Some(notice) = self.judge_trust(engine) {
            complain!("Warning: {notice}");
        }
        let Some(agreed) = engine.trusted_facts().filter(|_| !engine.is_trusted()) else {
            return;
        };
        complain!("Since you trusted this plan, this has changed:");
        for line in changes(agreed, &Facts::of(&self.plan)) {
            complain!("{}", line.text.trim_end());
        }
    }
}
