//! A full disk: starts that are refused, and ends that are not on disk yet.

use crate::app::engine::engine::Engine;
use crate::app::engine::{Effects, Stage, WaitCondition};
use crate::progress::{Event, Outcome, OutcomeSource, Refusal, RunResult};

/// The hint about a full disk.
const REPAIR: &str = "free disk space or repair the disk, then try again";

impl Engine {
    /// Returns whether events are being written.
    pub fn is_saving(&self) -> bool {
        self.disk.is_writing()
    }

    /// Returns why nothing can start; `None` if the disk accepts events.
    pub fn disk_fault(&self) -> Option<&str> {
        self.disk.fault()
    }

    /// Returns whether the end of a run is not on disk yet.
    pub fn has_unsaved(&self) -> bool {
        !self.disk.unsaved().is_empty()
    }

    /// Decides whether a step or a check may start.
    ///
    /// # Errors
    /// Refuses if the disk has no space for its start and its end.
    pub(in crate::app) fn has_room(&self) -> Result<(), Refusal> {
        match self.disk_fault() {
            Some(why) => Err(Refusal::new(format!("nothing starts: {why}"), REPAIR)),
            None => Ok(()),
        }
    }

    /// Cancels the starts that could not be written. No host was touched for them.
    pub(in crate::app) fn not_appended(&mut self, events: &[Event], why: &str) -> Effects {
        self.disk.finish(events.len());
        let mut names = Vec::new();
        let mut effects = Effects::default();
        for event in events {
            match event {
                Event::StepStarted { id, host, .. } | Event::StepResumed { id, host, .. } => {
                    self.jobs.retain(|job| {
                        job.stage != Stage::Starting || job.id != *id || job.host != *host
                    });
                    self.queues.remove(id);
                    names.push(format!("{id} on {host}"));
                }
                Event::CheckAsked { id, host, .. } => {
                    self.check_jobs.retain(|check_job| {
                        !check_job.starting || check_job.id != *id || check_job.host != *host
                    });
                    self.waiting.retain(|waiting| {
                        !matches!(&waiting.until, WaitCondition::Check { id: check, .. } if check == id)
                    });
                    names.push(format!("{id} on {host}"));
                }
                Event::DeviationNoted {
                    id: Some(id), text, ..
                } => effects.and(self.not_noted(id, text, why)),
                _ => {}
            }
        }
        self.run_queue = None;
        if !effects.requests.is_empty() {
            return effects;
        }
        let what = if names.is_empty() {
            "nothing was written".to_owned()
        } else {
            format!("{} did not start", names.join(", "))
        };
        effects
            .refusals
            .push(Refusal::new(format!("{what}: {why}"), REPAIR));
        effects
    }

    /// Ends the run of a step whose overwriting could not be recorded: nothing was overwritten.
    fn not_noted(&mut self, id: &str, text: &str, why: &str) -> Effects {
        self.noting(id, text).map_or_else(Effects::default, |job| {
            let reason = format!("nothing was overwritten: {why}");
            self.end_unasked(&job, Outcome::NotRun, OutcomeSource::Lost, reason)
        })
    }

    /// Returns a line with the outcome of each run whose end is not on disk yet.
    pub fn unsaved_lines(&self) -> Vec<String> {
        let lines = self.disk.unsaved().iter().filter_map(ended_line);
        lines
            .map(|line| self.values.secrets().mask(&line))
            .collect()
    }

    /// Returns the result of a run whose end is not on disk yet.
    pub fn unsaved_end(&self, id: &str, host: &str) -> Option<&RunResult> {
        self.disk.unsaved().iter().find_map(|event| match event {
            Event::StepEnded {
                id: step,
                host: on,
                ended,
                ..
            }
            | Event::CheckAnswered {
                id: step,
                host: on,
                ended,
                ..
            } if step == id && on == host => Some(ended),
            _ => None,
        })
    }

    /// Returns the running steps and checks with their hosts.
    pub fn under_way(&self) -> Vec<(&str, &str)> {
        let steps = self.jobs.iter();
        let steps = steps
            .filter(|job| job.stage != Stage::Pausing)
            .map(|job| (job.id.as_str(), job.host.as_str()));
        let checks = self.check_jobs.iter();
        let checks = checks.map(|check_job| (check_job.id.as_str(), check_job.host.as_str()));
        let all = steps.chain(checks);
        all.filter(|(id, host)| self.unsaved_end(id, host).is_none())
            .collect()
    }

    /// Returns a line about a full disk; `None` if the disk has space.
    pub fn disk_line(&self) -> Option<String> {
        let why = self.disk_fault()?;
        let lines = self.unsaved_lines();
        Some(if lines.is_empty() {
            format!("Nothing starts: {why}. All results are on disk")
        } else {
            format!(
                "Not on disk, tried every second: {}. Nothing starts: {why}",
                lines.join("; ")
            )
        })
    }
}

/// Returns a line about the end of a run; `None` for any other event.
fn ended_line(event: &Event) -> Option<String> {
    let (what, host, ended) = match event {
        Event::StepEnded {
            id, host, ended, ..
        }
        | Event::CheckAnswered {
            id, host, ended, ..
        } => (id.clone(), host, ended),
        Event::GuardAnswered {
            id,
            guard,
            host,
            ended,
            ..
        } => (format!("the guard {guard} of {id}"), host, ended),
        _ => return None,
    };
    let state = ended.state.word();
    Some(match ended.exit {
        Some(exit) => format!("{what} on {host} ended with exit {exit} ({state})"),
        None => format!("{what} on {host} ended ({state}): {}", ended.reason),
    })
}
