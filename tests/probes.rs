//! Probes beside the pane: a result counts only with all marks, on any account.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot have its own world has failed"
)]

mod scene;

use std::time::Duration;

use daymark::port::{Probe, Request, Script, Transport};
use daymark::progress::Termination;
use scene::sshd::{Account, with_sshd};
use scene::{ODD, Scene, bare, local, script, target};
use tokio::task::{JoinSet, LocalSet};

const LONG: Duration = Duration::from_secs(20);
/// How many accounts are asked at once.
const AT_ONCE: usize = 8;
/// What every account is asked.
const QUESTION: &str = "echo out; echo err >&2; cat; false | true || exit 4; \
                        case $-${SHELLOPTS-}${BASHOPTS-} in *f*C*|*posix*|*nullglob*) exit 5 ;; esac; exit 3";

/// What an account must answer.
enum Expect {
    /// The true exit status and the script's output, and nothing else.
    Result,
    /// The script did not begin, for a reason with this text.
    NotBegun(&'static str),
    /// The script began, and its end is not known, for a reason with this text.
    Lost(&'static str),
    /// No answer came in time.
    Late,
}

const fn account(
    name: &'static str,
    login: &'static str,
    files: &'static [(&'static str, &'static str)],
) -> Account {
    Account { name, login, files }
}

/// The login shell that sshd would start.
const BASH: &str = r#"exec bash -c "$SSH_ORIGINAL_COMMAND""#;
const ZSH: &str = r#"exec zsh -c "$SSH_ORIGINAL_COMMAND""#;
const FISH: &str = r#"exec fish -c "$SSH_ORIGINAL_COMMAND""#;
const TCSH: &str = r#"exec tcsh -c "$SSH_ORIGINAL_COMMAND""#;
const KSH: &str = r#"exec ksh -c "$SSH_ORIGINAL_COMMAND""#;
const MKSH: &str = r#"exec mksh -c "$SSH_ORIGINAL_COMMAND""#;
const ASH: &str = r#"exec busybox ash -c "$SSH_ORIGINAL_COMMAND""#;
const RBASH: &str = r#"exec rbash -c "$SSH_ORIGINAL_COMMAND""#;

#[rustfmt::skip]
static ACCOUNTS: &[(Account, Expect)] = &[
    // Login shells and rc files that print.
    (account("bash", BASH, &[(".bashrc", "echo noise; echo noise >&2")]), Expect::Result),
    (account("zsh", ZSH, &[(".zshenv", "echo noise; echo noise >&2")]), Expect::Result),
    (account("fish", FISH, &[(".config/fish/config.fish", "echo noise; echo noise >&2")]), Expect::Result),
    (account("tcsh", TCSH, &[(".tcshrc", "echo noise")]), Expect::Result),
    (account("ksh", KSH, &[]), Expect::Result),
    (account("mksh", MKSH, &[]), Expect::Result),
    (account("busybox", ASH, &[]), Expect::Result),
    (account("a-lot", BASH, &[(".bashrc", "seq 1 100000; seq 1 100000 >&2")]), Expect::Result),
    (account("no-newline", BASH, &[(".bashrc", "printf noise; printf noise >&2")]), Expect::Result),
    (account("looks-like-a-mark", BASH, &[(".bashrc", "echo '{daymark:0:0}{daymark:'")]), Expect::Result),
    (account("options", BASH, &[(".bashrc", "export SHELLOPTS; set -eux -o allexport")]), Expect::Result),
    (account("bash-env", BASH, &[(".bashrc", "export BASH_ENV=~/.env"), (".env", "echo noise; trap 'echo bye' EXIT")]), Expect::Result),
    (account("shell-options", BASH, &[(".bashrc", "set -f -C -o posix; set -o pipefail; shopt -s nocaseglob nullglob; export SHELLOPTS BASHOPTS POSIXLY_CORRECT ENV=~/.env"), (".env", "echo noise; exit 0")]), Expect::Result),
    (account("trap", BASH, &[(".bashrc", "trap 'echo bye' EXIT")]), Expect::Result),
    (account("background", BASH, &[(".bashrc", "(sleep 2; echo late) &")]), Expect::Result),
    (account("goes-on", "sh -c \"$SSH_ORIGINAL_COMMAND\"; echo bye; echo bye >&2; exit 9", &[]), Expect::Result),
    (account("stays", "sh -c \"$SSH_ORIGINAL_COMMAND\"; exec cat >/dev/null", &[]), Expect::Result),
    (account("no-setsid", "mkdir bin; for p in sh bash cat sleep; do ln -s \"$(command -v $p)\" bin; done; PATH=$HOME/bin exec sh -c \"$SSH_ORIGINAL_COMMAND\"", &[]), Expect::Result),
    // Accounts that run no command.
    (account("welcome", "echo 'Welcome. This account is for backups only.'", &[]), Expect::NotBegun("login shell ended without running the script: it printed \"Welcome. This account is for backups only.\"")),
    (account("true", "exec /bin/true -c \"$SSH_ORIGINAL_COMMAND\"", &[]), Expect::NotBegun("it printed nothing")),
    (account("false", "exec /bin/false", &[]), Expect::NotBegun("it printed nothing")),
    (account("nologin", "exec /usr/sbin/nologin -c \"$SSH_ORIGINAL_COMMAND\"", &[]), Expect::NotBegun("not available")),
    (account("exit-0", BASH, &[(".bashrc", "echo hello; exit 0")]), Expect::NotBegun("it printed \"hello\"")),
    (account("return-in-zshenv", ZSH, &[(".zshenv", "exit 0")]), Expect::NotBegun("it printed nothing")),
    (account("fish-ends", FISH, &[(".config/fish/config.fish", "exec true")]), Expect::NotBegun("it printed nothing")),
    (account("restricted", RBASH, &[]), Expect::NotBegun("restricted")),
    (account("forced", "exec uptime -p", &[]), Expect::NotBegun("it printed \"up ")),
    (account("forced-fails", "echo 'not allowed' >&2; exit 1", &[]), Expect::NotBegun("it printed \"not allowed\"")),
    (account("killed", "kill -KILL $$", &[]), Expect::Lost("")),
    (account("git", "exec git-shell -c \"$SSH_ORIGINAL_COMMAND\" || echo no git", &[]), Expect::NotBegun("")),
    (account("missing", "exec /no/such/shell", &[]), Expect::NotBegun("/no/such/shell")),
    (account("echo", "printf '%s\\n' \"$SSH_ORIGINAL_COMMAND\"; head -n 3", &[]), Expect::NotBegun("it printed \"exit\"")),
    (account("cat", "exec cat", &[]), Expect::Late),
    // Shells that take the script for their own commands.
    (account("exec-zsh", BASH, &[(".bashrc", "exec zsh")]), Expect::NotBegun("")),
    (account("exec-zsh-i", BASH, &[(".bashrc", "exec zsh -f -i")]), Expect::NotBegun("")),
    (account("exec-dash", BASH, &[(".bashrc", "exec dash")]), Expect::NotBegun("")),
    (account("exec-tcsh", BASH, &[(".bashrc", "exec tcsh")]), Expect::NotBegun("")),
    (account("ignores-command", "exec bash -l", &[(".bash_profile", "echo hello")]), Expect::NotBegun("")),
    // Files that eat what is sent.
    (account("eats-a-line", BASH, &[(".bashrc", "read -r x")]), Expect::NotBegun("did not arrive whole")),
    (account("eats-a-byte", BASH, &[(".bashrc", "read -r -n 1 x")]), Expect::NotBegun("did not arrive whole")),
    (account("eats-a-block", BASH, &[(".bashrc", "dd bs=100 count=1 >/dev/null 2>&1")]), Expect::NotBegun("did not arrive whole")),
    (account("eats-all", BASH, &[(".bashrc", "cat >/dev/null")]), Expect::Late),
    (account("exec-fish", BASH, &[(".bashrc", "exec fish")]), Expect::Late),
    (account("closed-stdin", BASH, &[(".bashrc", "exec </dev/null")]), Expect::NotBegun("did not arrive whole")),
    (account("hangs", "exec sleep 1000", &[]), Expect::Late),
    // Streams that do not come back as they were written.
    (account("one-stream", BASH, &[(".bashrc", "exec 2>&1")]), Expect::Lost("did not return the standard error")),
    (account("no-stderr", BASH, &[(".bashrc", "exec 2>/dev/null")]), Expect::Lost("did not return the standard error")),
    (account("no-stdout", BASH, &[(".bashrc", "exec >/dev/null")]), Expect::Lost("did not return the standard output")),
    (account("terminal", "exec script -qec \"$SSH_ORIGINAL_COMMAND\" /dev/null", &[]), Expect::Lost("did not return the standard error")),
    (account("dropped", "sh -c \"$SSH_ORIGINAL_COMMAND\" | head -c 60", &[]), Expect::Lost("")),
];

impl Expect {
    /// Says what is wrong with an answer.
    fn fault(&self, whose: &str, answer: &(Termination, String, String)) -> Option<String> {
        let fits = match (self, &answer.0) {
            (Self::Result, _) => {
                *answer
                    == (
                        Termination::Exited(3),
                        "out\n".to_owned(),
                        "err\n".to_owned(),
                    )
            }
            (Self::NotBegun(part), Termination::NotStarted(why))
            | (Self::Lost(part), Termination::Lost(why)) => why.contains(part),
            (Self::Late, Termination::TimedOut) => true,
            (Self::NotBegun(_) | Self::Lost(_) | Self::Late, _) => false,
        };
        (!fits).then(|| format!("{whose}: {answer:?}"))
    }

    fn patience(&self) -> Duration {
        match self {
            Self::Late => Duration::from_secs(1),
            Self::Result | Self::NotBegun(_) | Self::Lost(_) => LONG,
        }
    }
}

fn on(host: &str, shell: &str) -> Scene {
    Scene::new(target(host, Transport::Ssh(host.to_owned()), shell))
}

async fn ask((account, expect): &'static (Account, Expect)) -> Option<String> {
    let mut scene = on(account.name, "bash");
    let answer = scene.asked(bare(QUESTION), expect.patience()).await;
    expect.fault(account.name, &answer)
}

#[test]
fn no_account_forges_a_result() {
    with_sshd("no_account_forges_a_result", async |mut sshd| {
        sshd.add_accounts(ACCOUNTS.iter().map(|(account, _)| account));
        let all = async {
            let mut faults = Vec::new();
            for some in ACCOUNTS.chunks(AT_ONCE) {
                let mut asked = JoinSet::new();
                for account in some {
                    asked.spawn_local(ask(account));
                }
                while let Some(answer) = asked.join_next().await {
                    faults.extend(answer.unwrap());
                }
            }
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        };
        LocalSet::new().run_until(all).await;
    });
}

/// Settings of sshd, each on a server of its own port, and what a probe must answer there.
#[rustfmt::skip]
static SETTINGS: &[(&[&str], Expect)] = &[
    (&["PermitTTY no", "DisableForwarding yes"], Expect::Result),
    (&["SetEnv HOME=/nonexistent BASH_ENV=/nonexistent ENV=/nonexistent"], Expect::Result),
    (&["ForceCommand sh -c \"$SSH_ORIGINAL_COMMAND\" # wrapped"], Expect::Result),
    (&["ForceCommand internal-sftp"], Expect::NotBegun("")),
    (&["ForceCommand /bin/true"], Expect::NotBegun("it printed nothing")),
    (&["ForceCommand echo This service allows sftp connections only."], Expect::NotBegun("it printed \"This service allows sftp connections only.\"")),
    (&["MaxSessions 0"], Expect::NotBegun("")),
    (&["ChrootDirectory /nonexistent"], Expect::NotBegun("")),
];

#[test]
fn no_setting_of_sshd_forges_a_result() {
    with_sshd("no_setting_of_sshd_forges_a_result", async |mut sshd| {
        for (lines, expect) in SETTINGS {
            sshd.only_with(lines);
            let answer = on("lab", "bash").asked(bare(QUESTION), LONG).await;
            let fault = expect.fault(&lines.join(", "), &answer);
            assert_eq!(fault, None);
        }
    });
}

/// Asks over a connection of its own.
async fn asked_afresh(host: &str, text: &str) -> (Termination, String, String) {
    let mut scene = on(host, "bash");
    let request_id = scene.request_id();
    scene.world.perform(Request::Probe(Probe {
        request_id,
        target: scene.target.clone(),
        script: bare(text),
        timeout: LONG,
        fresh: true,
        after: Duration::ZERO,
        query: Box::default(),
        evidence: None,
    }));
    scene.answered(request_id).await
}

#[test]
fn a_connection_of_its_own_is_judged_alike() {
    with_sshd(
        "a_connection_of_its_own_is_judged_alike",
        async |mut sshd| {
            sshd.add_accounts(ACCOUNTS.iter().map(|(account, _)| account));
            let whole =
                |exit, out: &str| (Termination::Exited(exit), out.to_owned(), String::new());
            assert_eq!(
                asked_afresh("bash", "echo out; exit 255").await,
                whole(255, "out\n")
            );
            let (fate, _, _) = asked_afresh("bash", "kill -KILL $PPID; sleep 1").await;
            assert!(matches!(fate, Termination::Lost(_)), "{fate:?}");
            for (name, part) in [
                ("welcome", "it printed \"Welcome"),
                ("no-stderr", "the standard error"),
                ("dropped", ""),
            ] {
                let (fate, _, _) = asked_afresh(name, QUESTION).await;
                let (Termination::NotStarted(why) | Termination::Lost(why)) = &fate else {
                    panic!("{name}: {fate:?}")
                };
                assert!(why.contains(part), "{name}: {why}");
            }
            sshd.refuse();
            let (fate, _, _) = asked_afresh("bash", "true").await;
            let Termination::NotStarted(why) = fate else {
                panic!("{fate:?}")
            };
            assert!(why.starts_with("ssh could not connect"), "{why}");
        },
    );
}

/// What a script may do to its own shell, how it ends, and its standard output.
#[rustfmt::skip]
const SCRIPTS: &[(&str, i32, &str)] = &[
    ("exit 4", 4, ""),
    ("exit 126", 126, ""),
    ("exit 255", 255, ""),
    ("exec sh -c 'echo x; exit 5'", 5, "x\n"),
    ("set -e; echo a; false; echo b", 1, "a\n"),
    ("trap 'echo bye' EXIT; exit 6", 6, "bye\n"),
    ("trap '' TERM; kill -TERM $$; echo on", 0, "on\n"),
    ("kill -TERM $$", 143, ""),
    ("echo x; kill -KILL $$", 137, "x\n"),
    ("kill -KILL 0", 137, ""),
    ("sh -c 'kill -INT $$'; echo $?", 0, "130\n"),
    ("exec >/dev/null 2>&1; echo x; exit 7", 7, ""),
    ("exec >&- 2>&-; exit 8", 8, ""),
    ("echo x; exec 2>&1; echo y >&2", 0, "x\ny\n"),
    ("cat; read -r x; echo $?", 0, "1\n"),
    ("sleep 600 & echo x", 0, "x\n"),
    ("setsid sleep 30 & echo x", 0, "x\n"),
    ("printf 'no newline'", 0, "no newline"),
    ("printf 'a\\000b'", 0, "ab"),
    ("echo '{daymark:00000000000000000000000000000000:0}{daymark:'", 0, "{daymark:00000000000000000000000000000000:0}{daymark:\n"),
    ("unset PATH HOME; exit 9", 9, ""),
    ("printf() { :; }; echo() { :; }; kill() { :; }; exit 3", 3, ""),
    ("umask 777; cd /; ulimit -n 6; exit 2", 2, ""),
];

#[tokio::test]
async fn no_script_loses_its_end() {
    for shell in ["bash", "zsh", "dash", "ash"] {
        let mut scene = Scene::new(local(shell));
        for (text, exit, out) in SCRIPTS {
            let (fate, output, _) = scene.asked(bare(text), LONG).await;
            let expected = (Termination::Exited(*exit), (*out).to_owned());
            assert_eq!((fate, output), expected, "{shell}: {text}");
        }
        let (fate, _, _) = scene.asked(bare("kill -KILL $PPID; sleep 600"), LONG).await;
        assert!(matches!(fate, Termination::Lost(_)), "{shell}: {fate:?}");
    }
}

/// What is left of a script when its shell has ended: what it prints soon counts, and it ends.
#[rustfmt::skip]
const LEFT: &[(&str, &str, &str)] = &[
    ("bash", "exec > >(sed s/^/+/) 2>&1; seq 1 3; echo FATAL", "+1\n+2\n+3\n+FATAL\n"),
    ("zsh", "exec > >(sed s/^/+/) 2>&1; seq 1 3; echo FATAL", "+1\n+2\n+3\n+FATAL\n"),
    ("bash", "{ seq 1 200000; echo FATAL; } > >(sed -n '$p')", "FATAL\n"),
    ("bash", "echo FATAL > >(sleep 0.1; cat)", "FATAL\n"),
    ("bash", "echo FATAL > >(sleep 0.1; cat >&2)", ""),
    ("bash", "(sleep 0.1; echo FATAL) &", "FATAL\n"),
    ("dash", "(sleep 0.1; echo FATAL) &", "FATAL\n"),
    ("ash", "(sleep 0.1; echo FATAL) & sleep 600 &", "FATAL\n"),
];

#[tokio::test]
async fn what_a_script_left_running_may_end_its_output() {
    for (shell, text, out) in LEFT {
        let mut scene = Scene::new(local(shell));
        let (fate, output, err) = scene.asked(bare(text), LONG).await;
        assert_eq!(
            (fate, output.as_str()),
            (Termination::Exited(0), *out),
            "{shell}: {text}"
        );
        assert_eq!(err == "FATAL\n", out.is_empty(), "{shell}: {text}: {err}");
    }
}

#[tokio::test]
async fn a_probe_may_be_large() {
    for shell in ["bash", "zsh", "dash", "ash"] {
        let mut scene = Scene::new(local(shell));
        let line = format!(": '{}é;$'\n", "x".repeat(190));
        let text = line.repeat(5_000) + "seq 1 200000; seq 1 200000 >&2; exit 3";
        assert!(text.len() > 900_000);
        let (fate, out, err) = scene.asked(script(&text), LONG).await;
        assert_eq!(fate, Termination::Exited(3), "{shell}");
        for output in [out, err] {
            assert!(
                output.starts_with("1\n2\n") && output.ends_with("\n200000\n"),
                "{shell}"
            );
        }
    }
}

/// Shells that a host may have as its `/bin/sh`.
const SH: [&str; 6] = ["dash", "bash", "busybox", "zsh", "ksh93", "mksh"];

#[test]
fn any_posix_shell_may_be_the_hosts_sh() {
    with_sshd("any_posix_shell_may_be_the_hosts_sh", async |mut sshd| {
        let may = std::process::Command::new("unshare")
            .args(["--mount", "true"])
            .status();
        if !may.is_ok_and(|may| may.success()) {
            return eprintln!("NOT TESTED: only root may give a host another /bin/sh");
        }
        let is_there = |shell: &&&str| std::path::Path::new("/bin").join(shell).exists();
        for sh in SH.iter().filter(is_there) {
            // In a world of its own, where the file behind /bin/sh is another one.
            sshd.log_in_by(&format!(
                "exec unshare --mount bash -c 'mount --bind /bin/{sh} $(readlink -f /bin/sh) && \
                 exec bash --norc -c \"$SSH_ORIGINAL_COMMAND\"'"
            ));
            for (shell, user) in [("bash", None), ("sh", None), ("zsh", Some("nobody"))] {
                let text = format!(
                    "printf %s \"$ODD\"; echo err >&2; exit 3; : {}",
                    "x".repeat(200_000)
                );
                let asked = Script {
                    user: user.map(str::to_owned),
                    ..script(&text)
                };
                let answer = on("lab", shell).asked(asked, LONG).await;
                let expected = (Termination::Exited(3), ODD.to_owned(), "err\n".to_owned());
                assert_eq!(answer, expected, "{shell} as {user:?}, /bin/sh is {sh}");
            }
        }
    });
}

/// The words of 32 hexadecimal digits in a text.
fn nonces(text: &str) -> usize {
    let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
    words.filter(|word| word.len() == 32).count()
}

#[tokio::test]
async fn a_script_finds_no_nonce() {
    let text = "set; env; trap; for process in $$ $PPID; do \
                tr '\\000' '\\n' </proc/$process/environ; tr '\\000' '\\n' </proc/$process/cmdline; done; \
                ls -l /proc/$$/fd; echo $BASH_EXECUTION_STRING; typeset -f; echo $ODD";
    for user in [None, Some("root"), Some("nobody")] {
        for shell in ["bash", "zsh", "dash", "ash"] {
            let mut scene = Scene::new(local(shell));
            let asked = Script {
                user: user.map(str::to_owned),
                ..script(text)
            };
            let (_, out, err) = scene.asked(asked, LONG).await;
            assert!(out.contains("HOME="), "{shell}: {out}");
            assert_eq!(
                nonces(&out) + nonces(&err),
                0,
                "{shell} as {user:?}: {out}{err}"
            );
        }
    }
}

#[test]
fn nonces_are_found() {
    assert_eq!(nonces("a={daymark:0123456789abcdef0123456789abcdef:0}"), 1);
}

/// Whether the tests may become other users; says so where they may not.
fn may_become_others() -> bool {
    let may = std::process::Command::new("setpriv")
        .args(["--reuid", "nobody", "--clear-groups", "true"])
        .status();
    let may = may.is_ok_and(|may| may.success());
    if !may {
        eprintln!("NOT TESTED: only root may become a user without sudo rights");
    }
    may
}

/// Accounts for which sudo, or the shell behind it, does not do as it is told.
#[rustfmt::skip]
static SUDOERS: &[Account] = &[
    account("anyone", BASH, &[]),
    account("nobody", r#"exec setpriv --reuid nobody --clear-groups bash -c "$SSH_ORIGINAL_COMMAND""#, &[]),
    account("no-sudo", r#"mkdir -p bin; for p in sh setsid cat dash printf; do ln -sf "$(command -v $p)" bin; done; PATH=$HOME/bin exec sh -c "$SSH_ORIGINAL_COMMAND""#, &[]),
    account("talks", r#"mkdir -p bin; printf '#!/bin/sh\necho lecture; echo lecture >&2; exec /usr/bin/sudo "$@"\n' >bin/sudo; chmod +x bin/sudo; PATH=$HOME/bin:$PATH exec sh -c "$SSH_ORIGINAL_COMMAND""#, &[]),
    account("lies", r#"mkdir -p bin; printf '#!/bin/sh\nexit 0\n' >bin/sudo; chmod +x bin/sudo; PATH=$HOME/bin:$PATH exec sh -c "$SSH_ORIGINAL_COMMAND""#, &[]),
    account("no-bash", r#"mkdir -p bin; for p in sh setsid cat dash; do ln -sf "$(command -v $p)" bin; done; PATH=$HOME/bin exec sh -c "$SSH_ORIGINAL_COMMAND""#, &[]),
    account("no-start", r#"mkdir -p bin; printf 'x' >bin/bash; chmod +x bin/bash; PATH=$HOME/bin:$PATH exec sh -c "$SSH_ORIGINAL_COMMAND""#, &[]),
];

#[test]
fn sudo_and_the_scripts_shell_are_told_apart() {
    with_sshd(
        "sudo_and_the_scripts_shell_are_told_apart",
        async |mut sshd| {
            sshd.add_accounts(SUDOERS.iter());
            let ask = async |host: &str, user: Option<&str>, text: &str| {
                let asked = Script {
                    user: user.map(str::to_owned),
                    ..bare(text)
                };
                on(host, "bash").asked(asked, LONG).await
            };
            // What really ran behind sudo is judged by its own exit status.
            for (text, exit) in [
                ("exit 1", 1),
                ("exit 126", 126),
                ("exit 127", 127),
                ("true", 0),
            ] {
                for host in ["anyone", "talks"] {
                    let answer = ask(host, Some("nobody"), text).await;
                    let expected = (Termination::Exited(exit), String::new(), String::new());
                    assert_eq!(answer, expected, "{host}: {text}");
                }
            }
            let check = async |host: &str, user: Option<&str>, reason: &str| {
                let (fate, out, err) = ask(host, user, "echo ran; echo ran >&2").await;
                let Termination::NotStarted(why) = &fate else {
                    panic!("{host} as {user:?}: {fate:?}")
                };
                assert!(why.contains(reason), "{host} as {user:?}: {why}");
                assert_eq!(out + &err, "", "{host}");
            };
            let refused = "sudo refused to run the script as";
            check(
                "anyone",
                Some("no-such-user"),
                &format!("{refused} no-such-user: sudo: "),
            )
            .await;
            check(
                "talks",
                Some("no-such-user"),
                &format!("{refused} no-such-user: sudo: "),
            )
            .await;
            let silent = "the script did not begin as nobody: no message";
            check("lies", Some("nobody"), silent).await;
            check("no-sudo", Some("nobody"), "sudo: not found").await;
            let shell = "the shell `bash` cannot be started: ";
            check("no-bash", None, shell).await;
            check("no-start", None, shell).await;
            if may_become_others() {
                check(
                    "nobody",
                    Some("root"),
                    &format!("{refused} root: sudo: a password is required"),
                )
                .await;
            }
        },
    );
}
