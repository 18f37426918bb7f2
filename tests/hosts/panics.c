/*
 * A bug of the library's that ends in a panic is TW_ERR_INTERNAL: outputs are
 * NULL, the process lives, and the next call works. For a build of the library
 * that panics at one text (see src/ffi/raw.rs).
 */
#include "exchanges.h"

static const char panic[] = "panic on purpose";

static void check_internal(tw_status status, const void *output,
                           const tw_error *error) {
  CHECK_NUMBER(status, TW_ERR_INTERNAL);
  CHECK(output == NULL);
  check_error(error, TW_ERR_INTERNAL);
  CHECK(names_field(error->message, "twsign"));
}

static void texts_of_a_request(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t w;
  request.url = panic;
  for (w = 0; w < WAYS; w++) {
    char *text = garbage;
    tw_error error;
    tw_status status;
    check_case = ways[w].function;
    status = ways[w].make(&credentials, &request, &text, &error);
    check_internal(status, text, &error);
  }
}

static void a_signer(void) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer = (tw_signer *)(void *)garbage;
  tw_error error;
  tw_status status;
  int64_t offset = 12345;
  check_case = "tw_signer_new";
  credentials.token_secret = panic;
  status = tw_signer_new(&credentials, &signer, &error);
  check_internal(status, signer, &error);
  check_case = "tw_signer_learn_clock";
  credentials = published_credentials();
  if (tw_signer_new(&credentials, &signer, &error) != TW_OK) abort();
  status = tw_signer_learn_clock(signer, panic, &offset, &error);
  check_internal(status, NULL, &error);
  CHECK_NUMBER(offset, 0);
  tw_signer_free(signer);
}

static void wire_form_and_diagnosis(void) {
  tw_param param = {"a", panic};
  tw_request request = published_request();
  tw_attempt attempt = TW_ATTEMPT_INIT;
  tw_error error;
  char *text = garbage;
  tw_status status = tw_form_encode(&param, 1, &text, &error);
  check_case = "wire form and diagnosis";
  check_internal(status, text, &error);
  text = garbage;
  status = tw_canonical_url(panic, &text, &error);
  check_internal(status, text, &error);
  text = garbage;
  attempt.authorization = panic;
  status = tw_diagnose(NULL, &request, &attempt, &text, &error);
  check_internal(status, text, &error);
}

static void exchanges(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    struct call call = call_of(kind);
    tw_exchange *exchange = (tw_exchange *)(void *)garbage;
    tw_token *token = (tw_token *)(void *)garbage;
    tw_error error;
    tw_status status;
    check_case = kind_names[kind];
    call.base_url = panic;
    status = make_exchange(&call, &exchange, &error);
    check_internal(status, exchange, &error);
    exchange = new_exchange(kind);
    status = tw_exchange_finish(exchange, 200, panic, strlen(panic), &token,
                                &error);
    check_internal(status, token, &error);
    tw_exchange_free(exchange);
  }
}

static void browser_and_webhooks(void) {
  tw_error error;
  char *text = garbage;
  tw_status status = tw_authorize_url(panic, NULL, &text, &error);
  check_case = "browser and webhooks";
  check_internal(status, text, &error);
  text = garbage;
  status = tw_callback_verifier("t", panic, &text, &error);
  check_internal(status, text, &error);
  text = garbage;
  status = tw_webhook_crc_response("secret", panic, &text, &error);
  check_internal(status, text, &error);
  status = tw_webhook_verify("secret", "{}", 2, panic, &error);
  check_internal(status, NULL, &error);
}

static void the_next_call_works(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *header = NULL;
  check_case = "afterwards";
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, NULL), TW_OK);
  CHECK(header != NULL && strstr(header, published_signature_sent) != NULL);
  tw_free(header);
}

int main(void) {
  texts_of_a_request();
  a_signer();
  wire_form_and_diagnosis();
  exchanges();
  browser_and_webhooks();
  the_next_call_works();
  return check_report();
}
