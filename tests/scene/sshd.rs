//! A real sshd of the test's own, and an ssh that knows the way to it.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Tells a test that it runs with the ssh of this folder.
const FOLDER: &str = "SCENE_SSHD";

/// A real sshd of the test's own; the host is called `lab`.
pub struct Sshd {
    pub folder: PathBuf,
    port: u16,
    server: Option<Child>,
}

/// An account of the host: its name, its login shell, and files in its home.
pub struct Account {
    pub name: &'static str,
    pub login: &'static str,
    pub files: &'static [(&'static str, &'static str)],
}

/// Runs a test again in a process of its own, whose `ssh` reads the test's configuration.
///
/// `name` is the test's own. (What a process has in its environment is the same for all of its
/// threads, so each test needs one for itself.)
pub fn with_sshd<F: Future<Output = ()>>(name: &str, test: impl FnOnce(Sshd) -> F) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        return runtime.block_on(test(Sshd::start(Path::new(&folder))));
    }
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let path = std::env::var("PATH").unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(FOLDER, folder.path())
        .env("SENT", "over")
        .env("DAYMARK_SENT", "never")
        .env("PATH", format!("{}/bin:{path}", folder.path().display()))
        .status()
        .unwrap();
    assert!(status.success(), "{name} failed");
}

fn prepare(folder: &Path) {
    for key in ["host_key", "key"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(folder.join(key))
            .status()
            .unwrap();
        assert!(made.success());
    }
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    fs::write(folder.join("port"), port.to_string()).unwrap();
    let here = folder.display();
    let key = fs::read_to_string(folder.join("host_key.pub")).unwrap();
    let known = format!("[127.0.0.1]:{port} {key}");
    fs::write(folder.join("known_hosts"), known).unwrap();
    fs::copy(folder.join("key.pub"), folder.join("authorized_keys")).unwrap();
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap();
    let client = format!(
        "Host lab\nHostName 127.0.0.1\nPort {port}\nUser {user}IdentityFile {here}/key\n\
         IdentitiesOnly yes\nSendEnv SENT DAYMARK_SENT\nUserKnownHostsFile {here}/known_hosts\n"
    );
    fs::write(folder.join("ssh_config"), client).unwrap();
    let server = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/host_key\nPidFile {here}/pid\n\
         AuthorizedKeysFile {here}/authorized_keys\nStrictModes no\nUsePAM no\n\
         PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
         AcceptEnv SENT DAYMARK_SENT\nSetEnv HOME={here}/home\n"
    );
    fs::write(folder.join("sshd_config"), server).unwrap();
    // Whatever the user's own files do, they do it elsewhere.
    fs::create_dir(folder.join("home")).unwrap();
    fs::write(folder.join("home/.zshrc"), "").unwrap();
    let ssh = folder.join("bin/ssh");
    fs::create_dir(folder.join("bin")).unwrap();
    fs::write(
        &ssh,
        format!("#!/bin/sh\nexec /usr/bin/ssh -F {here}/ssh_config \"$@\"\n"),
    )
    .unwrap();
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).unwrap();
}

impl Sshd {
    fn start(folder: &Path) -> Self {
        let port = fs::read_to_string(folder.join("port")).unwrap();
        let mut sshd = Self {
            folder: folder.to_owned(),
            port: port.parse().unwrap(),
            server: None,
        };
        sshd.restart();
        sshd
    }

    /// Starts it, should it not run.
    pub fn restart(&mut self) {
        let child = self.command().stderr(Stdio::null()).spawn().unwrap();
        self.server = Some(child);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            std::thread::yield_now();
        }
    }

    fn command(&self) -> Command {
        let config = self.folder.join("sshd_config");
        let boot = self.folder.join("boot_id");
        if !boot.exists() {
            let mut sshd = Command::new("/usr/sbin/sshd");
            sshd.args(["-D", "-e", "-f"]).arg(config);
            return sshd;
        }
        let (config, boot) = (config.display(), boot.display());
        let script = format!(
            "mount --bind {boot} /proc/sys/kernel/random/boot_id && \
             exec /usr/sbin/sshd -D -e -f {config}"
        );
        let mut sshd = Command::new("unshare");
        sshd.args(["--mount", "sh", "-c", &script]);
        sshd
    }

    /// Starts it anew, with what stands, on a host that was booted under this name; says so where
    /// nobody may tell such a thing.
    pub fn boot(&mut self, name: &str) -> bool {
        let may = Command::new("unshare").args(["--mount", "true"]).status();
        if !may.is_ok_and(|may| may.success()) {
            eprintln!("NOT TESTED: only root may give a host another boot id");
            return false;
        }
        self.stop();
        let boot = self.folder.join("boot_id");
        // Another file each time: those who are there keep the one they know.
        let _ = fs::remove_file(&boot);
        fs::write(boot, format!("{name}\n")).unwrap();
        self.cut();
        self.restart();
        true
    }

    /// From now on this is the login shell of whoever comes; the command is in
    /// `SSH_ORIGINAL_COMMAND`.
    pub fn log_in_by(&mut self, command: &str) {
        let config = self.folder.join("sshd_config");
        let old = fs::read_to_string(&config).unwrap();
        let kept = old.lines().filter(|line| !line.starts_with("ForceCommand"));
        let mut lines: Vec<&str> = kept.collect();
        let force = format!("ForceCommand {command}");
        lines.push(&force);
        fs::write(config, lines.join("\n") + "\n").unwrap();
        self.stop();
        self.restart();
    }

    /// Adds accounts with a home and a login shell of their own. What logs in is shell text that
    /// finds the command in `SSH_ORIGINAL_COMMAND`; each host is called as its account.
    pub fn add_accounts<'a>(&mut self, accounts: impl Iterator<Item = &'a Account>) {
        let here = self.folder.display().to_string();
        let client = self.folder.join("ssh_config");
        let mut hosts = fs::read_to_string(&client).unwrap();
        let lab = hosts.clone();
        for Account { name, login, files } in accounts {
            let home = self.folder.join("accounts").join(name);
            fs::create_dir_all(&home).unwrap();
            let login = format!("cd; folder={here}\n{login}\n");
            for (file, text) in [(".login-shell", login.as_str())].iter().chain(*files) {
                fs::create_dir_all(home.join(file).parent().unwrap()).unwrap();
                fs::write(home.join(file), text).unwrap();
            }
            hosts += &lab.replace(
                "Host lab\n",
                &format!("Host {name}\nSetEnv ACCOUNT={name}\n"),
            );
        }
        fs::write(client, hosts).unwrap();
        let dispatch = format!(
            "export HOME={here}/accounts/$ACCOUNT; unset ACCOUNT; exec sh \"$HOME/.login-shell\"\n"
        );
        fs::write(self.folder.join("dispatch"), dispatch).unwrap();
        self.configure(&["AcceptEnv ACCOUNT", "MaxStartups 100"]);
        self.log_in_by(&format!("exec sh {here}/dispatch"));
    }

    /// Adds these lines to its configuration.
    pub fn configure(&mut self, lines: &[&str]) {
        let config = self.folder.join("sshd_config");
        let text = fs::read_to_string(&config).unwrap() + &lines.join("\n") + "\n";
        fs::write(config, text).unwrap();
        self.stop();
        self.restart();
    }

    /// Starts it again with these lines before its first configuration: the first setting wins.
    pub fn only_with(&mut self, lines: &[&str]) {
        let (first, config) = (
            self.folder.join("sshd_first"),
            self.folder.join("sshd_config"),
        );
        if !first.exists() {
            fs::copy(&config, &first).unwrap();
        }
        let text = lines.join("\n") + "\n" + &fs::read_to_string(&first).unwrap();
        fs::write(config, text).unwrap();
        self.stop();
        self.cut();
        self.restart();
    }

    /// Ends it, so that nobody gets in any more; connections that stand go on.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Cuts every connection that stands, as a host does that goes down.
    pub fn cut(&self) {
        for process in self.sessions() {
            let _ = Command::new("kill").args(["-KILL", &process]).status();
        }
    }

    /// The processes that serve a connection each.
    fn sessions(&self) -> Vec<String> {
        pids(&ss(&["-tnpH", "sport", "=", &format!(":{}", self.port)]))
    }

    /// Sends a signal to the client's side of every connection that stands.
    pub fn signal_masters(&self, signal: &str) {
        let sent = Command::new("kill")
            .arg(signal)
            .args(self.masters())
            .status();
        assert!(sent.is_ok_and(|sent| sent.success()));
    }

    /// Waits until somebody waits for a master to answer.
    pub async fn a_master_is_asked(&self) {
        let masters = self.masters();
        let is_master = |line: &str| {
            masters
                .iter()
                .any(|pid| line.contains(&format!("pid={pid},")))
        };
        let waiting = |line: &str| {
            line.split_whitespace()
                .nth(2)
                .is_some_and(|count| count != "0")
        };
        loop {
            let listed = ss(&["-xlnpH"]);
            if listed.lines().any(|line| is_master(line) && waiting(line)) {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    fn masters(&self) -> Vec<String> {
        pids(&ss(&["-tnpH", "dport", "=", &format!(":{}", self.port)]))
    }

    /// The command that leads from this host to itself.
    pub fn ssh(&self) -> String {
        self.folder.join("bin/ssh").display().to_string() + " lab"
    }

    /// Nobody with our key gets in any more.
    pub fn refuse(&self) {
        fs::write(self.folder.join("authorized_keys"), "").unwrap();
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        self.cut();
        self.stop();
    }
}

/// What `ss` lists of sockets.
fn ss(words: &[&str]) -> String {
    let listed = Command::new("ss").args(words).output().unwrap();
    String::from_utf8(listed.stdout).unwrap()
}

/// The processes whose sockets were listed.
fn pids(listed: &str) -> Vec<String> {
    let pids = listed.split("pid=").skip(1);
    pids.map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap()
            .to_owned()
    })
    .collect()
}
