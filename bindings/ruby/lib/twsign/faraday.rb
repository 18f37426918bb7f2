# frozen_string_literal: true

require "faraday"
require "uri"
require_relative "body_stream"
require_relative "clock_refusal"
require_relative "form_body"

module Twsign
  # Middleware for Faraday 1 and 2 that signs each request. It comes last, right
  # before the adapter: what it signs is what is sent.
  #
  # The query goes out as {Twsign.canonical_url} writes it. Each attempt has a
  # signature of its own, if what retries stands before this. A form body is
  # signed; JSON, multipart and streams are left alone. If X refuses the time of
  # a signature, the signer learns X's clock, and the request is sent once more.
  # A redirect that is followed to another server is not signed, and nothing that
  # comes after it; from http to https on the same host is no other server.
  #
  # An Authorization header that a request brings is replaced.
  #
  # @example
  #   require "faraday"
  #   connection = Faraday.new("https://api.x.com") do |f|
  #     f.request :json
  #     f.request :url_encoded
  #     f.use Twsign::Faraday, signer
  #   end
  #   connection.get("/2/users/me")
  class Faraday < ::Faraday::Middleware
    # Where a request was last signed for, remembered by the request itself: a
    # server that sends its caller elsewhere, and from there back, must not choose
    # what the caller signs.
    SERVER = :twsign_server
    # No server: what was sent elsewhere once is not signed any more.
    NOWHERE = URI("http://nowhere.invalid:0").freeze
    private_constant :SERVER, :NOWHERE

    # @param app [#call] the next middleware
    # @param signer [Signer]
    # @param rules [Symbol] as {Signer#sign} takes it
    def initialize(app, signer, rules: :x)
      super(app)
      @signer = signer
      @rules = rules
    end

    # @param env [::Faraday::Env]
    # @return [::Faraday::Response]
    # @raise [Error] if the request cannot be signed; nothing was sent
    def call(env)
      return call_unsigned(env) unless same_server?(env[SERVER] || env.url, env.url)
      env[SERVER] = env.url
      start_again(env, env.body)
      body = prepare(env)
      stream = BodyStream.new([body].select { |part| part.respond_to?(:read) })
      response = sign_and_call(env)
      return response unless clock_mended?(env, response) && stream.rewind
      start_again(env, body)
      sign_and_call(env)
    end

    # @return [String] without the signer's secrets
    def inspect
      "#<#{self.class}>"
    end

    private

    def same_server?(from, to)
      return false unless from.host.to_s.casecmp?(to.host.to_s)
      return from.port == to.port if from.scheme == to.scheme
      to.scheme == "https" && [from.port, to.port] == [80, 443]
    end

    # After a redirect to elsewhere the signature has not to go along.
    def call_unsigned(env)
      env[SERVER] = NOWHERE
      headers = env.request_headers
      headers.delete("Authorization") if headers["Authorization"].to_s.start_with?("OAuth ")
      @app.call(env)
    end

    # Makes the request the one that is signed and sent.
    #
    # @return [String, #read, nil] its body
    def prepare(env)
      prepare_body(env)
      env.url = ::Faraday::Utils.URI(Twsign.canonical_url(env.url.to_s))
      env.request_body
    end

    # Only a body that is a form is looked at, and has to be there as a String.
    def prepare_body(env)
      body = env.request_body
      return if body.nil? || body == ""
      unless body.is_a?(String) || body.respond_to?(:read)
        raise ArgumentError, "a body of #{body.class}: Twsign::Faraday has to come after what encodes bodies"
      end
      env.request_headers["Content-Type"] ||= FormBody::MEDIA_TYPE
      return unless FormBody.named?(env.request_headers["Content-Type"])
      env.request_body = FormBody.wire(body.is_a?(String) ? body : body.read)
      env.request_headers.delete("Content-Length") # the adapter counts again
    end

    def sign_and_call(env)
      body = env.request_body
      env.request_headers["Authorization"] = @signer.sign(
        method: env.method.to_s, url: url_as_seen(env), rules: @rules,
        content_type: env.request_headers["Content-Type"], body: body.is_a?(String) ? body : nil
      )
      @app.call(env)
    end

    # The server goes by the Host header.
    def url_as_seen(env)
      host = env.request_headers["Host"]
      host ? env.url.to_s.sub(%r{//[^/?]*}, "//#{host}") : env.url.to_s
    end

    # Not where replies come later (parallel) or were handed on already (on_data).
    def clock_mended?(env, response)
      return false unless response.finished? && !env.request.stream_response?
      ClockRefusal.mend(@signer, env.request_headers["Authorization"], response.status, response.headers["Date"],
                        response.body)
    end

    # As the request is before it has a reply: once it has one, `env.body` is
    # that of the reply, and where a retrying middleware puts its body again.
    def start_again(env, body)
      env.status = env.response = env.response_headers = env.response_body = env.reason_phrase = nil
      env.request_body = body
    end
  end

  ::Faraday::Request.register_middleware(twsign: Faraday)
end
