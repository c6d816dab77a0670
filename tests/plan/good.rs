//! What a good plan becomes.

use std::time::Duration;

use daymark::plan::{Action, Address, Days, Every, Plan, Source, read, trust_digest};

use crate::folder::{plan, told, with_day};

const PLAN: &str = r#"# A plan that uses every key.
daymark: 1
id: every-key
title: "Every key: used"
shell: bash
hosts:
  control: {local: true, about: The machine you sit at}
  web01:   {ssh: "$ADMIN@$WEB01_IP", production: true}
  web02:   {ssh: "root@${WEB02_IP}"}
  web:     {group: [web01, web02]}
variables:
  ADMIN:
  WEB01_IP:    {ask: The first address, example: "203.0.113.7", match: '[0-9.]+'}
  WEB02_IP:    {ask: The second address, default: "203.0.113.8"}
  DB_PASSWORD: {secret: true, optional: true}
  VAULT_KEY:   {secret: true, from: pass show key, generate: openssl rand -hex 24, keep: pass insert -m key}
guards:
  market: {about: The market is closed, on: control, run: ./closed, expect: 'yes', timeout: 5s, uses: ADMIN}
  backup: {on: web, as: root, run: test -e backup}
calendar: {skip: [sat, sun], holidays: [2026-12-25, "2027-01-01"]}
weeks: [{title: First week, days: 1-3}]
phases:
  - title: Second
    days: 3
    goal: G
    cost: ~$50/month
    capacity: "1,000 users"
    deliverables: [D]
    success:
      - {id: fast, check: It is fast, on: web01, run: ./measure, at_most: 2.0, unit: s}
    rollback:
      if: It is not fast
      steps:
        - {id: back, title: Go back, on: web, run: ./back, no_unless: Always, no_undo: It is one}
      checks:
        - {id: is-back, check: It is back, on: web, run: ./is-back}
  - {title: First, days: 1-2}
risks:
  - {risk: R, mitigation: M, contingency: C, days: [1, 2-3], checks: [serves, fast]}
recurring:
  - id: logs
    every: week
    since: 2
    do: Read the logs
    steps: [{id: read-logs, title: Read, manual: Read them.}]
    checks: [{id: logs-read, check: Nothing is odd}]
next_actions: [Read this plan]
"#;

const LATER: &str = r#"days: 2-3
title: Later
steps:
  - id: by-hand
    title: Look
    manual: Look at it.
    link: https://example.com/
  - id: copied
    title: Configure
    on: web
    as: root
    serial: 1
    when:
      - {variable: ADMIN, is: "[a-z]+"}
      - {variable: WEB01_IP}
      - {on: web, run: test -e a}
      - {as: ops, run: test -e b}
      - {step: install, is: passed}
    after: [install, serves]
    guard: [market, backup]
    wait: {until: serves, for: 1h}
    copy:
      - {from: files/nginx.conf, to: /etc/nginx.conf, owner: "root:root", mode: "0600", backup: false, fill: true}
      - {from: files/nginx.conf, to: ~/nginx.conf}
  - id: long
    title: Take long
    on: web01
    wait: 10m
    after: copied
    guard: market
    when: {step: copied, is: undone}
    run: ./long
    unless: ./done
    no_undo: It is only read
    retry: {for: 1h, every: 5m}
    timeout: {after: 2d, then: end}
    detach: true
    disconnects: true
    save: {name: WEB02_IP, match: '^address (\S+)$'}
  - id: asks
    title: Ask
    on: web01
    changes: false
    run: vi
    interactive: true
    timeout: 10m
    save: ADMIN
  - {id: nested, title: Nest, on: web01, changes: false, run: ls, inside: [sudo -u postgres -i, bash]}
checks:
  - {id: seen, check: You saw it, again: 24h}
  - {id: load, check: The load is low, on: web01, run: uptime, again: [1h, 4h], live: true}
quiz:
  - {ask: Which?, answers: [This, That], right: 2, because: It is that.}
"#;

const FIRST: &str = r#"days: 1
title: First
tasks: [Install, Verify]
author: |
  apt install nginx
objective: It runs.
see: [README.md]
before:
  - {id: has-disk, check: There is room, on: web01, run: ./room}
steps:
  - id: install
    task: [1, 2]
    title: Install
    on: [web, control]
    as: root
    run: |
      apt-get install -y nginx
    unless: command -v nginx
    undo: apt-get remove -y nginx
    danger: None.
    explain: It serves.
    differs: It asks nothing.
    minutes: 2
    uses: DB_PASSWORD
    exit: [0, 100]
    expect: 'done'
    expect_not: '^E:'
    at_most: 2.5
    at_least: 1
    unit: s
    warns: 3
  - {id: look, task: 2, title: Look, on: control, run: "true", changes: false}
  - {id: forced, title: Force, on: web01, run: "true", no_unless: Always, no_undo: Never}
checks:
  - id: serves
    check: "It serves: `curl`"
    task: 2
    on: web02
    as: root
    run: curl -s localhost
    expect: nginx
    retry: {for: 1m, every: 2s}
    timeout: 10s
    fresh: true
    explain: Look at the journal.
    uses: [ADMIN]
"#;

fn sources() -> Vec<Source> {
    plan(&[
        ("z.yml", FIRST),
        ("plan.yaml", PLAN),
        ("a.yaml", LATER),
        ("README.md", "Read me."),
        ("files/nginx.conf", "listen 80;"),
    ])
}

fn sound(sources: &[Source]) -> Plan {
    read(sources)
        .plan
        .unwrap_or_else(|| panic!("{}", told(sources)))
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
            "look",
            "forced",
            "has-disk",
            "serves",
            "by-hand",
            "copied",
            "long",
            "asks",
            "nested",
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
}

#[test]
fn the_large_parts_are_read() {
    let plan = sound(&sources());
    let second = &plan.phases[1];
    assert_eq!(second.cost.as_deref(), Some("~$50/month"));
    assert_eq!(second.capacity.as_deref(), Some("1,000 users"));
    assert_eq!(second.deliverables, ["D"]);
    assert_eq!(plan.weeks[0].days, Days { first: 1, last: 3 });
    assert_eq!(
        plan.risks[0].days,
        [Days { first: 1, last: 1 }, Days { first: 2, last: 3 }]
    );
    assert_eq!(
        (plan.recurring[0].every, plan.recurring[0].since),
        (Every::Week, 2)
    );
    assert_eq!(plan.next_actions, ["Read this plan"]);
}

#[test]
fn a_step_is_read() {
    let plan = sound(&sources());
    let (sheet, step) = plan.step("install").unwrap();
    let entry = sheet.entry().unwrap();
    assert_eq!(entry.tasks, ["Install", "Verify"]);
    assert_eq!(entry.author.as_deref(), Some("apt install nginx\n"));
    assert_eq!(step.tasks, [1, 2]);
    assert_eq!(step.hosts, ["web01", "web02", "control"]);
    assert_eq!(step.user.as_deref(), Some("root"));
    assert_eq!(
        step.action,
        Action::Run("apt-get install -y nginx\n".to_owned())
    );
    assert_eq!(step.unless.as_deref(), Some("command -v nginx"));
    assert_eq!(step.minutes, Some(2));
    assert_eq!(step.uses, ["DB_PASSWORD"]);
    assert_eq!(step.expect.exit, [0, 100]);
    assert_eq!(step.expect.warns, [3]);
    assert_eq!(step.expect.matches.as_deref(), Some("done"));
    assert_eq!(step.expect.never.as_deref(), Some("^E:"));
    assert_eq!(
        (step.expect.at_most, step.expect.at_least),
        (Some(2.5), Some(1.0))
    );
    assert_eq!(step.expect.unit.as_deref(), Some("s"));
    assert!(step.changes);
    assert_eq!(
        (step.place.file.as_str(), step.place.line, step.place.column),
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
    for source in &mut sources {
        source.bytes = String::from_utf8_lossy(&source.bytes)
            .replace('\n', "\r\n")
            .into_bytes();
    }
    let windows = sound(&sources);
    assert_eq!(windows.entries, unix.entries);
}

#[test]
fn the_digest_knows_every_file_and_no_order() {
    let digest = |sources: &[Source]| sound(sources).digest;
    let mut turned = sources();
    turned.reverse();
    assert_eq!(digest(&turned), digest(&sources()));
    let mut renamed = sources();
    renamed[3].path = "README2.md".to_owned();
    assert_ne!(digest(&renamed), digest(&sources()));
    let mut changed = sources();
    changed[3].bytes.push(b' ');
    assert_ne!(digest(&changed), digest(&sources()));
    assert_eq!(digest(&sources()).len(), 64);
}

#[test]
fn trust_is_asked_again_only_for_what_runs_here_and_for_addresses() {
    let trust = |from: &str, to: &str| {
        let files = [
            ("plan.yaml", PLAN),
            ("z.yml", FIRST),
            ("a.yaml", LATER),
            ("files/nginx.conf", "listen 80;"),
        ];
        let files = files.map(|(path, text)| (path, text.replacen(from, to, 1)));
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        trust_digest(&sound(&plan(&files)))
    };
    let before = trust("", "");
    let check = |from: &str, to: &str, again: bool| {
        assert_eq!(trust(from, to) != before, again, "{from} -> {to}");
    };
    check("title: Look", "title: Have a look", false);
    check("run: curl -s localhost", "run: curl localhost", false);
    check("apt-get install -y", "apt install -y", true);
    check("command -v nginx", "which nginx", true);
    check("as: root\n    run", "as: ops\n    run", true);
    check("root@${WEB02_IP}", "admin@${WEB02_IP}", true);
    check("{local: true", "{ssh: control", true);
}
