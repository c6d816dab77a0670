//! Scripts asked beside the pane, each in a task of its own.

use std::path::PathBuf;

use tokio::sync::watch;

use super::ask;
use super::connection::Connection;
use super::host::Host;
use crate::port::{Answer, Ask, Reach};

impl Host {
    /// Asks in a task of its own, once the connection stands.
    ///
    /// A question asked again by itself opens no connection: hosts ban those who knock too often.
    pub(super) fn ask(&mut self, ask: Ask) {
        let needs_connection = !ask.fresh || self.target.reach == Reach::Local;
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
            let open = if needs_connection {
                opened(connection).await
            } else {
                Ok(None)
            };
            let ended = match open {
                Ok(socket) => ask::ask(&ask, socket.as_deref(), &context).await,
                Err(why) => ask::refused(&why),
            };
            context.tell(Answer::Asked(ask.ticket, ended));
        });
    }
}

/// Waits for a connection that is being opened.
async fn opened(mut connection: watch::Receiver<Connection>) -> Result<Option<PathBuf>, String> {
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
