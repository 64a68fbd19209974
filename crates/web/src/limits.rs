//! How much one address may send. Each limit is named here with its unit.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Bytes of an ordinary form.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// Bytes of a form of somebody who is signed in: the longest document, and the rest.
pub const STAFF_FORM_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a form with pictures: as many as an order takes, and the text.
pub const UPLOAD_BYTES_MAX: usize = office::PHOTOS_MAX * photo::PHOTO_BYTES_MAX + FORM_BYTES_MAX;
/// Fields of a form, files included.
pub const FORM_FIELDS_MAX: usize = 400;
/// Addresses remembered for one limit; beyond it those that are full again are forgotten.
const ADDRESSES_MAX: usize = 20_000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Matters sent in.
    Raise,
    /// Numbers and secrets tried.
    Track,
    /// Passwords tried.
    SignIn,
    /// "Me too".
    Support,
    /// Pictures taken in before a matter is sent.
    Upload,
}

/// A bucket of tokens: it holds `burst` at first and gets a new one every `seconds_each`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// Seconds until one more.
    pub seconds_each: u32,
}

/// The limits of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// For [`Limited::Raise`].
    pub raise: Rate,
    /// For [`Limited::Track`].
    pub track: Rate,
    /// For [`Limited::SignIn`].
    pub sign_in: Rate,
    /// For [`Limited::Support`].
    pub support: Rate,
    /// For [`Limited::Upload`].
    pub upload: Rate,
}

impl Default for Rates {
    /// A community centre behind one address can still work; guessing a secret of 60 bits cannot.
    fn default() -> Self {
        Self {
            raise: Rate { burst: 20, seconds_each: 30 },
            track: Rate { burst: 30, seconds_each: 10 },
            sign_in: Rate { burst: 20, seconds_each: 10 },
            support: Rate { burst: 20, seconds_each: 30 },
            upload: Rate { burst: 60, seconds_each: 10 },
        }
    }
}

/// Buckets of every address.
#[derive(Debug, Default)]
pub struct RateLimits {
    buckets: Mutex<HashMap<(Limited, IpAddr), Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Thousandths of a token.
    milli: i64,
    at: Timestamp,
}

impl Rates {
    fn of(&self, what: Limited) -> Rate {
        match what {
            Limited::Raise => self.raise,
            Limited::Track => self.track,
            Limited::SignIn => self.sign_in,
            Limited::Support => self.support,
            Limited::Upload => self.upload,
        }
    }
}

impl RateLimits {
    /// Takes one token; otherwise says in how many seconds there is one.
    pub fn take(&self, rates: &Rates, what: Limited, from: IpAddr, now: Timestamp) -> Result<(), u64> {
        let rate = rates.of(what);
        let full = i64::from(rate.burst) * 1000;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES_MAX {
            buckets.retain(|(limited, _), bucket| {
                bucket.filled(rates.of(*limited), now) < i64::from(rates.of(*limited).burst) * 1000
            });
        }
        let bucket = buckets.entry((what, from)).or_insert(Bucket { milli: full, at: now });
        bucket.milli = bucket.filled(rate, now);
        bucket.at = now;
        if bucket.milli >= 1000 {
            bucket.milli -= 1000;
            return Ok(());
        }
        let missing = u64::try_from(1000 - bucket.milli).unwrap_or(0);
        Err((missing * u64::from(rate.seconds_each)).div_ceil(1000).max(1))
    }
}

impl Bucket {
    fn filled(self, rate: Rate, now: Timestamp) -> i64 {
        let millis = now.as_millisecond().saturating_sub(self.at.as_millisecond()).max(0);
        let gained = millis / i64::from(rate.seconds_each.max(1));
        self.milli.saturating_add(gained).min(i64::from(rate.burst) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn rates() -> Rates {
        Rates { track: Rate { burst: 2, seconds_each: 10 }, ..Rates::default() }
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_bucket_empties_fills_and_belongs_to_one_address_and_purpose() {
        let limits = RateLimits::default();
        let take = |from, second| limits.take(&rates(), Limited::Track, from, time(second));
        assert_eq!(take(HOME, 0), Ok(()));
        assert_eq!(take(HOME, 0), Ok(()));
        assert_eq!(take(HOME, 0), Err(10), "empty");
        assert_eq!(take(HOME, 4), Err(6), "half filled");
        assert_eq!(take(OTHER, 4), Ok(()), "another address");
        assert_eq!(limits.take(&rates(), Limited::SignIn, HOME, time(4)), Ok(()), "another purpose");
        assert_eq!(take(HOME, 14), Ok(()), "filled again");
        assert_eq!(take(HOME, 14), Err(6));
        assert_eq!(take(HOME, 1_000), Ok(()));
        assert_eq!(take(HOME, 1_000), Ok(()), "never more than its size");
        assert!(take(HOME, 1_000).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let limits = RateLimits::default();
        let take = |second| limits.take(&rates(), Limited::Track, HOME, time(second));
        assert!(take(100).is_ok() && take(100).is_ok());
        assert!(take(50).is_err());
    }
}
