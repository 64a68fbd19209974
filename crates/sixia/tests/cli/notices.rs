//! A whole server tells people by a real mail server and a real gateway.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use crate::Place;
use crate::mail_server::MailServer;
use crate::server::Server;

/// Raises a matter, in a language; gives its number.
fn raise(server: SocketAddr, language: &str, email: &str) -> String {
    let body = format!(
        r#"{{"kind":"hotline","category":"urban.drainage","place":"370202001001","title":"井盖冒水",
            "text":"七号楼东侧的雨水井往外冒水","phone":"13812345678","email":"{email}",
            "fields":{{"type":["help"]}}}}"#
    );
    let mut stream = TcpStream::connect(server).unwrap();
    write!(
        stream,
        "POST /api/v1/matters HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Accept-Language: {language}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    answer.split("\"number\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

/// Takes one text message, and says that it was taken.
fn take(gateway: &TcpListener) -> String {
    let (mut stream, _) = gateway.accept().unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        if let Some(said) = line.to_lowercase().strip_prefix("content-length: ") {
            length = said.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn people_are_told_by_mail_and_by_text_message_in_their_language() {
    testkit::each_location(|location| {
        let Some(mut mail) = MailServer::start(&[]) else { return };
        let place = Place::new(location).with_demo();
        // The city stays, and is no demonstration any more: nobody in one is ever told anything.
        std::fs::remove_file(place.path("data/demonstration.json")).unwrap();
        let gateway = TcpListener::bind("127.0.0.1:0").unwrap();
        place.write(
            "data/sixia.toml",
            &format!(
                "public_url = \"https://sixia.example.cn\"\noffice_en = \"Haizhou Hotline\"\n\
                 mail_server = \"smtp://127.0.0.1:{}\"\nmail_from = \"office@example.cn\"\n\
                 sms_gateway = \"http://{}/send\"\nsms_key = \"known-to-both-sides\"\n",
                mail.port,
                gateway.local_addr().unwrap()
            ),
        );
        let mut server = Server::start(&place, &["serve"]);
        server.until("Ready");
        let number = raise(server.address(), "en", "lin@example.cn");
        let letter = mail.next();
        assert_eq!(letter["to"][0], "lin@example.cn");
        let subject = letter["headers"]["subject"].as_str().unwrap();
        assert_eq!(subject, format!("Haizhou Hotline: news of your matter {number}"));
        let text = letter["text"].as_str().unwrap();
        assert!(text.contains(&format!("https://sixia.example.cn/track?number={number}")), "{text}");
        assert!(!text.contains("冒水") && !text.contains("13812345678"), "{text}");

        let number = raise(server.address(), "zh", "");
        // The city lives on: its clocks run out, and its people are told so.
        let sms = std::iter::repeat_with(|| take(&gateway)).find(|sms| sms.contains(&number)).unwrap();
        assert!(sms.contains(r#""to":"13812345678""#) && sms.contains("有进展"), "{sms}");
        assert!(!sms.contains("冒水"), "{sms}");
        assert_eq!(server.stop(), 0);
    });
}
