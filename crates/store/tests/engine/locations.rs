use store::{Location, StoreError};

#[test]
fn a_path_is_a_file_and_an_address_is_a_server() {
    assert_eq!("data/sixia.db".parse::<Location>().unwrap(), Location::Sqlite("data/sixia.db".into()));
    assert_eq!("sqlite:/var/sixia.db".parse::<Location>().unwrap(), Location::Sqlite("/var/sixia.db".into()));
    for server in ["postgres://a:b@db.example/sixia", "postgresql://a@%2Frun%2Fpostgresql/sixia"] {
        assert_eq!(server.parse::<Location>().unwrap(), Location::Postgres(server.to_owned()));
    }
}

#[test]
fn an_address_that_cannot_be_safe_is_refused() {
    for (address, why) in [
        ("", "empty"),
        ("sqlite:", "empty"),
        ("mysql://a:b@c/d", "only"),
        ("postgres://a@db.example/sixia", "password"),
        ("postgres:///sixia", "host"),
        ("postgres://a:secret@host:port/x", "this is not"),
        ("postgres://a:secret@host/x?sslmode=require", "sslmode"),
    ] {
        match address.parse::<Location>() {
            Err(StoreError::Location(reason)) => {
                assert!(reason.contains(why), "{address}: {reason}");
                assert!(!reason.contains("secret"), "{address}: {reason}");
            }
            other => panic!("{address}: {other:?}"),
        }
    }
}

#[test]
fn the_password_is_not_shown() {
    let location: Location = "postgres://clerk:secret@one.example,two.example/sixia".parse().unwrap();
    assert_eq!(location.to_string(), "postgres://clerk@one.example,two.example/sixia");
    assert_eq!(format!("{location:?}"), "Location(postgres://clerk@one.example,two.example/sixia)");
}
