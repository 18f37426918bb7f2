//! The shared library as a C program has it: loaded, and called by its symbols.

use std::env;
use std::ffi::{c_char, c_int, CString};
use std::hint::black_box;
use std::mem::{transmute_copy, MaybeUninit};
use std::os::unix::ffi::OsStringExt;
use std::ptr;

use twsign::ffi::{tw_credentials, tw_error, tw_request, tw_signer};

use crate::load::{self, Load};

type Text = *mut c_char;
type NewSigner =
    unsafe extern "C" fn(*const tw_credentials, *mut *mut tw_signer, *mut tw_error) -> c_int;
type Sign =
    unsafe extern "C" fn(*const tw_signer, *const tw_request, *mut Text, *mut tw_error) -> c_int;
type SignInto = unsafe extern "C" fn(
    *const tw_signer,
    *const tw_request,
    Text,
    usize,
    *mut usize,
    *mut tw_error,
) -> c_int;
type SignRequest = unsafe extern "C" fn(
    *const tw_credentials,
    *const tw_request,
    *mut Text,
    *mut tw_error,
) -> c_int;

pub struct Library {
    sign: Sign,
    sign_into: SignInto,
    sign_request: SignRequest,
    free: unsafe extern "C" fn(Text),
    signer: *mut tw_signer,
    credentials: tw_credentials,
    /// What `credentials` points to.
    _texts: [CString; 4],
}

// SAFETY: one signer may sign in many threads at once, and nothing else changes.
unsafe impl Sync for Library {}

impl Library {
    /// TWSIGN_LIBRARY, or the one that Cargo built beside this program.
    pub fn load() -> Self {
        let path = env::var_os("TWSIGN_LIBRARY").unwrap_or_else(|| {
            let program = env::current_exe().expect("the path of this program");
            program.with_file_name("libtwsign.so").into_os_string()
        });
        let path = CString::new(path.into_vec()).expect("no NUL");
        // SAFETY: the path is NUL-terminated; the library has no constructors.
        let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        assert!(!handle.is_null(), "no library at {path:?}");
        let texts = [
            load::API_KEY,
            load::API_SECRET,
            load::TOKEN,
            load::TOKEN_SECRET,
        ]
        .map(|text| CString::new(text).expect("no NUL"));
        let credentials = load::c_credentials(&texts);
        let mut signer = ptr::null_mut();
        // SAFETY: the types are those of include/twsign.h.
        unsafe {
            let new_signer: NewSigner = symbol(handle, c"tw_signer_new");
            assert_eq!(new_signer(&credentials, &mut signer, ptr::null_mut()), 0);
            Self {
                sign: symbol(handle, c"tw_signer_sign"),
                sign_into: symbol(handle, c"tw_signer_sign_into"),
                sign_request: symbol(handle, c"tw_sign_request"),
                free: symbol(handle, c"tw_free"),
                signer,
                credentials,
                _texts: texts,
            }
        }
    }

    pub fn sign_into(&self, request: &Shared<'_>) {
        let mut header = [const { MaybeUninit::<c_char>::uninit() }; 1024];
        let mut length = 0;
        let mut error = MaybeUninit::uninit();
        // SAFETY: as the header's preamble says.
        let status = unsafe {
            (self.sign_into)(
                self.signer,
                black_box(&request.request),
                header.as_mut_ptr().cast(),
                header.len(),
                &mut length,
                error.as_mut_ptr(),
            )
        };
        assert_eq!(status, 0);
        black_box(&header);
    }

    pub fn sign(&self, request: &Shared<'_>) {
        self.sign_and_free(|header, error| {
            // SAFETY: as the header's preamble says.
            unsafe { (self.sign)(self.signer, black_box(&request.request), header, error) }
        });
    }

    pub fn sign_request(&self, request: &Shared<'_>) {
        let credentials = black_box(&self.credentials);
        self.sign_and_free(|header, error| {
            // SAFETY: as the header's preamble says.
            unsafe { (self.sign_request)(credentials, black_box(&request.request), header, error) }
        });
    }

    fn sign_and_free(&self, call: impl FnOnce(*mut Text, *mut tw_error) -> c_int) {
        let mut header = ptr::null_mut();
        let mut error = MaybeUninit::uninit();
        assert_eq!(call(&mut header, error.as_mut_ptr()), 0);
        black_box(header);
        // SAFETY: the library made it, and nobody else frees it.
        unsafe { (self.free)(header) };
    }
}

/// # Safety
/// `F` is the type that the function has.
unsafe fn symbol<F>(handle: *mut libc::c_void, name: &std::ffi::CStr) -> F {
    // SAFETY: the handle is open, the name is NUL-terminated.
    let found = unsafe { libc::dlsym(handle, name.as_ptr()) };
    assert!(!found.is_null(), "{name:?} is not there");
    // SAFETY: a function's address, as the caller promises.
    unsafe { transmute_copy(&found) }
}

/// A request that threads may share.
pub struct Shared<'a> {
    request: tw_request,
    /// What `request` points to.
    _load: &'a Load,
}

// SAFETY: it is only read, and so is what it points to.
unsafe impl Sync for Shared<'_> {}

impl<'a> Shared<'a> {
    pub fn new(load: &'a Load) -> Self {
        Self {
            request: load.c_request(),
            _load: load,
        }
    }
}
