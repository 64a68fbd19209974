//! Tells people what happened: by mail and by text message, as far as the settings say. What is said stands in
//! `translations/notice.*.ftl` and in the packs.

use std::sync::Arc;

use domain::text::{Language, Text};
use office::{Clock as _, Messenger, Notice, Undelivered, Way};
use post::{Gateway, Letter, Mail, PostFailure, Sms};

use crate::edge::MachineClock;
use crate::settings::Settings;
use crate::words::Words;

/// Mail and text messages.
struct Post {
    mail: Option<Mail>,
    gateway: Option<Gateway>,
    office: Text,
    /// Where people follow their matter.
    track: String,
    zh: Words,
    en: Words,
}

/// The ways to tell people that the settings name; `None` where they name none.
pub(crate) fn of(settings: &Settings) -> Result<Option<Arc<dyn Messenger>>, post::SettingsFault> {
    let (mail, gateway) = (settings.mail().transpose()?, settings.gateway().transpose()?);
    if mail.is_none() && gateway.is_none() {
        return Ok(None);
    }
    Ok(Some(Arc::new(Post {
        mail,
        gateway,
        office: Text::new(settings.office_zh.clone(), settings.office_en.clone()),
        track: format!("{}/track", settings.public_url()),
        zh: Words::of_notices(Language::Zh),
        en: Words::of_notices(Language::En),
    })))
}

impl Messenger for Post {
    /// Mail first: it costs nobody anything.
    fn ways(&self) -> Vec<Way> {
        let mail = self.mail.as_ref().map(|_| Way::Mail);
        mail.into_iter().chain(self.gateway.as_ref().map(|_| Way::Sms)).collect()
    }

    fn carry(&self, notice: &Notice, way: Way, to: &str) -> Result<(), Undelivered> {
        let sent = match (way, &self.mail, &self.gateway) {
            (Way::Mail, Some(mail), _) => {
                let (subject, text) = (self.say(notice, "mail", "subject"), self.say(notice, "mail", "text"));
                let letter = Letter { key: &notice.key, at: notice.at, to, subject: &subject, text: &text };
                mail.send(&letter)
            }
            (Way::Sms, _, Some(gateway)) => {
                let text = self.say(notice, "sms", "text");
                let sms = Sms { key: &notice.key, to, text: &text, language: notice.language.tag() };
                gateway.send(&sms, MachineClock.now())
            }
            _ => Err(PostFailure::Unreachable),
        };
        sent.map_err(undelivered)
    }
}

impl Post {
    fn say(&self, notice: &Notice, way: &str, part: &str) -> String {
        let words = match notice.language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        };
        let office = words.text(&self.office);
        match &notice.about {
            Some(about) => {
                let url = format!("{}?number={}", self.track, about.number);
                let args: [(&str, &dyn ToString); 4] = [
                    ("office", &office),
                    ("number", &about.number),
                    ("said", &words.text(&about.said)),
                    ("url", &url),
                ];
                words.with(&format!("{way}-{part}"), &args)
            }
            None => words.with(&format!("{way}-sealed-{part}"), &[("office", &office), ("url", &self.track)]),
        }
    }
}

/// A refusal concerns one person; what nobody can get through holds up everybody; the rest waits.
fn undelivered(failure: PostFailure) -> Undelivered {
    let why = failure.to_string();
    match failure {
        PostFailure::Refused(_) | PostFailure::NoAddress => Undelivered::Refused(why),
        PostFailure::Busy(_) => Undelivered::Later(why),
        PostFailure::Unreachable | PostFailure::NoTls | PostFailure::NotLetIn => Undelivered::Blocked(why),
    }
}

#[cfg(test)]
mod tests {
    use office::NoticeAbout;

    use super::*;

    fn post() -> Post {
        Post {
            mail: None,
            gateway: None,
            office: Text::new("海州热线", "Haizhou Hotline"),
            track: "https://sixia.example.cn/track".to_owned(),
            zh: Words::of_notices(Language::Zh),
            en: Words::of_notices(Language::En),
        }
    }

    fn notice(language: Language, sealed: bool) -> Notice {
        let said = Text::new("已派给水务公司，3月9日前答复您。", "It was sent to the water company.");
        let about = NoticeAbout { number: "RX-2026-000001-83".to_owned(), said };
        let at = "2026-03-04T02:00:00Z".parse().unwrap();
        Notice { key: "k".to_owned(), at, language, about: Some(about).filter(|_| !sealed) }
    }

    #[test]
    fn a_text_message_says_what_happened_and_where_to_look() {
        for (language, sealed, said) in [
            (
                Language::Zh,
                false,
                "您反映的事（RX-2026-000001-83）有进展。已派给水务公司，3月9日前答复您。\
                 查看：https://sixia.example.cn/track?number=RX-2026-000001-83",
            ),
            (
                Language::En,
                false,
                "News of your matter RX-2026-000001-83. It was sent to the water company. \
                 More: https://sixia.example.cn/track?number=RX-2026-000001-83",
            ),
            (Language::Zh, true, "您有新消息，请凭受理编号和查询码查看：https://sixia.example.cn/track"),
        ] {
            assert_eq!(post().say(&notice(language, sealed), "sms", "text"), said);
        }
    }

    #[test]
    fn a_letter_of_a_sealed_matter_has_no_number_and_no_word_of_it() {
        for language in Language::ALL {
            for part in ["subject", "text"] {
                let open = post().say(&notice(language, false), "mail", part);
                let sealed = post().say(&notice(language, true), "mail", part);
                assert!(open.contains("RX-2026-000001-83"), "{open}");
                assert!(
                    !sealed.contains("RX-") && !sealed.contains("水务") && !sealed.contains("water"),
                    "{sealed}"
                );
                assert!(!sealed.contains("mail-") && !open.contains("mail-"), "a text is missing");
            }
        }
    }
}
