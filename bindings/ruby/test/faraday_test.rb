# frozen_string_literal: true

require_relative "test_helper"
require_relative "http_client_cases"
require "faraday"
require "stringio"

if Faraday::VERSION.to_i > 1 # which has them in gems of their own
  require "faraday/multipart"
  require "faraday/retry"
end

class FaradayTest < Minitest::Test
  include HttpClientCases

  # A follower of redirects, as there are several: it calls the rest again.
  class Follow < ::Faraday::Middleware
    def call(env)
      3.times do
        response = @app.call(env)
        return response unless response.status == 307
        env.url += response.headers["Location"]
        env.status = env.response = env.response_body = nil
      end
    end
  end

  def connection(&block)
    block ||= ->(builder) { builder.request(:url_encoded) }
    @connection ||= ::Faraday.new(@server.url) do |builder|
      block.call(builder)
      builder.use(Twsign::Faraday, signer)
      builder.adapter(:net_http)
    end
  end

  def send_request(method, path, body = nil, headers = {})
    reply = connection { nil }.run_request(method.downcase.to_sym, path, body, headers)
    [reply.status, reply.body]
  end

  def test_it_can_be_named_by_a_symbol
    require "twsign/faraday" # the symbol is no constant, which would load it
    serve
    connection = ::Faraday.new(@server.url) { |f| f.request(:twsign, signer) && f.adapter(:net_http) }
    connection.get("/x")
    assert_signed calls[0]
  end

  def test_params_are_signed
    serve
    connection.get("/2/tweets/search/recent", query: "from:jack 2 * 3", max_results: 10)
    assert_includes calls[0].target, "query=from%3Ajack%202%20%2A%203"
    assert_signed calls[0]
  end

  def test_forms_that_faraday_encodes_are_signed
    serve
    connection.post("/x", status: "2 * 3 = 6 & é", lat: 1)
    assert_equal [%w[lat 1], ["status", "2 * 3 = 6 & é"]], URI.decode_www_form(calls[0].body)
    assert_signed calls[0]
  end

  def test_multipart_is_left_alone_and_sent_again_whole
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] : [200, {}, "done"] }
    connection { |builder| builder.request(:multipart) && builder.request(:url_encoded) }
    part = ::Faraday::FilePart.new(StringIO.new("the file"), "application/octet-stream", "a.bin")
    assert_equal 200, connection.post("/2/media/upload", media: part).status
    assert_equal 2, calls.size
    calls.each do |call|
      assert_includes call.body, "the file"
      assert_signed call
    end
  end

  def test_a_form_that_is_a_stream_is_read_and_signed
    serve
    send_request("POST", "/x", StringIO.new("status=2*3"), "Content-Type" => FORM, "Content-Length" => "10")
    assert_equal "status=2%2A3", calls[0].body
    assert_signed calls[0]
  end

  def test_a_stream_that_cannot_go_back_is_not_tried_again
    serve { [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] }
    reader, writer = IO.pipe
    writer.write("once")
    writer.close
    headers = { "Content-Type" => "application/octet-stream", "Content-Length" => "4" }
    assert_equal 401, send_request("PUT", "/x", reader, headers).first
    assert_equal %w[once], calls.map(&:body)
  end

  def test_a_body_that_is_not_encoded_yet_is_refused
    serve
    error = assert_raises(ArgumentError) { send_request("POST", "/x", { a: 1 }) }
    assert_match(/has to come after/, error.message)
    assert_empty calls
  end

  def test_a_retry_is_signed_anew
    serve { |_, number| number < 2 ? [503, {}, ""] : [200, {}, "done"] }
    connection do |builder|
      builder.request(:retry, max: 2, retry_statuses: [503], methods: %i[post])
      builder.request(:url_encoded)
    end
    assert_equal 200, connection.post("/x", status: "2 * 3").status
    assert_equal 3, calls.map(&:nonce).uniq.size
    assert_equal 1, calls.map(&:body).uniq.size
    calls.each { |call| assert_signed call }
  end

  def test_a_retry_of_a_form_that_had_to_be_mended
    serve { |_, number| number.zero? ? [503, {}, ""] : [200, {}, "done"] }
    connection { |builder| builder.request(:retry, max: 1, retry_statuses: [503], methods: %i[post]) }
    assert_equal 200, connection.post("/x", "status=2*3", "Content-Type" => FORM).status
    assert_equal %w[status=2%2A3] * 2, calls.map(&:body)
    calls.each { |call| assert_signed call }
  end

  def test_a_redirect_to_the_same_host_is_signed_anew
    serve { |_, number| number.zero? ? [307, { "Location" => "/2/users/me?a=b:c" }] : [200, {}, "done"] }
    connection { |builder| builder.use(Follow) }
    assert_equal "done", connection.get("/old").body
    assert_equal "/2/users/me?a=b%3Ac", calls[1].target
    calls.each { |call| assert_signed call }
    refute_equal calls[0].nonce, calls[1].nonce
  end

  def test_a_redirect_to_another_host_is_not_signed
    other = RecordingServer.new { [200, {}, "elsewhere"] }
    serve { [307, { "Location" => "#{other.url}/x" }] }
    connection { |builder| builder.use(Follow) }
    assert_equal "elsewhere", connection.get("/old").body
    assert_signed calls[0]
    refute_includes other.calls[0].headers, "authorization"
    assert_equal 200, connection.get("#{other.url}/asked-for").status
    assert_match(/\AOAuth /, other.calls[1].authorization)
  ensure
    other.stop
  end

  def test_a_redirect_that_comes_back_from_another_host_is_not_signed
    other = RecordingServer.new { [307, { "Location" => "#{@server.url}/chosen-by-another" }] }
    serve { |_, number| number.zero? ? [307, { "Location" => "#{other.url}/x" }] : [200, {}, "done"] }
    connection { |builder| builder.use(Follow) }
    assert_equal "done", connection.get("/old").body
    assert_equal [1, "/chosen-by-another"], [other.calls.size, calls[1].target]
    assert_nil calls[1].authorization
  ensure
    other.stop
  end

  def test_the_step_from_http_to_https_is_signed_and_the_one_back_is_not
    seen = []
    stack = Twsign::Faraday.new(->(env) { seen << env.request_headers["Authorization"] && ::Faraday::Response.new }, signer)
    [%w[http://h/ https://h/], %w[https://h/ http://h/], %w[http://h:81/ https://h/], %w[http://h/ http://H/]].each do |urls|
      env = ::Faraday::Env.from(method: :get, request: ::Faraday::RequestOptions.new, request_headers: {})
      urls.each do |url|
        env.url = URI(url)
        stack.call(env)
      end
    end
    assert_equal [true, true, true, false, true, false, true, true], seen.map { |header| !header.nil? }
  end

  def test_the_host_header_is_the_host_that_is_signed_for
    serve
    send_request("GET", "/x?a=b", nil, "Host" => "api.x.com")
    assert_equal "api.x.com", calls[0].headers["host"]
    assert_signed calls[0]
  end

  def test_another_authorization_survives_a_redirect_to_another_host
    other = RecordingServer.new { [200, {}, "elsewhere"] }
    serve { [307, { "Location" => "#{other.url}/x" }] }
    own = Class.new(::Faraday::Middleware) do
      def call(env)
        env.request_headers["Authorization"] = "Basic own"
        @app.call(env)
      end
    end
    connection { |builder| builder.use(Follow) && builder.use(own) }.get("/old")
    assert_equal "Basic own", other.calls[0].authorization
  ensure
    other.stop
  end

  def test_pieces_that_were_handed_on_are_not_sent_for_again
    serve { [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] }
    pieces = []
    connection { nil }.get("/x") { |request| request.options.on_data = ->(piece, *) { pieces << piece } }
    assert_equal [TIMESTAMP_OUT_OF_BOUNDS], pieces
    assert_equal 1, calls.size
  end

  def test_rules_can_be_chosen
    serve
    connection = ::Faraday.new(@server.url) do |f|
      f.use(Twsign::Faraday, signer, rules: :rfc5849)
      f.adapter(:net_http)
    end
    connection.post("/x", "status=hi!", "Content-Type" => FORM)
    assert_equal "status=hi!", calls[0].body
  end

  def test_one_connection_in_many_threads
    serve
    connection { nil }
    Array.new(8) { |n| Thread.new { 5.times { connection.get("/#{n}") } } }.each(&:join)
    assert_equal 40, calls.map(&:nonce).uniq.size
    calls.each { |call| assert_signed call }
  end
end
