#!/usr/bin/env ruby
# frozen_string_literal: true

# sign - prints the Authorization header for a request to X.
#
#     gem install twsign
#
#     export X_API_KEY=... X_API_SECRET=...
#     export X_ACCESS_TOKEN=... X_ACCESS_TOKEN_SECRET=...
#     curl -H "Authorization: $(./sign.rb GET "$url")" "$url"
#
# Without the two access token variables the request is signed for the App
# alone. Send the URL and the form body exactly as they were given here.

require "twsign"

USAGE = <<~TEXT
  usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]
              METHOD URL [FORM-BODY]
TEXT

def usage
  warn USAGE
  exit 2
end

# What is printed: the header, the explanation or the base string.
make = :sign_request
request = {}

while ARGV.first&.start_with?("--")
  case ARGV.shift
  when "--explain" then make = :explain
  when "--base-string" then make = :signature_base_string
  when "--nonce" then request[:nonce] = ARGV.shift || usage
  when "--timestamp" then request[:timestamp] = Integer(ARGV.shift || usage, 10, exception: false) || usage
  else usage
  end
end

usage unless [2, 3].include?(ARGV.size)
request[:method], request[:url], form = ARGV
request.update(content_type: "application/x-www-form-urlencoded", body: form) if form

credentials = {
  api_key: ENV["X_API_KEY"],
  api_secret: ENV["X_API_SECRET"],
  token: ENV["X_ACCESS_TOKEN"],
  token_secret: ENV["X_ACCESS_TOKEN_SECRET"]
}
abort "sign: X_API_KEY and X_API_SECRET are not both set" unless credentials[:api_key] && credentials[:api_secret]

begin
  puts Twsign.public_send(make, **credentials, **request)
rescue Twsign::Error => error
  abort "sign: #{error.message}"
end
