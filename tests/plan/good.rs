//! What a good plan becomes.

use std::{path::Path, time::Duration};

use chrono::Weekday;
use daymark::plan::{
    Address, Condition, DayRange, Frequency, Plan, Procedure, RequiredState, SourceFile,
    StepAction, Wait, read,
};

use crate::folder::{open, output, with_day};

/// A plan that uses every key.
pub fn sources() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/every-key");
    let mut sources = open(&folder);
    sources.sort_by(|one, other| other.path.cmp(&one.path));
    sources
}

pub fn sound(sources: &[SourceFile]) -> Plan {
    read(sources)
        .plan
        .unwrap_or_else(|| panic!("{}", output(sources)))
}

fn at<'s>(sources: &'s mut [SourceFile], path: &str) -> &'s mut SourceFile {
    let found = sources.iter_mut().find(|source| source.path == path);
    found.unwrap()
}

#[test]
fn nothing_is_told_about_it() {
    assert_eq!(read(&sources()).diagnostics, []);
}

#[test]
fn its_parts_are_in_order() {
    let plan = sound(&sources());
    assert_eq!(
        (plan.id.as_str(), plan.title.as_str(), plan.shell.as_str()),
        ("every-key", "Every key: used", "bash")
    );
    let hosts: Vec<&str> = plan.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(hosts, ["control", "web01", "web02", "web"]);
    let variables: Vec<&str> = plan
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    assert_eq!(
        variables,
        ["ADMIN", "WEB01_IP", "WEB02_IP", "DB_PASSWORD", "VAULT_KEY"]
    );
    let phases: Vec<&str> = plan
        .phases
        .iter()
        .map(|phase| phase.title.as_str())
        .collect();
    assert_eq!(phases, ["First", "Second"]);
    let days: Vec<String> = plan
        .entries
        .iter()
        .map(|entry| entry.days.to_string())
        .collect();
    assert_eq!(days, ["1", "2-3"]);
    assert_eq!(
        plan.ids().collect::<Vec<_>>(),
        [
            "install",
            "notes",
            "look",
            "forced",
            "has-disk",
            "serves",
            "by-hand",
            "copied",
            "long",
            "asks",
            "nested",
            "changes",
            "seen",
            "load",
            "fast",
            "back",
            "is-back",
            "read-logs",
            "logs-read",
        ]
    );
}

#[test]
fn hosts_and_variables_are_read() {
    let plan = sound(&sources());
    let web01 = plan.host("web01").unwrap();
    assert_eq!(web01.address, Address::Ssh("$ADMIN@$WEB01_IP".to_owned()));
    assert!(web01.production);
    let control = plan.host("control").unwrap();
    assert_eq!(control.address, Address::Local);
    assert_eq!(control.about.as_deref(), Some("The machine you sit at"));
    let first = plan.variable("WEB01_IP").unwrap();
    assert_eq!(first.pattern.as_deref(), Some("[0-9.]+"));
    assert_eq!(first.example.as_deref(), Some("203.0.113.7"));
    assert_eq!(
        plan.variable("WEB02_IP").unwrap().default.as_deref(),
        Some("203.0.113.8")
    );
    let secret = plan.variable("DB_PASSWORD").unwrap();
    assert!(secret.secret && secret.optional);
    let vault = plan.variable("VAULT_KEY").unwrap();
    assert_eq!(vault.from.as_deref(), Some("pass show key"));
    assert_eq!(vault.generate.as_deref(), Some("openssl rand -hex 24"));
    assert_eq!(vault.keep.as_deref(), Some("pass insert -m key"));
}

#[test]
fn the_large_parts_are_read() {
    let plan = sound(&sources());
    let second = &plan.phases[1];
    assert_eq!(second.cost.as_deref(), Some("~$50/month"));
    assert_eq!(second.capacity.as_deref(), Some("1,000 users"));
    assert_eq!(second.deliverables, ["D"]);
    assert_eq!(plan.weeks[0].days, DayRange { first: 1, last: 3 });
    assert_eq!(
        plan.risks[0].days,
        [
            DayRange { first: 1, last: 1 },
            DayRange { first: 2, last: 3 }
        ]
    );
    assert_eq!(
        (plan.recurring[0].every, plan.recurring[0].since),
        (Frequency::Week, 2)
    );
    assert_eq!(plan.next_actions, ["Read this plan"]);
}

#[test]
fn guards_and_the_calendar_are_read() {
    let plan = sound(&sources());
    let market = &plan.guard("market").unwrap().check;
    assert_eq!(
        (market.id.as_str(), market.text.as_str()),
        ("market", "The market is closed")
    );
    assert_eq!(market.hosts, ["control"]);
    assert_eq!(market.run.as_deref(), Some("./closed"));
    assert_eq!(market.expect.matches.as_deref(), Some("yes"));
    assert_eq!(market.timeout, Duration::from_secs(5));
    assert_eq!(market.uses, ["ADMIN"]);
    let backup = &plan.guard("backup").unwrap().check;
    assert_eq!(backup.text, "backup");
    assert_eq!(backup.hosts, ["web01", "web02"]);
    assert_eq!(backup.user.as_deref(), Some("root"));
    assert!(plan.guard("other").is_none());
    assert_eq!(plan.calendar.skip, [Weekday::Sat, Weekday::Sun]);
    let holidays: Vec<String> = plan
        .calendar
        .holidays
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(holidays, ["2026-12-25", "2027-01-01"]);
}

#[test]
fn what_is_walked_has_an_id_and_is_found_by_it() {
    let plan = sound(&sources());
    let ids: Vec<String> = plan.procedures().map(Procedure::id).collect();
    assert_eq!(ids, ["1", "2-3", "success-2", "rollback-2", "logs"]);
    for id in &ids {
        assert_eq!(plan.procedure(id).map(Procedure::id).as_ref(), Some(id));
    }
    let check = |id: &str, expect: &str| {
        let step = plan.step(id).map(|(procedure, _)| procedure.id());
        let check = plan.check(id).map(|(procedure, _)| procedure.id());
        assert_eq!(step.or(check).as_deref(), Some(expect), "{id}");
    };
    check("install", "1");
    check("has-disk", "1");
    check("seen", "2-3");
    check("fast", "success-2");
    check("back", "rollback-2");
    check("is-back", "rollback-2");
    check("read-logs", "logs");
    let (rollback, back) = plan.step("back").unwrap();
    assert_eq!(
        (rollback.title(), rollback.days()),
        ("Second", Some(DayRange { first: 3, last: 3 }))
    );
    assert_eq!(back.hosts, ["web01", "web02"]);
    let condition = plan.phases[1]
        .rollback
        .as_ref()
        .unwrap()
        .condition
        .as_deref();
    assert_eq!(condition, Some("It is not fast"));
    let (first, _) = plan.check("has-disk").unwrap();
    assert_eq!(first.before().len(), 1);
    assert_eq!(first.checks().len(), 1);
    assert_eq!(plan.procedure("logs").unwrap().title(), "Read the logs");
    assert_eq!(plan.risks[0].checks, ["serves", "fast"]);
    assert!(plan.procedure("success-1").is_none());
}

#[test]
fn a_quiz_is_read() {
    let plan = sound(&sources());
    let question = &plan.entries[1].quiz[0];
    assert_eq!((question.ask.as_str(), question.right), ("Which?", 2));
    assert_eq!(question.answers, ["This", "That"]);
    assert_eq!(question.because.as_deref(), Some("It is that."));
}

#[test]
fn a_copy_is_read() {
    let plan = sound(&sources());
    let (_, step) = plan.step("copied").unwrap();
    let StepAction::Copy(files) = &step.action else {
        panic!("{:?}", step.action);
    };
    let [whole, short] = files.as_slice() else {
        panic!("{files:?}");
    };
    assert_eq!(
        (whole.from.as_str(), whole.to.as_str()),
        ("files/nginx.conf", "/etc/nginx.conf")
    );
    assert_eq!(whole.owner.as_deref(), Some("root:root"));
    assert_eq!((whole.mode, whole.backup, whole.fill), (0o600, false, true));
    assert_eq!(&whole.content[..], b"listen 80; # $ADMIN\n");
    assert_eq!(short.to, "~/nginx.conf");
    assert_eq!((short.mode, short.backup, short.fill), (0o644, true, false));
    assert_eq!(short.owner, None);
    assert!(step.script().is_none() && !step.is_manual());
}

#[test]
fn what_a_step_waits_for_is_read() {
    let plan = sound(&sources());
    let (_, step) = plan.step("copied").unwrap();
    assert_eq!(step.serial, Some(1));
    assert_eq!(step.after, ["install", "serves"]);
    assert_eq!(step.guards, ["market", "backup"]);
    let until = Wait::Until {
        check: "serves".to_owned(),
        within: Duration::from_secs(3600),
    };
    assert_eq!(step.wait, Some(until));
    let asked = |hosts: &[&str], user: &str, run: &str| Condition::Script {
        hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        user: Some(user.to_owned()),
        run: run.to_owned(),
    };
    let variable = |name: &str, is: Option<&str>| Condition::Variable {
        name: name.to_owned(),
        is: is.map(str::to_owned),
    };
    let conditions = [
        variable("ADMIN", Some("[a-z]+")),
        variable("WEB01_IP", None),
        asked(&["web01", "web02"], "root", "test -e a"),
        asked(&[], "ops", "test -e b"),
        Condition::Step {
            id: "install".to_owned(),
            is: RequiredState::Passed,
        },
    ];
    assert_eq!(step.when, conditions);
    let (_, long) = plan.step("long").unwrap();
    assert_eq!(long.wait, Some(Wait::For(Duration::from_secs(600))));
    assert_eq!(long.after, ["copied"]);
    // The steps behind `after`, nearest first; `serves` is a check.
    assert_eq!(long.depends_on, ["copied", "install"]);
    assert_eq!(long.guards, ["market"]);
    assert_eq!(long.when.len(), 1);
    let (_, nested) = plan.step("nested").unwrap();
    // It only looks, and so rests on all that stands before it, the nearest first.
    assert_eq!(nested.depends_on, ["asks", "long", "copied", "by-hand"]);
}

#[test]
fn how_a_step_runs_is_read() {
    let plan = sound(&sources());
    let (_, long) = plan.step("long").unwrap();
    let retry = long.retry.unwrap();
    assert_eq!(
        (retry.within, retry.every),
        (Duration::from_secs(3600), Duration::from_secs(300))
    );
    let timeout = long.timeout.unwrap();
    assert_eq!(
        (timeout.after, timeout.kills),
        (Duration::from_secs(172_800), true)
    );
    assert!(long.detach && long.disconnects && !long.interactive);
    let save = long.save.as_ref().unwrap();
    assert_eq!(save.variable, "WEB02_IP");
    assert_eq!(save.pattern.as_deref(), Some(r"^address (\S+)$"));
    let (_, asks) = plan.step("asks").unwrap();
    assert!(asks.interactive && !asks.detach && !asks.disconnects);
    assert!(!asks.timeout.unwrap().kills);
    assert_eq!(asks.save.as_ref().unwrap().pattern, None);
    let (_, nested) = plan.step("nested").unwrap();
    assert_eq!(nested.inside, ["sudo -u postgres -i", "bash"]);
    let (_, by_hand) = plan.step("by-hand").unwrap();
    assert_eq!(by_hand.link.as_deref(), Some("https://example.com/"));
    let (_, load) = plan.check("load").unwrap();
    assert_eq!(
        load.again,
        [Duration::from_secs(3600), Duration::from_secs(14_400)]
    );
    assert!(load.live);
    let (_, seen) = plan.check("seen").unwrap();
    assert_eq!(seen.again, [Duration::from_secs(86_400)]);
}

#[test]
fn a_step_is_read() {
    let plan = sound(&sources());
    let (procedure, step) = plan.step("install").unwrap();
    let entry = procedure.entry().unwrap();
    assert_eq!(entry.tasks, ["Install", "Verify"]);
    assert_eq!(entry.author.as_deref(), Some("apt install nginx\n"));
    assert_eq!(step.tasks, [1, 2]);
    assert_eq!(step.hosts, ["web01", "web02", "control"]);
    assert_eq!(step.user.as_deref(), Some("root"));
    assert_eq!(
        step.action,
        StepAction::Run("apt-get install -y nginx\n".to_owned())
    );
    assert_eq!(step.unless.as_deref(), Some("command -v nginx"));
    assert_eq!(step.minutes, Some(2));
    assert_eq!(step.uses, ["DB_PASSWORD"]);
    assert_eq!(step.expect.exit, [0, 100]);
    assert_eq!(step.expect.warns, [3]);
    assert_eq!(step.expect.matches.as_deref(), Some("done"));
    assert_eq!(step.expect.not_matches.as_deref(), Some("^E:"));
    assert_eq!(
        (step.expect.at_most, step.expect.at_least),
        (Some(2.5), Some(1.0))
    );
    assert_eq!(step.expect.unit.as_deref(), Some("s"));
    assert!(step.changes);
    assert_eq!(
        (
            step.location.file.as_str(),
            step.location.line,
            step.location.column
        ),
        ("z.yml", 11, 5)
    );
    assert!(!plan.step("look").unwrap().1.changes);
}

#[test]
fn a_check_is_read() {
    let plan = sound(&sources());
    let check = plan.check("serves").unwrap().1;
    assert_eq!(check.text, "It serves: `curl`");
    assert_eq!(check.hosts, ["web02"]);
    assert_eq!(check.expect.exit, [0]);
    let retry = check.retry.unwrap();
    assert_eq!(
        (retry.within, retry.every),
        (Duration::from_secs(60), Duration::from_secs(2))
    );
    assert_eq!(check.timeout, Duration::from_secs(10));
    assert!(check.fresh);
    let seen = plan.check("seen").unwrap().1;
    assert_eq!((seen.run.as_deref(), seen.hosts.len()), (None, 0));
}

#[test]
fn a_single_host_needs_no_on() {
    let day = "days: 1\ntitle: T\nsteps:\n  - {id: a, title: A, run: 'true', changes: false}\n";
    assert_eq!(sound(&with_day(day)).step("a").unwrap().1.hosts, ["here"]);
}

#[test]
fn lines_may_end_as_on_windows() {
    let mut sources = sources();
    let unix = sound(&sources);
    let is_copied = |source: &&mut SourceFile| source.path.starts_with("files/");
    for source in sources.iter_mut().filter(|source| !is_copied(source)) {
        source.bytes = String::from_utf8_lossy(&source.bytes)
            .replace('\n', "\r\n")
            .into_bytes();
    }
    let windows = sound(&sources);
    assert_eq!(windows.entries, unix.entries);
}

#[test]
fn the_digest_knows_every_file_and_no_order() {
    let digest = |sources: &[SourceFile]| sound(sources).digest.clone();
    let mut turned = sources();
    turned.reverse();
    assert_eq!(digest(&turned), digest(&sources()));
    let mut renamed = sources();
    at(&mut renamed, "README.md").path = "README2.md".to_owned();
    assert_ne!(digest(&renamed), digest(&sources()));
    let mut changed = sources();
    at(&mut changed, "README.md").bytes.push(b' ');
    assert_ne!(digest(&changed), digest(&sources()));
    assert_eq!(digest(&sources()).len(), 64);
}
