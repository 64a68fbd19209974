use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::Duration;

use postgres::config::TargetSessionAttrs;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Statement};

use super::error::{FaultKind, StoreError};
use super::row::{Cells, Row};
use super::session::{EachRow, Engine, Role, Session};
use super::unsynced::Unsynced;
use super::value::Value;
use super::{Options, location};

/// Prepared statements kept by one connection; when there are more, all are forgotten and made again as needed.
const STATEMENTS_MAX: usize = 512;
/// How long connecting may take when the address does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A server that has vanished without a word is noticed after this time.
const SILENCE_MAX: Duration = Duration::from_secs(30);

pub(super) struct Postgres {
    client: Client,
    statements: HashMap<Box<str>, Statement>,
    role: Role,
}

impl Postgres {
    pub(super) fn open(url: &str, options: &Options, role: Role) -> Result<Self, StoreError> {
        let mut config = location::postgres_config(url)?;
        config.application_name(match role {
            Role::Reader => "sixia reader",
            Role::Writer => "sixia writer",
        });
        config.tcp_user_timeout(SILENCE_MAX).keepalives_idle(SILENCE_MAX);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if role == Role::Writer {
            // Of several hosts, the primary: a demoted server must not be mistaken for it.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let client =
            connect(&config).map_err(|error| unreachable(StoreError::from_postgres("connect", error)))?;
        let mut session = Self { client, statements: HashMap::new(), role };
        session.batch(&settings(options))?;
        Ok(session)
    }

    fn prepared(&mut self, sql: &str, params: usize) -> Result<Statement, StoreError> {
        let known = self.statements.get(sql).cloned();
        let statement = known.map_or_else(|| self.prepare_to_keep(sql), Ok)?;
        // The driver panics when the numbers differ.
        if statement.params().len() != params {
            let problem = format!("{params} parameters given, {} needed", statement.params().len());
            return Err(StoreError::misuse(sql, problem));
        }
        Ok(statement)
    }

    fn prepare_to_keep(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql).map_err(|error| StoreError::from_postgres(sql, error))?;
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }

    /// Forgets the prepared statements when a migration of another server has made them stale.
    fn fault(&mut self, sql: &str, error: postgres::Error) -> StoreError {
        if error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED) {
            self.statements.clear(); // "cached plan must not change result type"
        }
        StoreError::from_postgres(sql, error)
    }
}

impl Session for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut EachRow<'_>) -> Result<(), StoreError> {
        let statement = self.prepared(sql, params.len())?;
        let rows = self.client.query(&statement, &bound(params)).map_err(|error| self.fault(sql, error))?;
        for row in &rows {
            if let ControlFlow::Break(()) = each(&Row(Cells::Postgres(row)))? {
                break;
            }
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql, params.len())?;
        self.client.execute(&statement, &bound(params)).map_err(|error| self.fault(sql, error))
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| StoreError::from_postgres(sql, error))
    }

    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.prepare(sql).map(drop).map_err(|error| StoreError::from_postgres(sql, error))
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.batch(match self.role {
            // One moment for all statements of a read, as on SQLite.
            Role::Reader => "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            Role::Writer => "START TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
        })
    }

    fn commit(&mut self) -> Result<Unsynced, StoreError> {
        self.batch("COMMIT")?;
        Ok(Unsynced::nothing())
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.batch("ROLLBACK")
    }

    fn take_steps(&mut self) -> u64 {
        0
    }
}

/// The one place that chooses how the wire is protected. TLS will be chosen here by `config.get_ssl_mode()`.
fn connect(config: &Config) -> Result<Client, postgres::Error> {
    config.connect(NoTls)
}

fn settings(options: &Options) -> String {
    // `jit` costs more than it gives for short statements; the rest makes servers with other defaults behave alike.
    format!(
        "SET synchronous_commit = on; SET jit = off; SET standard_conforming_strings = on; SET lock_timeout = {};
         SET idle_in_transaction_session_timeout = '60s'",
        options.busy_timeout.as_millis()
    )
}

/// Whatever the reason, a connection that was not made is a database out of reach.
fn unreachable(error: StoreError) -> StoreError {
    match error {
        StoreError::Engine { statement, source, .. } => {
            StoreError::Engine { kind: FaultKind::Unavailable, statement, source }
        }
        other => other,
    }
}

fn bound<'v>(params: &'v [Value<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    params.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect()
}
