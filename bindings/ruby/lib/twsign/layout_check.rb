# frozen_string_literal: true

module Twsign
  # Whether this gem and the library that was found fit: the version, and the
  # structs, which each have to be read as they were written.
  #
  # @api private
  module LayoutCheck
    # Version 0.1.0 is the first, and 1.0.0 may differ in everything.
    FITTING = (1_000...1_000_000).freeze
    REQUEST = {
      method: "get", url: "http://h/?a=1", content_type: "application/x-www-form-urlencoded", body: "b=2",
      nonce: "n", timestamp: 7, rules: :rfc5849, oauth_params: [%w[oauth_version] + [""], %w[c 3]]
    }.freeze
    BASE_STRING = "GET&http%3A%2F%2Fh%2F&a%3D1%26b%3D2%26c%3D3%26oauth_consumer_key%3Dk%26oauth_nonce%3Dn%26" \
                  "oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D7%26oauth_token%3Dt"
    OPTIONS = { sign_in: true, force_login: true, screen_name: "s", base_url: "http://h" }.freeze
    AUTHORIZE_URL = "http://h/oauth/authenticate?oauth_token=t&force_login=true&screen_name=s"

    # @raise [LoadError] if they do not fit
    def self.run
      version = Library.tw_version_number
      raise LoadError, "libtwsign #{Library.tw_version} is not for this gem" unless FITTING.cover?(version)
      return if base_string == BASE_STRING && authorize_url == AUTHORIZE_URL
      raise LoadError, "libtwsign #{Library.tw_version} has other structs than this gem"
    rescue Error => error
      raise LoadError, "libtwsign #{Library.tw_version}: #{error.message}"
    end

    def self.base_string
      Twsign.signature_base_string(api_key: "k", api_secret: "s", token: "t", token_secret: "u", **REQUEST)
    end

    def self.authorize_url
      Twsign.authorize_url(request_token: "t", **OPTIONS)
    end
    private_class_method :base_string, :authorize_url
  end
end
