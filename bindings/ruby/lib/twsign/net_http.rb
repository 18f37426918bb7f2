# frozen_string_literal: true

require "net/http"
require "uri"
require_relative "body_stream"
require_relative "clock_refusal"
require_relative "form_body"

module Twsign
  # Makes a Net::HTTP sign all that it sends.
  #
  # The query goes out as {Twsign.canonical_url} writes it. Each attempt has a
  # signature of its own, those of Net::HTTP's own retries too. A form body is
  # signed; JSON, multipart and streams are left alone. If X refuses the time of
  # a signature, the signer learns X's clock, and the request is sent once more.
  #
  # The signature is for the host that the connection is to, or for that of the
  # Host header if one is set; Net::HTTP follows no redirect. An Authorization
  # header that a request brings is replaced.
  #
  # @example
  #   require "net/http"
  #   http = Net::HTTP.new("api.x.com", 443).extend(Twsign::NetHTTP).sign_with(signer)
  #   http.use_ssl = true
  #   http.get("/2/tweets/search/recent?query=from:xdevelopers").body
  module NetHTTP
    # Which signer signs from now on.
    #
    # @param signer [Signer]
    # @param rules [Symbol] as {Signer#sign} takes it
    # @return [self]
    def sign_with(signer, rules: :x)
      @twsign_signer = signer
      @twsign_rules = rules
      self
    end

    # Signs and sends a request: the method of Net::HTTP that all others call.
    #
    # @param req [Net::HTTPGenericRequest]
    # @param body [String, nil]
    # @yieldparam response [Net::HTTPResponse] before its body is read
    # @return [Net::HTTPResponse]
    # @raise [Error] if the request cannot be signed; nothing was sent
    def request(req, body = nil, &block)
      return super unless started? # Net::HTTP starts, and calls this again
      streams = twsign_prepare(req, body)
      again = false
      response = super(req) do |first|
        again = twsign_clock_mended?(req, first) && streams.rewind
        block&.call(first) unless again
      end
      again ? super(req, &block) : response
    end

    private

    # What Net::HTTP does before each attempt, its own retries among them.
    def begin_transport(req)
      super
      twsign_sign(req)
    end

    # Makes the request the one that is signed and sent.
    #
    # @return [BodyStream] what is sent from streams
    def twsign_prepare(req, body)
      req.set_body_internal(body)
      twsign_prepare_body(req)
      req["host"] ||= addr_port
      url = Twsign.canonical_url(twsign_url(req))
      req.instance_variable_set(:@path, url[%r{\A[^/]*//[^/]*([^#]*)}, 1])
      twsign_sign(req)
      parts = Array(req.instance_variable_get(:@body_data)).flatten << req.body_stream
      BodyStream.new(parts.select { |part| part.respond_to?(:read) })
    end

    # Only a body that is a form is looked at, and has to be there as a String.
    def twsign_prepare_body(req)
      data = req.instance_variable_get(:@body_data)
      return unless data || req.body_stream || !req.body.to_s.empty?
      req["content-type"] ||= FormBody::MEDIA_TYPE
      return unless FormBody.named?(req["content-type"])
      req.body = FormBody.wire(data ? URI.encode_www_form(data) : req.body || req.body_stream.read)
    end

    def twsign_url(req)
      "#{use_ssl? ? "https" : "http"}://#{req["host"]}#{req.path}"
    end

    def twsign_sign(req)
      raise ArgumentError, "sign_with(signer) comes first" unless @twsign_signer
      req["authorization"] = @twsign_signer.sign(
        method: req.method, url: twsign_url(req), rules: @twsign_rules,
        content_type: req["content-type"], body: req.body
      )
    end

    def twsign_clock_mended?(req, response)
      return false unless response.code == "401"
      ClockRefusal.mend(@twsign_signer, req["authorization"], 401, response["date"], response.body)
    end
  end
end
