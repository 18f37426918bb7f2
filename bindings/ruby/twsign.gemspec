# frozen_string_literal: true

require_relative "lib/twsign/version"

Gem::Specification.new do |gem|
  gem.name = "twsign"
  gem.version = Twsign::VERSION
  gem.summary = "Signs requests to the X (Twitter) API with an API Key and Secret"
  gem.description = "OAuth 1.0a for the X API, by libtwsign: signatures that hold, or the reason why not; tokens, " \
                    "bearer, revocation, webhooks; middleware for Faraday and Net::HTTP. Needs libtwsign.so.0."
  gem.authors = ["The libtwsign authors"]
  gem.licenses = %w[MIT Apache-2.0]
  gem.required_ruby_version = ">= 3.0"
  gem.files = Dir.chdir(__dir__) { Dir["lib/**/*.rb", "sig/*", "README.md", ".yardopts"].sort }
  gem.metadata = { "rubygems_mfa_required" => "true" }
  gem.add_dependency "ffi", "~> 1.15"
end
