use store::{StoreError, Value};

use crate::{count, with_cells};

const INSERT: &str = "INSERT INTO cells (id, num, share, name, body, done) VALUES ($1, $2, $3, $4, $5, $6)";
const SELECT: &str = "SELECT num, share, name, body, done FROM cells WHERE id = $1";
type Cells = (Option<i64>, Option<f64>, Option<String>, Option<Vec<u8>>, Option<bool>);

#[test]
fn every_value_comes_back_as_it_was() {
    let every_byte: Vec<u8> = (0..=255).collect();
    let rows: [Cells; 4] = [
        (Some(i64::MAX), Some(0.1), Some("四下基层 👍 'a\"\\".to_owned()), Some(every_byte), Some(true)),
        (Some(i64::MIN), Some(f64::MIN_POSITIVE), Some(String::new()), Some(Vec::new()), Some(false)),
        (Some(0), Some(3.0), Some("0123".to_owned()), Some(vec![0]), Some(true)),
        (None, None, None, None, None),
    ];
    with_cells(|database| {
        for (id, row) in (1_i64..).zip(&rows) {
            let (num, share, name, body, done) = row.clone();
            database
                .write_blocking(|tx| {
                    tx.execute(
                        INSERT,
                        &[id.into(), num.into(), share.into(), name.into(), body.into(), done.into()],
                    )
                })
                .unwrap_or_else(|error: StoreError| panic!("{error:?}"));
            let back: Result<Cells, StoreError> =
                database.read_blocking(move |tx| tx.query_one(SELECT, &[id.into()]));
            assert_eq!(back.unwrap(), *row);
        }
    });
}

#[test]
fn columns_are_read_by_place_and_by_name() {
    with_cells(|database| {
        let read = database.read_blocking(|tx| {
            let mut seen = Vec::new();
            tx.query_each("SELECT 7 AS seven, CAST(NULL AS TEXT) AS absent_value", &[], |row| {
                seen.push((
                    row.get::<i64>(0)?,
                    row.get::<u8>("seven")?,
                    row.get::<Option<String>>("absent_value")?,
                ));
                Ok(())
            })?;
            Ok::<_, StoreError>(seen)
        });
        assert_eq!(read.unwrap(), [(7, 7, None)]);
    });
}

#[test]
fn a_column_that_is_not_what_was_expected_is_an_error() {
    with_cells(|database| {
        let read = |column: &'static str| {
            database.read_blocking(move |tx| {
                tx.query_each(
                    "SELECT 300 AS big, CAST(NULL AS BIGINT) AS absent_value, 'x' AS word",
                    &[],
                    |row| {
                        if column == "big" {
                            row.get::<u8>(column).map(drop)
                        } else {
                            row.get::<i64>(column).map(drop)
                        }
                    },
                )
            })
        };
        for column in ["big", "absent_value", "word", "absent"] {
            let error = read(column).unwrap_err();
            assert!(
                matches!(&error, StoreError::Column { column: named, .. } if named == column),
                "{column}: {error}"
            );
        }
    });
}

#[test]
fn what_one_engine_could_not_keep_is_refused_by_both() {
    with_cells(|database| {
        for value in [Value::from("a\0b"), Value::from(f64::NAN)] {
            let refused = database.write_blocking(|tx| {
                tx.execute("INSERT INTO cells (id, num) VALUES (1, 1)", &[])?;
                tx.execute("UPDATE cells SET name = $1", std::slice::from_ref(&value))
            });
            assert!(matches!(refused, Err(StoreError::Value(_))), "{refused:?}");
        }
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn parameters_go_by_their_number_and_must_be_complete() {
    with_cells(|database| {
        let swapped = database.read_blocking(|tx| {
            tx.query_one::<(String, String)>(
                "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT) || CAST($2 AS TEXT)",
                &["one".into(), "two".into()],
            )
        });
        assert_eq!(swapped.unwrap(), ("two".to_owned(), "onetwo".to_owned()));
        for params in [vec![], vec![Value::from(1), Value::from(2)]] {
            let refused = database
                .read_blocking(move |tx| tx.query::<i64>("SELECT id FROM cells WHERE id = $1", &params));
            assert!(matches!(refused, Err(StoreError::Misuse { .. })), "{refused:?}");
        }
    });
}

#[test]
fn parameters_do_not_show_in_debug_output() {
    assert_eq!(format!("{:?}", [Value::from("张三"), Value::Null]), "[text, null]");
}
