# frozen_string_literal: true

require_relative "test_helper"

# What is refused before C sees it, and in which bytes C sees the rest.
class TextTest < Minitest::Test
  include Fixtures

  # Every place where a text goes in, with the texts that are right.
  PLACES = {
    "Signer.new" => [->(**given) { Twsign::Signer.new(**given) }, Fixtures::KEYS],
    "Signer#sign" => [
      ->(**given) { Twsign::Signer.new(**Fixtures::KEYS).sign(**given) },
      { method: "GET", url: "https://h/", content_type: "text/plain", nonce: "n" }
    ],
    "request_token" => [
      ->(**given) { Twsign.request_token(**given) },
      { **Fixtures::API, callback: "oob", access_type: "read", base_url: "https://h" }
    ],
    "access_token" => [->(**given) { Twsign.access_token(**given) }, { **Fixtures::KEYS, verifier: "v", base_url: "https://h" }],
    "bearer_token" => [->(**given) { Twsign.bearer_token(**given) }, { **Fixtures::API, base_url: "https://h" }],
    "invalidate" => [
      ->(**given) { Twsign.invalidate(**given) }, { **Fixtures::KEYS, bearer_token: "b", base_url: "https://h" }
    ],
    "authorize_url" => [
      ->(**given) { Twsign.authorize_url(**given) }, { request_token: "t", screen_name: "s", base_url: "https://h" }
    ],
    "callback_verifier" => [
      ->(**given) { Twsign.callback_verifier(**given) },
      { request_token: "t", callback_url: "oauth_token=t&oauth_verifier=v" }
    ],
    "webhook_crc_response" => [->(**given) { Twsign.webhook_crc_response(**given) }, { api_secret: "s", crc_token: "c" }],
    "webhook_verify" => [
      ->(**given) { Twsign.webhook_verify(body: "", **given) },
      { api_secret: "s", signature: "sha256=#{[OpenSSL::HMAC.digest("SHA256", "s", "")].pack("m0")}" }
    ],
    "Webhook.new" => [
      ->(**given) { Twsign::Webhook.new(**given) { nil } }, { api_secret: "s", old_api_secret: "o" }
    ],
    "diagnose" => [
      ->(**given) { Twsign.diagnose(**given) },
      { **Fixtures::KEYS, method: "GET", url: "https://h/", content_type: "text/plain", nonce: "n",
        authorization: "OAuth", date: "d" }
    ],
    "canonical_url" => [->(url:) { Twsign.canonical_url(url) }, { url: "https://h/" }],
    "learn_clock" => [
      ->(date:) { Twsign::Signer.new(**Fixtures::API).learn_clock(date) }, { date: "Sun, 06 Nov 1994 08:49:37 GMT" }
    ],
    "form_encode" => [->(name:, value:) { Twsign.form_encode([[name, value]]) }, { name: "n", value: "v" }]
  }.freeze

  PLACES.each do |place, (call, texts)|
    define_method("test_#{place}_takes_what_is_right") do
      call.call(**texts)
    end

    texts.each do |name, text|
      define_method("test_a_nul_in_#{name}_of_#{place}_never_reaches_c") do
        ["#{text}\0", "\0#{text}", "\0"].each do |bad|
          error = assert_raises(Twsign::InvalidParam) { call.call(**texts, name => bad) }
          assert_includes error.message, "a NUL"
          assert_equal 7, error.status
        end
      end

      define_method("test_what_is_no_string_as_#{name}_of_#{place}_is_a_type_error") do
        [Object.new, 1.5, [text], false].each do |bad|
          next if bad == false && place == "form_encode" # has a form as text
          error = assert_raises(TypeError) { call.call(**texts, name => bad) }
          refute_includes error.message, text if text.length > 3
        end
      end
    end
  end

  def test_what_is_no_integer_is_a_type_error
    assert_raises(TypeError) { signer.sign(**GET, timestamp: "1") }
    assert_raises(TypeError) { signer.sign(**GET, timestamp: 1.0) }
    assert_raises(TypeError) { signer.clock_offset = 1.5 }
    assert_raises(TypeError) { Twsign.bearer_token(**API).finish(status: "200", body: "") }
    assert_raises(TypeError) { Twsign.diagnose(**GET, http_status: "401") }
  end

  def test_an_integer_beyond_that_of_c_is_refused_and_not_cut
    assert_raises(Twsign::InvalidParam) { signer.sign(**GET, timestamp: 2**64 + 7) }
    assert_raises(Twsign::InvalidParam) { signer.clock_offset = 2**63 }
    assert_raises(Twsign::InvalidParam) { Twsign.diagnose(**GET, http_status: 2**32 + 401) }
    assert_raises(Twsign::InvalidParam) { Twsign.bearer_token(**API).finish(status: 2**32 + 200, body: "") }
    assert_includes signer.sign(**GET, timestamp: 2**63 - 1), %(oauth_timestamp="#{2**63 - 1}")
  end

  def test_bodies_and_parameters_of_another_class
    post = { method: "POST", url: GET[:url], content_type: FORM }
    assert_raises(TypeError) { signer.sign(**post, body: { a: 1 }) }
    assert_raises(TypeError) { signer.sign(**post, body: 5, content_type: "text/plain") }
    assert_raises(TypeError) { signer.sign(**GET, oauth_params: "a=b") }
    assert_raises(TypeError) { signer.sign(**GET, oauth_params: ["a"]) }
    assert_raises(TypeError) { signer.sign(**GET, oauth_params: { oauth_callback: nil }) }
    assert_raises(TypeError) { Twsign.form_encode(5) }
    assert_raises(TypeError) { Twsign.form_encode(a: [1, 2]) }
    assert_raises(TypeError) { Twsign.form_encode([%w[a b c]]) }
    assert_raises(TypeError) { Twsign.webhook_verify(api_secret: "s", body: nil, signature: "x") }
  end

  def test_rules
    assert_raises(TypeError) { signer.sign(**GET, rules: "x") }
    assert_raises(TypeError) { signer.sign(**GET, rules: nil) }
    assert_raises(Twsign::InvalidParam) { signer.sign(**GET, rules: :rfc) }
  end

  def test_unknown_and_missing_keywords
    assert_raises(ArgumentError) { signer.sign(**GET, token: "t") }
    assert_raises(ArgumentError) { signer.sign(method: "GET") }
    assert_raises(ArgumentError) { Twsign.explain(**KEYS, **GET, secret: "s") }
    assert_raises(ArgumentError) { Twsign::Signer.new(api_key: "k") }
    assert_raises(ArgumentError) { Twsign::Webhook.new(api_secret: "s") }
  end

  def test_text_of_another_encoding_is_brought_to_utf8
    assert_equal "q=caf%C3%A9", Twsign.form_encode(q: "café".encode("ISO-8859-1"))
    assert_equal "q=caf%C3%A9", Twsign.form_encode(q: "café".encode("UTF-16LE"))
    assert_equal "q=caf%C3%A9", Twsign.form_encode(q: "café".b)
    assert_equal "q=caf%E9", Twsign.form_encode(q: "caf\xE9".b)
    assert_equal "q=caf%E9", Twsign.form_encode(q: "caf\xE9") # bytes, even if they are not UTF-8
    assert_equal "https://h/?q=%C3%A9", Twsign.canonical_url("https://h/?q=é".encode("UTF-16BE"))
  end

  def test_text_that_is_not_of_its_encoding_is_refused_without_showing_it
    error = assert_raises(Twsign::InvalidParam) do
      Twsign::Signer.new(api_key: "k", api_secret: "SECRET\x81".dup.force_encoding("Windows-1252"))
    end
    refute_match(/SECRET|81/, error.message)
    assert_nil error.cause
  end
end
