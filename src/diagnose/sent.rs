//! What was sent, as far as it enters a signature.
#![forbid(unsafe_code)]

use super::sent_header::SentHeader;
use super::Known;
use crate::json::Json;
use crate::message::Request;
use crate::url::Url;

pub(super) struct Sent<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) url: Url<'a>,
    pub(super) body_is_form: bool,
    /// The body, if it is JSON that somebody may have signed.
    pub(super) json: Option<Json<'a>>,
    pub(super) header: &'a SentHeader<'a>,
    pub(super) known: &'a Known<'a>,
}

/// Nobody signs a longer body by mistake, in JSON or character by character, and
/// asks why.
pub(super) const LONGEST_ODD_BODY: usize = 1 << 16;

impl<'a> Sent<'a> {
    pub(super) fn new(
        request: &'a Request<'a>,
        url: Url<'a>,
        body_is_form: bool,
        header: &'a SentHeader<'a>,
        known: &'a Known<'a>,
    ) -> Self {
        let json = Some(request.body)
            .filter(|body| body.len() <= LONGEST_ODD_BODY)
            .and_then(Json::parse)
            .filter(Json::is_object);
        Self {
            request,
            url,
            body_is_form,
            json,
            header,
            known,
        }
    }
}
