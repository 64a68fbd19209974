//! What `doctor` finds, in lines and for a monitor.

use std::net::TcpListener;

use crate::server::Server;
use crate::{Place, Said};

/// An office as its first start leaves it.
fn opened(place: &Place) {
    let mut server = Server::start(place, &["serve"]);
    server.until("Ready");
    server.stop();
    std::fs::create_dir_all(place.path("assets")).unwrap();
}

fn doctor(place: &Place, words: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = place.command(&[&["doctor"], words].concat());
    command.env("SIXIA_ASSETS", place.path("assets")).envs(variables.iter().copied());
    Said::of(command.output().unwrap())
}

#[test]
fn the_doctor_finds_a_key_that_others_can_read() {
    let place = Place::sqlite();
    opened(&place);
    // An office without places has something to do still; its key is well.
    doctor(&place, &[], &[]).ends(4).says("well  Key file").says("ILL   Reference data").says("1 things");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(place.path("data/vault.key"), open.clone()).unwrap();
        doctor(&place, &[], &[]).ends(4).says("ILL   Key file").says("chmod 600").says("2 things");
        place.write("data/sixia.toml", "sms_key = \"known-to-both-sides\"\n");
        std::fs::set_permissions(place.path("data/sixia.toml"), open).unwrap();
        doctor(&place, &[], &[]).ends(4).says("ILL   Settings file");
    }
}

#[test]
fn the_doctor_says_everything_in_the_readers_language() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        std::fs::create_dir_all(place.path("assets")).unwrap();
        let _made = doctor(&place, &[], &[]);
        for (language, said, not) in [("zh", "没有备份过", "Backup"), ("en", "there is none yet", "备份")]
        {
            doctor(&place, &["--lang", language], &[])
                .says(said)
                .does_not_say(not)
                .does_not_say("doctor-")
                .does_not_say("Some(");
        }
    });
}

#[test]
fn a_monitor_reads_json() {
    let place = Place::sqlite().with_demo();
    std::fs::create_dir_all(place.path("assets")).unwrap();
    let file = place.path("sixia.backup").display().to_string();
    place.run(&["backup", &file]).ends(0);
    let said = doctor(&place, &["--json"], &[]).out;
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    let of = |name: &str| {
        let checks = report["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == name).unwrap().clone()
    };
    assert_eq!(of("backup")["state"], "well");
    assert_eq!(of("backup")["facts"]["days"], "0");
    assert_eq!(of("notices")["found"], "none");
    assert_eq!(of("database-clock")["found"], "agrees");
    assert_eq!(
        report["well"],
        report["checks"].as_array().unwrap().iter().all(|check| check["state"] != "ill")
    );
}

#[test]
fn mail_and_gateway_are_tried() {
    let place = Place::sqlite();
    opened(&place);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gateway = format!("http://{}/send", listener.local_addr().unwrap());
    let key = ("SIXIA_SMS_KEY", "known-to-both-sides");
    doctor(&place, &[], &[("SIXIA_SMS_GATEWAY", &gateway), key])
        .says("well  Gateway for text messages")
        .says("ILL   Public address");
    let mail = [("SIXIA_MAIL_SERVER", "smtp://127.0.0.1:1"), ("SIXIA_MAIL_FROM", "office@example.cn")];
    doctor(&place, &[], &mail).says("ILL   Mail server: it does not answer");
}
