# frozen_string_literal: true

require_relative "test_helper"
require "net/http"
require_relative "recording_server"

class ExchangeTest < Minitest::Test
  include Fixtures

  ACCESS_TOKEN = "oauth_token=7-t&oauth_token_secret=s&user_id=7&screen_name=jack"

  def test_a_request_token_call
    exchange = Twsign.request_token(**API, callback: "https://example.com/back?a=b", access_type: "read")
    assert_equal ["POST", "https://api.x.com/oauth/request_token?x_auth_access_type=read", nil, ""],
                 [exchange.http_method, exchange.url, exchange.content_type, exchange.body]
    assert_includes exchange.authorization, 'oauth_callback="https%3A%2F%2Fexample.com%2Fback%3Fa%3Db"'
    assert_equal({ "Authorization" => exchange.authorization }, exchange.headers)
  end

  def test_a_bearer_call
    exchange = Twsign.bearer_token(**API, base_url: "http://127.0.0.1:99/")
    assert_equal "http://127.0.0.1:99/oauth2/token", exchange.url
    assert_equal "grant_type=client_credentials", exchange.body
    assert_match(/\ABasic /, exchange.headers["Authorization"])
    assert_equal "#{FORM};charset=UTF-8", exchange.headers["Content-Type"]
  end

  def test_invalidations
    assert_equal "https://api.x.com/1.1/oauth/invalidate_token.json", Twsign.invalidate(**KEYS).url
    by_owner = Twsign.invalidate(**KEYS, bearer_token: "AAA%2Fb")
    assert_equal ["https://api.x.com/oauth2/invalidate_token?access_token=AAA%2Fb", ""], [by_owner.url, by_owner.body]
    by_app = Twsign.invalidate(**API, bearer_token: "AAA%2Fb")
    assert_equal ["https://api.x.com/oauth2/invalidate_token", "access_token=AAA%2Fb"], [by_app.url, by_app.body]
    assert_raises(Twsign::InvalidCredentials) { Twsign.invalidate(**API) }
  end

  def test_texts_are_frozen_utf8
    exchange = Twsign.bearer_token(**API)
    token = access_token.finish(status: 200, body: ACCESS_TOKEN)
    texts = %i[http_method url authorization content_type body].map { |name| exchange.public_send(name) } +
            %i[value secret user_id screen_name].map { |name| token.public_send(name) }
    texts.each do |text|
      assert_predicate text, :frozen?
      assert_equal Encoding::UTF_8, text.encoding
    end
    assert_predicate exchange.headers, :frozen?
  end

  def test_a_reply_becomes_a_token
    token = access_token.finish(status: 200, body: ACCESS_TOKEN)
    assert_equal %w[7-t s 7 jack], [token.value, token.secret, token.user_id, token.screen_name]
  end

  def test_a_token_outlives_its_exchange
    token = access_token.finish(status: 200, body: ACCESS_TOKEN)
    3.times { GC.start }
    assert_equal "7-t", token.value
  end

  def test_a_block_sends_and_the_token_comes_back
    sent = nil
    token = Twsign.access_token(**KEYS, verifier: "1") do |exchange|
      sent = exchange
      [200, ACCESS_TOKEN]
    end
    assert_instance_of Twsign::Exchange, sent
    assert_equal "7-t", token.value
    assert_raises(Twsign::Refused) { Twsign.bearer_token(**API) { [401, nil] } }
    assert_raises(IOError) { Twsign.bearer_token(**API) { raise IOError } }
  end

  def test_replies_are_bytes
    assert_raises(Twsign::InvalidResponse) { access_token.finish(status: 200, body: "\0\xFF".b * 1000) }
    assert_raises(Twsign::InvalidResponse) { access_token.finish(status: 200, body: "#{ACCESS_TOKEN}\0") }
    assert_raises(Twsign::InvalidResponse) { access_token.finish(status: 200, body: " " * (1 << 21)) }
    assert_raises(Twsign::InvalidResponse) { access_token.finish(status: 302, body: ACCESS_TOKEN) }
  end

  def test_perform_sends_what_was_signed_once
    server = RecordingServer.new { [200, {}, ACCESS_TOKEN] }
    exchange = Twsign.access_token(**KEYS, verifier: "1", base_url: server.url)
    assert_equal "7-t", exchange.perform.value
    call, *others = server.calls
    assert_empty others
    assert_equal ["POST", "/oauth/access_token", exchange.authorization, "0", nil],
                 [call.method, call.target, call.authorization, call.headers["content-length"],
                  call.headers["content-type"]]
  ensure
    server.stop
  end

  def test_perform_is_not_tried_again
    server = RecordingServer.new { :hang_up }
    assert_raises(EOFError) { Twsign.bearer_token(**API, base_url: server.url).perform }
    assert_equal 1, server.calls.size
  ensure
    server.stop
  end

  def test_perform_has_a_time_limit
    server = RecordingServer.new { sleep }
    assert_raises(Net::ReadTimeout) { Twsign.bearer_token(**API, base_url: server.url).perform(read_timeout: 0.05) }
  ensure
    server.stop
  end

  def test_authorize_urls
    assert_equal "https://api.x.com/oauth/authorize?oauth_token=t", Twsign.authorize_url(request_token: "t")
    assert_equal "http://h/oauth/authenticate?oauth_token=t&force_login=true&screen_name=jack",
                 Twsign.authorize_url(request_token: "t", sign_in: true, force_login: true, screen_name: "jack",
                                      base_url: "http://h")
  end

  def test_callbacks
    verify = ->(callback_url) { Twsign.callback_verifier(request_token: "t", callback_url: callback_url) }
    assert_equal "v", verify.call("https://example.com/back?oauth_token=t&oauth_verifier=v")
    assert_predicate verify.call("oauth_token=t&oauth_verifier=v"), :frozen?
    assert_raises(Twsign::Denied) { verify.call("/back?denied=t") }
    assert_raises(Twsign::SignatureMismatch) { verify.call("/back?oauth_token=u&oauth_verifier=v") }
    assert_raises(Twsign::InvalidResponse) { verify.call("/back") }
  end

  private

  def access_token
    Twsign.access_token(**KEYS, verifier: "1")
  end
end
