use proptest::prelude::*;

use super::*;
use crate::field;

const PERSON: &str = "p-0001";

/// Bytes that differ each time, without randomness.
fn counting(mut from: u8) -> impl FnMut(&mut [u8]) {
    move |bytes| {
        for byte in bytes {
            from = from.wrapping_mul(29).wrapping_add(41);
            *byte = from;
        }
    }
}

fn ring(ids: &[KeyId]) -> Keyring {
    let line =
        |id: &KeyId| Keyring::new_line(*id, &mut |bytes| bytes.fill(u8::try_from(*id).unwrap())).to_string();
    Keyring::from_bytes(ids.iter().map(line).collect::<String>().as_bytes()).unwrap()
}

fn lin() -> Fields {
    Fields::new()
        .with(field::NAME, "林晓燕")
        .with(field::PHONE, "13812345678")
        .with(field::ADDRESS, "蕉北街道福宁路12号")
        .with("hearing", "用助听器")
}

fn sealed(keyring: &Keyring) -> Sealed {
    seal(keyring, PERSON, &lin(), &mut counting(1))
}

#[test]
fn what_is_sealed_can_be_opened_whole_or_one_field_at_a_time() {
    let ring = ring(&[1]);
    let Sealed { wrapped_key, ciphertext, blind_indexes } = sealed(&ring);
    assert_eq!(open(&ring, PERSON, &wrapped_key, &ciphertext), Ok(lin()));
    let name = open_field(&ring, PERSON, &wrapped_key, &ciphertext, field::NAME).unwrap().unwrap();
    assert_eq!(name.as_str(), "林晓燕");
    assert_eq!(open_field(&ring, PERSON, &wrapped_key, &ciphertext, field::ID_NUMBER), Ok(None));
    assert_eq!(blind_indexes, crate::blind_indexes(&ring, field::PHONE, "138 1234 5678"));
}

#[test]
fn nothing_readable_is_stored() {
    let sealed = sealed(&ring(&[1]));
    for text in ["林晓燕", "13812345678", "12号"] {
        assert!(!sealed.ciphertext.windows(text.len()).any(|window| window == text.as_bytes()));
    }
    assert_eq!(format!("{sealed:?}"), "Sealed { key_id: Some(1), .. }");
}

#[test]
fn without_its_key_a_person_is_gone() {
    let ring = ring(&[1]);
    let lin = sealed(&ring);
    let other = seal(&ring, PERSON, &Fields::new(), &mut counting(2));
    // Not even another key of the same person opens the fields.
    assert_eq!(open(&ring, PERSON, &other.wrapped_key, &lin.ciphertext), Err(OpenFault::Damaged));
    assert_eq!(
        open(&ring, PERSON, &WrappedKey::from_bytes(Vec::new()), &lin.ciphertext),
        Err(OpenFault::Damaged)
    );
}

#[test]
fn another_office_cannot_open() {
    let sealed = sealed(&ring(&[1]));
    assert_eq!(
        open(&ring(&[2]), PERSON, &sealed.wrapped_key, &sealed.ciphertext),
        Err(OpenFault::UnknownKey(1))
    );
    let same_number =
        Keyring::from_bytes(Keyring::new_line(1, &mut |bytes| bytes.fill(0xee)).as_bytes()).unwrap();
    assert_eq!(open(&same_number, PERSON, &sealed.wrapped_key, &sealed.ciphertext), Err(OpenFault::Damaged));
}

#[test]
fn a_row_moved_to_another_person_does_not_open() {
    let ring = ring(&[1]);
    let sealed = sealed(&ring);
    assert_eq!(open(&ring, "p-0002", &sealed.wrapped_key, &sealed.ciphertext), Err(OpenFault::Damaged));
    // Nor does a field under another key of a person with the same data key: the id is bound twice.
    let data_key = unwrap_key(&ring, PERSON, &sealed.wrapped_key).unwrap();
    let rewrapped = wrap(&ring, "p-0002", &data_key, &mut counting(3));
    assert_eq!(open(&ring, "p-0002", &rewrapped, &sealed.ciphertext), Err(OpenFault::Damaged));
}

#[test]
fn a_field_moved_to_another_name_does_not_open() {
    let ring = ring(&[1]);
    let sealed = sealed(&ring);
    let mut moved = Vec::new();
    for record in records(&sealed.ciphertext) {
        let (name, text) = record.unwrap();
        push_record(&mut moved, if name == field::PHONE { "phone2" } else { name }, text);
    }
    assert_eq!(open(&ring, PERSON, &sealed.wrapped_key, &moved), Err(OpenFault::Damaged));
}

#[test]
fn master_keys_are_changed_without_touching_the_fields() {
    let (before, both, after) = (ring(&[1]), ring(&[1, 2]), ring(&[2]));
    let sealed = sealed(&before);
    let rewrapped = rewrap(&both, PERSON, &sealed.wrapped_key, &mut counting(4)).unwrap();
    assert_eq!((sealed.wrapped_key.key_id(), rewrapped.key_id()), (Some(1), Some(2)));
    assert_eq!(open(&after, PERSON, &rewrapped, &sealed.ciphertext), Ok(lin()));
    assert_eq!(rewrap(&after, PERSON, &sealed.wrapped_key, &mut counting(4)), Err(OpenFault::UnknownKey(1)));
}

#[test]
fn every_changed_or_missing_byte_of_the_key_is_noticed() {
    let ring = ring(&[1]);
    let Sealed { wrapped_key, ciphertext, .. } = sealed(&ring);
    for at in 0..wrapped_key.as_bytes().len() {
        let mut bytes = wrapped_key.as_bytes().to_vec();
        bytes[at] ^= 1;
        assert!(open(&ring, PERSON, &WrappedKey::from_bytes(bytes.clone()), &ciphertext).is_err(), "{at}");
        bytes.truncate(at);
        assert!(open(&ring, PERSON, &WrappedKey::from_bytes(bytes), &ciphertext).is_err(), "{at}");
    }
}

#[test]
fn every_changed_byte_of_the_fields_is_noticed() {
    let ring = ring(&[1]);
    let Sealed { wrapped_key, ciphertext, .. } = sealed(&ring);
    for at in 0..ciphertext.len() {
        let mut bytes = ciphertext.clone();
        bytes[at] ^= 0x40;
        assert_eq!(open(&ring, PERSON, &wrapped_key, &bytes), Err(OpenFault::Damaged), "{at}");
    }
}

proptest! {
    #[test]
    fn any_fields_come_back(
        person in ".{0,12}",
        fields in proptest::collection::btree_map(".{0,40}", ".{1,60}", 0..6),
        from: u8,
    ) {
        let ring = ring(&[1]);
        let fields = fields.into_iter().fold(Fields::new(), |all, (name, text)| all.with(&name, text));
        let sealed = seal(&ring, &person, &fields, &mut counting(from));
        prop_assert_eq!(open(&ring, &person, &sealed.wrapped_key, &sealed.ciphertext), Ok(fields));
    }

    #[test]
    fn any_bytes_may_be_opened(key in proptest::collection::vec(any::<u8>(), 0..100), text in proptest::collection::vec(any::<u8>(), 0..100)) {
        let ring = ring(&[1]);
        prop_assert!(open(&ring, PERSON, &WrappedKey::from_bytes(key), &text).is_err());
    }
}

#[test]
fn other_bytes_are_sealed_under_the_key_of_the_same_person_and_bound_to_their_name() {
    let ring = ring(&[1]);
    let mut filler = counting(1);
    let sealed = seal(&ring, "case", &Fields::new(), &mut filler);
    let key = ("case", &sealed.wrapped_key);
    let picture = seal_bytes(&ring, key, "a/media", &[1, 2, 3], &mut filler).unwrap();
    assert!(!picture.windows(3).any(|window| window == [1, 2, 3]));
    assert_eq!(open_bytes(&ring, key, "a/media", &picture).unwrap().as_slice(), [1, 2, 3]);
    let damaged = |opened: Result<_, OpenFault>| assert_eq!(opened.map(drop), Err(OpenFault::Damaged));
    damaged(open_bytes(&ring, key, "b/media", &picture));
    damaged(open_bytes(&ring, ("other", &sealed.wrapped_key), "a/media", &picture));
    damaged(open_bytes(&ring, key, "a/media", &picture[1..]));
}
