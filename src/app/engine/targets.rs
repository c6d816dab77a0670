//! Hosts and scripts with their variables.

use crate::app::engine::can_run::not_trusted;
use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::values_missing;
use crate::app::engine::needed;
use crate::plan::Address;
use crate::port::{Script, Target, Transport};
use crate::progress::Refusal;

impl Engine {
    /// Returns a host with its address, variables filled in. Every request to a host needs it.
    ///
    /// # Errors
    /// Refuses if the plan is not trusted, a value is missing, or the address is invalid.
    pub fn target(&self, host: &str) -> Result<Target, Refusal> {
        if !self.is_trusted() {
            return Err(not_trusted());
        }
        let found = self.plan.host(host);
        let known = found.map(|host| &host.address);
        let reach = match known {
            Some(Address::Local) => Transport::Local,
            Some(Address::Ssh(template)) => Transport::Ssh(self.destination(host, template)?),
            Some(Address::Group(_)) | None => {
                return Err(Refusal::new(
                    format!("{host} is not one host"),
                    "choose a host of the plan",
                ));
            }
        };
        Ok(Target {
            host: host.to_owned(),
            transport: reach,
            shell: found
                .and_then(|host| host.shell.as_ref())
                .unwrap_or(&self.plan.shell)
                .clone(),
        })
    }

    pub(in crate::app) fn destination(
        &self,
        host: &str,
        template: &str,
    ) -> Result<String, Refusal> {
        let value = |name: &str| {
            let variable = self.plan.variable(name)?;
            self.values
                .get(variable, &self.walk)
                .map(|value| value.reveal().to_owned())
        };
        let destination =
            crate::plan::fill(template, value).map_err(|name| values_missing(vec![name]))?;
        if destination.starts_with('-') {
            let why = format!("the address of {host} begins with a dash: {destination}");
            return Err(Refusal::new(
                why,
                "give another value; ssh would read it as an option",
            ));
        }
        Ok(destination)
    }

    pub(in crate::app) fn script(&self, text: &str, uses: &[String], user: Option<&str>) -> Script {
        let named = needed(&self.plan, &[text], uses, &[]);
        let (variables, _) = self.values.resolve(&named, &self.walk);
        Script {
            text: text.to_owned(),
            variables,
            user: user.map(str::to_owned),
            shell: None,
        }
    }
}
