//! All reading and writing through the caller's pointers.

use std::ffi::{c_char, c_void, CStr};
use std::fmt::{self, Write};
use std::mem::{offset_of, size_of, MaybeUninit};
use std::ptr;
use std::slice;

use smallvec::SmallVec;

use super::memory::Text;
use super::types::{
    tw_attempt, tw_authorize_options, tw_credentials, tw_error, tw_param, tw_request, tw_rules,
};
use crate::authorize::AuthorizeOptions;
use crate::credentials::Credentials;
use crate::diagnose::{Attempt, Known};
use crate::error::{Error, Field, Fixed, Part, Status};
use crate::message::{Param, Request};
use crate::room::NoMemory;
use crate::signer::Signer;
use crate::text::Written;
use crate::x_rules::Rules;

/// A C caller who keeps the promises of the header's preamble during one call:
/// each pointer is NULL or valid for what the header says is read or written
/// there, texts end in NUL, and nobody else writes to the inputs meanwhile.
/// Having one is what makes the methods below sound.
pub(super) struct Caller(());

/// A struct whose first field says how much of it the caller knows.
///
/// # Safety
/// `repr(C)`, made of integers and raw pointers only, `struct_size` first.
pub(super) unsafe trait Versioned: Copy {
    const FIELD: Fixed;
    /// The size that the first release had.
    const FIRST_SIZE: usize;
}

// SAFETY: repr(C), a usize and pointers.
unsafe impl Versioned for tw_credentials {
    const FIELD: Fixed = &"credentials";
    const FIRST_SIZE: usize = size_of::<tw_credentials>();
}

// SAFETY: repr(C), integers and pointers, a usize first.
unsafe impl Versioned for tw_request {
    const FIELD: Fixed = &"request";
    const FIRST_SIZE: usize = size_of::<tw_request>();
}

// SAFETY: repr(C), integers and pointers, a usize first.
unsafe impl Versioned for tw_attempt {
    const FIELD: Fixed = &"attempt";
    const FIRST_SIZE: usize = size_of::<tw_attempt>();
}

/// [`tw_authorize_options`] as C may fill it in: a C `bool` of any value.
#[derive(Clone, Copy)]
#[repr(C)]
struct AuthorizeOptionsAsGiven {
    struct_size: usize,
    sign_in: u8,
    force_login: u8,
    screen_name: *const c_char,
    base_url: *const c_char,
}

const _: () = assert!(
    size_of::<AuthorizeOptionsAsGiven>() == size_of::<tw_authorize_options>()
        && offset_of!(AuthorizeOptionsAsGiven, screen_name)
            == offset_of!(tw_authorize_options, screen_name)
);

// SAFETY: repr(C), integers and pointers, a usize first.
unsafe impl Versioned for AuthorizeOptionsAsGiven {
    const FIELD: Fixed = &"options";
    const FIRST_SIZE: usize = size_of::<AuthorizeOptionsAsGiven>();
}

/// No struct of ours will outgrow this; what claims to is not initialised.
const LARGEST_STRUCT: usize = 4096;

/// A list of parameters, on the stack as long as it is short.
pub(super) type Params<'c> = SmallVec<[Param<'c>; 8]>;

impl Caller {
    /// # Safety
    /// The C caller of the running function keeps the promises above.
    pub(super) unsafe fn trusted() -> Self {
        Self(())
    }

    /// A needed text, without its NUL.
    pub(super) fn text(&self, text: *const c_char, field: Field) -> Result<&[u8], Error> {
        self.optional_text(text).ok_or_else(|| null(field))
    }

    pub(super) fn optional_text(&self, text: *const c_char) -> Option<&[u8]> {
        // SAFETY: not NULL, hence a NUL-terminated text that stays as it is.
        (!text.is_null()).then(|| seen(unsafe { CStr::from_ptr(text) }.to_bytes()))
    }

    /// A body: (NULL, 0) is an empty one.
    pub(super) fn bytes(
        &self,
        bytes: *const c_void,
        len: usize,
        field: Field,
    ) -> Result<&[u8], Error> {
        self.list(bytes.cast::<u8>(), len, field, Status::InvalidBody)
            .map(seen)
    }

    /// An array: (NULL, 0) is an empty one. Larger than memory can be is
    /// `too_long`.
    fn list<T>(
        &self,
        first: *const T,
        len: usize,
        field: Field,
        too_long: Status,
    ) -> Result<&[T], Error> {
        if len == 0 {
            return Ok(&[]);
        }
        if first.is_null() {
            return Err(null(field));
        }
        let size = len.checked_mul(size_of::<T>());
        if size.and_then(|size| isize::try_from(size).ok()).is_none() {
            return Err(Error::new(too_long, field, &"longer than memory can be"));
        }
        // SAFETY: not NULL, hence `len` elements that stay as they are.
        Ok(unsafe { slice::from_raw_parts(first, len) })
    }

    /// Copies what the caller has of a struct; the rest is zero. Of a newer
    /// struct, the part that is not known here has to be zero.
    pub(super) fn versioned<T: Versioned>(&self, from: *const T) -> Result<T, Error> {
        let field = Field::Named(T::FIELD);
        if from.is_null() {
            return Err(null(field));
        }
        // SAFETY: not NULL, hence at least the struct_size that comes first.
        let size = unsafe { from.cast::<usize>().read_unaligned() };
        let bad_size = |what| Err(Error::new(Status::StructSize, field, what));
        if size < T::FIRST_SIZE {
            return bad_size(&"struct_size is unset or too small; use the _INIT macro");
        }
        if size > LARGEST_STRUCT {
            return bad_size(&"struct_size is no size; use the _INIT macro");
        }
        // SAFETY: the caller's struct has `size` bytes.
        let given = unsafe { slice::from_raw_parts(from.cast::<u8>(), size) };
        let unknown = given.get(size_of::<T>()..).unwrap_or_default();
        if unknown.iter().any(|&byte| byte != 0) {
            return bad_size(&"a field that this version of libtwsign does not know is set");
        }
        let mut copy = MaybeUninit::<T>::zeroed();
        let known = size.min(size_of::<T>());
        // SAFETY: both have `known` bytes; integers and pointers may hold any.
        unsafe {
            ptr::copy_nonoverlapping(from.cast::<u8>(), copy.as_mut_ptr().cast(), known);
            Ok(copy.assume_init())
        }
    }

    pub(super) fn credentials(
        &self,
        credentials: *const tw_credentials,
    ) -> Result<Credentials<'_>, Error> {
        let raw = self.versioned(credentials)?;
        Ok(Credentials {
            api_key: self.text(raw.api_key, Field::Named(&"credentials.api_key"))?,
            api_secret: self.text(raw.api_secret, Field::Named(&"credentials.api_secret"))?,
            token: self.optional_text(raw.token),
            token_secret: self.optional_text(raw.token_secret),
        })
    }

    /// Reads a request and hands it over, with its parameters beside it.
    pub(super) fn with_request<T>(
        &self,
        request: *const tw_request,
        then: impl FnOnce(&Request<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.with_raw_request(&self.versioned(request)?, then)
    }

    /// The same of a request that was signed by its own header.
    pub(super) fn with_sent_request<T>(
        &self,
        request: *const tw_request,
        then: impl FnOnce(&Request<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let as_sent = tw_request {
            nonce: ptr::null(),
            timestamp: 0,
            rules: 0,
            oauth_params: ptr::null(),
            oauth_params_len: 0,
            ..self.versioned(request)?
        };
        self.with_raw_request(&as_sent, then)
    }

    fn with_raw_request<T>(
        &self,
        raw: &tw_request,
        then: impl FnOnce(&Request<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let params;
        let oauth_params = match raw.oauth_params_len {
            0 => &[][..],
            len => {
                params = self.params(raw.oauth_params, len, &"request.oauth_params")?;
                &params
            }
        };
        then(&Request {
            method: self.text(raw.method, Field::Named(&"request.method"))?,
            url: self.text(raw.url, Field::Named(&"request.url"))?,
            content_type: self.optional_text(raw.content_type),
            body: self.bytes(raw.body, raw.body_len, Field::Named(&"request.body"))?,
            nonce: self.optional_text(raw.nonce),
            timestamp: raw.timestamp,
            rules: read_rules(raw.rules)?,
            oauth_params,
        })
    }

    /// Credentials that may be faulty or missing, wholly or in part.
    pub(super) fn known(&self, credentials: *const tw_credentials) -> Result<Known<'_>, Error> {
        if credentials.is_null() {
            return Ok(Known::default());
        }
        let raw = self.versioned(credentials)?;
        Ok(Known {
            api_key: self.optional_text(raw.api_key),
            api_secret: self.optional_text(raw.api_secret),
            token: self.optional_text(raw.token),
            token_secret: self.optional_text(raw.token_secret),
        })
    }

    /// NULL stands for an attempt of which nothing is known.
    pub(super) fn attempt(&self, attempt: *const tw_attempt) -> Result<Attempt<'_>, Error> {
        if attempt.is_null() {
            return Ok(Attempt::default());
        }
        let raw = self.versioned(attempt)?;
        Ok(Attempt {
            authorization: self.optional_text(raw.authorization),
            received_at: raw.received_at,
            http_status: raw.http_status,
            date: self.optional_text(raw.date),
            body: self.bytes(raw.body, raw.body_len, Field::Named(&"attempt.body"))?,
        })
    }

    /// NULL stands for the defaults.
    pub(super) fn authorize_options(
        &self,
        options: *const tw_authorize_options,
    ) -> Result<AuthorizeOptions<'_>, Error> {
        if options.is_null() {
            return Ok(AuthorizeOptions::default());
        }
        let raw = self.versioned(options.cast::<AuthorizeOptionsAsGiven>())?;
        Ok(AuthorizeOptions {
            sign_in: raw.sign_in != 0,
            force_login: raw.force_login != 0,
            screen_name: self.optional_text(raw.screen_name),
            base_url: self.optional_text(raw.base_url),
        })
    }

    pub(super) fn params(
        &self,
        first: *const tw_param,
        len: usize,
        list: Fixed,
    ) -> Result<Params<'_>, Error> {
        let raw = self.list(first, len, Field::Named(list), Status::InvalidParam)?;
        let mut params = Params::new();
        params.try_reserve(raw.len()).map_err(|_| NoMemory)?;
        for (index, param) in raw.iter().enumerate() {
            let part = |part| Field::item(list, index, part);
            params.push(Param {
                name: self.text(param.name, part(Part::Name))?,
                value: self.text(param.value, part(Part::Value))?,
            });
        }
        Ok(params)
    }

    /// An object of ours that the caller got from its `_new` function.
    pub(super) fn object<T>(&self, object: *const T, field: Fixed) -> Result<&T, Error> {
        // SAFETY: not NULL, hence made by us and not freed yet.
        unsafe { object.as_ref() }.ok_or_else(|| null(Field::Named(field)))
    }

    /// A place for an output, cleared at once: on a failure it stays so.
    pub(super) fn output<T: Cleared>(
        &self,
        place: *mut T,
        field: Fixed,
    ) -> Result<Output<'_, T>, Error> {
        if place.is_null() {
            return Err(null(Field::Named(field)));
        }
        // SAFETY: not NULL, hence the caller's to write a T to.
        unsafe { place.write(T::CLEARED) };
        Ok(Output {
            place,
            _caller: self,
        })
    }

    /// The caller's buffer; (NULL, 0) asks for the size alone.
    // What is lent mutably is the C caller's memory, no part of this Caller.
    #[allow(clippy::mut_from_ref)]
    pub(super) fn buffer(&self, buffer: *mut c_char, capacity: usize) -> Result<&mut [u8], Error> {
        if capacity == 0 {
            return Ok(&mut []);
        }
        if buffer.is_null() {
            return Err(null(Field::Named(&"buffer")));
        }
        let capacity = capacity.min(isize::MAX.unsigned_abs());
        // SAFETY: `capacity` bytes, which nobody else uses during the call.
        Ok(unsafe { slice::from_raw_parts_mut(buffer.cast::<u8>(), capacity) })
    }

    /// Fills the caller's tw_error, if there is one.
    pub(super) fn report(&self, error: *mut tw_error, outcome: &Result<(), Error>) {
        match outcome {
            _ if error.is_null() => {}
            Ok(()) => self.write_error(error, 0, 0, &[]),
            Err(failure) => self.report_failure(error, failure),
        }
    }

    /// `error` is not NULL.
    #[cold]
    fn report_failure(&self, error: *mut tw_error, failure: &Error) {
        let mut message = Line::default();
        // A line takes all that fits.
        let _ = write!(message, "{failure}");
        let (status, api_code) = (failure.status() as i32, failure.api_code());
        self.write_error(error, status, api_code, message.text());
    }

    /// `error` is not NULL; `message` leaves room for a NUL.
    fn write_error(&self, error: *mut tw_error, status: i32, api_code: i32, message: &[u8]) {
        // SAFETY: not NULL, hence a tw_error of the caller's to write to. Fields
        // are written one by one: the struct may be uninitialised.
        unsafe {
            (&raw mut (*error).status).write(status);
            (&raw mut (*error).api_code).write(api_code);
            let text = (&raw mut (*error).message).cast::<u8>();
            ptr::copy_nonoverlapping(message.as_ptr(), text, message.len());
            text.add(message.len()).write(0);
        }
    }
}

/// In a build for tests/hosts/panics.c alone, panics at a text that says so.
#[inline]
#[allow(clippy::panic)]
fn seen(bytes: &[u8]) -> &[u8] {
    if cfg!(twsign_panics) && bytes == b"panic on purpose" {
        panic!("on purpose");
    }
    bytes
}

fn read_rules(rules: i32) -> Result<Rules, Error> {
    const X: i32 = tw_rules::TW_RULES_X as i32;
    const RFC5849: i32 = tw_rules::TW_RULES_RFC5849 as i32;
    match rules {
        X => Ok(Rules::X),
        RFC5849 => Ok(Rules::Rfc5849),
        _ => Err(Error::new(
            Status::InvalidParam,
            Field::Named(&"request.rules"),
            &"neither TW_RULES_X nor TW_RULES_RFC5849",
        )),
    }
}

#[cold]
fn null(field: Field) -> Error {
    Error::new(Status::NullArgument, field, &"NULL")
}

/// What an output holds unless the call succeeds.
pub(super) trait Cleared {
    const CLEARED: Self;
}

impl<T> Cleared for *mut T {
    const CLEARED: Self = ptr::null_mut();
}

impl Cleared for usize {
    const CLEARED: Self = 0;
}

impl Cleared for i64 {
    const CLEARED: Self = 0;
}

/// A cleared place of the caller's.
pub(super) struct Output<'c, T> {
    place: *mut T,
    _caller: &'c Caller,
}

impl<T> Output<'_, T> {
    pub(super) fn set(self, value: T) {
        // SAFETY: checked by Caller::output, and the caller is still in the call.
        unsafe { self.place.write(value) };
    }
}

impl Output<'_, *mut c_char> {
    /// Hands over a text that the caller releases with tw_free.
    pub(super) fn set_text(self, text: &(impl Written + ?Sized)) -> Result<(), Error> {
        self.set(Text::new(text)?.hand_over());
        Ok(())
    }

    /// The same of a header.
    pub(super) fn set_header(self, signer: &Signer, request: &Request<'_>) -> Result<(), Error> {
        let mut header = Text::default();
        signer.sign_to(request, &mut header)?;
        self.set(header.hand_over());
        Ok(())
    }
}

/// The message of a tw_error while it is written; what does not fit is left
/// out.
struct Line {
    bytes: [u8; 247],
    filled: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            bytes: [0; 247],
            filled: 0,
        }
    }
}

impl Line {
    fn text(&self) -> &[u8] {
        self.bytes.get(..self.filled).unwrap_or_default()
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            let end = self.filled.saturating_add(character.len_utf8());
            let Some(space) = self.bytes.get_mut(self.filled..end) else {
                return Err(fmt::Error);
            };
            character.encode_utf8(space);
            self.filled = end;
        }
        Ok(())
    }
}
