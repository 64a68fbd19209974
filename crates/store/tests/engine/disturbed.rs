//! Connections that break on purpose: what is left of a transaction that broke at each moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use store::{Disturb, Moment, Options, StoreError};

use crate::{count, open_with};

const INSERT: &str = "INSERT INTO cells (id, num) VALUES ($1, 0)";

/// The number under which a test asks for a break; 0 breaks nothing.
fn number(moment: Moment) -> u8 {
    match moment {
        Moment::Begin => 1,
        Moment::Write => 2,
        Moment::Commit => 3,
        Moment::Committed => 4,
    }
}

#[test]
fn a_connection_that_breaks_leaves_all_or_nothing_and_is_made_anew() {
    testkit::each_location(|location| {
        let armed = Arc::new(AtomicU8::new(0));
        let asked = Arc::clone(&armed);
        let disturb = Disturb::new(move |moment| {
            asked.compare_exchange(number(moment), 0, Ordering::SeqCst, Ordering::SeqCst).is_ok()
        });
        let options = Options { readers: 1, disturb: Some(disturb), ..Options::default() };
        let database = open_with(location, &options);
        let mut writer = database.writer();
        let mut insert = |id: i64| writer.transaction(|tx| tx.execute(INSERT, &[id.into()]).map(drop));
        insert(1).unwrap();
        for (id, moment, in_doubt, saved) in [
            (2, Moment::Write, false, false),
            (3, Moment::Commit, true, false),
            (4, Moment::Committed, true, true),
        ] {
            let before = count(&database);
            armed.store(number(moment), Ordering::SeqCst);
            let error: StoreError = insert(id).unwrap_err();
            assert!(error.is_unavailable(), "{moment:?}: {error}");
            assert_eq!(error.is_in_doubt(), in_doubt, "{moment:?}");
            assert_eq!(count(&database) - before, i64::from(saved), "{moment:?}");
            insert(id + 10).unwrap();
        }
        armed.store(number(Moment::Begin), Ordering::SeqCst);
        insert(5).unwrap();
        assert_eq!(armed.load(Ordering::SeqCst), 0, "an idle connection that broke is replaced unnoticed");
    });
}
