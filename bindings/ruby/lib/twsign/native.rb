# frozen_string_literal: true

module Twsign
  # Ruby's keyword arguments as the structs of twsign.h: the texts are copied to
  # an arena, and the struct that points to them becomes a String.
  #
  # @api private
  module Native
    RULES = { x: 0, rfc5849: 1 }.freeze
    INT64 = (-2**63...2**63).freeze
    INT32 = (-2**31...2**31).freeze
    private_constant :RULES

    # Formats and sizes are asked for in each call, so they are computed once.
    CREDENTIALS, REQUEST, ATTEMPT, AUTHORIZE_OPTIONS =
      [Structs::Credentials, Structs::Request, Structs::Attempt, Structs::AuthorizeOptions].map(&:pack_format)
    CREDENTIALS_SIZE = Structs::Credentials.size
    REQUEST_SIZE = Structs::Request.size
    ATTEMPT_SIZE = Structs::Attempt.size
    AUTHORIZE_OPTIONS_SIZE = Structs::AuthorizeOptions.size

    module_function

    def credentials(arena, api_key, api_secret, token, token_secret)
      Text.required(api_key, "credentials.api_key")
      Text.required(api_secret, "credentials.api_secret")
      known_credentials(arena, api_key, api_secret, token, token_secret)
    end

    # For a diagnosis, where each of them may be missing.
    def known_credentials(arena, api_key, api_secret, token, token_secret)
      [
        CREDENTIALS_SIZE,
        arena.text(Text.optional(api_key, "credentials.api_key")),
        arena.text(Text.optional(api_secret, "credentials.api_secret")),
        arena.text(Text.optional(token, "credentials.token")),
        arena.text(Text.optional(token_secret, "credentials.token_secret"))
      ].pack(CREDENTIALS)
    end

    # Nine arguments in their places: keywords, passed on, would cost as much as
    # all the rest of this.
    def request(arena, method, url, content_type, body, nonce, timestamp, rules, oauth_params)
      method = method.name if Symbol === method
      params = oauth_params.nil? ? nil : params(arena, oauth_params, "request.oauth_params")
      [
        REQUEST_SIZE,
        arena.text(Text.required(method, "request.method")),
        arena.text(Text.required(url, "request.url")),
        content_type.nil? ? 0 : arena.text(Text.required(content_type, "request.content_type")),
        body.nil? ? 0 : arena.text(Text.body(body, "request.body")),
        body.nil? ? 0 : body.bytesize,
        nonce.nil? ? 0 : arena.text(Text.required(nonce, "request.nonce")),
        timestamp.nil? ? 0 : Text.integer(timestamp, INT64, "request.timestamp"),
        rules == :x ? 0 : rules_number(rules),
        params ? arena.array(params) : 0,
        params ? oauth_params.size : 0
      ].pack(REQUEST)
    end

    def request_of(arena, method:, url:, content_type: nil, body: nil, nonce: nil, timestamp: nil,
                   rules: :x, oauth_params: nil)
      request(arena, method, url, content_type, body, nonce, timestamp, rules, oauth_params)
    end

    def attempt(arena, authorization:, received_at:, http_status:, date:, reply_body:)
      reply_body = Text.body(reply_body, "attempt.body")
      [
        ATTEMPT_SIZE,
        arena.text(Text.optional(authorization, "attempt.authorization")),
        received_at.nil? ? 0 : Text.integer(received_at, INT64, "attempt.received_at"),
        http_status.nil? ? 0 : Text.integer(http_status, INT32, "attempt.http_status"),
        arena.text(Text.optional(date, "attempt.date")),
        arena.text(reply_body),
        reply_body ? reply_body.bytesize : 0
      ].pack(ATTEMPT)
    end

    def authorize_options(arena, sign_in:, force_login:, screen_name:, base_url:)
      [
        AUTHORIZE_OPTIONS_SIZE,
        sign_in ? 1 : 0,
        force_login ? 1 : 0,
        arena.text(Text.optional(screen_name, "options.screen_name")),
        arena.text(Text.optional(base_url, "options.base_url"))
      ].pack(AUTHORIZE_OPTIONS)
    end

    # An array of tw_param, from a Hash or from pairs.
    #
    # @return [String]
    def params(arena, params, field)
      addresses = each_pair(params, field).flat_map.with_index do |(name, value), index|
        name = Text.required(name.is_a?(Symbol) ? name.name : name, "#{field}[#{index}].name")
        [arena.text(name), arena.text(Text.scalar(value, "#{field}[#{index}].value"))]
      end
      addresses.pack("J*")
    end

    def each_pair(params, field)
      case params
      when Hash then params.each_pair
      when Array
        params.each { |pair| raise TypeError, "#{field}: not a pair" unless pair.is_a?(Array) && pair.size == 2 }
      else raise TypeError, "#{field}: a Hash or an Array of pairs is needed, not #{params.class}"
      end
    end

    def rules_number(rules)
      raise TypeError, "request.rules: a Symbol is needed, not #{rules.class}" unless rules.is_a?(Symbol)
      RULES.fetch(rules) { raise InvalidParam, "request.rules: neither :x nor :rfc5849" }
    end
    private_class_method :each_pair, :rules_number
  end
end
