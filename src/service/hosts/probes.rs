//! Scripts asked beside the pane, each in a task of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::connection::Connection;
use super::context::Context;
use super::host::Host;
use super::probe;
use crate::port::{Completion as Ended, Probe, Response, Transport};

/// How long a connection that takes no question may seem to stand: the end of its master is heard
/// by another way.
const NEWS: Duration = Duration::from_secs(2);

impl Host {
    /// Asks in a task of its own, once the connection stands.
    ///
    /// A question asked again by itself opens no connection: hosts ban those who knock too often.
    pub(super) fn ask(&mut self, ask: Probe) {
        let needs_connection = !ask.fresh || self.target.transport == Transport::Local;
        let is_closed = matches!(
            *self.connection.borrow(),
            Connection::Closed | Connection::Failed(_)
        );
        if needs_connection && is_closed && ask.after.is_zero() {
            self.connect();
        }
        let connection = self.connection.subscribe();
        let at_once = self.at_once.clone();
        let context = self.context.clone();
        tokio::spawn(async move {
            tokio::time::sleep(ask.after).await;
            let _turn = at_once.acquire().await;
            let ended = if needs_connection {
                over(&ask, connection, &context).await
            } else {
                probe::ask(&ask, None, &context).await.0
            };
            context.respond(Response::ProbeEnded(ask.ticket, ended));
        });
    }
}

/// Asks over the connection once it stands; anew, should it go before the host has taken the
/// question.
async fn over(
    ask: &Probe,
    mut connection: watch::Receiver<Connection>,
    context: &Arc<Context>,
) -> Ended {
    loop {
        let socket = match opened(&mut connection).await {
            Ok(socket) => socket,
            Err(why) => return probe::refused(&why),
        };
        let (ended, was_taken) = probe::ask(ask, socket.as_deref(), context).await;
        if was_taken || socket.is_none() || !goes(&mut connection, socket).await {
            return ended;
        }
    }
}

/// Waits for a connection that is being opened.
async fn opened(connection: &mut watch::Receiver<Connection>) -> Result<Option<PathBuf>, String> {
    let settled = connection
        .wait_for(|connection| !matches!(connection, Connection::Opening))
        .await;
    match settled.as_deref() {
        Ok(Connection::Open(socket)) => Ok(socket.clone()),
        Ok(Connection::Failed(why)) => Err(why.clone()),
        Ok(Connection::Closed | Connection::Opening) | Err(_) => {
            Err("there is no connection".to_owned())
        }
    }
}

/// Whether the connection at this socket is gone: its master knows so before we do.
async fn goes(connection: &mut watch::Receiver<Connection>, socket: Option<PathBuf>) -> bool {
    let gone = connection
        .wait_for(|now| !matches!(now, Connection::Open(standing) if *standing == socket));
    timeout(NEWS, gone).await.is_ok_and(|gone| gone.is_ok())
}
