//! What a person decides without touching a host.

use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::{find_check, non_empty};
use crate::port::{Request, Value};
use crate::progress::{CheckState, Event, Refusal, check_state};

impl Engine {
    pub(in crate::app) fn set(
        &mut self,
        name: &str,
        value: Value,
    ) -> Result<Vec<Request>, Refusal> {
        if value.is_secret() {
            self.values.set(name, value.clone());
            return Ok(vec![Request::Mask(value)]);
        }
        if self.values.secrets().mask(value.reveal()) != value.reveal() {
            let why = format!("the value of {name} holds a secret, and {name} is kept in clear");
            let instead = format!("let the plan say that {name} is a secret");
            return Err(Refusal::new(why, instead));
        }
        self.values.forget(name);
        Ok(self.append(vec![Event::VariableSet {
            name: name.to_owned(),
            value: value.reveal().to_owned(),
        }]))
    }

    pub(in crate::app) fn attest(
        &mut self,
        id: &str,
        why: String,
    ) -> Result<Vec<Request>, Refusal> {
        if let Some((sheet, step)) = self.plan.step(id) {
            let day = sheet.id();
            if step.script().is_some() {
                return Err(Refusal::new(
                    "this step runs a script",
                    "run it, or say how it ended",
                ));
            }
            return Ok(self.append(vec![Event::StepAttested {
                day,
                id: id.to_owned(),
                why,
            }]));
        }
        let (sheet, check) = find_check(&self.plan, id)?;
        let day = sheet.id();
        if check.run.is_some() && why.trim().is_empty() {
            let why = "this check has a command";
            return Err(Refusal::new(
                why,
                "ask it with v, or attest it with a reason",
            ));
        }
        Ok(self.append(vec![Event::CheckAttested {
            day,
            id: id.to_owned(),
            why,
        }]))
    }

    pub(in crate::app) fn leave_out(
        &mut self,
        id: &str,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let why = non_empty(why, "a reason is needed")?;
        if self.jobs.iter().any(|job| job.id == id) {
            return Err(Refusal::new(
                "this step is running",
                "say how it ended first",
            ));
        }
        let id = id.to_owned();
        if let Some((sheet, _)) = self.plan.step(&id) {
            let day = sheet.id();
            return Ok(self.append(vec![Event::StepSkipped { day, id, why }]));
        }
        let day = find_check(&self.plan, &id)?.0.id();
        Ok(self.append(vec![Event::CheckWaived { day, id, why }]))
    }

    pub(in crate::app) fn untick(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (sheet, check) = find_check(&self.plan, id)?;
        if check_state(check, &self.walk) == CheckState::Open {
            return Err(Refusal::new("this check is not ticked", ""));
        }
        let day = sheet.id();
        Ok(self.append(vec![Event::CheckUnticked {
            day,
            id: id.to_owned(),
        }]))
    }
}
