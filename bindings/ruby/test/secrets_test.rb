# frozen_string_literal: true

require_relative "test_helper"
require "json"
require "net/http"
require "pp"
require "stringio"
require "yaml"

class SecretsTest < Minitest::Test
  include Fixtures

  REPLY = "oauth_token=the-token-itself&oauth_token_secret=the-secret-itself&user_id=7&screen_name=jack"
  HIDDEN = [*SECRETS, USER[:token], "the-token-itself", "the-secret-itself", "the-bearer-itself"].freeze

  def objects
    {
      signer: signer,
      exchange: Twsign.access_token(**KEYS, verifier: "1"),
      exchange_with_a_bearer_in_its_url: Twsign.invalidate(**KEYS, bearer_token: "the-bearer-itself"),
      exchange_by_basic: Twsign.bearer_token(**API),
      token: Twsign.access_token(**KEYS, verifier: "1").finish(status: 200, body: REPLY),
      webhook: Twsign::Webhook.new(api_secret: SECRETS[0], old_api_secret: SECRETS[1]) { nil },
      net_http: Net::HTTP.new("127.0.0.1", 1).extend(Twsign::NetHTTP).sign_with(signer),
      faraday: Twsign::Faraday.new(nil, signer)
    }
  end

  def test_nothing_that_shows_an_object_shows_a_secret
    objects.each do |name, object|
      shown = [object.inspect, object.to_s, "#{object}", object.pretty_inspect, [object].inspect, no_method(object),
               object.instance_variables.map { |variable| object.instance_variable_get(variable).inspect }.join,
               ({ name => object }.to_json), Kernel.format("%p %s", object, object)]
      HIDDEN.each { |secret| refute_includes shown.join("\n"), secret, name }
    end
  end

  def test_what_is_shown_instead
    objects = objects()
    assert_equal "#<Twsign::Signer>", objects[:signer].inspect
    assert_equal "#<Twsign::Exchange POST https://api.x.com/oauth/access_token>", objects[:exchange].inspect
    assert_equal "#<Twsign::Exchange POST https://api.x.com/oauth2/invalidate_token>",
                 objects[:exchange_with_a_bearer_in_its_url].inspect
    assert_equal "#<Twsign::Token user_id=7 screen_name=jack>", objects[:token].inspect
    assert_equal "#<Twsign::Token>", bearer.inspect
  end

  def test_nothing_that_holds_a_secret_is_written_down
    objects.values_at(:signer, :exchange, :token, :webhook).each do |object|
      assert_raises(TypeError) { Marshal.dump(object) }
      assert_raises(TypeError) { Marshal.dump([object]) }
      assert_raises(TypeError) { YAML.dump(object) }
    end
  end

  def test_no_message_shows_a_secret
    messages = [
      -> { Twsign::Signer.new(**KEYS, api_secret: " #{SECRETS[0]}") },
      -> { Twsign::Signer.new(**KEYS, api_secret: "#{SECRETS[0]}\0") },
      -> { Twsign::Signer.new(**KEYS, token_secret: SECRETS[0].to_sym) },
      -> { Twsign::Signer.new(KEYS) },
      -> { Twsign::Signer.new(**KEYS, nonsense: SECRETS[0]) },
      -> { Twsign.sign_request(**KEYS, api_secret: "#{SECRETS[0]}!", **GET) },
      -> { Twsign.webhook_verify(api_secret: SECRETS[0], body: "", signature: "sha256=") },
      -> { signer.no_such_method }
    ].map { |call| assert_raises(StandardError, &call).full_message(highlight: false) }
    SECRETS.each { |secret| messages.each { |message| refute_includes message, secret } }
  end

  def test_explanations_mask_secrets
    texts = [Twsign.explain(**KEYS, **GET), Twsign.diagnose(**KEYS, **GET, authorization: "OAuth x")]
    SECRETS.each { |secret| texts.each { |text| refute_includes text, secret } }
  end

  # What was copied for C is wiped; the strings of this test are elsewhere.
  def test_arenas_keep_no_secret
    arena_class = Twsign.const_get(:Arena)
    long = { **KEYS, api_secret: "L#{"o" * 9_000}ng" }
    Twsign.signature_base_string(**long, **GET)
    assert_raises(Twsign::InvalidCredentials) { Twsign::Signer.new(**KEYS, token_secret: "#{SECRETS[1]} ") }
    signer
    arena_class.borrow do |arena|
      memory = arena.instance_variable_get(:@memory)
      all, texts = [0, arena_class::TEXTS].map { |from| memory.get_bytes(from, arena_class::SIZE - from) }
      [*SECRETS, "ooo"].each { |text| refute all.include?(text), "a secret is in an arena" }
      [API[:api_key], USER[:token]].each { |text| refute texts.include?(text), "a text of a call is in an arena" }
      assert_nil arena.instance_variable_get(:@larger)
    end
  end

  private

  def bearer
    Twsign.bearer_token(**API).finish(status: 200, body: '{"token_type":"bearer","access_token":"the-bearer-itself"}')
  end

  def no_method(object)
    object.no_such_method
  rescue NoMethodError => error
    error.full_message(highlight: false)
  end
end
