# frozen_string_literal: true

module Twsign
  # For a webhook in a web framework; {Webhook} is one for Rack.
  class << self
    # The JSON that answers X's challenge-response check. Answer with 200,
    # "application/json" and this text, within three seconds.
    #
    # A token with a "{" in it could be an event, and the answer would be that
    # event's signature: it is refused, answer with 400.
    #
    # @param api_secret [String]
    # @param crc_token [String] the query parameter of that name, decoded
    # @return [String] JSON with one member, response_token
    # @raise [InvalidCredentials, InvalidParam]
    def webhook_crc_response(api_secret:, crc_token:)
      api_secret = Text.required(api_secret, "api_secret")
      crc_token = Text.required(crc_token, "crc_token")
      Arena.borrow do |arena|
        arena.take_text { Library.tw_webhook_crc_response(api_secret, crc_token, arena.result, arena.error) }
      end
    end

    # Whether a webhook call came from X. Takes the same time wherever the
    # signature differs.
    #
    # @param api_secret [String]
    # @param body [String] byte for byte as it was received
    # @param signature [String, nil] the header x-twitter-webhooks-signature
    # @return [true]
    # @raise [SignatureMismatch] answer with 401 or 403, and drop the call
    # @raise [NullArgument] if there is no such header: the same
    # @raise [InvalidCredentials] for the api_secret
    def webhook_verify(api_secret:, body:, signature:)
      api_secret = Text.required(api_secret, "api_secret")
      signature = Text.optional(signature, "signature")
      raise TypeError, "body: a String is needed, not #{body.class}" unless body.is_a?(String)
      Arena.borrow do |arena|
        arena.check(Library.tw_webhook_verify(api_secret, body, body.bytesize, signature, arena.error))
      end
      true
    end
  end
end
