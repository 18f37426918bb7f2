# frozen_string_literal: true

require "uri"

module Twsign
  # A webhook as a Rack application, which answers X's checks and hands over
  # the events that X has signed.
  #
  # While the API Secret changes, the new one answers checks at once, and an
  # event may be signed with either: `old_api_secret` is for that time.
  #
  # @example In a config.ru
  #   map "/webhook" do
  #     run Twsign::Webhook.new(api_secret: ENV.fetch("X_API_SECRET")) { |event| Jobs.add(event) }
  #   end
  class Webhook
    include Opaque

    # The longest event that is read, in bytes.
    LONGEST_EVENT = 1 << 20
    SIGNATURE = "HTTP_X_TWITTER_WEBHOOKS_SIGNATURE"
    private_constant :SIGNATURE

    # @param api_secret [String]
    # @param old_api_secret [String, nil] the one before, for some minutes
    # @yieldparam event [String] the body of a verified event, byte for byte:
    #   JSON; answer soon, X waits
    def initialize(api_secret:, old_api_secret: nil, &on_event)
      raise ArgumentError, "a block for the events is needed" unless on_event
      @on_event = on_event
      # Secrets are held by functions, where no inspection of variables finds them.
      @answer = ->(crc_token) { Twsign.webhook_crc_response(api_secret: api_secret, crc_token: crc_token) }
      secrets = old_api_secret.nil? ? [api_secret] : [api_secret, old_api_secret]
      @verifies = secrets.map { |secret| verifier_for(secret) }
    end

    # @param env [Hash] of Rack
    # @return [Array(Integer, Hash, Array)] for Rack
    def call(env)
      case env["REQUEST_METHOD"]
      when "GET" then check(env)
      when "POST" then event(env)
      else reply(405, "Method Not Allowed", "allow" => "GET, POST")
      end
    end

    private

    # A secret that cannot be one is refused here, not at the first event.
    def verifier_for(secret)
      Twsign.webhook_crc_response(api_secret: secret, crc_token: "any")
      ->(body, signature) { Twsign.webhook_verify(api_secret: secret, body: body, signature: signature) }
    end

    def check(env)
      tokens = URI.decode_www_form(env["QUERY_STRING"].to_s).filter_map { |name, value| value if name == "crc_token" }
      return reply(400, "One crc_token is needed") unless tokens.one?
      [200, { "content-type" => "application/json" }, [@answer.call(tokens.first)]]
    rescue ArgumentError, Error # not a query; not a token
      reply(400, "Not a crc_token")
    end

    def event(env)
      body = env["rack.input"]&.read(LONGEST_EVENT + 1) || ""
      return reply(413, "Too long") if body.bytesize > LONGEST_EVENT
      return reply(403, "Not signed by X") unless signed?(body, env[SIGNATURE])
      @on_event.call(body)
      reply(200, "")
    end

    def signed?(body, signature)
      @verifies.any? do |verify|
        verify.call(body, signature)
      rescue SignatureMismatch, NullArgument, InvalidParam
        false
      end
    end

    def reply(status, words, headers = {})
      [status, { "content-type" => "text/plain" }.merge(headers), [words]]
    end
  end
end
