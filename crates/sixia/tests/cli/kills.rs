//! The server is killed while people raise matters, again and again, in the middle of whatever it does. What it acknowledged is
//! there; what it did not acknowledge is done once when it is sent again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::Place;
use crate::server::Server;

/// How often the server dies.
const KILLS: u64 = 4;
/// People who raise matters at the same time.
const CLIENTS: usize = 6;

/// What people hold in their hands: the receipt of each key that was acknowledged.
type Receipts = BTreeMap<String, String>;

/// Raises a matter under a key; `None` when no answer came.
fn raise(server: SocketAddr, key: &str, client: usize) -> Option<String> {
    let body = format!(
        r#"{{"kind":"hotline","category":"urban.drainage","place":"370202001001","title":"{key}",
            "text":"七号楼东侧的雨水井往外冒水","phone":"13812345678","fields":{{"type":["help"]}}}}"#
    );
    let mut stream = TcpStream::connect(server).ok()?;
    // Each is behind another address, so that nobody raises too much at once.
    let number = key.bytes().fold(client, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let address = format!("10.{}.{}.{}", number % 251, number / 251 % 251, number / 63_001 % 251);
    write!(
        stream,
        "POST /api/v1/matters HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: application/json\r\n\
         X-Forwarded-For: {address}\r\nIdempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, receipt) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 201") || head.starts_with("HTTP/1.1 5"), "{answer}");
    // Half an answer is none.
    let whole = head.starts_with("HTTP/1.1 201") && receipt.ends_with('}');
    whole.then(|| receipt.to_owned())
}

/// Everybody raises matters until the server is gone; gives what was acknowledged, and the keys that were not.
fn under_load(server: Server, round: u64, lives: Duration) -> (Receipts, BTreeSet<String>) {
    let address = server.address();
    let raised = AtomicUsize::new(0);
    let outcomes: Vec<(Receipts, BTreeSet<String>)> = std::thread::scope(|scope| {
        let client = |client: usize| {
            let raised = &raised;
            move || {
                let (mut receipts, mut open) = (Receipts::new(), BTreeSet::new());
                for at in 0.. {
                    let key = format!("k-{round}-{client}-{at}");
                    let Some(receipt) = raise(address, &key, client) else {
                        open.insert(key);
                        break;
                    };
                    receipts.insert(key, receipt);
                    raised.fetch_add(1, Ordering::SeqCst);
                }
                (receipts, open)
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|number| scope.spawn(client(number))).collect();
        // Not before it works at full speed.
        while raised.load(Ordering::SeqCst) < 3 * CLIENTS {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(lives);
        server.kill();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let mut all = (Receipts::new(), BTreeSet::new());
    for (receipts, open) in outcomes {
        all.0.extend(receipts);
        all.1.extend(open);
    }
    all
}

fn serve(place: &Place) -> Server {
    let mut server = Server::start(place, &["serve"]);
    server.until("Ready");
    server
}

fn number(receipt: &str) -> &str {
    receipt.split("\"number\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

#[test]
fn a_server_that_is_killed_has_lost_nothing_that_it_acknowledged() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        place.write("data/sixia.toml", "trusted_proxies = \"127.0.0.1\"\n");
        let before = place.run(&["export", "matters"]).ends(0).out.lines().count();
        let mut receipts = Receipts::new();
        for round in 0..KILLS {
            // Now sooner, now later, and never after a whole number of commits.
            let lives = Duration::from_micros(round * 37_717 % 90_000);
            let (acknowledged, open) = under_load(serve(&place), round, lives);
            assert!(acknowledged.len() >= 3 * CLIENTS);
            receipts.extend(acknowledged);
            // Whoever got no answer asks again; whoever got one gets the same again.
            let server = serve(&place);
            for key in open {
                let receipt = raise(server.address(), &key, 0).unwrap();
                receipts.insert(key, receipt);
            }
            let (key, receipt) = receipts.iter().next_back().unwrap();
            assert_eq!(raise(server.address(), key, 0).as_ref(), Some(receipt));
            assert_eq!(server.stop(), 0);
            place.run(&["verify"]).ends(0).says("all is well");
        }
        let matters = place.run(&["export", "matters"]).ends(0).out;
        let numbers: BTreeSet<&str> = receipts.values().map(|receipt| number(receipt)).collect();
        assert_eq!(numbers.len(), receipts.len(), "each has a number of its own");
        let lost: Vec<_> = numbers.iter().filter(|number| !matters.contains(**number)).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        assert_eq!(matters.lines().count(), before + receipts.len(), "nothing was done twice");
    });
}
