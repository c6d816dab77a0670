//! The reference page of the command line, made from the command line itself.

use clap::Command;

const INTRODUCTION: &str = "\
# The command line

PLAN is the folder of a plan. Without it, daymark uses the built-in plan.

| exit status | meaning |
|---|---|
| 0 | Done. |
| 1 | A check or step failed, the plan has errors, or a host refused or could not be reached. |
| 2 | Wrong usage. |
| 3 | Only a person can continue: a password, an approval, a missing value, an unknown result. |

Options that all subcommands share may also come before the subcommand.
";

/// An example of each subcommand that needs no walk of the reader's own.
const EXAMPLES: [(&str, &str); 15] = [
    ("check", "daymark check"),
    ("show", "daymark show --day 2"),
    ("status", "daymark status --json"),
    ("run", "daymark run --day 1 --dry-run"),
    (
        "note",
        "daymark note --day 2 \"The provider's image had no sudo\"",
    ),
    ("journal", "daymark journal --json"),
    ("journal verify", "daymark journal verify"),
    ("report", "daymark report --format md"),
    ("calendar", "daymark calendar"),
    ("paths", "daymark paths --json"),
    ("keys", "daymark keys --markdown"),
    ("new", "daymark new bakery"),
    ("schema", "daymark schema day"),
    ("completions", "daymark completions bash"),
    ("man", "daymark man run"),
];

/// Returns the page: usage, options and an example of each subcommand.
pub(super) fn page(program: Command) -> String {
    // The page is the same in every environment.
    let mut program = program.mut_args(|argument| argument.hide_env_values(true));
    program.build();
    let mut page = INTRODUCTION.to_owned();
    add(&program, "daymark", &mut page);
    page
}

fn add(command: &Command, name: &str, page: &mut String) {
    let help = command.clone().term_width(100).render_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!(
        "\n## {name}\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    ));
    let subcommand = name.strip_prefix("daymark ");
    let example = EXAMPLES
        .iter()
        .find(|(known, _)| Some(*known) == subcommand);
    if let Some((_, example)) = example {
        page.push_str(&format!("\nExample:\n\n```console\n{example}\n```\n"));
    }
    for below in command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
    {
        add(below, &format!("{name} {}", below.get_name()), page);
    }
}
