use store::dialect::{TOKEN_BYTES_MAX, index_words, match_words};
use store::{Database, StoreError};
use testkit::each_engine;

fn index(database: &Database, documents: &[(i64, &str)]) {
    let done: Result<(), StoreError> =
        database.write_blocking(|tx| index_words(tx, documents.iter().copied()));
    done.unwrap();
}

/// The documents found, or `None` when nothing was asked.
fn found(database: &Database, words: &str, phrases: &[&str]) -> Option<Vec<i64>> {
    let words = words.to_owned();
    let phrases: Vec<String> = phrases.iter().map(ToString::to_string).collect();
    let found: Result<_, StoreError> = database.read_blocking(move |tx| {
        let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
        let Some(mut query) = match_words(tx, &words, &phrases) else { return Ok(None) };
        query.push("SELECT docid FROM found ORDER BY docid");
        tx.query_built(&query).map(Some)
    });
    found.unwrap()
}

#[test]
fn a_document_is_found_by_all_of_its_words_together() {
    each_engine(|database| {
        index(
            &database,
            &[(1, "电梯 停运 三天"), (2, "电梯 噪音"), (3, "Elevator noise 噪音"), (-9, "停运")],
        );
        assert_eq!(found(&database, "电梯", &[]), Some(vec![1, 2]));
        assert_eq!(found(&database, "噪音 电梯", &[]), Some(vec![2]));
        assert_eq!(found(&database, "停运", &[]), Some(vec![-9, 1]));
        assert_eq!(found(&database, "电", &[]), Some(vec![]), "words are whole");
        assert_eq!(found(&database, "ELEVATOR", &[]), Some(vec![3]));
        assert_eq!(found(&database, "没有", &[]), Some(vec![]));
    });
}

#[test]
fn a_phrase_is_found_in_its_order_without_gaps() {
    each_engine(|database| {
        index(&database, &[(1, "小区 电梯 停运 三天"), (2, "停运 电梯"), (3, "电梯 又 停运")]);
        assert_eq!(found(&database, "", &["电梯 停运"]), Some(vec![1]));
        assert_eq!(found(&database, "小区", &["停运 三天", "电梯 停运"]), Some(vec![1]));
        assert_eq!(found(&database, "又", &["电梯 停运"]), Some(vec![]));
        assert_eq!(found(&database, "", &["停运 电梯", ""]), Some(vec![2]));
    });
}

#[test]
fn a_document_indexed_again_has_only_its_new_words() {
    each_engine(|database| {
        index(&database, &[(1, "旧 词"), (2, "旧")]);
        index(&database, &[(1, "新 词")]);
        assert_eq!(found(&database, "旧", &[]), Some(vec![2]));
        assert_eq!(found(&database, "新 词", &[]), Some(vec![1]));
        index(&database, &[(2, "")]);
        assert_eq!(found(&database, "旧", &[]), Some(vec![]));
    });
}

#[test]
fn asking_nothing_is_no_filter() {
    each_engine(|database| {
        assert_eq!(found(&database, " \t\u{3000}", &["", " "]), None);
    });
}

#[test]
fn every_character_is_searched_as_it_is() {
    let mut words: Vec<String> = (b'!'..=b'~').map(|byte| format!("x{}y", char::from(byte))).collect();
    words.retain(|word| word.to_ascii_lowercase() == *word);
    words.extend(
        ["'", "''", "\"", "\\", "\\'", "a:1", "a:*", "&", "|", "!", "<->", "(", "AND", "NOT", "*", "^", "-"]
            .map(str::to_owned),
    );
    words.extend(
        ["👨\u{200d}👩", "é", "e\u{301}", "ß", "Ａ", "𠮷", "\u{e000}", "1.5", "2026-11-24"]
            .map(str::to_owned),
    );
    each_engine(|database| {
        let documents: Vec<(i64, &str)> = (1..).zip(words.iter().map(String::as_str)).collect();
        index(&database, &documents);
        for (docid, word) in &documents {
            assert_eq!(found(&database, word, &[]), Some(vec![*docid]), "{word}");
            assert_eq!(found(&database, "", &[word, word]), Some(vec![*docid]), "{word}");
            assert_eq!(found(&database, "", &[&format!("{word} {word}")]), Some(vec![]), "{word}");
        }
    });
}

#[test]
fn control_characters_part_words_and_long_words_are_cut() {
    each_engine(|database| {
        let long = "长".repeat(TOKEN_BYTES_MAX);
        let text = format!("a\0b\u{1}c\n{long}");
        index(&database, &[(1, &text)]);
        assert_eq!(found(&database, "c b a", &["a b c"]), Some(vec![1]));
        assert_eq!(found(&database, &long, &[]), Some(vec![1]));
        assert_eq!(found(&database, "长", &[]), Some(vec![]));
    });
}

#[test]
fn a_very_long_document_is_indexed_up_to_its_limit() {
    each_engine(|database| {
        let words: Vec<String> = (0..20_000).map(|number| format!("w{number}")).collect();
        index(&database, &[(1, &words.join(" "))]);
        assert_eq!(found(&database, "w0", &["w16381 w16382"]), Some(vec![1]));
        assert_eq!(found(&database, "w16383", &[]), Some(vec![]));
    });
}
