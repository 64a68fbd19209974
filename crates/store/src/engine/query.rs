use super::expand::{LIST_MAX, list_len, push_list, push_number};
use super::value::Value;

/// A statement whose text depends on what is asked: a list with filters.
///
/// Only literals can be pushed, so no text of a person can become SQL. The literal that begins it is a whole statement where
/// possible (`… WHERE TRUE`), else it carries `/* part */`.
///
/// ```
/// # use store::Query;
/// let mut query = Query::new("SELECT id FROM cases WHERE TRUE");
/// query.push(" AND kind = ").bind("petition").push(" AND place ").bind_list(["a", "b", "c"]);
/// assert_eq!(query.sql(), "SELECT id FROM cases WHERE TRUE AND kind = $1 AND place IN ($2, $3, $4, $5)");
/// ```
#[derive(Debug, Clone)]
pub struct Query<'a> {
    sql: String,
    params: Vec<Value<'a>>,
}

impl<'a> Query<'a> {
    /// Begins with a literal without parameters.
    #[must_use]
    pub fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), params: Vec::new() }
    }

    /// Adds a literal.
    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a parameter and its value.
    pub fn bind(&mut self, value: impl Into<Value<'a>>) -> &mut Self {
        self.params.push(value.into());
        self.sql.push('$');
        push_number(&mut self.sql, self.params.len());
        self
    }

    /// Adds `IN (…)`. An empty list matches nothing; of a list, the first 1,024 items count.
    pub fn bind_list<T: Into<Value<'a>>>(&mut self, items: impl IntoIterator<Item = T>) -> &mut Self {
        let before = self.params.len();
        self.params.extend(items.into_iter().take(LIST_MAX).map(Into::into));
        let padded = list_len(self.params.len() - before);
        let last = if self.params.len() == before { None } else { self.params.last().cloned() };
        self.params.resize(before + padded, last.unwrap_or(Value::Null));
        push_list(&mut self.sql, before, padded);
        self
    }

    /// The text so far.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values so far.
    #[must_use]
    pub fn params(&self) -> &[Value<'a>] {
        &self.params
    }
}
