# frozen_string_literal: true

require_relative "recording_server"

# What holds for every HTTP client: the test that includes this has
# `send_request(method, path, body, headers)`, which gives status and body.
module HttpClientCases
  include Fixtures

  TIMESTAMP_OUT_OF_BOUNDS = '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}'
  UNAUTHORIZED = '{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}'

  def teardown
    @server&.stop
    super
  end

  # Starts the server of this test.
  def serve(&answer)
    @server = RecordingServer.new(&answer || ->(*) { [200, {}, "done"] })
  end

  def calls
    @server.calls
  end

  def http_date(ahead)
    (Time.now.utc + ahead).strftime("%a, %d %b %Y %H:%M:%S GMT")
  end

  # The signature that the call ought to have, for what the server saw of it.
  def assert_signed(call)
    header = call.authorization
    fixed = { nonce: call.nonce, timestamp: call.timestamp }
    right = signer.sign(method: call.method, url: "http://#{call.headers["host"]}#{call.target}", body: call.body,
                        content_type: call.headers["content-type"], **fixed)
    assert_equal right, header
  end

  def test_a_get_is_signed
    serve
    assert_equal [200, "done"], send_request("GET", "/2/users/me")
    assert_equal "/2/users/me", calls[0].target
    assert_signed calls[0]
  end

  def test_every_method_is_signed
    serve
    %w[GET HEAD DELETE].each { |method| send_request(method, "/2/x") }
    %w[POST PUT PATCH].each { |method| send_request(method, "/2/x", "", "Content-Type" => "application/json") }
    assert_equal %w[GET HEAD DELETE POST PUT PATCH], calls.map(&:method)
    calls.each { |call| assert_signed call }
  end

  def test_the_query_goes_out_in_its_canonical_form
    serve
    send_request("GET", "/2/tweets/search/recent?query=from:jack+(a*b)&max_results=10")
    assert_equal "query=from%3Ajack%20%28a%2Ab%29", calls[0].target[/query=[^&]*/]
    assert_signed calls[0]
  end

  def test_each_request_has_a_nonce_of_its_own
    serve
    3.times { send_request("GET", "/2/users/me") }
    assert_equal 3, calls.map(&:nonce).uniq.size
  end

  def test_a_form_body_is_signed
    serve
    body = "status=#{Twsign.form_encode(x: "caf\u00e9 \u{1f600} & more").delete_prefix("x=")}"
    send_request("POST", "/1.1/statuses/update.json?include_entities=true", body, "Content-Type" => FORM)
    assert_equal body, calls[0].body
    assert_signed calls[0]
  end

  def test_a_body_without_a_content_type_is_a_form
    serve
    send_request("POST", "/x", "a=1")
    assert_equal FORM, calls[0].headers["content-type"]
    assert_signed calls[0]
  end

  def test_a_star_that_ruby_leaves_raw_is_escaped
    serve
    send_request("POST", "/x", URI.encode_www_form(status: "2 * 3"), "Content-Type" => FORM)
    assert_equal "status=2+%2A+3", calls[0].body
    assert_equal "14", calls[0].headers["content-length"]
    assert_signed calls[0]
  end

  def test_other_raw_characters_of_a_form_are_refused_before_anything_is_sent
    serve
    error = assert_raises(Twsign::Ambiguous) { send_request("POST", "/x", "status=hi!", "Content-Type" => FORM) }
    assert_match(/request\.body/, error.message)
    assert_empty calls
  end

  def test_json_is_left_alone
    serve
    json = '{"text":"2 * 3 = 6 & é"}'
    send_request("POST", "/2/tweets", json, "Content-Type" => "application/json")
    assert_equal json.b, calls[0].body.b
    assert_signed calls[0]
  end

  def test_an_authorization_header_is_replaced
    serve
    send_request("GET", "/x", nil, "Authorization" => "Bearer other")
    assert_signed calls[0]
  end

  def test_a_wrong_clock_is_learned_and_the_request_tried_once_more
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] : [200, {}, "done"] }
    assert_equal [200, "done"], send_request("POST", "/x", "a=1", "Content-Type" => FORM)
    assert_equal 2, calls.size
    assert_in_delta 5_000, calls[1].timestamp - calls[0].timestamp, 3
    assert_equal %w[a=1 a=1], calls.map(&:body)
    calls.each { |call| assert_signed call }
    send_request("GET", "/later")
    assert_in_delta 5_000, calls[2].timestamp - calls[0].timestamp, 5
  end

  def test_a_clock_that_cannot_be_learned_is_tried_twice_and_no_more
    serve { [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] }
    assert_equal [401, TIMESTAMP_OUT_OF_BOUNDS], send_request("GET", "/x")
    assert_equal 2, calls.size
  end

  def test_without_a_date_there_is_no_second_try
    serve { [401, { "Date" => "soon" }, TIMESTAMP_OUT_OF_BOUNDS] }
    assert_equal [401, TIMESTAMP_OUT_OF_BOUNDS], send_request("GET", "/x")
    assert_equal 1, calls.size
  end

  def test_the_second_api_tells_no_code_but_its_date_does
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(-4_000) }, UNAUTHORIZED] : [200, {}, "done"] }
    assert_equal [200, "done"], send_request("GET", "/2/users/me")
    assert_in_delta(-4_000, calls[1].timestamp - calls[0].timestamp, 3)
  end

  { unauthorized: UNAUTHORIZED, code32: '{"errors":[{"code":32,"message":"Could not authenticate you."}]}',
    empty: "" }.each do |name, body|
    define_method("test_a_401_for_another_reason_is_not_tried_again_#{name}") do
      serve { [401, {}, body] }
      assert_equal [401, body], send_request("GET", "/x")
      assert_equal 1, calls.size
    end
  end

  def test_a_code_32_with_a_strange_date_is_not_tried_again
    serve { [401, { "Date" => http_date(5_000) }, '{"errors":[{"code":32}]}'] }
    send_request("GET", "/x")
    assert_equal 1, calls.size
  end

  def test_what_cannot_be_signed_is_not_sent
    serve
    assert_raises(Twsign::Ambiguous) { send_request("GET", "/x?oauth_token=t") }
    assert_empty calls
  end
end
