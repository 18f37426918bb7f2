//! Wrong ways to build a base string and a signing key, each one a setting, so
//! that they can be tried alone and together. The right way is the default.
//!
//! Two mistakes that are made at one place do not overwrite each other: what is
//! done to a list, a text or a secret is kept in the order in which it is done.
#![forbid(unsafe_code)]

use crate::percent::Form;

/// The four parts that a signature is made of.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Variation {
    pub(super) method: MethodAs,
    pub(super) uri: UriAs,
    pub(super) parameters: ParametersAs,
    pub(super) key: KeyAs,
}

impl Variation {
    pub(super) const RIGHT: Self = Self {
        method: MethodAs {
            name: None,
            lower_case: false,
        },
        uri: UriAs::RIGHT,
        parameters: ParametersAs::RIGHT,
        key: KeyAs {
            first: Secret::of(Whose::ApiSecret),
            second: Secret::of(Whose::TokenSecret),
            encoded: true,
            ampersand: true,
        },
    };

    /// What one wrong encoder does that is used for all: names and values, and then
    /// the parts of the base string.
    #[inline(never)]
    pub(super) fn write_all(&mut self, change: fn(&mut Writing)) {
        self.parameters.written_before.as_mut().map(change);
        change(&mut self.parameters.writing);
        change(&mut self.parameters.whole);
        change(&mut self.uri.whole);
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct MethodAs {
    /// Another one than was sent.
    pub(super) name: Option<&'static str>,
    pub(super) lower_case: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct UriAs {
    pub(super) scheme_swapped: bool,
    pub(super) scheme_as_sent: bool,
    pub(super) host: Host,
    pub(super) port: Port,
    pub(super) path_decoded: bool,
    pub(super) path: Path,
    /// What of the rest of the URL is left in, in this order.
    pub(super) kept: [Kept; 2],
    pub(super) whole: Writing,
}

impl UriAs {
    const RIGHT: Self = Self {
        scheme_swapped: false,
        scheme_as_sent: false,
        host: Host::LowerCase,
        port: Port::ByScheme,
        path_decoded: false,
        path: Path::AsSent,
        kept: [Kept::Nothing; 2],
        whole: Writing::STRICT,
    };

    pub(super) fn keep(&mut self, kept: Kept) {
        self.kept = match self.kept {
            [Kept::Nothing, _] => [kept, Kept::Nothing],
            [first, _] => [first, kept],
        };
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct ParametersAs {
    pub(super) gathered: Gathered,
    pub(super) query: QueryAs,
    pub(super) body: BodyAs,
    pub(super) header: HeaderAs,
    pub(super) pairs: PairsAs,
    /// What is done to the list before it is encoded, in this order.
    pub(super) steps: [Step; 2],
    /// Names and values encoded once before, in this way.
    pub(super) written_before: Option<Writing>,
    pub(super) writing: Writing,
    pub(super) order: Order,
    /// The parameters encoded once more, as one text.
    pub(super) whole: Writing,
}

impl ParametersAs {
    const RIGHT: Self = Self {
        gathered: Gathered::QueryFirst,
        query: QueryAs {
            signed: true,
            with_fragment: false,
            with_empty_pair: false,
            names_decoded: true,
            numbered: false,
        },
        body: BodyAs {
            read: Body::IfForm,
            with_fields: false,
        },
        header: HeaderAs {
            unsigned: ["", ""],
            recoded: None,
            realm: Realm::Unsigned,
            with_signature: false,
        },
        pairs: PairsAs {
            reading: Form::Wire,
            names_decoded: true,
            cut_at_equals: false,
            without_equals: true,
            split_at_semicolon: false,
            utf8_only: false,
        },
        steps: [Step::None, Step::None],
        written_before: None,
        writing: Writing::STRICT,
        order: Order::Encoded,
        whole: Writing::STRICT,
    };

    pub(super) fn then(&mut self, step: Step) {
        self.steps = match self.steps {
            [Step::None, _] => [step, Step::None],
            [first, _] => [first, step],
        };
    }

    pub(super) fn unsorted(&mut self, gathered: Gathered) {
        self.gathered = gathered;
        self.order = Order::AsTheyCome;
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Host {
    LowerCase,
    AsSent,
    /// The other of `x.com` and `twitter.com`.
    Renamed,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Port {
    ByScheme,
    Always,
    IfGiven,
    Never,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Path {
    AsSent,
    WithSlash,
    WithoutSlash,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kept {
    Nothing,
    Query,
    Fragment,
}

/// The order in which the parameters are gathered.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Gathered {
    /// Query, header, body.
    QueryFirst,
    HeaderFirst,
    HeaderLast,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Order {
    Encoded,
    AsJoinedText,
    AsTheyCome,
}

/// Something done to the list of parameters.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Step {
    None,
    Sort,
    /// Of those of one name, one is kept.
    KeepFirst,
    KeepLast,
    DropEmptyValues,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct QueryAs {
    pub(super) signed: bool,
    pub(super) with_fragment: bool,
    /// A piece that is nothing is signed as `=`.
    pub(super) with_empty_pair: bool,
    pub(super) names_decoded: bool,
    /// `a[0]` and `a[1]` for two of one name.
    pub(super) numbered: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct BodyAs {
    pub(super) read: Body,
    /// The fields of a multipart body too.
    pub(super) with_fields: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Body {
    IfForm,
    Never,
    /// As a form, whatever it is.
    Always,
    /// As one name without a value.
    AsOneName,
    /// Each character as a parameter, named by its place.
    ByCharacter,
    /// The members of a JSON body.
    Members(Members),
}

/// How the members of a JSON body become parameters that are no strings.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Members {
    AsWritten,
    /// Each item of an array as a parameter, and objects as JavaScript writes them.
    ItemByItem,
    /// The same, and an array as one text.
    ItemsJoined,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct HeaderAs {
    /// Sent and not signed.
    pub(super) unsigned: [&'static str; 2],
    /// Signed otherwise than it is sent.
    pub(super) recoded: Option<(&'static str, Recoded)>,
    pub(super) realm: Realm,
    /// An empty oauth_signature.
    pub(super) with_signature: bool,
}

impl HeaderAs {
    /// Sends this parameter without signing it.
    pub(super) fn leave_unsigned(&mut self, name: &'static str) {
        let [first, _] = self.unsigned;
        self.unsigned = [name, first];
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Recoded {
    /// Encoded once more than what is sent.
    EncodedMore,
    /// Encoded once less.
    EncodedLess,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Realm {
    Unsigned,
    InItsPlace,
    /// Behind the other parameters of the header.
    Last,
}

/// How a query or form is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct PairsAs {
    pub(super) reading: Form,
    /// Otherwise names are taken as they stand on the wire.
    pub(super) names_decoded: bool,
    pub(super) cut_at_equals: bool,
    /// `a` as well as `a=`.
    pub(super) without_equals: bool,
    pub(super) split_at_semicolon: bool,
    /// U+FFFD for what is not UTF-8.
    pub(super) utf8_only: bool,
}

/// How the key is put together: two secrets and a `&` between them.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct KeyAs {
    pub(super) first: Secret,
    pub(super) second: Secret,
    pub(super) encoded: bool,
    pub(super) ampersand: bool,
}

impl KeyAs {
    pub(super) fn swap(&mut self) {
        std::mem::swap(&mut self.first, &mut self.second);
    }

    /// The secret that has something around it, or nothing.
    pub(super) fn spoilt_secret(&self) -> &'static str {
        let bare = Secret::of(Whose::Nobody).around;
        match (self.first.around != bare, self.second.around != bare) {
            (true, true) => "api_secret and token_secret",
            (true, false) => "api_secret",
            (false, true) => "token_secret",
            (false, false) => "",
        }
    }

    pub(super) fn put_around_both(&mut self, before: &'static [u8], after: &'static [u8]) {
        self.first.put_around(before, after);
        self.second.put_around(before, after);
    }
}

/// What stands where a secret belongs.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Secret {
    pub(super) whose: Whose,
    /// What was pasted along with it, from the inside to the outside.
    pub(super) around: [(&'static [u8], &'static [u8]); 2],
}

impl Secret {
    pub(super) const fn of(whose: Whose) -> Self {
        Self {
            whose,
            around: [(b"", b""); 2],
        }
    }

    #[inline(never)]
    pub(super) fn put_around(&mut self, before: &'static [u8], after: &'static [u8]) {
        self.around = match self.around {
            [(b"", b""), outer] => [(before, after), outer],
            [inner, _] => [inner, (before, after)],
        };
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Whose {
    Nobody,
    ApiKey,
    ApiSecret,
    Token,
    TokenSecret,
}

/// How a text is percent-encoded.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Writing {
    pub(super) encoded: bool,
    pub(super) space_as_plus: bool,
    /// Reserved bytes that stay raw.
    pub(super) raw: [&'static [u8]; 2],
    /// What stands for a `~`, if not itself.
    pub(super) tilde: Option<&'static [u8]>,
    pub(super) lower_case_hex: bool,
}

impl Writing {
    pub(super) const STRICT: Self = Self {
        encoded: true,
        space_as_plus: false,
        raw: [b"", b""],
        tilde: None,
        lower_case_hex: false,
    };

    /// A `~` that is escaped already changes too; one that is escaped later does not.
    pub(super) fn use_lower_case_hex(&mut self) {
        self.lower_case_hex = true;
        self.tilde = self.tilde.map(|_| b"%7e".as_slice());
    }

    /// Leaves these bytes raw, beside those that are already.
    pub(super) fn leave_raw(&mut self, bytes: &'static [u8]) {
        let [first, _] = self.raw;
        self.raw = [bytes, first];
    }
}
