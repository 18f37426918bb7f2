# frozen_string_literal: true

module Twsign
  # Ruby's keyword arguments as the structs of twsign.h: the texts are copied to
  # an arena, and the struct points to them.
  #
  # @api private
  module Native
    RULES = { x: 0, rfc5849: 1 }.freeze
    INT64 = (-2**63...2**63).freeze
    INT32 = (-2**31...2**31).freeze
    private_constant :RULES

    module_function

    def credentials(arena, api_key, api_secret, token, token_secret)
      Text.required(api_key, "credentials.api_key")
      Text.required(api_secret, "credentials.api_secret")
      known_credentials(arena, api_key, api_secret, token, token_secret)
    end

    # For a diagnosis, where each of them may be missing.
    def known_credentials(arena, api_key, api_secret, token, token_secret)
      credentials = Structs::Credentials.blank
      credentials[:api_key] = arena.text(Text.optional(api_key, "credentials.api_key"))
      credentials[:api_secret] = arena.text(Text.optional(api_secret, "credentials.api_secret"))
      credentials[:token] = arena.text(Text.optional(token, "credentials.token"))
      credentials[:token_secret] = arena.text(Text.optional(token_secret, "credentials.token_secret"))
      credentials
    end

    # Nine arguments in their places: keywords, passed on, would cost as much as
    # all the rest of this.
    def request(arena, method, url, content_type, body, nonce, timestamp, rules, oauth_params)
      method = method.name if Symbol === method
      request = arena.blank_request
      request[:method] = arena.text(Text.required(method, "request.method"))
      request[:url] = arena.text(Text.required(url, "request.url"))
      unless content_type.nil?
        request[:content_type] = arena.text(Text.required(content_type, "request.content_type"))
      end
      request[:body], request[:body_len] = body(arena, body, "request.body") unless body.nil?
      request[:nonce] = arena.text(Text.required(nonce, "request.nonce")) unless nonce.nil?
      request[:timestamp] = Text.integer(timestamp, INT64, "request.timestamp") unless timestamp.nil?
      request[:rules] = rules_number(rules) unless rules == :x
      unless oauth_params.nil?
        request[:oauth_params] = arena.array(params(arena, oauth_params, "request.oauth_params"))
        request[:oauth_params_len] = oauth_params.size
      end
      request
    end

    def request_of(arena, method:, url:, content_type: nil, body: nil, nonce: nil, timestamp: nil,
                   rules: :x, oauth_params: nil)
      request(arena, method, url, content_type, body, nonce, timestamp, rules, oauth_params)
    end

    def attempt(arena, authorization:, received_at:, http_status:, date:, reply_body:)
      attempt = Structs::Attempt.blank
      attempt[:authorization] = arena.text(Text.optional(authorization, "attempt.authorization"))
      attempt[:received_at] = Text.integer(received_at, INT64, "attempt.received_at") unless received_at.nil?
      attempt[:http_status] = Text.integer(http_status, INT32, "attempt.http_status") unless http_status.nil?
      attempt[:date] = arena.text(Text.optional(date, "attempt.date"))
      attempt[:body], attempt[:body_len] = body(arena, reply_body, "attempt.body") unless reply_body.nil?
      attempt
    end

    def authorize_options(arena, sign_in:, force_login:, screen_name:, base_url:)
      options = Structs::AuthorizeOptions.blank
      options[:sign_in] = sign_in ? true : false
      options[:force_login] = force_login ? true : false
      options[:screen_name] = arena.text(Text.optional(screen_name, "options.screen_name"))
      options[:base_url] = arena.text(Text.optional(base_url, "options.base_url"))
      options
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

    # Address and length.
    def body(arena, body, name)
      [arena.text(Text.body(body, name)), body.bytesize]
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
    private_class_method :body, :each_pair, :rules_number
  end
end
