# frozen_string_literal: true

require_relative "test_helper"
require "json"
require "stringio"

class WebhookTest < Minitest::Test
  NEW = "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg"
  OLD = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
  EVENT = "{ \"text\" : \"caf\u00e9 \\u2603 \u{1f600}\" }\n"
  BODIES = [EVENT, "", "{}", "\0\xFF\r\n\0", "a" * 300_000].freeze

  def signature(secret, body)
    "sha256=#{[OpenSSL::HMAC.digest("SHA256", secret, body)].pack("m0")}"
  end

  # ---- The two functions ------------------------------------------------------------------------

  def test_the_answer_to_a_check
    json = Twsign.webhook_crc_response(api_secret: NEW, crc_token: "challenge_string")
    assert_equal({ "response_token" => "sha256=7lSONeP10a3dQ92/V7IutTFT1KCPGNO6VFz1MnUM8YQ=" }, JSON.parse(json))
    assert_predicate json, :frozen?
  end

  def test_signed_events
    BODIES.each do |body|
      assert_equal true, Twsign.webhook_verify(api_secret: NEW, body: body, signature: signature(NEW, body))
    end
  end

  def test_events_that_were_changed_or_signed_by_others
    right = signature(NEW, EVENT)
    [["#{EVENT} ", right], [EVENT.chop, right], [EVENT, signature(OLD, EVENT)], [EVENT, ""], [EVENT, "sha256="],
     [EVENT, right.chop], [EVENT, right.swapcase]].each do |body, signature|
      assert_raises(Twsign::SignatureMismatch) do
        Twsign.webhook_verify(api_secret: NEW, body: body, signature: signature)
      end
    end
  end

  # ---- The Rack application ---------------------------------------------------------------------

  def app(**options)
    @events = []
    Twsign::Webhook.new(api_secret: NEW, **options) { |event| @events << event }
  end

  def get(app, query)
    app.call({ "REQUEST_METHOD" => "GET", "QUERY_STRING" => query, "rack.input" => StringIO.new })
  end

  def post(app, body, signature)
    app.call({ "REQUEST_METHOD" => "POST", "rack.input" => StringIO.new(body.b),
               "HTTP_X_TWITTER_WEBHOOKS_SIGNATURE" => signature }.compact)
  end

  def test_checks_are_answered_by_the_new_secret
    ["foo", "MTcw+/==", 'a b&c=d%41"\\', "☃", "x" * 500].each do |token|
      status, headers, body = get(app(old_api_secret: OLD), URI.encode_www_form(crc_token: token, nonce: "1"))
      assert_equal [200, "application/json"], [status, headers["content-type"]]
      assert_equal signature(NEW, token), JSON.parse(body.join)["response_token"]
    end
  end

  def test_checks_that_cannot_be_answered
    ["", "crc_token=", "other=1", "crc_token=a&crc_token=b", "crc_token=%00", nil].each do |query|
      assert_equal 400, get(app, query).first, query
    end
  end

  # Else anyone could have an event signed by asking for a check.
  def test_an_event_is_not_signed_for_whoever_asks
    [EVENT, "{}", " [{}]"].each do |forged|
      assert_raises(Twsign::InvalidParam) { Twsign.webhook_crc_response(api_secret: NEW, crc_token: forged) }
      assert_equal [400, ["Not a crc_token"]], get(app, URI.encode_www_form(crc_token: forged)).values_at(0, 2)
    end
  end

  def test_events_are_handed_over_byte_for_byte
    app = app()
    BODIES.each { |body| assert_equal [200, [""]], post(app, body, signature(NEW, body)).values_at(0, 2) }
    assert_equal BODIES.map(&:b), @events.map(&:b)
  end

  def test_events_not_signed_by_x_are_dropped
    app = app()
    right = signature(NEW, EVENT)
    [[EVENT, nil], [EVENT, ""], [EVENT, "#{right}\0"], ["#{EVENT}!", right], [EVENT, signature(OLD, EVENT)]].each do |event|
      assert_equal 403, post(app, *event).first
    end
    assert_empty @events
  end

  def test_while_the_secret_changes_both_are_taken
    app = app(old_api_secret: OLD)
    [NEW, OLD].each { |secret| assert_equal 200, post(app, EVENT, signature(secret, EVENT)).first }
    assert_equal 403, post(app, EVENT, signature("another", EVENT)).first
    assert_equal 2, @events.size
  end

  def test_an_event_that_is_too_long_is_not_read_to_its_end
    app = app()
    longest = "a" * Twsign::Webhook::LONGEST_EVENT
    assert_equal 200, post(app, longest, signature(NEW, longest)).first
    assert_equal 413, post(app, "#{longest}a", signature(NEW, "#{longest}a")).first
    assert_equal 1, @events.size
  end

  def test_other_methods
    status, headers, = app.call({ "REQUEST_METHOD" => "PUT" })
    assert_equal [405, "GET, POST"], [status, headers["allow"]]
  end

  def test_a_post_without_input
    assert_equal 200, app.call({ "REQUEST_METHOD" => "POST",
                                 "HTTP_X_TWITTER_WEBHOOKS_SIGNATURE" => signature(NEW, "") }).first
  end

  def test_what_goes_wrong_with_an_event_is_for_the_server
    app = Twsign::Webhook.new(api_secret: NEW) { raise IOError }
    assert_raises(IOError) { post(app, EVENT, signature(NEW, EVENT)) }
  end

  def test_a_secret_that_cannot_be_one_is_refused_at_once
    assert_raises(Twsign::InvalidCredentials) { Twsign::Webhook.new(api_secret: "#{NEW}\n") { nil } }
    assert_raises(Twsign::InvalidCredentials) { app(old_api_secret: " ") }
  end
end
