//! What can go wrong, without a word about whom it was for.

/// Why a message did not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostFailure {
    /// Nobody answered in time, or the line broke.
    #[error("unreachable")]
    Unreachable,
    /// No safe line: a certificate that is not trusted, or a server without TLS.
    #[error("no-tls")]
    NoTls,
    /// The name or the password of the office is not accepted.
    #[error("not-let-in")]
    NotLetIn,
    /// The other side asks to come again later, with this code.
    #[error("busy {0}")]
    Busy(u16),
    /// The other side refuses this message, with this code.
    #[error("refused {0}")]
    Refused(u16),
    /// What should be an address is none.
    #[error("no-address")]
    NoAddress,
}

impl PostFailure {
    /// Its name among the texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NoTls => "no-tls",
            Self::NotLetIn => "not-let-in",
            Self::Busy(_) => "busy",
            Self::Refused(_) => "refused",
            Self::NoAddress => "no-address",
        }
    }

    /// Whether trying the same again is of no use.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Refused(_) | Self::NoAddress)
    }
}

/// Why a way to reach people cannot be set up as the settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// It is no address of a mail server.
    #[error("it is written smtp://name:password@host:587 or smtps://name:password@host:465")]
    MailServer,
    /// It is no address from which letters come.
    #[error("it is written office@example.cn, or Name <office@example.cn>")]
    MailFrom,
    /// It is no address of a gateway.
    #[error("it is written https://host/path")]
    Gateway,
    /// What goes over the line could be read by others: only this machine itself may be spoken to without TLS.
    #[error("without TLS only a server on this machine may be spoken to")]
    Unsafe,
    /// The key is too short to sign with.
    #[error("the key has at least 16 characters")]
    ShortKey,
}

impl SettingsFault {
    /// Its name among the texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::MailServer => "mail-server",
            Self::MailFrom => "mail-from",
            Self::Gateway => "gateway",
            Self::Unsafe => "unsafe",
            Self::ShortKey => "short-key",
        }
    }
}
