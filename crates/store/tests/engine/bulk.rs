use store::{Query, StoreError, Value};

use crate::{count, with_cells};

const INSERT: &str = "INSERT INTO cells (id, num, name) VALUES ($1, $2, $3)";

#[test]
fn any_number_of_rows_is_inserted_once_each() {
    with_cells(|database| {
        let mut expected = 0;
        for rows in [0_i64, 1, 3, 5, 255, 256, 257, 3000] {
            let touched: Result<u64, StoreError> = database.write_blocking(|tx| {
                tx.insert_many(
                    INSERT,
                    (0..rows)
                        .map(|row| [Value::from(expected + row), row.into(), format!("第{row}行").into()]),
                )
            });
            assert_eq!(touched.unwrap(), rows.unsigned_abs());
            expected += rows;
            assert_eq!(count(&database), expected, "after {rows} rows");
        }
        let named: Vec<(i64, String)> = database
            .read_blocking(|tx| tx.query("SELECT num, name FROM cells ORDER BY id DESC LIMIT 2", &[]))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(named, [(2999, "第2999行".to_owned()), (2998, "第2998行".to_owned())]);
    });
}

#[test]
fn rows_too_wide_for_one_statement_are_split() {
    with_cells(|database| {
        // 300 rows of 200 values are more parameters than either engine takes at once.
        let wide: &'static str = Box::leak(
            format!(
                "INSERT INTO cells (id, num) VALUES ($1, CAST({} AS BIGINT))",
                (2..=200).map(|number| format!("CAST(${number} AS BIGINT)")).collect::<Vec<_>>().join(" + ")
            )
            .into_boxed_str(),
        );
        let rows = (0..300_i64).map(|row| {
            let mut values = [const { Value::Int(1) }; 200];
            values[0] = row.into();
            values
        });
        let done: Result<u64, StoreError> = database.write_blocking(|tx| tx.insert_many(wide, rows));
        assert_eq!(done.unwrap(), 300);
        let sums: Result<Vec<i64>, StoreError> =
            database.read_blocking(|tx| tx.query("SELECT DISTINCT num FROM cells", &[]));
        assert_eq!(sums.unwrap(), [199]);
    });
}

#[test]
fn an_upsert_of_many_rows_updates_those_that_exist() {
    const UPSERT: &str = "INSERT INTO cells (id, num) VALUES ($1, $2)
        ON CONFLICT (id) DO UPDATE SET num = cells.num + excluded.num";
    with_cells(|database| {
        for rows in [10_i64, 20] {
            let done: Result<u64, StoreError> = database.write_blocking(|tx| {
                tx.insert_many(UPSERT, (0..rows).map(|row| [Value::from(row), 5.into()]))
            });
            done.unwrap();
        }
        let by_num: Result<Vec<(i64, i64)>, StoreError> = database
            .read_blocking(|tx| tx.query("SELECT num, count(*) FROM cells GROUP BY num ORDER BY num", &[]));
        assert_eq!(by_num.unwrap(), [(5, 10), (10, 10)]);
    });
}

#[test]
fn rows_of_the_wrong_width_are_refused() {
    with_cells(|database| {
        let refused: Result<u64, StoreError> =
            database.write_blocking(|tx| tx.insert_many(INSERT, [[Value::from(1), Value::Null]]));
        assert!(matches!(refused, Err(StoreError::Misuse { .. })), "{refused:?}");
    });
}

#[test]
fn a_list_of_any_length_finds_each_row_once() {
    const FIND: &str = "SELECT id FROM cells WHERE num = $1 AND id IN ($2)";
    with_cells(|database| {
        let done: Result<u64, StoreError> = database.write_blocking(|tx| {
            tx.insert_many(INSERT, (0..3000_i64).map(|row| [Value::from(row), (row % 2).into(), Value::Null]))
        });
        done.unwrap();
        for wanted in [0_i64, 1, 2, 3, 1000, 1024, 1025, 3000] {
            let found: Result<Vec<i64>, StoreError> =
                database.read_blocking(move |tx| tx.query_in(FIND, &[0.into()], 0..wanted));
            let mut found = found.unwrap();
            found.sort_unstable();
            assert_eq!(found, (0..wanted).filter(|row| row % 2 == 0).collect::<Vec<_>>(), "of {wanted}");
        }
    });
}

#[test]
fn a_query_put_together_binds_what_it_was_given() {
    with_cells(|database| {
        let done: Result<u64, StoreError> = database.write_blocking(|tx| {
            tx.insert_many(
                INSERT,
                (0..10_i64).map(|row| [Value::from(row), (row % 3).into(), "'; DROP".into()]),
            )
        });
        done.unwrap();
        let ask = |ids: Vec<i64>| {
            let mut query = Query::new("SELECT id FROM cells WHERE TRUE");
            query
                .push(" AND name = ")
                .bind("'; DROP")
                .push(" AND num = ")
                .bind(1)
                .push(" AND id ")
                .bind_list(ids);
            query.push(" ORDER BY id");
            database.read_blocking(move |tx| tx.query_built::<i64>(&query)).unwrap_or_else(
                |error: StoreError| {
                    panic!("{error}");
                },
            )
        };
        assert_eq!(ask(vec![1, 2, 3, 4, 99]), [1, 4]);
        assert_eq!(ask(vec![7]), [7]);
        assert_eq!(ask(vec![]), [0_i64; 0]);
    });
}
