//! What can be done to an order before its group: texts made fit to keep, people sealed, words cut. Runs beside the loop, on the
//! thread of whoever gives the order.

mod visit;

pub use visit::VISIT_WORDS;

use domain::command::{Command, Form, Occasion, Opening};
use domain::event::{Actor, Opened};
use domain::field::Where;
use domain::ids::{CaseId, Ids, PersonId};
use domain::program::Phase;
use sha2::{Digest, Sha256};
use text::{Likeness, Secret, squeeze, squeeze_line};
use vault::{Email, Fields, Phone, ResidentId, Sealed, blind_indexes, field};

use crate::OrderRefusal;
use crate::order::{
    Contact, IDEMPOTENCY_KEY_CHARS_MAX, NewCase, Order, PEOPLE_MAX, PHOTOS_MAX, Supporting, Task, Visiting,
};
use crate::shared::Shared;

/// Characters of the longest name of a person.
const NAME_CHARS_MAX: usize = 60;
/// Characters of the longest address, or other way to reach a person.
const ADDRESS_CHARS_MAX: usize = 200;
/// Characters of the name under which a supporter is known again: 64 bits, so that two of one case never meet.
const SUPPORTER_CHARS: usize = 16;
/// People that may stand behind one case.
const PEOPLE_COUNT_MAX: u32 = 1_000_000;

/// An order that is ready to be decided.
pub(crate) struct Prepared {
    pub(crate) occasion: Occasion,
    pub(crate) work: Work,
    pub(crate) key: Option<Key>,
}

/// What is to be decided.
pub(crate) enum Work {
    Open(Box<NewlyOpened>),
    On {
        case: CaseId,
        command: Command,
        /// What goes into the vault with it.
        people: Vec<(PersonId, Sealed)>,
        /// The secret of a new ticket.
        ticket: Option<Secret>,
    },
}

impl Work {
    /// Digests of the pictures that come with it.
    pub(crate) fn photos(&self) -> &[String] {
        match self {
            Self::Open(new) => &new.opening.opened.photos,
            Self::On { command: Command::Add { photos, .. }, .. } => photos,
            Self::On { .. } => &[],
        }
    }
}

/// A case to be opened, with everything that only the office adds.
pub(crate) struct NewlyOpened {
    pub(crate) opening: Opening,
    pub(crate) people: Vec<(PersonId, Sealed)>,
    pub(crate) secret: Secret,
    pub(crate) words: String,
    pub(crate) likeness: Option<Likeness>,
}

/// The key of an order, with what tells the order from others.
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) caller: String,
    /// SHA-256 over all that the order says. Kept sealed only: it covers names.
    pub(crate) fingerprint: String,
    /// What must not be kept in the open of the answer: the fingerprint, and the secret of a receipt.
    pub(crate) sealed: Sealed,
}

/// Fields of what is sealed of an answer.
pub(crate) const FINGERPRINT: &str = "order";
pub(crate) const SECRET: &str = "secret";

impl Key {
    /// Under which name the vault seals the answer.
    pub(crate) fn sealed_as(&self) -> String {
        sealed_as(&self.caller, &self.text)
    }
}

fn sealed_as(caller: &str, key: &str) -> String {
    format!("answer:{caller}:{key}")
}

/// Makes an order ready.
pub(crate) fn prepare(shared: &Shared, occasion: Occasion, order: Order) -> Result<Prepared, OrderRefusal> {
    if order.key.as_deref().is_some_and(|key| !is_key(key)) {
        return Err(OrderRefusal::KeyLength);
    }
    let key = order.key.map(|key| (key, fingerprint(&order.task)));
    let work = match order.task {
        Task::Open(case) => {
            let id = order.id.unwrap_or_else(|| CaseId::new(shared.new_id(occasion.at)));
            Work::Open(Box::new(open(shared, &occasion, (id, order.source), *case)?))
        }
        Task::On { command: Command::Open(_) | Command::Visit { .. }, .. } => {
            return Err(OrderRefusal::NotAllowed);
        }
        Task::On { case, command } => {
            Work::On { case, command: tidy(command)?, people: Vec::new(), ticket: None }
        }
        Task::Support(supporting) => support(shared, &supporting)?,
        Task::Visit(visiting) => visit::prepare(shared, &occasion, *visiting)?,
    };
    let key = key.map(|(text, fingerprint)| make_key(shared, &occasion, &work, text, fingerprint));
    Ok(Prepared { occasion, work, key })
}

/// How a caller is named beside its keys. Whoever holds a receipt is one of many; forms carry keys that nobody guesses.
fn caller_text(by: &Actor) -> String {
    match by {
        Actor::Person => "person".to_owned(),
        Actor::Officer { account, .. } => format!("officer:{account}"),
        Actor::Timer => "timer".to_owned(),
        Actor::Import { source } => format!("import:{source}"),
    }
}

fn is_key(key: &str) -> bool {
    let fits = !key.is_empty() && key.chars().count() <= IDEMPOTENCY_KEY_CHARS_MAX;
    fits && !key.chars().any(char::is_control)
}

fn make_key(shared: &Shared, occasion: &Occasion, work: &Work, text: String, fingerprint: String) -> Key {
    let caller = caller_text(&occasion.caller.by);
    let secret = match work {
        Work::Open(new) => new.secret.reveal(),
        Work::On { ticket, .. } => ticket.as_ref().map(Secret::reveal).unwrap_or_default(),
    };
    let fields = Fields::new().with(FINGERPRINT, fingerprint.as_str()).with(SECRET, secret);
    let sealed = shared.seal(&sealed_as(&caller, &text), &fields);
    Key { text, caller, fingerprint, sealed }
}

/// Over all that an order says, long texts and names as they are. Every field is named, so that none can be forgotten.
fn fingerprint(task: &Task) -> String {
    let mut digest = Sha256::new();
    let mut take = |text: &str| {
        digest.update(text);
        digest.update(b"\0");
    };
    match task {
        Task::On { .. } => take(&format!("{task:?}")),
        Task::Support(supporting) => {
            let Supporting { case, browsers, phone } = &**supporting;
            take(case.as_str());
            browsers.iter().map(String::as_str).chain([phone.as_str()]).for_each(take);
        }
        Task::Visit(visiting) => {
            let Visiting { case, ask, contact, words, ticket } = &**visiting;
            take(&format!("{case} {ask:?}"));
            let own = [words.as_str(), ticket.as_str()];
            own.into_iter().chain(contact_parts(contact)).for_each(take);
        }
        Task::Open(case) => {
            let NewCase {
                kind,
                channel,
                category,
                place,
                title,
                text,
                people,
                people_count,
                accused,
                may_publish,
                photos,
                form,
            } = &**case;
            let short = (kind, channel, category, place, people_count, accused, may_publish, photos, form);
            take(&format!("{short:?}"));
            take(title);
            take(text);
            people.iter().flat_map(contact_parts).for_each(take);
        }
    }
    hex::encode(digest.finalize())
}

fn contact_parts(contact: &Contact) -> [&str; 7] {
    let Contact { name, phone, email, id_number, address, contact, language } = contact;
    [language.tag(), name, phone, email, id_number, address, contact]
}

fn open(
    shared: &Shared,
    occasion: &Occasion,
    (id, source): (CaseId, Option<CaseId>),
    case: NewCase,
) -> Result<NewlyOpened, OrderRefusal> {
    check_photos(&case.photos)?;
    let people = seal_people(shared, occasion, &case.people)?;
    let title = squeeze_line(&case.title);
    let text = squeeze(&case.text);
    let place = tidy_place(case.place);
    let whole = format!("{title}\n{text}\n{}", place.spot);
    let opened = Opened {
        id,
        number: String::new(),
        kind: case.kind,
        pack_version: 0,
        state: "".into(),
        phase: Phase::Received,
        channel: case.channel,
        category: case.category,
        place,
        title,
        text,
        values: domain::field::Values::new(),
        people: people.iter().map(|(person, _)| person.clone()).collect(),
        people_count: case.people_count.clamp(1, PEOPLE_COUNT_MAX),
        accused: case.accused,
        sealed: false,
        may_publish: case.may_publish,
        photos: case.photos,
    };
    Ok(NewlyOpened {
        likeness: Likeness::of(&opened.text),
        words: text::words(&whole),
        opening: Opening { opened, form: tidy_form(case.form), source },
        people,
        secret: Secret::from_random(shared.random.bytes()),
    })
}

/// Whoever has the same matter becomes names that are good for this case only: of its telephone, and of its browsers.
fn support(shared: &Shared, supporting: &Supporting) -> Result<Work, OrderRefusal> {
    let Supporting { case, browsers, phone } = supporting;
    check_contact(0, &Contact { phone: phone.clone(), ..Contact::default() })?;
    let phones = blind_indexes(&shared.keyring, field::PHONE, phone);
    let phones = phones.iter().map(|index| name_in(case, "phone", &index.bytes));
    let browsers = browsers.iter().filter(|token| !token.is_empty());
    let browsers = browsers.map(|token| name_in(case, "browser", token.as_bytes()));
    let command = Command::Support { by: phones.chain(browsers).collect() };
    Ok(Work::On { case: case.clone(), command, people: Vec::new(), ticket: None })
}

/// Where it comes from cannot be told from it, nor whether one in another case is the same.
fn name_in(case: &CaseId, what: &str, secret: &[u8]) -> String {
    let parts = [what.as_bytes(), case.as_str().as_bytes(), secret];
    let digest =
        parts.into_iter().fold(Sha256::new(), |digest, part| digest.chain_update(part).chain_update(b"\0"));
    hex::encode(digest.finalize()).chars().take(SUPPORTER_CHARS).collect()
}

fn check_photos(digests: &[String]) -> Result<(), OrderRefusal> {
    let digest = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let fits = digests.len() <= PHOTOS_MAX && digests.iter().all(digest);
    if fits { Ok(()) } else { Err(OrderRefusal::Photos) }
}

fn seal_people(
    shared: &Shared,
    occasion: &Occasion,
    people: &[Contact],
) -> Result<Vec<(PersonId, Sealed)>, OrderRefusal> {
    if people.len() > PEOPLE_MAX {
        return Err(OrderRefusal::TooManyPeople);
    }
    let mut sealed = Vec::new();
    for (at, person) in people.iter().enumerate().filter(|(_, person)| !person.is_blank()) {
        check_contact(at, person)?;
        let id = PersonId::new(shared.new_id(occasion.at));
        let fields = person.fields();
        sealed.push((id.clone(), vault::seal(&shared.keyring, id.as_str(), &fields, &mut shared.filler())));
    }
    Ok(sealed)
}

fn check_contact(person: usize, contact: &Contact) -> Result<(), OrderRefusal> {
    let refused = |field, key| Err(OrderRefusal::Contact { person, field, key });
    let lengths = [
        (field::NAME, &contact.name, NAME_CHARS_MAX),
        (field::ADDRESS, &contact.address, ADDRESS_CHARS_MAX),
        (field::CONTACT, &contact.contact, ADDRESS_CHARS_MAX),
    ];
    if let Some((field, ..)) = lengths.iter().find(|(_, text, most)| text.chars().count() > *most) {
        return refused(*field, "contact-too-long");
    }
    match Phone::parse(&contact.phone) {
        Err(refusal) if !contact.phone.trim().is_empty() => return refused(field::PHONE, refusal.key()),
        _ => {}
    }
    match Email::parse(&contact.email) {
        Err(refusal) if !contact.email.trim().is_empty() => return refused(field::EMAIL, refusal.key()),
        _ => {}
    }
    match ResidentId::parse(&contact.id_number) {
        Err(refusal) if !contact.id_number.trim().is_empty() => refused(field::ID_NUMBER, refusal.key()),
        _ => Ok(()),
    }
}

/// The same command with every text made fit to keep.
fn tidy(command: Command) -> Result<Command, OrderRefusal> {
    Ok(match command {
        Command::Act { act, form, seen } => Command::Act { act, form: tidy_form(form), seen },
        Command::Note { text } => Command::Note { text: squeeze(&text) },
        Command::Add { text, photos } => {
            check_photos(&photos)?;
            Command::Add { text: squeeze(&text), photos }
        }
        Command::Reveal { person, reason } => Command::Reveal { person, reason: squeeze_line(&reason) },
        Command::Recuse { account, reason } => Command::Recuse { account, reason: squeeze_line(&reason) },
        Command::Publish { title, text } => {
            Command::Publish { title: squeeze_line(&title), text: squeeze(&text) }
        }
        Command::Unpublish { reason } => Command::Unpublish { reason: squeeze_line(&reason) },
        Command::Withhold { reason } => Command::Withhold { reason: squeeze_line(&reason) },
        Command::Move { at, reason } => Command::Move { at: tidy_place(at), reason: squeeze_line(&reason) },
        other @ (Command::Open(_)
        | Command::Support { .. }
        | Command::Link { .. }
        | Command::Recategorise { .. }
        | Command::Succeed { .. }
        | Command::Inherit { .. }
        | Command::Visit { .. }
        | Command::Tick
        | Command::Recount) => other,
    })
}

fn tidy_form(form: Form) -> Form {
    form.into_iter().map(|(field, sent)| (field, sent.iter().map(|text| squeeze(text)).collect())).collect()
}

/// A pin outside the globe is no pin.
fn tidy_place(at: Where) -> Where {
    let on_the_globe = |point: &domain::field::Point| {
        (-180.0..=180.0).contains(&point.longitude) && (-90.0..=90.0).contains(&point.latitude)
    };
    Where { spot: squeeze_line(&at.spot), point: at.point.filter(on_the_globe), place: at.place }
}

/// Makes identifiers from time and randomness.
pub(crate) fn id_at(at: jiff::Timestamp, random: [u8; 8]) -> String {
    Ids::text(at.as_millisecond(), u64::from_be_bytes(random))
}
