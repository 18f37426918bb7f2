# frozen_string_literal: true

module Twsign
  # One call to a token endpoint: what to send, and the reader of what comes
  # back. Send it once and soon: it was signed when it was made.
  #
  # @example With any HTTP client
  #   token = Twsign.bearer_token(api_key: "...", api_secret: "...") do |call|
  #     reply = client.post(call.url, call.body, call.headers)
  #     [reply.status, reply.body]
  #   end
  class Exchange
    include Opaque

    # @api private
    def initialize(pointer)
      @pointer = pointer
    end

    # @return [String] "POST"
    def http_method
      Text.borrowed(Library.tw_exchange_method(@pointer))
    end

    # @return [String] with the query, to be sent as it is
    def url
      Text.borrowed(Library.tw_exchange_url(@pointer))
    end

    # @return [String] the value of the Authorization header: a secret
    def authorization
      Text.borrowed(Library.tw_exchange_authorization(@pointer))
    end

    # @return [String, nil] the value of the Content-Type header, if there is a body
    def content_type
      Text.borrowed(Library.tw_exchange_content_type(@pointer))
    end

    # @return [String] "" if there is none
    def body
      Text.borrowed(Library.tw_exchange_body(@pointer))
    end

    # @return [Hash{String => String}] both headers, ready for an HTTP client
    def headers
      { "Authorization" => authorization, "Content-Type" => content_type }.compact.freeze
    end

    # Reads the reply.
    #
    # @param status [Integer] of the reply, such as 200
    # @param body [String, nil] of the reply, whatever its media type
    # @return [Token]
    # @raise [Refused] if X said no, with X's code and words
    # @raise [InvalidResponse] if the reply makes no sense
    def finish(status:, body:)
      status = Text.integer(status, Native::INT32, "status")
      Text.body(body, "body")
      pointer = Arena.borrow do |arena|
        arena.take_object(Library::TokenPointer) do
          Library.tw_exchange_finish(@pointer, status, body, body ? body.bytesize : 0, arena.result, arena.error)
        end
      end
      Token.new(pointer)
    end

    # Sends it by Net::HTTP, and reads the reply.
    #
    # @param open_timeout [Numeric] seconds for the connection
    # @param read_timeout [Numeric] seconds for each read
    # @return [Token]
    # @raise (see #finish)
    # @raise [SystemCallError, SocketError, Timeout::Error, OpenSSL::SSL::SSLError] from Net::HTTP
    def perform(open_timeout: 10, read_timeout: 30)
      require "net/http"
      uri = URI(url)
      options = { use_ssl: uri.scheme == "https", open_timeout: open_timeout, read_timeout: read_timeout }
      reply = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(net_http_request(uri)) }
      finish(status: reply.code.to_i, body: reply.body)
    end

    private

    def net_http_request(uri)
      length = { "Content-Length" => body.bytesize.to_s }
      request = Net::HTTPGenericRequest.new(http_method, !body.empty?, true, uri.request_uri, headers.merge(length))
      request.body = body unless body.empty?
      request
    end

    # The query may hold a bearer.
    def describe
      "#{http_method} #{url[/[^?]*/]}"
    end
  end
end
