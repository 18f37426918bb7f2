# frozen_string_literal: true

require_relative "test_helper"
require_relative "provider_process"
require "faraday"
require "json"
require "net/http"

# The whole flow against the provider of tests/e2e.
class ProviderTest < Minitest::Test
  include Fixtures

  CALLBACK = "http://127.0.0.1:8080/signed-in?next=%2Fhome"
  HARD = "!*'() ~-._ ☃ 😀 & = + % \" # ? / : ; @ , [ ] $ \\ ^ ` { | } < > é"

  def setup
    skip ProviderProcess::MISSING unless ProviderProcess.url
  end

  def base
    { base_url: ProviderProcess.url }
  end

  # ---- The flows --------------------------------------------------------------------------------

  def test_the_pin_flow
    token = log_in
    assert_equal ["6253282", "xapi"], [token.user_id, token.screen_name]
    assert_equal "xapi", me(token)["username"]
  end

  def test_the_callback_flow
    request_token = Twsign.request_token(**API, callback: CALLBACK, **base).perform
    location = browser(request_token, "allow")
    verifier = Twsign.callback_verifier(request_token: request_token.value, callback_url: location)
    token = Twsign.access_token(**API, token: request_token.value, token_secret: request_token.secret,
                                verifier: verifier, **base).perform
    assert_equal "xapi", me(token)["username"]
  end

  def test_a_denial
    request_token = Twsign.request_token(**API, callback: CALLBACK, **base).perform
    location = browser(request_token, "deny")
    assert_raises(Twsign::Denied) do
      Twsign.callback_verifier(request_token: request_token.value, callback_url: location)
    end
  end

  def test_a_callback_for_another_token
    mine, other = Array.new(2) { Twsign.request_token(**API, callback: CALLBACK, **base).perform }
    location = browser(other, "allow")
    assert_raises(Twsign::SignatureMismatch) do
      Twsign.callback_verifier(request_token: mine.value, callback_url: location)
    end
  end

  def test_refusals_carry_the_code_of_x
    refused = ->(code, &call) { assert_equal code, assert_raises(Twsign::Refused, &call).api_code.to_i }
    refused.call(32) { Twsign.request_token(**API, api_secret: "another", callback: "oob", **base).perform }
    refused.call(99) { Twsign.bearer_token(**API, api_secret: "another", **base).perform }
    refused.call(415) { Twsign.request_token(**API, callback: "http://127.0.0.1/elsewhere", **base).perform }
    request_token = Twsign.request_token(**API, callback: "oob", **base).perform
    pin = browser(request_token, "allow")
    keys = { token: request_token.value, token_secret: request_token.secret }
    refused.call(0) { Twsign.access_token(**API, **keys, verifier: "#{pin}0", **base).perform }
  end

  def test_a_bearer_and_its_two_revocations
    owner = log_in
    [{}, { token: owner.value, token_secret: owner.secret }].each do |as_owner|
      bearer = Twsign.bearer_token(**API, **base).perform
      assert_nil bearer.secret
      assert_equal "200", webhooks(bearer)
      gone = Twsign.invalidate(**API, **as_owner, bearer_token: bearer.value, **base).perform
      assert_equal bearer.value, gone.value
      assert_equal "401", webhooks(bearer)
    end
  end

  def test_a_revoked_token_is_dead
    token = log_in
    keys = { token: token.value, token_secret: token.secret }
    assert_equal token.value, Twsign.invalidate(**API, **keys, **base).perform.value
    assert_equal 89, assert_raises(Twsign::Refused) { Twsign.invalidate(**API, **keys, **base).perform }.api_code
  end

  def test_an_exchange_that_another_client_sends
    token = Twsign.bearer_token(**API, **base) do |exchange|
      reply = ::Faraday.post(exchange.url, exchange.body, exchange.headers)
      [reply.status, reply.body]
    end
    assert_equal "200", webhooks(token)
  end

  # ---- Signed calls, by both clients ------------------------------------------------------------

  def test_net_http
    http = net_http(signer_of(log_in))
    assert_equal HARD, found(http.get("/2/tweets/search/recent?query=#{URI.encode_www_form_component(HARD)}"))
    post = Net::HTTP::Post.new("/1.1/statuses/update.json?include_entities=true")
    post.set_form_data("status" => HARD, "lat" => "-37.7")
    assert_equal HARD, JSON.parse(http.request(post).body)["text"]
    json = http.post("/2/tweets", JSON.generate(text: HARD), "Content-Type" => "application/json")
    assert_equal HARD, JSON.parse(json.body)["data"]["text"]
  end

  def test_net_http_with_a_file
    post = Net::HTTP::Post.new("/2/media/upload")
    post.set_form([["media", File.open(__FILE__)]], "multipart/form-data")
    reply = net_http(signer_of(log_in)).request(post)
    assert_equal File.size(__FILE__), JSON.parse(reply.body)["data"]["size"]
  end

  def test_net_http_with_a_wrong_clock
    [["/1.1/account/verify_credentials.json", 3_600], ["/2/users/me", -3_600]].each do |path, off|
      signer = signer_of(log_in)
      signer.clock_offset = off
      assert_equal "200", net_http(signer).get(path).code
    end
  end

  def test_faraday
    faraday = faraday(signer_of(log_in))
    assert_equal HARD, found(faraday.get("/2/tweets/search/recent", query: HARD))
    assert_equal HARD, JSON.parse(faraday.post("/1.1/statuses/update.json", status: HARD).body)["text"]
    json = faraday.post("/2/tweets", JSON.generate(text: HARD), "Content-Type" => "application/json")
    assert_equal [201, HARD], [json.status, JSON.parse(json.body)["data"]["text"]]
    part = ::Faraday::FilePart.new(__FILE__, "text/plain")
    upload = faraday.post("/2/media/upload", media: part)
    assert_equal File.size(__FILE__), JSON.parse(upload.body)["data"]["size"]
  end

  def test_faraday_with_a_wrong_clock
    [["/1.1/account/verify_credentials.json", 3_600], ["/2/users/me", -3_600]].each do |path, off|
      signer = signer_of(log_in)
      signer.clock_offset = off
      assert_equal 200, faraday(signer).get(path).status
    end
  end

  def test_why_a_request_was_refused
    url = "#{ProviderProcess.url}/2/users/me"
    token = log_in
    wrong = Twsign::Signer.new(**API, api_secret: "another", token: token.value, token_secret: token.secret)
    sent = wrong.sign(method: "GET", url: url)
    reply = Net::HTTP.get_response(URI(url), "Authorization" => sent)
    report = Twsign.diagnose(**API, token: token.value, token_secret: token.secret, method: "GET", url: url,
                             authorization: sent, http_status: reply.code.to_i, date: reply["date"],
                             reply_body: reply.body)
    assert_match(/\Acause: [a-z0-9-]+$/, report)
    refute_match(/cause: none-found/, report)
  end

  private

  def log_in
    request_token = Twsign.request_token(**API, callback: "oob", **base).perform
    Twsign.access_token(**API, token: request_token.value, token_secret: request_token.secret,
                        verifier: browser(request_token, "allow"), **base).perform
  end

  def browser(request_token, decision)
    ProviderProcess.decide(Twsign.authorize_url(request_token: request_token.value, **base), decision)
  end

  def signer_of(token)
    Twsign::Signer.new(**API, token: token.value, token_secret: token.secret)
  end

  def me(token)
    JSON.parse(net_http(signer_of(token)).get("/2/users/me?user.fields=created_at").body)["data"]
  end

  def webhooks(bearer)
    Net::HTTP.get_response(URI("#{ProviderProcess.url}/2/webhooks"), "Authorization" => "Bearer #{bearer.value}").code
  end

  def net_http(signer)
    uri = URI(ProviderProcess.url)
    Net::HTTP.new(uri.host, uri.port).extend(Twsign::NetHTTP).sign_with(signer)
  end

  def faraday(signer)
    ::Faraday.new(ProviderProcess.url) do |builder|
      builder.request(:multipart)
      builder.request(:url_encoded)
      builder.use(Twsign::Faraday, signer)
      builder.adapter(:net_http)
    end
  end

  def found(reply)
    JSON.parse(reply.body)["data"][0]["text"]
  end
end
