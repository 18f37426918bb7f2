# frozen_string_literal: true

module Twsign
  # Each of these makes an {Exchange}. With a block, which sends it and returns
  # the reply's status and body, they give the {Token} that came back.
  class << self
    # Step 1 of the three-legged flow: asks for a Request Token.
    #
    # @param api_key [String]
    # @param api_secret [String]
    # @param callback [String] where X sends the user back, or "oob" for a PIN
    # @param access_type [String, nil] "read" or "write", to ask for less
    # @param base_url [String, nil] nil: https://api.x.com
    # @yieldparam exchange [Exchange] to be sent
    # @yieldreturn [Array(Integer, String)] status and body of the reply
    # @return [Exchange, Token] a token if a block was given
    # @raise [Error] as {Signer#sign} and {Exchange#finish}
    def request_token(api_key:, api_secret:, callback:, access_type: nil, base_url: nil, &block)
      texts = [Text.required(callback, "callback"), Text.optional(access_type, "access_type")]
      exchange(:tw_exchange_new_request_token, [api_key, api_secret, nil, nil], texts, base_url, &block)
    end

    # Step 3: turns a Request Token into the user's Access Token.
    #
    # @param api_key [String]
    # @param api_secret [String]
    # @param token [String] the Request Token
    # @param token_secret [String] its secret
    # @param verifier [String] of {.callback_verifier}, or the PIN that was typed
    # @param base_url [String, nil] nil: https://api.x.com
    # @yieldparam (see .request_token)
    # @yieldreturn (see .request_token)
    # @return (see .request_token)
    # @raise (see .request_token)
    def access_token(api_key:, api_secret:, token:, token_secret:, verifier:, base_url: nil, &block)
      credentials = [api_key, api_secret, token, token_secret]
      exchange(:tw_exchange_new_access_token, credentials, [Text.required(verifier, "verifier")], base_url, &block)
    end

    # Asks for the App's own Bearer Token. X gives the same one until it is
    # revoked: keep it.
    #
    # @param api_key [String]
    # @param api_secret [String]
    # @param base_url [String, nil] nil: https://api.x.com
    # @yieldparam (see .request_token)
    # @yieldreturn (see .request_token)
    # @return (see .request_token)
    # @raise (see .request_token)
    def bearer_token(api_key:, api_secret:, base_url: nil, &block)
      exchange(:tw_exchange_new_bearer_token, [api_key, api_secret, nil, nil], [], base_url, &block)
    end

    # Revokes a bearer or, without one, the token that is given.
    #
    # A bearer is revoked in the name of the App's owner, whose token it then
    # takes, or without a token by API Key and Secret alone.
    #
    # @param api_key [String]
    # @param api_secret [String]
    # @param token [String, nil]
    # @param token_secret [String, nil]
    # @param bearer_token [String, nil] exactly as it was received
    # @param base_url [String, nil] nil: https://api.x.com
    # @yieldparam (see .request_token)
    # @yieldreturn (see .request_token)
    # @return [Exchange, Token] the token is the one that is no more
    # @raise (see .request_token)
    def invalidate(api_key:, api_secret:, token: nil, token_secret: nil, bearer_token: nil, base_url: nil, &block)
      credentials = [api_key, api_secret, token, token_secret]
      exchange(:tw_exchange_new_invalidation, credentials, [Text.optional(bearer_token, "bearer_token")], base_url,
               &block)
    end

    private

    def exchange(function, credentials, texts, base_url)
      base_url = Text.optional(base_url, "base_url")
      pointer = Arena.borrow do |arena|
        credentials = Native.credentials(arena, *credentials)
        arena.take_object(Library::ExchangePointer) do
          Library.public_send(function, credentials, *texts, base_url, arena.result, arena.error)
        end
      end
      exchange = Exchange.new(pointer)
      return exchange unless block_given?
      status, body = yield exchange
      exchange.finish(status: status, body: body)
    end
  end
end
