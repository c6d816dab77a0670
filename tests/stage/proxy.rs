//! A link to a host that can be cut: what goes over it passes through here.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{Sshd, Stage};

/// A link on the way to `app`.
pub struct Proxy {
    near: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// Leads the operator's ssh through a link of its own.
    pub fn to(stage: &Stage, sshd: &Sshd) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (from, to) = (listener.local_addr().unwrap().port(), sshd.port());
        for (file, before) in [("ssh/config", "Port "), ("ssh/known_hosts", "]:")] {
            let text = stage.read(file);
            let (old, new) = (format!("{before}{to}"), format!("{before}{from}"));
            assert!(text.contains(&old), "{file} names no port");
            stage.write(file, &text.replace(&old, &new));
        }
        let near = Arc::new(Mutex::new(Vec::new()));
        let links = Arc::clone(&near);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let far = TcpStream::connect(("127.0.0.1", to)).unwrap();
                links.lock().unwrap().push(stream.try_clone().unwrap());
                carry(stream.try_clone().unwrap(), far.try_clone().unwrap());
                carry(far, stream);
            }
        });
        Self { near }
    }

    /// Cuts it on the operator's side; the host is not told, as with a cable that was pulled.
    pub fn cut(&self) {
        for stream in self.near.lock().unwrap().drain(..) {
            stream.shutdown(Shutdown::Both).unwrap();
        }
    }
}

/// Carries bytes one way; the other end stays open when this one is cut.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        // Whoever is left hangs until the test is over.
        std::mem::forget(to);
    });
}
