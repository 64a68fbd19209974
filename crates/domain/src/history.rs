//! The chain of events: each event's digest covers the one before it, so that nothing can be changed, dropped or slipped in
//! without every later digest changing.

use sha2::{Digest, Sha256};

/// Bytes of a digest (SHA-256).
pub const DIGEST_BYTES: usize = 32;

/// The digest of one link.
pub type Link = [u8; DIGEST_BYTES];

/// The digest of an event, as its stored bytes, after the digest of the event before it; the first event has none before it.
#[must_use]
pub fn link(before: Option<&Link>, body: &[u8]) -> Link {
    let mut digest = Sha256::new();
    digest.update(before.unwrap_or(&[0; DIGEST_BYTES]));
    digest.update(body);
    digest.finalize().into()
}

/// Where a chain is broken: the place, counted from 0, of the first link that does not fit; `None` when it is whole.
pub fn broken_at<'l>(links: impl IntoIterator<Item = (&'l [u8], &'l Link)>) -> Option<usize> {
    let mut before = None;
    links.into_iter().position(|(body, stored)| {
        let fits = link(before, body) == *stored;
        before = Some(stored);
        !fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(bodies: &[&[u8]]) -> Vec<Link> {
        let mut before = None;
        bodies
            .iter()
            .map(|body| {
                let next = link(before.as_ref(), body);
                before = Some(next);
                next
            })
            .collect()
    }

    #[test]
    fn a_change_a_gap_or_a_swap_breaks_the_chain_at_that_place() {
        let bodies: [&[u8]; 3] = [b"opened", b"transferred", b"answered"];
        let links = chain(&bodies);
        let zip = |bodies: &[&'static [u8]], places: &[usize]| {
            let links: Vec<Link> = places.iter().map(|at| links[*at]).collect();
            broken_at(bodies.iter().copied().zip(&links))
        };
        assert_eq!(zip(&[b"opened", b"transferred", b"answered"], &[0, 1, 2]), None);
        assert_eq!(zip(&[b"opened", b"TRANSFERRED", b"answered"], &[0, 1, 2]), Some(1));
        assert_eq!(zip(&[b"opened", b"answered"], &[0, 2]), Some(1));
        assert_eq!(zip(&[b"transferred", b"opened", b"answered"], &[1, 0, 2]), Some(0));
    }
}
