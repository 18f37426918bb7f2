/*
 * Webhooks: the answer to X's challenge (CRC), and which calls come from X.
 */
#include "fixtures.h"

static const char secret[] = "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg";

/* ---- tw_webhook_crc_response --------------------------------------------- */

/* With and without an error struct. The caller frees the text. */
static char *crc_response(const char *api_secret, const char *crc_token,
                          tw_status wanted, tw_error *error) {
  char *json = garbage;
  CHECK_NUMBER(tw_webhook_crc_response(api_secret, crc_token, &json, NULL),
               wanted);
  CHECK(json != garbage);
  CHECK((wanted == TW_OK) == (json != NULL));
  if (json != garbage) tw_free(json);
  json = garbage;
  memset(error, 0xaa, sizeof *error);
  CHECK_NUMBER(tw_webhook_crc_response(api_secret, crc_token, &json, error),
               wanted);
  CHECK((wanted == TW_OK) == (json != NULL));
  check_error(error, wanted);
  CHECK(!holds(error->message, api_secret));
  return json == garbage ? NULL : json;
}

/* Signed by Python's hmac and by OpenSSL alike. */
static const struct {
  const char *api_secret, *crc_token, *json;
} challenges[] = {
    {secret, "foo",
     "{\"response_token\":\"sha256=WJpxs7oIyTUHFtGGGh/"
     "AgmePa27p8WKp1/hlmcRxbjI=\"}"},
    {secret, "challenge_string",
     "{\"response_token\":\"sha256=7lSONeP10a3dQ92/"
     "V7IutTFT1KCPGNO6VFz1MnUM8YQ=\"}"},
    {"kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "MTcwMDAwMDAwMA+/==",
     "{\"response_token\":\"sha256="
     "1gvxbu0gNXF9rKelKNVIFBGrLIFpwaV5BmOrMH8w8AE=\"}"},
};

static void a_challenge_is_answered_as_json(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(challenges); i++) {
    tw_error error;
    char *json;
    check_case = challenges[i].crc_token;
    json = crc_response(challenges[i].api_secret, challenges[i].crc_token,
                        TW_OK, &error);
    CHECK_TEXT(json, challenges[i].json);
    tw_free(json);
  }
}

/* The token is bytes, and no JSON comes of what is in it: the answer signs the
 * token as an event's signature signs its body. */
static void any_token_is_answered_with_its_signature(void) {
  static const char *const crc_tokens[] = {
      " ", "a b", "\"}", "\\", "%41", "a&nonce=b", "\xc3\xa9", "\xff\x01\n",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(crc_tokens); i++) {
    char signature[64] = "";
    tw_error error;
    char *json;
    check_case = crc_tokens[i];
    json = crc_response(secret, crc_tokens[i], TW_OK, &error);
    CHECK(json != NULL &&
          sscanf(json, "{\"response_token\":\"%51[^\"]\"}", signature) == 1);
    CHECK(json != NULL && strlen(json) == 72);
    CHECK_NUMBER(tw_webhook_verify(secret, crc_tokens[i], strlen(crc_tokens[i]),
                                   signature, NULL),
                 TW_OK);
    tw_free(json);
  }
}

static void an_empty_challenge_is_refused(void) {
  tw_error error;
  check_case = "empty crc_token";
  tw_free(crc_response(secret, "", TW_ERR_INVALID_PARAM, &error));
  CHECK(names_field(error.message, "crc_token"));
}

/* Else anyone could have an event signed by asking for a check. */
static void an_event_is_no_challenge(void) {
  static const struct {
    const char *crc_token;
    size_t brace;
  } forged[] = {
      {"{}", 0},
      {"{\"for_user_id\":\"2244994945\",\"favorite_events\":[]}", 0},
      {" \t\r\n{\"a\":1}", 4},
      {"[{}]", 1},
      {"\xef\xbb\xbf{}", 3},
      {"MTcwMDAwMDAwMA{", 14},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(forged); i++) {
    tw_error error;
    check_case = forged[i].crc_token;
    tw_free(crc_response(secret, forged[i].crc_token, TW_ERR_INVALID_PARAM,
                         &error));
    CHECK(names_field(error.message, "crc_token"));
    CHECK(tells_byte(error.message, forged[i].brace));
  }
}

/* ---- tw_webhook_verify --------------------------------------------------- */

static void check_verified(const char *api_secret, const void *body,
                           size_t body_len, const char *signature,
                           tw_status wanted, const char *field) {
  tw_error error;
  CHECK_NUMBER(tw_webhook_verify(api_secret, body, body_len, signature, NULL),
               wanted);
  memset(&error, 0xaa, sizeof error);
  CHECK_NUMBER(tw_webhook_verify(api_secret, body, body_len, signature, &error),
               wanted);
  check_error(&error, wanted);
  if (wanted != TW_OK) CHECK(names_field(error.message, field));
  CHECK(!holds(error.message, api_secret));
}

static const char event[] =
    "{\"for_user_id\":\"2244994945\",\"favorite_events\":[{\"id\":\"a1\","
    "\"created_at\":\"Mon Mar 26 16:33:26 +0000 2018\"}]}";
static const char event_signature[] =
    "sha256=weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D/qwANhIgu9cw=";

static const struct {
  const char *body, *signature;
} events[] = {
    {event, event_signature},
    {"{ \"text\" : \"caf\xc3\xa9 \xe2\x98\x83 \\u2603\" }\n",
     "sha256=swZbLhDOF1qGWM18YV8GN6800UsMeSyTUV6ltRP5Hh0="},
    {"", "sha256=c0FI8vrhBsrrQzcIkrR8e+ksEadK/Id8IlWR8NFJvgU="},
    /* the older form of a check, signed as a GET */
    {"crc_token=foo&nonce=bar",
     "sha256=bcs94fF32zHpjxGos+92R+Utp0RYv+5HwNwoKdPr/8k="},
};

static void the_signature_covers_the_bytes_as_received(void) {
  size_t i, byte;
  for (i = 0; i < LENGTH_OF(events); i++) {
    size_t size = strlen(events[i].body);
    char *body = malloc(size + 1);
    if (body == NULL) abort();
    memcpy(body, events[i].body, size);
    body[size] = '\n';
    check_case = events[i].body;
    check_verified(secret, body, size, events[i].signature, TW_OK, "");
    check_verified(secret, body, size + 1, events[i].signature,
                   TW_ERR_SIGNATURE_MISMATCH, "signature");
    for (byte = 0; byte < size; byte++) {
      body[byte] ^= 1;
      check_verified(secret, body, size, events[i].signature,
                     TW_ERR_SIGNATURE_MISMATCH, "signature");
      check_verified(secret, body, byte, events[i].signature,
                     TW_ERR_SIGNATURE_MISMATCH, "signature");
      body[byte] ^= 1;
    }
    free(body);
  }
}

static void a_nul_is_a_byte_of_the_body(void) {
  char *json = NULL;
  check_case = "NUL";
  check_verified(secret, "\0", 1, events[2].signature,
                 TW_ERR_SIGNATURE_MISMATCH, "signature");
  CHECK_NUMBER(tw_webhook_crc_response(secret, "a", &json, NULL), TW_OK);
  if (json != NULL) {
    char signature[64] = "";
    sscanf(json, "{\"response_token\":\"%51[^\"]\"}", signature);
    check_verified(secret, "a\0b", 1, signature, TW_OK, "");
    check_verified(secret, "a\0b", 3, signature, TW_ERR_SIGNATURE_MISMATCH,
                   "signature");
  }
  tw_free(json);
}

static void an_empty_body_may_be_null(void) {
  check_case = "NULL body";
  check_verified(secret, NULL, 0, events[2].signature, TW_OK, "");
  check_verified(secret, NULL, 0, event_signature, TW_ERR_SIGNATURE_MISMATCH,
                 "signature");
}

static void another_secret_verifies_nothing(void) {
  static const char *const others[] = {
      "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
      "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyO",
      "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg&",
      "l8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(others); i++) {
    check_case = "another secret";
    check_verified(others[i], event, strlen(event), event_signature,
                   TW_ERR_SIGNATURE_MISMATCH, "signature");
  }
}

/* The last one before '=' too, of which only four bits count. */
static void each_character_of_a_signature_counts(void) {
  char signature[sizeof event_signature];
  size_t i;
  check_case = "one character";
  for (i = 0; i < sizeof signature - 1; i++) {
    const char *other;
    for (other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                 "0123456789+/=-_ ";
         *other != '\0'; other++) {
      memcpy(signature, event_signature, sizeof signature);
      if (signature[i] == *other) continue;
      signature[i] = *other;
      CHECK_NUMBER(
          tw_webhook_verify(secret, event, strlen(event), signature, NULL),
          TW_ERR_SIGNATURE_MISMATCH);
    }
    memcpy(signature, event_signature, sizeof signature);
    signature[i] = '\0';
    CHECK_NUMBER(
        tw_webhook_verify(secret, event, strlen(event), signature, NULL),
        TW_ERR_SIGNATURE_MISMATCH);
  }
}

#define DIGEST "weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D/qwANhIgu9cw="

static void what_is_no_signature_fits_nothing(void) {
  static const char *const signatures[] = {
      "",
      " ",
      "=",
      "sha256",
      "sha256=",
      "sha256==",
      DIGEST,
      "=" DIGEST,
      "sha1=" DIGEST,
      "sha512=" DIGEST,
      "SHA256=" DIGEST,
      "sha256=" DIGEST "=",
      "sha256=" DIGEST "x",
      "sha256=" DIGEST DIGEST,
      "sha256=" DIGEST ",sha256=" DIGEST,
      "sha256= " DIGEST,
      "sha256 =" DIGEST,
      "sha256=\"" DIGEST "\"",
      "\"sha256=" DIGEST "\"",
      "sha256=sha256=" DIGEST,
      "sha256=weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D/qwANhIgu9cw",
      "sha256=weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D_qwANhIgu9cw=",
      "sha256=weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D/qwANhIgu9cx=",
      "sha256=c1e420dd35ac5db25a2fa4731283da8933c593b9643790ffab000d84882ef5cc",
      "sha256=\xc3\xa9",
      "sha256=\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(signatures); i++) {
    check_case = signatures[i];
    check_verified(secret, event, strlen(event), signatures[i],
                   TW_ERR_SIGNATURE_MISMATCH, "signature");
  }
}

/* As some servers hand a header's value over. */
static void white_space_around_a_signature_is_ignored(void) {
  static const char *const signatures[] = {
      " sha256=" DIGEST, "sha256=" DIGEST " ", "\tsha256=" DIGEST "\r\n"};
  size_t i;
  for (i = 0; i < LENGTH_OF(signatures); i++) {
    check_case = "white space";
    check_verified(secret, event, strlen(event), signatures[i], TW_OK, "");
  }
}

/* ---- Both ---------------------------------------------------------------- */

static void a_secret_that_cannot_be_is_refused(void) {
  static const char *const secrets[] = {
      "",           " ",           " " SECRET,         SECRET "\n",
      SECRET "\t",  SECRET "\x01" SECRET, SECRET "\x7f", SECRET "\xc2\xa0",
      "\xef\xbb\xbf" SECRET,
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(secrets); i++) {
    tw_error error;
    check_case = "bad secret";
    tw_free(
        crc_response(secrets[i], "foo", TW_ERR_INVALID_CREDENTIALS, &error));
    check_message(&error, "api_secret");
    check_verified(secrets[i], event, strlen(event), event_signature,
                   TW_ERR_INVALID_CREDENTIALS, "api_secret");
  }
}

/* HMAC hashes a key that is longer than a block: X's are not, but may be. */
static void a_secret_may_be_long_and_hold_any_text(void) {
  static const char *const secrets[] = {
      "s",
      "s/e+c%&=",
      "\xc3\xa9t\xc3\xa9",
      "0123456789012345678901234567890123456789012345678901234567890123",
      "01234567890123456789012345678901234567890123456789012345678901234",
      "012345678901234567890123456789012345678901234567890123456789012345678901"
      "23456789012345678901234567890123456789012345678901234567890123456789012"
      "3",
  };
  /* OpenSSL: printf foo | openssl dgst -sha256 -hmac SECRET -binary | base64 */
  static const char *const signatures[] = {
      "sha256=6eEcLPgd7DiF2brf51py/JG7QQL9xHPJxbz8piJ6OH4=",
      "sha256=WxtiWqyYoI456fH70huExOnWSdsJfsJWwi95G18Sp4I=",
      "sha256=tHP43J+8NZDZrOyMkSRM3Gvd5ImPTW/yO/aTtdUR2cY=",
      "sha256=b0ymry139yFoqZZbTH4yIJm6jH8xfqPUzsAftiEKstY=",
      "sha256=9QOSJQZxT1rIhizDo8NF0OOzbCPiTZFX+YyiDvcVrQc=",
      "sha256=+GKcUJ9gO5onw2d6haEMNltx9XwC+6xP2gdztUzC1FA=",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(secrets); i++) {
    tw_error error;
    char *json;
    check_case = secrets[i];
    check_verified(secrets[i], "foo", 3, signatures[i], TW_OK, "");
    json = crc_response(secrets[i], "foo", TW_OK, &error);
    CHECK(json != NULL && strstr(json, signatures[i]) != NULL);
    tw_free(json);
  }
}

int main(void) {
  a_challenge_is_answered_as_json();
  any_token_is_answered_with_its_signature();
  an_empty_challenge_is_refused();
  an_event_is_no_challenge();
  the_signature_covers_the_bytes_as_received();
  a_nul_is_a_byte_of_the_body();
  an_empty_body_may_be_null();
  another_secret_verifies_nothing();
  each_character_of_a_signature_counts();
  what_is_no_signature_fits_nothing();
  white_space_around_a_signature_is_ignored();
  a_secret_that_cannot_be_is_refused();
  a_secret_may_be_long_and_hold_any_text();
  return check_report();
}
