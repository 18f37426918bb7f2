# frozen_string_literal: true

require "minitest/autorun"
require "openssl"
require "timeout"
require "twsign"

# The credentials that X published with its documentation, and has disabled.
module Fixtures
  API = { api_key: "xvz1evFS4wEEPTGEFPHBog", api_secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw" }.freeze
  USER = { token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
           token_secret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE" }.freeze
  KEYS = { **API, **USER }.freeze
  SECRETS = [API[:api_secret], USER[:token_secret]].freeze
  GET = { method: "GET", url: "https://api.x.com/2/users/me" }.freeze
  FORM = "application/x-www-form-urlencoded"

  CHECKOUT = File.expand_path("../../..", __dir__)

  def signer(**more)
    Twsign::Signer.new(**KEYS, **more)
  end

  def nonce(header)
    header[/oauth_nonce="([^"]*)"/, 1]
  end

  # Runs Ruby with this gem and no other setting; its output, both kinds.
  def ruby(*arguments, **environment)
    command = [environment.transform_keys(&:to_s), RbConfig.ruby, "-w", "-I#{File.expand_path("../lib", __dir__)}"]
    IO.popen([*command, *arguments, err: %i[child out]], &:read)
  end
end
