//! The help of all subcommands, in one layout: usage, examples, own options, shared options, exit
//! statuses.

use clap::Command;

/// The order of the parts.
const LAYOUT: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// The end of every help.
const STATUSES: &str = "Exit statuses:
  0  done
  1  something is not so, or a host refused or could not be reached
  2  wrong usage
  3  only a person can go on: password, host key, approval, missing value, unknown result";

/// The usage and the examples of a subcommand, by the words that call it.
const HELP: &[(&str, &str, &[&str])] = &[
    (
        "daymark",
        "daymark [PLAN] [OPTIONS]\n       daymark <COMMAND>",
        &["daymark", "daymark bakery", "daymark run bakery --day 1"],
    ),
    (
        "daymark check",
        "daymark check [PLAN] [OPTIONS]",
        &["daymark check bakery", "daymark check bakery --json"],
    ),
    (
        "daymark show",
        "daymark show [PLAN] [OPTIONS]",
        &["daymark show bakery --day 2", "daymark show bakery --json"],
    ),
    (
        "daymark status",
        "daymark status [PLAN] [OPTIONS]",
        &[
            "daymark status bakery",
            "daymark status bakery --walk practice",
        ],
    ),
    (
        "daymark run",
        "daymark run [PLAN] --day N [OPTIONS]\n       \
         daymark run [PLAN] --recurring ID|--rollback PHASE|--success PHASE [OPTIONS]\n       \
         daymark run [PLAN] --attest|--skip|--waive|--untick|--done|--undo|--end ID …",
        &[
            "daymark run bakery --day 1 --dry-run",
            "daymark run bakery --day 1 --yes --production shop",
            "daymark run bakery --attest smells-good \"I saw the page\"",
        ],
    ),
    (
        "daymark note",
        "daymark note [PLAN] TEXT --day N [OPTIONS]",
        &["daymark note bakery \"The image had no sudo\" --day 2"],
    ),
    (
        "daymark journal",
        "daymark journal [PLAN] [OPTIONS]\n       daymark journal <COMMAND>",
        &["daymark journal bakery", "daymark journal verify bakery"],
    ),
    (
        "daymark journal verify",
        "daymark journal verify [PLAN] [OPTIONS]",
        &["daymark journal verify bakery"],
    ),
    (
        "daymark journal accept",
        "daymark journal accept [PLAN] --why TEXT [OPTIONS]",
        &["daymark journal accept bakery --why \"A disk failed\""],
    ),
    (
        "daymark journal restore",
        "daymark journal restore FILE [OPTIONS]",
        &["daymark journal restore bakery.tar.zst"],
    ),
    (
        "daymark report",
        "daymark report [PLAN] [OPTIONS]",
        &[
            "daymark report bakery --format html -o report.html",
            "daymark report bakery --handover --accept",
            "daymark report bakery --gate failed=0,unknown=0",
        ],
    ),
    (
        "daymark calendar",
        "daymark calendar [PLAN] [OPTIONS]",
        &["daymark calendar bakery --ics bakery.ics"],
    ),
    (
        "daymark replay",
        "daymark replay [PLAN] ID|--day N|FILE.cast [OPTIONS]",
        &[
            "daymark replay bakery oven-on",
            "daymark replay bakery --day 1",
        ],
    ),
    (
        "daymark stats",
        "daymark stats [PLAN] [OPTIONS]",
        &["daymark stats bakery"],
    ),
    (
        "daymark new",
        "daymark new FOLDER [OPTIONS]\n       daymark new --day N PLAN [OPTIONS]",
        &["daymark new bakery", "daymark new --day 2 bakery"],
    ),
    (
        "daymark completions",
        "daymark completions bash|zsh|fish [OPTIONS]",
        &["daymark completions bash"],
    ),
    (
        "daymark man",
        "daymark man [SUBCOMMAND] [OPTIONS]",
        &["daymark man", "daymark man run"],
    ),
    (
        "daymark paths",
        "daymark paths [PLAN] [OPTIONS]",
        &["daymark paths bakery"],
    ),
    (
        "daymark keys",
        "daymark keys [OPTIONS]",
        &["daymark keys --markdown"],
    ),
    (
        "daymark schema",
        "daymark schema [FILE] [OPTIONS]",
        &["daymark schema plan"],
    ),
];

/// Returns a command with the layout for it and for all its subcommands.
pub(super) fn with_help(command: Command) -> Command {
    laid_out(command, "")
}

fn laid_out(mut command: Command, above: &str) -> Command {
    let name = command.get_name().to_owned();
    let words = format!("{above} {name}").trim_start().to_owned();
    command = command.help_template(LAYOUT).after_help(STATUSES);
    let found = HELP.iter().find(|(known, ..)| *known == words);
    let examples = if let Some((_, usage, examples)) = found {
        command = command.override_usage(*usage);
        examples.join("\n  ")
    } else {
        words.clone()
    };
    command
        .before_help(format!("Examples:\n  {examples}"))
        .mut_subcommands(|inner| laid_out(inner, &words))
}
