//! The record of a step.

use super::{
    common_keys, condition, copy, expectation,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    run_options,
};

/// The maximum of `serial`.
pub(super) const MOST_AT_ONCE: i64 = 1000;

/// The maximum of `minutes`: a week.
pub(super) const MOST_MINUTES: i64 = 7 * 24 * 60;

/// A step.
pub(super) static STEP: ObjectFormat = ObjectFormat::new(
    "step",
    "a step",
    "One action on hosts or by the operator.",
    &[KEYS, expectation::KEYS],
)
.one_of(&["run", "copy", "manual"]);

/// The keys that need a script.
const SCRIPT: &[&str] = &["run"];

/// The keys that need a host.
const ON_HOST: &[&str] = &["run", "copy"];

const KEYS: &[KeyRecord] = &[
    KeyRecord::new(
        "id",
        ValueFormat::Id,
        "nginx",
        "The id: unique in the plan, and the same for the life of the plan.",
    )
    .required(),
    KeyRecord::new(
        "title",
        ValueFormat::Text,
        "Install nginx",
        "The action in a few words.",
    )
    .required(),
    common_keys::TASK,
    common_keys::ON,
    common_keys::AS.only_with(ON_HOST),
    KeyRecord::new(
        "run",
        ValueFormat::Script,
        "apt-get -y install nginx < /dev/null",
        "The script.",
    ),
    KeyRecord::new(
        "copy",
        ValueFormat::OneOrList(&copy::COPY),
        "{from: files/site.conf, to: /etc/nginx/site.conf}",
        "Files of the plan to copy to the hosts. daymark shows the difference before it writes.",
    ),
    KeyRecord::new(
        "manual",
        ValueFormat::Text,
        "Order the domain at the registrar.",
        "Instructions for the operator, who does the step by hand.",
    ),
    KeyRecord::new(
        "link",
        ValueFormat::Link,
        "https://example.com/",
        "The page to open for a manual step.",
    )
    .only_with(&["manual"]),
    KeyRecord::new(
        "unless",
        ValueFormat::Script,
        "dpkg -s nginx",
        "A script that succeeds if the step is already done. The step then passes without `run`.",
    )
    .only_with(ON_HOST),
    KeyRecord::new(
        "no_unless",
        ValueFormat::Text,
        "Every run takes a new backup.",
        "The reason why there is no `unless`.",
    )
    .excludes(&["unless"]),
    KeyRecord::new(
        "undo",
        ValueFormat::Script,
        "apt-get -y remove nginx < /dev/null",
        "A script that undoes the step.",
    )
    .only_with(ON_HOST),
    KeyRecord::new(
        "no_undo",
        ValueFormat::Text,
        "A sent mail cannot be recalled.",
        "The reason why undo is unnecessary or impossible.",
    )
    .excludes(&["undo"]),
    KeyRecord::new(
        "changes",
        ValueFormat::Boolean,
        "false",
        "Whether the step changes the host. A step that changes nothing needs no `undo`, and is \
         reopened when an earlier step of the day is undone.",
    )
    .default("true"),
    KeyRecord::new(
        "when",
        ValueFormat::OneOrList(&condition::CONDITION),
        "{variable: REGION, is: eu}",
        "Conditions. The step is skipped unless all of them are met.",
    ),
    KeyRecord::new(
        "after",
        ValueFormat::Names,
        "[nginx, answers]",
        "Ids of steps and checks that must have passed before it. The step is reopened when one \
         of these steps is undone.",
    ),
    KeyRecord::new(
        "guard",
        ValueFormat::Names,
        "market",
        "Guards of `plan.yaml` to run right before it. The step waits until they pass.",
    )
    .only_with(ON_HOST),
    KeyRecord::new(
        "wait",
        ValueFormat::Either(&ValueFormat::Duration, &run_options::WAIT),
        "10m",
        "A delay before it runs: a duration, or until a check passes.",
    ),
    KeyRecord::new(
        "danger",
        ValueFormat::Text,
        "The shop is closed while it installs.",
        "The possible damage. The step then needs an approval.",
    ),
    KeyRecord::new(
        "explain",
        ValueFormat::Text,
        "nginx serves the shop.",
        "The reason for the step, and how to fix a failure.",
    ),
    KeyRecord::new(
        "differs",
        ValueFormat::Text,
        "It installs without questions.",
        "The difference from the author's commands, and the reason for it.",
    ),
    KeyRecord::new(
        "minutes",
        ValueFormat::Integer(0, MOST_MINUTES),
        "2",
        "A realistic duration in minutes.",
    ),
    KeyRecord::new(
        "serial",
        ValueFormat::Integer(1, MOST_AT_ONCE),
        "1",
        "The number of hosts to run on at the same time. It stops at the first failure. Without \
         it, the step runs on all hosts at once.",
    )
    .only_with(ON_HOST),
    common_keys::USES.only_with(SCRIPT),
    common_keys::RETRY.only_with(SCRIPT),
    KeyRecord::new(
        "timeout",
        ValueFormat::Either(&ValueFormat::Duration, &run_options::TIMEOUT),
        "10m",
        "The time limit. After it, daymark asks what to do, or ends the step with `then: end`.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "shell",
        ValueFormat::Text,
        "sh",
        "The shell that `run` and `undo` are written for, instead of that of the host. A host \
         that lacks it refuses the step.",
    )
    .only_with(SCRIPT)
    .excludes(&["in_shell"]),
    KeyRecord::new(
        "in_shell",
        ValueFormat::Boolean,
        "true",
        "Whether it runs in the pane's shell itself, which it changes for what is typed there. \
         Other steps do not notice.",
    )
    .default("false")
    .only_with(SCRIPT)
    .excludes(&["as", "detach", "retry"]),
    KeyRecord::new(
        "interactive",
        ValueFormat::Boolean,
        "true",
        "Whether it reads input: the pane gets the keyboard until it ends.",
    )
    .default("false")
    .only_with(SCRIPT)
    .excludes(&["inside", "detach"]),
    KeyRecord::new(
        "inside",
        ValueFormat::Scripts,
        "sudo -u postgres -i",
        "The command that opens the shell it runs in. A list nests, outermost first.",
    )
    .only_with(SCRIPT)
    .excludes(&["detach", "as"]),
    KeyRecord::new(
        "detach",
        ValueFormat::Boolean,
        "true",
        "Whether it continues without a connection. daymark reads its result later.",
    )
    .default("false")
    .only_with(SCRIPT),
    KeyRecord::new(
        "disconnects",
        ValueFormat::Boolean,
        "true",
        "Whether it ends its own connection, as a reboot does. daymark reconnects and runs \
         `unless` to get the result.",
    )
    .default("false")
    .only_with(SCRIPT)
    .needs(&[("unless", "which reports the result")]),
    KeyRecord::new(
        "save",
        ValueFormat::Either(&ValueFormat::Text, &run_options::SAVE),
        "SERVER_ID",
        "The variable that gets its output.",
    )
    .only_with(SCRIPT),
];
