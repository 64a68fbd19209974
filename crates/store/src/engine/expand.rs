//! Widens a whole statement, written for one row or one list item, to many: the literal in the source stays a statement that can
//! be prepared and pasted, and few different texts reach the engine.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::StoreError;
use super::value::Value;

/// Parameters of one statement that both engines take (SQLite 32,766, PostgreSQL 65,535).
const PARAMS_MAX: usize = 32_766;
/// Rows of one widened statement: more gain nothing on either engine.
const ROWS_MAX: usize = 256;
/// Each number of rows is this many times the next smaller one: 1, 4, 16, 64, 256.
const ROWS_STEP: usize = 4;
/// Items of one widened list; longer lists take several statements.
pub(super) const LIST_MAX: usize = 1024;

/// Widened texts by the statement and the number of rows or items.
pub(super) type Texts = HashMap<(&'static str, usize), Arc<str>>;

/// The most rows of `columns` values that one statement takes: a power of [`ROWS_STEP`].
pub(super) fn rows_max(columns: usize) -> usize {
    let mut rows = ROWS_MAX;
    while rows > 1 && rows * columns > PARAMS_MAX {
        rows /= ROWS_STEP;
    }
    rows
}

/// The largest number of rows, at most `waiting`, for which there is a statement.
pub(super) fn rows_fitting(waiting: usize, rows_max: usize) -> usize {
    let mut rows = rows_max;
    while rows > waiting.max(1) {
        rows /= ROWS_STEP;
    }
    rows
}

/// The length to which a list is padded.
pub(super) fn list_len(items: usize) -> usize {
    items.next_power_of_two().min(LIST_MAX)
}

/// Puts the next items of a list after the `fixed` parameters, padded with the last of them, and gives the length of the list;
/// `None` when there are no more.
pub(super) fn next_list<'a, V: Into<Value<'a>>>(
    params: &mut Vec<Value<'a>>,
    fixed: usize,
    items: &mut impl Iterator<Item = V>,
) -> Option<usize> {
    params.truncate(fixed);
    params.extend(items.take(LIST_MAX).map(Into::into));
    let count = params.len() - fixed;
    let last = params.last().filter(|_| count > 0).cloned()?;
    let padded = list_len(count);
    params.resize(fixed + padded, last);
    Some(padded)
}

/// Repeats the group after `VALUES` for each of `rows` rows.
///
/// `INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT …` becomes `… VALUES ($1, $2), ($3, $4) ON CONFLICT …`. Parameters stand in
/// the group only, and the group uses every one of `$1` to `$columns`.
pub(super) fn widen_values(sql: &'static str, columns: usize, rows: usize) -> Result<String, StoreError> {
    let needs_group =
        || StoreError::misuse(sql, "needs one `VALUES ($1, …)` group that holds all its parameters");
    let (head, rest) = sql.split_once("VALUES (").ok_or_else(needs_group)?;
    let (group, tail) =
        closing_parenthesis(rest).and_then(|at| rest.split_at_checked(at)).ok_or_else(needs_group)?;
    if head.contains('$') || tail.contains('$') {
        return Err(needs_group());
    }
    let pieces = Pieces::read(group).ok_or_else(needs_group)?;
    if pieces.highest() != columns {
        let problem = format!("rows of {columns} values given, {} needed", pieces.highest());
        return Err(StoreError::misuse(sql, problem));
    }
    let mut text = String::with_capacity(sql.len() + rows * (group.len() + columns * 4));
    text.push_str(head);
    text.push_str("VALUES ");
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        pieces.write(&mut text, row * columns);
        if row + 1 < rows {
            text.push(')');
        }
    }
    text.push_str(tail);
    Ok(text)
}

/// Widens the last parameter, written `IN ($n)`, to `items` parameters. `fixed` counts the parameters before it.
pub(super) fn widen_list(sql: &'static str, fixed: usize, items: usize) -> Result<String, StoreError> {
    let one = format!("IN (${})", fixed + 1);
    let Some((head, tail)) = sql.split_once(&one) else {
        return Err(StoreError::misuse(sql, format!("needs `{one}` for its list")));
    };
    let mut text = String::with_capacity(sql.len() + items * 6);
    text.push_str(head);
    push_list(&mut text, fixed, items);
    text.push_str(tail);
    Ok(text)
}

/// Writes `IN ($4, $5)` for `fixed` 3 and `items` 2.
pub(super) fn push_list(text: &mut String, fixed: usize, items: usize) {
    text.push_str("IN (");
    for item in 0..items {
        text.push_str(if item == 0 { "$" } else { ", $" });
        push_number(text, fixed + item + 1);
    }
    text.push(')');
}

pub(super) fn push_number(text: &mut String, number: usize) {
    text.push_str(&number.to_string());
}

/// Where the parenthesis closes that was opened before `text`.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A group of values as the text before each parameter and its number, and the text after the last.
struct Pieces<'s> {
    params: Vec<(&'s str, usize)>,
    end: &'s str,
}

impl<'s> Pieces<'s> {
    fn read(group: &'s str) -> Option<Self> {
        let mut params = Vec::new();
        let mut rest = group;
        while let Some((before, after)) = rest.split_once('$') {
            let end = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
            let (number, remaining) = after.split_at_checked(end)?;
            params.push((before, number.parse().ok()?));
            rest = remaining;
        }
        Some(Self { params, end: rest })
    }

    fn highest(&self) -> usize {
        self.params.iter().map(|(_, number)| *number).max().unwrap_or(0)
    }

    fn write(&self, text: &mut String, offset: usize) {
        for (before, number) in &self.params {
            text.push_str(before);
            text.push('$');
            push_number(text, number + offset);
        }
        text.push_str(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_repeated_with_its_parameters_renumbered() {
        let sql = "INSERT INTO t (a, b) VALUES ($2, upper($1)) ON CONFLICT (a) DO NOTHING";
        assert_eq!(
            widen_values(sql, 2, 3).unwrap(),
            "INSERT INTO t (a, b) VALUES ($2, upper($1)), ($4, upper($3)), ($6, upper($5)) ON CONFLICT (a) DO NOTHING"
        );
        assert_eq!(widen_values(sql, 2, 1).unwrap(), sql);
    }

    #[test]
    fn a_statement_that_cannot_be_widened_is_refused() {
        for sql in [
            "INSERT INTO t SELECT 1",
            "INSERT INTO t VALUES ($1, $2",
            "INSERT INTO t VALUES ($1, $2) RETURNING $3",
            "INSERT INTO t VALUES ($1, $2, $3)",
            "INSERT INTO t VALUES ($, $2)",
        ] {
            assert!(matches!(widen_values(sql, 2, 4), Err(StoreError::Misuse { .. })), "{sql}");
        }
    }

    #[test]
    fn a_list_takes_the_last_parameter() {
        let sql = "SELECT a FROM t WHERE b = $1 AND c IN ($2) ORDER BY a";
        assert_eq!(
            widen_list(sql, 1, 4).unwrap(),
            "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3, $4, $5) ORDER BY a"
        );
        assert!(widen_list(sql, 0, 4).is_err(), "the list is not the first parameter");
    }

    #[test]
    fn few_sizes_cover_every_number_of_rows_within_the_limit() {
        for columns in [1, 7, 25, 128, 200, 2000, PARAMS_MAX] {
            let most = rows_max(columns);
            assert!(most * columns <= PARAMS_MAX, "{columns} columns");
            for waiting in 1..=300 {
                let rows = rows_fitting(waiting, most);
                assert!(
                    rows >= 1 && rows <= waiting && [1, 4, 16, 64, 256].contains(&rows),
                    "{waiting} rows wait"
                );
            }
        }
        assert_eq!([0, 1, 3, 600, 5000].map(list_len), [1, 1, 4, 1024, LIST_MAX]);
    }
}
