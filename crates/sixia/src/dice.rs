//! Chance from a seed: the same on every machine, so that the same demonstration can be made again.

/// A source of chance (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Chance from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Chance of its own for one of many things of a seed, so that one more draw here changes nothing there.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A number from `first` to `last`, both included.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        let span = u64::try_from(last.saturating_sub(first).saturating_add(1)).unwrap_or(1);
        first.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub(crate) fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        let at = usize::try_from(self.below(u64::try_from(things.len()).ok()?)).ok()?;
        things.get(at)
    }

    /// One of them, more often those of greater weight.
    pub(crate) fn weighted<'t, T>(&mut self, things: &'t [T], weight: impl Fn(&T) -> u64) -> Option<&'t T> {
        let all = things.iter().map(&weight).sum();
        let mut left = self.below(all);
        things.iter().find(|thing| {
            let own = weight(thing);
            let here = left < own;
            left = left.saturating_sub(own);
            here
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |seed, number| {
            let mut dice = Dice::of(seed, number);
            (0..8).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 7), draw(1, 7));
        assert_ne!(draw(1, 7), draw(1, 8));
        assert_ne!(draw(1, 7), draw(2, 7));
    }

    #[test]
    fn weights_are_kept_and_nothing_without_weight_is_drawn() {
        let mut dice = Dice::new(3);
        let things = [("never", 0), ("often", 9), ("seldom", 1)];
        let drawn: Vec<&str> = (0..1000)
            .filter_map(|_| dice.weighted(&things, |(_, weight)| *weight))
            .map(|(name, _)| *name)
            .collect();
        let often = drawn.iter().filter(|name| **name == "often").count();
        assert_eq!(drawn.len(), 1000);
        assert!((850..950).contains(&often), "{often}");
        assert!(!drawn.contains(&"never"));
        assert_eq!(dice.weighted(&[0u64; 3], |weight| *weight), None);
    }
}
