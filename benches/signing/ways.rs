//! The ways to a signature, each as work that can be done any number of times.

use std::hint::black_box;

use twsign::{Request, Signer};

use crate::floor::Floor;
use crate::library::{Library, Shared};
use crate::load::{credentials, Load};

#[derive(Clone, Copy)]
pub enum Way {
    Floor,
    CSignInto,
    CSign,
    CSignRequest,
    RustSignInto,
    RustSign,
}

impl Way {
    pub fn name(self) -> &'static str {
        match self {
            Self::Floor => "F1",
            Self::CSignInto => "tw_signer_sign_into",
            Self::CSign => "tw_signer_sign",
            Self::CSignRequest => "tw_sign_request",
            Self::RustSignInto => "Signer::sign_into",
            Self::RustSign => "Signer::sign",
        }
    }
}

/// The signers, of C and of Rust.
pub struct Signers {
    library: Library,
    signer: Signer,
}

impl Signers {
    pub fn new() -> Self {
        Self {
            library: Library::load(),
            signer: Signer::new(&credentials()).expect("credentials that X published"),
        }
    }

    pub fn ready<'a>(&'a self, load: &'a Load) -> Ready<'a> {
        let floor = Floor::new(load);
        floor.assert_signs_alike(load);
        Ready {
            signers: self,
            floor,
            request: load.request(),
            c_request: Shared::new(load),
        }
    }
}

/// A request with all that it takes to sign it in any way.
pub struct Ready<'a> {
    signers: &'a Signers,
    floor: Floor,
    request: Request<'a>,
    c_request: Shared<'a>,
}

impl Ready<'_> {
    pub fn work(&self, way: Way) -> Box<dyn Fn(u64) + Sync + '_> {
        let Signers { library, signer } = self.signers;
        match way {
            Way::Floor => again(|| {
                black_box(self.floor.hash());
            }),
            Way::CSignInto => again(|| library.sign_into(&self.c_request)),
            Way::CSign => again(|| library.sign(&self.c_request)),
            Way::CSignRequest => again(|| library.sign_request(&self.c_request)),
            Way::RustSignInto => again(|| {
                let mut header = [0; 1024];
                let written = signer.sign_into(black_box(&self.request), &mut header);
                black_box(&header);
                assert!(written.is_ok());
            }),
            Way::RustSign => again(|| {
                black_box(signer.sign(black_box(&self.request)).expect("signed"));
            }),
        }
    }
}

fn again<'a>(once: impl Fn() + Sync + 'a) -> Box<dyn Fn(u64) + Sync + 'a> {
    Box::new(move |times| (0..times).for_each(|_| once()))
}
