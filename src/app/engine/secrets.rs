//! Fetches the secrets that a command needs: a command of the plan prints or generates them, or the
//! system's keyring has them.

use crate::app::engine::engine::Engine;
use crate::app::engine::{Command, Effects, validate};
use crate::plan::Variable;
use crate::port::{Fetch, Fetched, Request, SecretSource};
use crate::progress::{Needs, Refusal};

impl Engine {
    /// Returns the secrets that are being fetched.
    pub fn fetching(&self) -> impl Iterator<Item = &str> {
        self.fetching.under_way.keys().map(String::as_str)
    }

    /// Queues a refused command until its missing values are fetched.
    ///
    /// # Errors
    /// Returns the refusal if no missing value can be fetched.
    pub(in crate::app) fn fetch_for(
        &mut self,
        command: Command,
        refusal: Refusal,
    ) -> Result<Vec<Request>, Refusal> {
        let Needs::Values(names) = &refusal.needs else {
            return Err(refusal);
        };
        if self.fetching.trying {
            return Err(refusal);
        }
        let requests: Vec<Request> = names.iter().filter_map(|name| self.fetch(name)).collect();
        let is_awaited = |name: &String| self.fetching.under_way.contains_key(name);
        if !names.iter().any(is_awaited) {
            return Err(refusal);
        }
        self.fetching.waiting.push(command);
        Ok(requests)
    }

    /// Fetches a secret on the operator's own request.
    pub(in crate::app) fn fetch_by_hand(&mut self, name: &str) -> Result<Vec<Request>, Refusal> {
        if !self.is_trusted() {
            return Err(crate::app::engine::can_run::not_trusted());
        }
        let request = self.fetch(name).ok_or_else(|| {
            let why = format!("the plan does not say where {name} comes from");
            Refusal::new(why, "type it here")
        })?;
        Ok(vec![request])
    }

    /// Starts to fetch a secret. Returns `None` if it is being fetched already, has no source, or
    /// the plan is not trusted.
    fn fetch(&mut self, name: &str) -> Option<Request> {
        if !self.is_trusted() || self.fetching.under_way.contains_key(name) {
            return None;
        }
        let variable = self.plan.variable(name).filter(|found| found.secret)?;
        let source = match &variable.from {
            Some(command) => SecretSource::From(command.clone()),
            None => self.in_keyring()?,
        };
        Some(self.ask_source(name, source))
    }

    fn in_keyring(&self) -> Option<SecretSource> {
        self.session
            .has_keyring
            .then(|| SecretSource::Keyring(self.plan.id.clone()))
    }

    fn ask_source(&mut self, name: &str, source: SecretSource) -> Request {
        let under_way = &mut self.fetching.under_way;
        under_way.insert(name.to_owned(), source.clone());
        Request::Fetch(Fetch {
            variable: name.to_owned(),
            source,
        })
    }

    /// Handles the result of a fetch. If the source has no value, the next source follows.
    pub(in crate::app) fn fetched(&mut self, name: &str, fetched: &Fetched) -> Effects {
        let Some(source) = self.fetching.under_way.remove(name) else {
            return Effects::default();
        };
        let Some(variable) = self.plan.variable(name).cloned() else {
            return Effects::default();
        };
        let mut effects = Effects::default();
        match self.take_up(&variable, source, fetched) {
            Ok(requests) => effects.requests = requests,
            Err(why) => self.values.set_vain(name, why),
        }
        if !self.fetching.is_busy() {
            self.carry_out_waiting(&mut effects);
        }
        effects
    }

    /// Handles a source's result.
    ///
    /// # Errors
    /// Returns the reason why there is no value.
    fn take_up(
        &mut self,
        variable: &Variable,
        source: SecretSource,
        fetched: &Fetched,
    ) -> Result<Vec<Request>, String> {
        let value = match fetched {
            Fetched::Found(value) => validate(variable, value.reveal())
                .map_err(|why| format!("what was fetched will not do: {why}"))?,
            Fetched::NotFound(why) => return self.next_source(variable, &source, why),
            Fetched::Failed(why) => return Err(why.clone()),
        };
        let (SecretSource::Generate(_), Some(command)) = (source, variable.keep.clone()) else {
            self.values.set(&variable.name, value.clone());
            return Ok(vec![Request::Mask(value)]);
        };
        // A new value is used only after it is stored. Otherwise it would be lost with this
        // process.
        let masked = Request::Mask(value.clone());
        let kept = self.ask_source(&variable.name, SecretSource::Keep { command, value });
        Ok(vec![masked, kept])
    }

    fn next_source(
        &mut self,
        variable: &Variable,
        source: &SecretSource,
        why: &str,
    ) -> Result<Vec<Request>, String> {
        let next = match (source, &variable.generate, &variable.keep) {
            (SecretSource::From(_), Some(command), Some(_)) if !self.is_read_only() => {
                Some(SecretSource::Generate(command.clone()))
            }
            (SecretSource::From(_), _, _) => self.in_keyring(),
            _ => None,
        };
        let next = next.ok_or_else(|| why.to_owned())?;
        Ok(vec![self.ask_source(&variable.name, next)])
    }

    /// Executes the waiting commands with the known values.
    fn carry_out_waiting(&mut self, effects: &mut Effects) {
        self.fetching.trying = true;
        for command in std::mem::take(&mut self.fetching.waiting) {
            match self.decide(command.clone()) {
                Ok(requests) => effects.requests.extend(requests),
                Err(refusal) => effects.refused.push((command, self.with_reasons(refusal))),
            }
        }
        self.fetching.trying = false;
    }

    /// Adds to a refusal the reasons why values could not be fetched.
    fn with_reasons(&self, mut refusal: Refusal) -> Refusal {
        if let Needs::Values(names) = &refusal.needs {
            for why in names
                .iter()
                .filter_map(|name| self.values.fetch_error(name))
            {
                refusal.reason = format!("{} ({why})", refusal.reason);
            }
        }
        refusal
    }
}
