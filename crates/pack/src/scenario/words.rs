//! The words of one line; what stands in quotation marks is one word.

/// The words still to be read.
pub(super) struct Words<'l> {
    words: std::iter::Peekable<std::vec::IntoIter<&'l str>>,
}

impl<'l> Words<'l> {
    pub(super) fn of(line: &'l str) -> Self {
        let mut quoted = false;
        let words: Vec<&str> = line
            .split(|letter: char| {
                quoted ^= letter == '"';
                letter == ' ' && !quoted
            })
            .filter(|word| !word.is_empty())
            .collect();
        Self { words: words.into_iter().peekable() }
    }

    pub(super) fn next(&mut self) -> Option<&'l str> {
        self.words.next()
    }

    pub(super) fn peek(&mut self) -> Option<&'l str> {
        self.words.peek().copied()
    }

    /// Steps over a word if it is the next.
    pub(super) fn skip(&mut self, word: &str) -> bool {
        self.words.next_if(|next| *next == word).is_some()
    }

    /// Goes on only after this word.
    pub(super) fn then(mut self, word: &str) -> Option<Self> {
        self.skip(word).then_some(self)
    }

    /// The one word that is left.
    pub(super) fn last(mut self) -> Option<String> {
        let last = self.next()?.to_owned();
        self.end().map(|()| last)
    }

    /// Nothing is left.
    pub(super) fn end(mut self) -> Option<()> {
        self.next().is_none().then_some(())
    }

    /// Names with commas between them.
    pub(super) fn names(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        while let Some(name) = self.next() {
            let more = name.ends_with(',');
            names.push(name.trim_end_matches(',').to_owned());
            if !more {
                break;
            }
        }
        names
    }

    /// `a=1, b="two words"`
    pub(super) fn pairs(&mut self) -> Option<Vec<(String, String)>> {
        let pairs = self.names();
        pairs
            .into_iter()
            .map(|pair| {
                let (name, value) = pair.split_once('=')?;
                Some((name.to_owned(), value.trim_matches('"').to_owned()))
            })
            .collect()
    }
}
