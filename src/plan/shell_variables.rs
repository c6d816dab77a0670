//! Variables that every shell sets or inherits from the login.

/// Variables that shells set, or that a login provides.
const USUAL: [&str; 50] = [
    "BASH",
    "BASHPID",
    "BASHOPTS",
    "COLUMNS",
    "DEBIAN_FRONTEND",
    "DIRSTACK",
    "DISPLAY",
    "EDITOR",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GID",
    "GROUPS",
    "HOME",
    "HOST",
    "HOSTNAME",
    "HOSTTYPE",
    "IFS",
    "LANG",
    "LANGUAGE",
    "LINENO",
    "LINES",
    "LOGNAME",
    "MACHTYPE",
    "MAIL",
    "OLDPWD",
    "OPTARG",
    "OPTERR",
    "OPTIND",
    "OSTYPE",
    "PAGER",
    "PATH",
    "PIPESTATUS",
    "PPID",
    "PS1",
    "PS4",
    "PWD",
    "RANDOM",
    "REPLY",
    "SECONDS",
    "SHELL",
    "SHELLOPTS",
    "SHLVL",
    "SRANDOM",
    "TERM",
    "TMPDIR",
    "TZ",
    "UID",
    "USER",
];

/// Prefixes of variables that a login may provide.
const FAMILIES: [&str; 7] = ["BASH_", "DBUS_", "DAYMARK_", "LC_", "SSH_", "SUDO_", "XDG_"];

/// Returns whether a shell or the login sets a variable with this name.
pub(super) fn is_shell_variable(name: &str) -> bool {
    name == "_" || USUAL.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_brings_some_names_along() {
        let check =
            |name: &str, expect: bool| assert_eq!(is_shell_variable(name), expect, "{name}");
        check("HOME", true);
        check("XDG_RUNTIME_DIR", true);
        check("BASH_VERSION", true);
        check("_", true);
        check("DOMAIN", false);
        check("HOMES", false);
    }
}
