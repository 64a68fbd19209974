use std::ops::{ControlFlow, Deref, DerefMut};
use std::sync::Arc;

use super::error::StoreError;
use super::expand::{self, Texts};
use super::query::Query;
use super::row::{FromRow, Row};
use super::session::{EachRow, Engine, Session};
use super::unsynced::Unsynced;
use super::value::Value;

/// A transaction that reads. It sees one moment of the database, and the engine refuses every write.
pub struct ReadTx {
    session: Box<dyn Session>,
    widened: Texts,
    spoiled: bool,
}

/// A transaction that writes; it reads as well. What it wrote is on disk when it has ended without an error.
pub struct WriteTx(ReadTx);

impl ReadTx {
    /// The rows of a statement.
    ///
    /// # Errors
    /// [`StoreError`] of the engine, or of a column that is not what `T` needs.
    pub fn query<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        self.collect(sql, params)
    }

    /// The first row of a statement, if there is one.
    ///
    /// # Errors
    /// As [`ReadTx::query`].
    pub fn query_opt<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
    ) -> Result<Option<T>, StoreError> {
        let mut first = None;
        self.each(sql, params, &mut |row| {
            first = Some(T::from_row(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    /// The first row of a statement that always has one, such as a count.
    ///
    /// # Errors
    /// As [`ReadTx::query`], and [`StoreError::NoRow`].
    pub fn query_one<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
    ) -> Result<T, StoreError> {
        self.query_opt(sql, params)?.ok_or_else(|| StoreError::NoRow(sql.to_owned()))
    }

    /// Hands over each row without keeping them: for exports and sums in memory.
    ///
    /// # Errors
    /// As [`ReadTx::query`], and the first error of `each`, which ends the reading.
    pub fn query_each(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each(sql, params, &mut |row| each(row).map(ControlFlow::Continue))
    }

    /// The rows for a list of any length, which takes the place of the last parameter, written `IN ($n)`.
    ///
    /// `SELECT id FROM cases WHERE kind = $1 AND id IN ($2)` with one fixed parameter and ten ids. An empty list asks nothing.
    /// Lists longer than 1,024 take several statements: an `ORDER BY` or a `LIMIT` then holds within each only, and an item that
    /// is in the list twice may come twice.
    ///
    /// # Errors
    /// As [`ReadTx::query`], and [`StoreError::Misuse`] when there is no such parameter.
    pub fn query_in<'a, T: FromRow, V: Into<Value<'a>>>(
        &mut self,
        sql: &'static str,
        fixed: &[Value<'a>],
        items: impl IntoIterator<Item = V>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        let mut items = items.into_iter();
        let mut params = fixed.to_vec();
        while let Some(padded) = expand::next_list(&mut params, fixed.len(), &mut items) {
            let text = self.widened(sql, padded, || expand::widen_list(sql, fixed.len(), padded))?;
            found.append(&mut self.collect(&text, &params)?);
        }
        Ok(found)
    }

    /// The rows of a statement put together from literals.
    ///
    /// # Errors
    /// As [`ReadTx::query`].
    pub fn query_built<T: FromRow>(&mut self, query: &Query<'_>) -> Result<Vec<T>, StoreError> {
        self.collect(query.sql(), query.params())
    }

    /// Prepares a statement without running it: for the test that reads every SQL text of the source.
    ///
    /// # Errors
    /// [`StoreError`] of the engine.
    pub fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        let outcome = self.session.prepare(sql);
        self.note(outcome)
    }

    /// Which engine holds the data; for [`crate::dialect`] only.
    #[must_use]
    pub(crate) fn engine(&self) -> Engine {
        self.session.engine()
    }

    pub(super) fn new(session: Box<dyn Session>) -> Self {
        Self { session, widened: Texts::new(), spoiled: false }
    }

    pub(super) fn take_steps(&mut self) -> u64 {
        self.session.take_steps()
    }

    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        self.spoiled = false;
        self.session.begin()
    }

    pub(super) fn commit(&mut self) -> Result<Unsynced, StoreError> {
        // PostgreSQL would answer the COMMIT of a failed transaction with a rollback and call it a success.
        if self.spoiled {
            return Err(StoreError::Spoiled);
        }
        self.session.commit().map_err(StoreError::while_committing)
    }

    pub(super) fn rollback(&mut self) -> Result<(), StoreError> {
        self.session.rollback()
    }

    fn collect<T: FromRow>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, params, &mut |row| {
            found.push(T::from_row(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    fn each(&mut self, sql: &str, params: &[Value<'_>], each: &mut EachRow<'_>) -> Result<(), StoreError> {
        params.iter().try_for_each(Value::check)?;
        let outcome = self.session.query(sql, params, each);
        self.note(outcome)
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        params.iter().try_for_each(Value::check)?;
        let outcome = self.session.execute(sql, params);
        self.note(outcome)
    }

    fn note<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Engine { .. }) = outcome {
            self.spoiled = true;
        }
        outcome
    }

    fn widened(
        &mut self,
        sql: &'static str,
        size: usize,
        widen: impl FnOnce() -> Result<String, StoreError>,
    ) -> Result<Arc<str>, StoreError> {
        if let Some(text) = self.widened.get(&(sql, size)) {
            return Ok(Arc::clone(text));
        }
        let text: Arc<str> = self.session.kept_text(widen()?).into();
        self.widened.insert((sql, size), Arc::clone(&text));
        Ok(text)
    }
}

impl WriteTx {
    /// Runs a statement and counts the rows that it touched.
    ///
    /// # Errors
    /// [`StoreError`] of the engine; [`StoreError::is_conflict`] when a unique key is taken.
    pub fn execute(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.0.execute(sql, params)
    }

    /// Runs a statement written for one row, `INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT …`, for many, in few statements
    /// of 256, 64, 16, 4 and 1 rows. Counts the rows that it touched.
    ///
    /// All parameters stand in the `VALUES` group. With `ON CONFLICT … DO UPDATE` the rows must differ in their key: PostgreSQL
    /// refuses to update a row twice in one statement.
    ///
    /// # Errors
    /// As [`WriteTx::execute`], and [`StoreError::Misuse`] when the statement cannot be widened to rows of `N` values.
    pub fn insert_many<'a, const N: usize>(
        &mut self,
        sql: &'static str,
        rows: impl IntoIterator<Item = [Value<'a>; N]>,
    ) -> Result<u64, StoreError> {
        let rows_max = expand::rows_max(N);
        let mut rows = rows.into_iter();
        let mut values: Vec<Value<'a>> = Vec::new();
        let mut touched = 0;
        loop {
            values.clear();
            values.extend(rows.by_ref().take(rows_max).flatten());
            if values.is_empty() {
                return Ok(touched);
            }
            let mut waiting = values.as_slice();
            while !waiting.is_empty() {
                let count = expand::rows_fitting(waiting.len() / N, rows_max);
                let text = self.0.widened(sql, count, || expand::widen_values(sql, N, count))?;
                let Some((now, later)) = waiting.split_at_checked(count * N) else { return Ok(touched) };
                touched += self.0.execute(&text, now)?;
                waiting = later;
            }
        }
    }

    /// Runs a statement put together from literals, and counts the rows that it touched.
    ///
    /// # Errors
    /// As [`WriteTx::execute`].
    pub fn execute_built(&mut self, query: &Query<'_>) -> Result<u64, StoreError> {
        self.0.execute(query.sql(), query.params())
    }

    /// Runs a statement for a list of any length, which takes the place of the last parameter, written `IN ($n)`; see
    /// [`ReadTx::query_in`]. Counts the rows that it touched.
    ///
    /// # Errors
    /// As [`WriteTx::execute`], and [`StoreError::Misuse`] when there is no such parameter.
    pub fn execute_in<'a, V: Into<Value<'a>>>(
        &mut self,
        sql: &'static str,
        fixed: &[Value<'a>],
        items: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        let mut items = items.into_iter();
        let mut params = fixed.to_vec();
        let mut touched = 0;
        while let Some(padded) = expand::next_list(&mut params, fixed.len(), &mut items) {
            let text = self.0.widened(sql, padded, || expand::widen_list(sql, fixed.len(), padded))?;
            touched += self.0.execute(&text, &params)?;
        }
        Ok(touched)
    }

    /// Runs a text of several statements; for migrations.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let outcome = self.0.session.batch(sql);
        self.0.note(outcome)
    }

    pub(super) fn new(session: Box<dyn Session>) -> Self {
        Self(ReadTx::new(session))
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        &self.0
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.0
    }
}
