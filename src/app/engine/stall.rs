//! Stalled steps: they run and print nothing.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::app::engine::engine::Engine;
use crate::app::engine::{Job, Stage};
use crate::plan::duration::format;

/// The time without output after which a step counts as stalled.
pub const STALL_AFTER: TimeDelta = TimeDelta::seconds(60);

impl Engine {
    /// Returns the time since the last output of the step that runs on a host.
    pub fn time_without_output(&self, host: &str) -> Option<TimeDelta> {
        let mut jobs = self.jobs.iter().filter(|job| job.host == host);
        let last = jobs.find_map(|job| self.quiet_since(job))?;
        Some(self.now - last)
    }

    /// Returns the time of the last output of a running step.
    pub fn quiet_since(&self, job: &Job) -> Option<DateTime<FixedOffset>> {
        let last = self.hosts.last_output_at(&job.host);
        last.filter(|_| job.stage == Stage::Running)
    }

    /// Returns whether an interactive step is running.
    pub fn asks(&self, job: &Job) -> bool {
        let step = self.plan.step(&job.id).map(|(_, step)| step);
        job.stage == Stage::Running && step.is_some_and(|step| step.interactive)
    }

    /// Returns the interactive step that is running, if there is one.
    pub fn asks_now(&self) -> Option<&Job> {
        self.jobs.iter().find(|job| self.asks(job))
    }

    /// Returns the message about a stalled step of a run without a screen.
    pub fn stall_text(&self, job: &Job) -> Vec<String> {
        let (id, host) = (&job.id, &job.host);
        let silence = self.quiet_since(job).map(|since| self.now - since);
        let silence = silence.and_then(|silence| silence.to_std().ok());
        let seconds = silence.unwrap_or_default().as_secs();
        let whole = format(Duration::from_secs(seconds));
        let mut lines = vec![format!("{id} on {host} has printed nothing for {whole}")];
        if let Some(process) = self.hosts.foreground(host) {
            let command = self.values.secrets().mask(&process.command);
            lines.push(format!("  the foreground process is `{command}`"));
        }
        let step = self.plan.step(id).map(|(_, step)| step);
        if step.is_some_and(|step| !step.detach) {
            let waits = "  if the step waits for input, it will hang: no terminal is attached";
            lines.push(waits.to_owned());
        }
        let limit = step.and_then(|step| step.timeout);
        let end = match limit.filter(|limit| limit.kills) {
            Some(limit) => format!("it is killed after {}", format(limit.after)),
            None => "a `timeout` with `then: end` in the plan would kill it".to_owned(),
        };
        let end = format!("  ctrl-c interrupts it; {end}");
        lines.push(end);
        lines
    }
}
