# frozen_string_literal: true

require_relative "test_helper"
require_relative "http_client_cases"
require "net/http"
require "stringio"
require "tempfile"

class NetHTTPTest < Minitest::Test
  include HttpClientCases

  def http
    @http ||= Net::HTTP.new("127.0.0.1", @server.port, nil).extend(Twsign::NetHTTP).sign_with(signer)
  end

  def request(method, path, body = nil, headers = {})
    Net::HTTPGenericRequest.new(method, !body.nil?, method != "HEAD", path, headers).tap { |request| request.body = body }
  end

  def send_request(method, path, body = nil, headers = {})
    reply = http.request(request(method, path, body, headers))
    [reply.code.to_i, reply.body]
  ensure
    http.finish if http.started?
  end

  def test_the_short_methods_sign_too
    serve
    http.get("/2/users/me?a=b c")
    http.post("/x", "a=1")
    http.delete("/2/tweets/1")
    http.start { |started| started.request_get("/2/users/me") }
    http.request_post("/y", "b=2", "Content-Type" => FORM)
    assert_equal 5, calls.size
    calls.each { |call| assert_signed call }
    assert_equal "/2/users/me?a=b%20c", calls[0].target
  end

  def test_requests_made_from_a_uri
    serve
    http.request(Net::HTTP::Get.new(URI("#{@server.url}/2/users/me?q=a:b")))
    assert_equal "/2/users/me?q=a%3Ab", calls[0].target
    assert_signed calls[0]
  end

  def test_form_data
    serve
    post = Net::HTTP::Post.new("/x")
    post.set_form_data("status" => "2 * 3 = 6", "lat" => "1")
    http.request(post)
    post = Net::HTTP::Post.new("/x")
    post.set_form([["status", "2 * 3"], %w[a b]])
    http.request(post)
    assert_equal ["status=2+%2A+3+%3D+6&lat=1", "status=2+%2A+3&a=b"], calls.map(&:body)
    calls.each { |call| assert_signed call }
  end

  def test_a_form_that_is_a_stream_is_read_and_signed
    serve
    post = Net::HTTP::Post.new("/x", "Content-Type" => FORM)
    post.body_stream = StringIO.new("status=2*3")
    http.request(post)
    assert_equal "status=2%2A3", calls[0].body
    assert_signed calls[0]
  end

  def test_a_request_that_is_sent_twice_is_signed_twice
    serve
    get = Net::HTTP::Get.new("/x?a=b:c")
    2.times { http.request(get) }
    assert_equal ["/x?a=b%3Ac"] * 2, calls.map(&:target)
    assert_equal 2, calls.map(&:nonce).uniq.size
  end

  # Net::HTTP tries idempotent requests again by itself.
  def test_a_retry_of_net_http_is_signed_anew
    serve { |_, number| number.zero? ? :hang_up : [200, {}, "done"] }
    assert_equal [200, "done"], send_request("GET", "/x")
    assert_equal 2, calls.size
    refute_equal calls[0].nonce, calls[1].nonce
    calls.each { |call| assert_signed call }
  end

  def test_a_body_is_given_to_the_block_once_and_can_be_read_in_pieces
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] : [200, {}, "done"] }
    seen = []
    reply = http.request(request("GET", "/x")) { |response| response.read_body { |piece| seen << [response.code, piece] } }
    assert_equal [%w[200 done]], seen
    assert_equal "200", reply.code
  end

  def test_streams_are_left_alone_and_sent_again_from_where_they_stood
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] : [200, {}, "done"] }
    put = Net::HTTP::Put.new("/x", "Content-Type" => "application/octet-stream", "Content-Length" => "6")
    put.body_stream = StringIO.new("__stream").tap { |stream| stream.seek(2) }
    assert_equal "200", http.request(put).code
    assert_equal %w[stream stream], calls.map(&:body)
    calls.each { |call| assert_signed call }
  end

  def test_a_stream_that_cannot_go_back_is_not_tried_again
    serve { [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] }
    reader, writer = IO.pipe
    writer.write("once")
    writer.close
    put = Net::HTTP::Put.new("/x", "Content-Type" => "application/octet-stream", "Transfer-Encoding" => "chunked")
    put.body_stream = reader
    assert_equal "401", http.request(put).code
    assert_equal %w[once], calls.map(&:body)
  end

  def test_a_multipart_body_is_left_alone_and_sent_again_whole
    serve { |_, number| number.zero? ? [401, { "Date" => http_date(5_000) }, TIMESTAMP_OUT_OF_BOUNDS] : [200, {}, "done"] }
    file = Tempfile.new.tap { |media| media.write("the file") && media.rewind }
    post = Net::HTTP::Post.new("/2/media/upload")
    post.set_form([["media", file]], "multipart/form-data")
    assert_equal "200", http.request(post).code
    assert_equal 2, calls.size
    calls.each do |call|
      assert_includes call.body, "the file"
      assert_signed call
    end
  end

  def test_the_host_header_is_the_host_that_is_signed_for
    serve
    http.request(request("GET", "/x", nil, "Host" => "api.x.com"))
    assert_equal "api.x.com", calls[0].headers["host"]
    assert_signed calls[0]
  end

  def test_a_fragment_is_not_sent
    serve
    http.get("/x?a=b#c")
    assert_equal "/x?a=b", calls[0].target
    assert_signed calls[0]
  end

  def test_rules_can_be_chosen
    serve
    http.sign_with(signer, rules: :rfc5849)
    http.post("/x", "status=hi!", "Content-Type" => FORM)
    assert_equal "status=hi!", calls[0].body
  end

  def test_without_a_signer_nothing_is_sent
    serve
    assert_raises(ArgumentError) { Net::HTTP.new("127.0.0.1", @server.port).extend(Twsign::NetHTTP).get("/x") }
    assert_empty calls
  end
end
