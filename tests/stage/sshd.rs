//! A host to log in to: a real sshd on this machine, an ordinary process of the test.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::{Stage, until};

/// A real sshd on a free port of this machine; gone with its sessions when this is dropped.
pub struct Sshd {
    child: Child,
    port: u16,
}

impl Sshd {
    /// Starts the host `app`, whose key the operator knows.
    pub fn start(stage: &Stage) -> Self {
        let sshd = Self::unknown(stage);
        let key = stage.read("sshd/host_key.pub");
        stage.write(
            "ssh/known_hosts",
            &format!("[127.0.0.1]:{} {key}", sshd.port),
        );
        sshd
    }

    /// Starts the host `app` in a world of its own, where the stage's files stand in the place of
    /// the machine's: `(sshd/passwd, /etc/passwd)`. None where nobody may make such a world, which
    /// is said.
    pub fn over(stage: &Stage, files: &[(&str, &str)]) -> Option<Self> {
        let may = Command::new("unshare").args(["--mount", "true"]).status();
        if !may.is_ok_and(|may| may.success()) {
            eprintln!("NOT TESTED: only root may put files in the place of the machine's");
            return None;
        }
        let mount =
            |(from, to): &(&str, &str)| format!("mount --bind {} {to} && ", stage.argument(from));
        let world: String = files.iter().map(mount).collect();
        stage.write("sshd/world", &world);
        Some(Self::start(stage))
    }

    /// Starts the host `app`, whose key the operator has never seen.
    pub fn unknown(stage: &Stage) -> Self {
        for key in ["sshd/host_key", "ssh/key"] {
            make_key(stage, key);
        }
        fs::copy(
            stage.path("ssh/key.pub"),
            stage.path("sshd/authorized_keys"),
        )
        .unwrap();
        stage.write("ssh/known_hosts", "");
        let (child, port) = serve(stage);
        configure(stage, port);
        Self { child, port }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Cuts every session, as when the link dies; new ones are let in.
    pub fn cut(&self) {
        // A session is one process or two; what runs in it hears of the end by itself.
        for session in descendants(self.child.id())
            .into_iter()
            .filter(|process| is_sshd(*process))
        {
            send(session, Signal::KILL);
        }
    }

    /// Makes every session hang, as on a link that takes packets and gives none.
    pub fn hang(&self) {
        for session in descendants(self.child.id()) {
            send(session, Signal::STOP);
        }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        for session in descendants(self.child.id()) {
            send(session, Signal::KILL);
        }
        // It may have died of a broken configuration.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn make_key(stage: &Stage, name: &str) {
    let path = stage.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status();
    assert!(made.expect("ssh-keygen is installed").success());
}

/// Starts sshd; somebody else may take the free port first, then on another one.
fn serve(stage: &Stage) -> (Child, u16) {
    // Root's sshd wants this folder, which only an init system makes; others need none.
    let _ = fs::create_dir("/run/sshd");
    for _ in 0..10 {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        stage.write("sshd/config", &server_config(stage, port));
        let log = fs::File::create(stage.path("sshd/log")).unwrap();
        let mut child = server(stage)
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("sshd is installed");
        let serves = until("sshd", || {
            let ended = child.try_wait().unwrap().is_some();
            let serves = stage.read("sshd/log").contains("Server listening");
            (ended || serves).then_some(!ended)
        });
        if serves {
            return (child, port);
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    panic!("sshd does not start: {}", stage.read("sshd/log"));
}

/// sshd, in a world of its own where it has one.
fn server(stage: &Stage) -> Command {
    let config = stage.argument("sshd/config");
    if !stage.has("sshd/world") {
        let mut server = Command::new("/usr/sbin/sshd");
        server.args(["-D", "-e", "-f", &config]);
        return server;
    }
    let world = stage.read("sshd/world");
    let script = format!("{world}exec /usr/sbin/sshd -D -e -f {config}");
    let mut server = Command::new("unshare");
    server.args(["--mount", "sh", "-c", &script]);
    server
}

fn server_config(stage: &Stage, port: u16) -> String {
    let (folder, home) = (stage.argument("sshd"), stage.argument("away"));
    // What a test has put there comes first, for sshd takes the first of two settings.
    let first = if stage.has("sshd/first") {
        stage.read("sshd/first")
    } else {
        String::new()
    };
    format!(
        "{first}Port {port}\n\
         ListenAddress 127.0.0.1\n\
         HostKey {folder}/host_key\n\
         AuthorizedKeysFile {folder}/authorized_keys\n\
         PidFile none\n\
         StrictModes no\n\
         UsePAM no\n\
         PasswordAuthentication no\n\
         KbdInteractiveAuthentication no\n\
         PermitRootLogin prohibit-password\n\
         PrintMotd no\n\
         PrintLastLog no\n\
         MaxStartups 100\n\
         SetEnv HOME={home}\n"
    )
}

/// The operator's own ssh: it looks for its files in the password database's home, whatever
/// `HOME` says, so it is given its configuration by name.
fn configure(stage: &Stage, port: u16) {
    let (folder, ssh) = (stage.argument("ssh"), stage.argument("bin/ssh"));
    stage.write(
        "ssh/config",
        &format!(
            "Host app\n\
             \x20 HostName 127.0.0.1\n\
             \x20 Port {port}\n\
             \x20 IdentityFile {folder}/key\n\
             \x20 IdentitiesOnly yes\n\
             \x20 IdentityAgent none\n\
             \x20 UserKnownHostsFile {folder}/known_hosts\n\
             \x20 GlobalKnownHostsFile /dev/null\n\
             \x20 HashKnownHosts no\n"
        ),
    );
    stage.write(
        "bin/ssh",
        &format!("#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config \"$@\"\n"),
    );
    fs::set_permissions(ssh, fs::Permissions::from_mode(0o755)).unwrap();
}

fn is_sshd(process: u32) -> bool {
    let name = fs::read_to_string(format!("/proc/{process}/comm"));
    name.is_ok_and(|name| name.starts_with("sshd"))
}

/// All processes below one.
fn descendants(process: u32) -> Vec<u32> {
    children(process)
        .flat_map(|child| [vec![child], descendants(child)].concat())
        .collect()
}

/// The processes right below one, by the fourth field of `/proc/PID/stat`.
fn children(process: u32) -> impl Iterator<Item = u32> {
    let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let name = entry.ok()?.file_name();
        name.to_str()?.parse::<u32>().ok()
    });
    processes.filter(move |child| {
        let stat = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        fields.split(' ').nth(1) == Some(&process.to_string())
    })
}

/// It may be gone already.
fn send(process: u32, signal: Signal) {
    if let Some(process) = Pid::from_raw(process.cast_signed()) {
        let _ = kill_process(process, signal);
    }
}
