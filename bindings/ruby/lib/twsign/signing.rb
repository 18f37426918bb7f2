# frozen_string_literal: true

module Twsign
  class << self
    # Signs one request, without a {Signer}, which is faster from the second on.
    #
    # @param api_key [String]
    # @param api_secret [String]
    # @param token [String, nil]
    # @param token_secret [String, nil]
    # @param request [Hash] as {Signer#sign} takes it: method and url, and
    #   body, content_type, nonce, timestamp, rules, oauth_params
    # @return [String] the value of the Authorization header
    # @raise [Error] as {Signer#initialize} and {Signer#sign}
    def sign_request(api_key:, api_secret:, token: nil, token_secret: nil, **request)
      text_about(:tw_sign_request, api_key, api_secret, token, token_secret, request)
    end

    # The signature base string (RFC 5849, 3.4.1): what the signature signs.
    #
    # With the nonce and timestamp of a header that was sent, it can be compared
    # with what another program says it should be.
    #
    # @param (see .sign_request)
    # @return [String]
    # @raise (see .sign_request)
    def signature_base_string(api_key:, api_secret:, token: nil, token_secret: nil, **request)
      text_about(:tw_signature_base_string, api_key, api_secret, token, token_secret, request)
    end

    # Every step of the signing, for people: secrets masked, wording not fixed.
    # What {.sign_request} refuses as {Ambiguous} is marked in the text instead.
    #
    # @param (see .sign_request)
    # @return [String]
    # @raise (see .sign_request)
    def explain(api_key:, api_secret:, token: nil, token_secret: nil, **request)
      text_about(:tw_explain, api_key, api_secret, token, token_secret, request)
    end

    private

    def text_about(function, api_key, api_secret, token, token_secret, request)
      Arena.borrow do |arena|
        credentials = Native.credentials(arena, api_key, api_secret, token, token_secret)
        request = Native.request_of(arena, **request)
        arena.take_text { Library.public_send(function, credentials, request, arena.result, arena.error) }
      end
    end
  end
end
