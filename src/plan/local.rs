//! What a plan would do on the operator's own machine.

use std::borrow::Cow;

use super::{Action, Address, Check, Condition, FileCopy, Plan, Step};

/// One thing a plan would do on the operator's own machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalAct<'p> {
    /// The user it would be done as, where that is not the operator.
    pub user: Option<&'p str>,
    /// The script that would run, or which file would be written.
    pub text: Cow<'p, str>,
    /// What would stand in that file.
    pub content: Option<&'p [u8]>,
    /// Which step, check, guard or variable it belongs to.
    pub title: &'p str,
}

/// Everything a plan would do on the operator's own machine, in plan order: on hosts that are
/// `local`, and for values of secrets.
pub fn local_acts(plan: &Plan) -> Vec<LocalAct<'_>> {
    let mut acts = Acts {
        plan,
        all: Vec::new(),
    };
    for variable in &plan.variables {
        for command in variable.commands() {
            acts.script(&variable.name, None, command);
        }
    }
    for guard in &plan.guards {
        acts.check(&guard.check);
    }
    for sheet in plan.sheets() {
        sheet.before().iter().for_each(|check| acts.check(check));
        sheet.steps().iter().for_each(|step| acts.step(step));
        sheet.checks().iter().for_each(|check| acts.check(check));
    }
    acts.all
}

/// What was found so far.
struct Acts<'p> {
    plan: &'p Plan,
    all: Vec<LocalAct<'p>>,
}

impl<'p> Acts<'p> {
    fn script(&mut self, title: &'p str, user: Option<&'p str>, text: &'p str) {
        self.all.push(LocalAct {
            user,
            text: Cow::Borrowed(text),
            content: None,
            title,
        });
    }

    fn check(&mut self, check: &'p Check) {
        if self.is_here(&check.hosts)
            && let Some(run) = &check.run
        {
            self.script(&check.text, check.user.as_deref(), run);
        }
    }

    fn step(&mut self, step: &'p Step) {
        let here = self.is_here(&step.hosts);
        for condition in &step.when {
            if let Condition::Asked { hosts, user, run } = condition
                && (self.is_here(hosts) || hosts.is_empty() && here)
            {
                self.script(&step.title, user.as_deref(), run);
            }
        }
        if !here {
            return;
        }
        let user = step.user.as_deref();
        let scripts = [step.unless.as_deref(), step.script(), step.undo.as_deref()];
        let openers = step.inside.iter().map(String::as_str);
        for script in openers.chain(scripts.into_iter().flatten()) {
            self.script(&step.title, user, script);
        }
        if let Action::Copy(files) = &step.action {
            for file in files {
                self.copy(step, file);
            }
        }
    }

    fn copy(&mut self, step: &'p Step, file: &'p FileCopy) {
        let owner = file.owner.iter().map(|owner| format!(", owner {owner}"));
        let owner: String = owner.collect();
        let text = format!(
            "{} -> {}, mode {:04o}{owner}",
            file.from, file.to, file.mode
        );
        self.all.push(LocalAct {
            user: step.user.as_deref(),
            text: Cow::Owned(text),
            content: Some(&file.content),
            title: &step.title,
        });
    }

    fn is_here(&self, hosts: &[String]) -> bool {
        hosts.iter().any(|name| {
            let host = self.plan.host(name);
            host.is_some_and(|host| host.address == Address::Local)
        })
    }
}
