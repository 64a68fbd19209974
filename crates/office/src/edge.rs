//! The two things that only the machine can give.

use jiff::Timestamp;

/// The time of day. `sixia` reads the machine's clock; tests stop it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Bytes that nobody can guess. `sixia` takes them from the operating system; tests take them from a seed.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// So many bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}
