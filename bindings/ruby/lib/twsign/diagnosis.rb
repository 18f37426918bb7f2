# frozen_string_literal: true

module Twsign
  class << self
    # Names the mistake in a request that was refused, whoever signed it.
    #
    # Only the request is needed. With the credentials and the header that was
    # sent, the mistake can be proven; the reply tells more. It takes some
    # milliseconds.
    #
    # @example
    #   report = Twsign.diagnose(**keys, method: "GET", url: url, authorization: sent,
    #                            http_status: 401, date: reply["date"], reply_body: reply.body)
    #   report.lines.first #=> "cause: space-as-plus\n"
    #
    # @param api_key [String, nil]
    # @param api_secret [String, nil]
    # @param token [String, nil]
    # @param token_secret [String, nil]
    # @param authorization [String, nil] the Authorization header that was sent
    # @param received_at [Integer, nil] Unix seconds by the local clock; nil: now
    # @param http_status [Integer, nil] of the reply, if there was one
    # @param date [String, nil] the reply's Date header
    # @param reply_body [String, nil] the reply's body
    # @param request [Hash] what was sent: method and url, body and content_type
    # @return [String] its first line is "cause: " and a stable identifier
    # @raise [InvalidMethod, InvalidUrl, InvalidBody, InvalidParam, System] for
    #   what cannot be sent at all
    def diagnose(api_key: nil, api_secret: nil, token: nil, token_secret: nil, authorization: nil, received_at: nil,
                 http_status: nil, date: nil, reply_body: nil, **request)
      Arena.borrow do |arena|
        credentials = Native.known_credentials(arena, api_key, api_secret, token, token_secret)
        attempt = Native.attempt(arena, authorization: authorization, received_at: received_at,
                                        http_status: http_status, date: date, reply_body: reply_body)
        request = Native.request_of(arena, **request)
        arena.take_text { Library.tw_diagnose(credentials, request, attempt, arena.result, arena.error) }
      end
    end
  end
end
