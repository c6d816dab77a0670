//! Steps that run without a sign.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::app::engine::engine::Engine;
use crate::app::engine::{Job, Stage};
use crate::plan::duration::format;

/// After how long without a sign a step that runs is remarked upon.
pub const STALL_AFTER: TimeDelta = TimeDelta::seconds(60);

impl Engine {
    /// For how long nothing has been printed where a step's script runs.
    pub fn time_without_output(&self, host: &str) -> Option<TimeDelta> {
        let mut jobs = self.jobs.iter().filter(|job| job.host == host);
        let last = jobs.find_map(|job| self.quiet_since(job))?;
        Some(self.now - last)
    }

    /// Since when nothing has been printed where a step's script runs.
    pub fn quiet_since(&self, job: &Job) -> Option<DateTime<FixedOffset>> {
        let last = self.hosts.last_output_at(&job.host);
        last.filter(|_| job.stage == Stage::Running)
    }

    /// Whether a step asks somebody at the keyboard now.
    pub fn asks(&self, job: &Job) -> bool {
        let step = self.plan.step(&job.id).map(|(_, step)| step);
        job.stage == Stage::Running && step.is_some_and(|step| step.interactive)
    }

    /// The step that asks somebody at the keyboard now, if any does.
    pub fn asks_now(&self) -> Option<&Job> {
        self.jobs.iter().find(|job| self.asks(job))
    }

    /// What is said of a step that runs without a sign, where nobody sees its pane.
    pub fn stall_text(&self, job: &Job) -> Vec<String> {
        let (id, host) = (&job.id, &job.host);
        let silence = self.quiet_since(job).map(|since| self.now - since);
        let silence = silence.and_then(|silence| silence.to_std().ok());
        let seconds = silence.unwrap_or_default().as_secs();
        let whole = format(Duration::from_secs(seconds));
        let mut told = vec![format!("{id} on {host} has put nothing out for {whole}")];
        if let Some(front) = self.hosts.foreground(host) {
            let command = self.values.secrets().mask(&front.command);
            told.push(format!("  in front stands `{command}`"));
        }
        let step = self.plan.step(id).map(|(_, step)| step);
        if step.is_some_and(|step| !step.detach) {
            let waits = "  if it waits for input, it waits for ever: nobody types here";
            told.push(waits.to_owned());
        }
        let limit = step.and_then(|step| step.timeout);
        let end = match limit.filter(|limit| limit.kills) {
            Some(limit) => format!("it is ended after {}", format(limit.after)),
            None => "a `timeout` with `then: end` in the plan would end it".to_owned(),
        };
        let told_end = format!("  ctrl-c gives it up, and leaves it interrupted; {end}");
        told.push(told_end);
        told
    }
}
