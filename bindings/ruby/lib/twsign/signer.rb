# frozen_string_literal: true

module Twsign
  # Credentials, checked and ready: signs request after request.
  #
  # A signer holds the prepared key and not the secrets. It may be used in any
  # number of threads at once, and in forked children: no nonce comes twice.
  #
  # @example
  #   signer = Twsign::Signer.new(api_key: "...", api_secret: "...", token: "...", token_secret: "...")
  #   header = signer.sign(method: "POST", url: "https://api.x.com/2/tweets",
  #                        content_type: "application/json", body: '{"text":"Hello"}')
  class Signer
    include Opaque

    # Whatever could be a form; the others have no part in a signature.
    MAYBE_FORM = /x-www-form/i
    private_constant :MAYBE_FORM

    # @param api_key [String] API Key = Consumer Key
    # @param api_secret [String] API Secret = Consumer Secret
    # @param token [String, nil] Access Token; without one the App alone signs
    # @param token_secret [String, nil] its secret
    # @raise [InvalidCredentials]
    def initialize(api_key:, api_secret:, token: nil, token_secret: nil)
      @pointer = Arena.borrow do |arena|
        credentials = Native.credentials(arena, api_key, api_secret, token, token_secret)
        arena.take_object(Library::SignerPointer) do
          Library.tw_signer_new(credentials, arena.result, arena.error)
        end
      end
    end

    # The value of the Authorization header for one request, to be sent exactly
    # as it is given here, and once: sign anew for each attempt.
    #
    # @param method [String, Symbol] such as "GET"
    # @param url [String] absolute, with the query as it is sent
    # @param body [String, nil] as it is sent; a form is signed, any other body
    #   is not looked at and may be left out
    # @param content_type [String, nil] the Content-Type header, which tells a form
    # @param nonce [String, nil] nil: a fresh one of 128 random bits
    # @param timestamp [Integer, nil] Unix seconds; nil: now, by the signer's clock
    # @param rules [Symbol] :x refuses as {Ambiguous} what X would read
    #   otherwise than RFC 5849; :rfc5849 signs it
    # @param oauth_params [Hash, Array, nil] more for the header, such as
    #   oauth_verifier or realm, by name or as pairs
    # @return [String] "OAuth oauth_consumer_key=..."
    # @raise [InvalidMethod, InvalidUrl, InvalidBody, InvalidParam, Ambiguous, System]
    def sign(method:, url:, body: nil, content_type: nil, nonce: nil, timestamp: nil, rules: :x, oauth_params: nil)
      unless body.nil?
        Text.body(body, "request.body")
        body = nil unless content_type && MAYBE_FORM.match?(Text.required(content_type, "request.content_type").b)
      end
      Arena.borrow do |arena|
        header_for(Native.request(arena, method, url, content_type, body, nonce, timestamp, rules, oauth_params), arena)
      end
    end

    # Corrects the clock of later signatures, for a machine whose clock is wrong.
    #
    # @param seconds [Integer] by which X's clock is ahead
    def clock_offset=(seconds)
      Library.tw_signer_set_clock_offset(@pointer, Text.integer(seconds, Native::INT64, "seconds"))
    end

    # Learns that offset from a reply that has just come.
    #
    # @param http_date [String] the value of its Date header
    # @return [Integer] the seconds by which the server is ahead
    # @raise [InvalidResponse] if it is no date; the offset is then as it was
    def learn_clock(http_date)
      http_date = Text.required(http_date, "http_date")
      Arena.borrow do |arena|
        arena.check(Library.tw_signer_learn_clock(@pointer, http_date, arena.result, arena.error))
        arena.result_int64
      end
    end

    private

    def header_for(request, arena)
      status = Library.tw_signer_sign_into(@pointer, request, arena.header, Arena::HEADER_CAPACITY,
                                           arena.result, arena.error)
      return arena.header_text if status.zero?
      return long_header_for(request, arena) if status == BufferTooSmall::STATUS
      arena.check(status)
    end

    # What C has said to suffice does.
    def long_header_for(request, arena)
      capacity = arena.result_int64
      header = FFI::MemoryPointer.new(:char, capacity)
      arena.check(Library.tw_signer_sign_into(@pointer, request, header, capacity, arena.result, arena.error))
      header.get_string(0).force_encoding(Encoding::UTF_8).freeze
    end
  end
end
