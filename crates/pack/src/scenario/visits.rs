//! Lines about people who come: `visitor books slot 2 for 3 people needing old`, `lin.jing calls to table 1`.

use jiff::civil::Date;

use super::words::Words;

/// Something that somebody does about a visit.
#[derive(Clone, Debug, PartialEq)]
pub enum VisitStep {
    /// `visitor holds slot 2`
    Hold(u32),
    /// `visitor books slot 2`, `visitor books visit 1` (which is held)
    Book {
        /// The slot; `None`: the visit is held already.
        slot: Option<u32>,
        /// The visit that is held.
        visit: Option<u32>,
        /// Who comes.
        guests: Guests,
    },
    /// `visitor waits`: for a place.
    WaitFor(Guests),
    /// `lin.jing invites`, `lin.jing invites to slot 2`
    Invite(Option<u32>, Guests),
    /// `lin.jing admits`: somebody who has not booked.
    WalkIn(Guests),
    /// `visitor cancels visit 1`
    Cancel(u32),
    /// `visitor arrives with visit 1`
    Arrive(u32),
    /// `lin.jing calls to table 1`
    Call(u32),
    /// `lin.jing misses visit 1`
    Miss(u32),
    /// `lin.jing recalls visit 1`
    Recall(u32),
    /// `lin.jing finishes visit 1 as settled`, `… as promised by 2026-04-01`
    Finish {
        /// Which.
        visit: u32,
        /// How it ended.
        end: String,
        /// By which day what was promised is done.
        due: Option<Date>,
    },
    /// `lin.jing reads back visit 1`
    Acknowledge(u32),
}

/// `for 3 people needing old, far`
#[derive(Clone, Debug, PartialEq)]
pub struct Guests {
    /// How many.
    pub people: u32,
    /// What they need.
    pub needs: Vec<String>,
}

/// The rest of a line whose verb is about visits; `None` for any other verb.
pub(super) fn step(verb: &str, mut words: Words<'_>) -> Option<VisitStep> {
    Some(match verb {
        "holds" => VisitStep::Hold(number(words.then("slot")?)?),
        "books" => {
            let what = words.next()?;
            let of = words.next()?.parse().ok()?;
            let (slot, visit) = match what {
                "slot" => (Some(of), None),
                "visit" => (None, Some(of)),
                _ => return None,
            };
            VisitStep::Book { slot, visit, guests: guests(words)? }
        }
        "waits" => VisitStep::WaitFor(guests(words)?),
        "invites" => {
            let slot = if words.skip("to") {
                words = words.then("slot")?;
                Some(words.next()?.parse().ok()?)
            } else {
                None
            };
            VisitStep::Invite(slot, guests(words)?)
        }
        "admits" => VisitStep::WalkIn(guests(words)?),
        "cancels" => VisitStep::Cancel(number(words.then("visit")?)?),
        "arrives" => VisitStep::Arrive(number(words.then("with")?.then("visit")?)?),
        "calls" => VisitStep::Call(number(words.then("to")?.then("table")?)?),
        "misses" => VisitStep::Miss(number(words.then("visit")?)?),
        "recalls" => VisitStep::Recall(number(words.then("visit")?)?),
        "reads" => VisitStep::Acknowledge(number(words.then("back")?.then("visit")?)?),
        "finishes" => {
            words = words.then("visit")?;
            let visit = words.next()?.parse().ok()?;
            words = words.then("as")?;
            let end = words.next()?.to_owned();
            let due = if words.skip("by") { Some(words.next()?.parse().ok()?) } else { None };
            words.end()?;
            VisitStep::Finish { visit, end, due }
        }
        _ => return None,
    })
}

fn number(words: Words<'_>) -> Option<u32> {
    words.last()?.parse().ok()
}

fn guests(mut words: Words<'_>) -> Option<Guests> {
    let mut guests = Guests { people: 1, needs: Vec::new() };
    while let Some(word) = words.next() {
        match word {
            "for" => {
                guests.people = words.next()?.parse().ok()?;
                words = words.then("people")?;
            }
            "needing" => guests.needs = words.names(),
            _ => return None,
        }
    }
    Some(guests)
}
