# frozen_string_literal: true

module Twsign
  class << self
    # Step 2 of the three-legged flow: where to send the user.
    #
    # @param request_token [String] its value, from step 1
    # @param sign_in [Boolean] "Log in with X": X does not ask again whom it has
    #   asked before
    # @param force_login [Boolean] the user has to log in, whoever is logged in
    # @param screen_name [String, nil] fills in the login form
    # @param base_url [String, nil] nil: https://api.x.com
    # @return [String]
    # @raise [InvalidParam, InvalidUrl]
    def authorize_url(request_token:, sign_in: false, force_login: false, screen_name: nil, base_url: nil)
      request_token = Text.required(request_token, "request_token")
      Arena.borrow do |arena|
        options = Native.authorize_options(arena, sign_in: sign_in, force_login: force_login,
                                                  screen_name: screen_name, base_url: base_url)
        arena.take_text { Library.tw_authorize_url(request_token, options, arena.result, arena.error) }
      end
    end

    # Reads the callback, and gives the verifier for step 3.
    #
    # @param request_token [String] the one that this user's session asked for
    # @param callback_url [String] where the browser was sent back to: the URL,
    #   its path with the query, or the query alone
    # @return [String]
    # @raise [Denied] if the user refused
    # @raise [SignatureMismatch] if the callback is for another request token
    # @raise [InvalidResponse] if it holds no token or no verifier, or one twice
    def callback_verifier(request_token:, callback_url:)
      request_token = Text.required(request_token, "request_token")
      callback_url = Text.required(callback_url, "callback_url")
      Arena.borrow do |arena|
        arena.take_text { Library.tw_callback_verifier(request_token, callback_url, arena.result, arena.error) }
      end
    end
  end
end
