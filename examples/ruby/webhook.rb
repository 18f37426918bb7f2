#!/usr/bin/env ruby
# frozen_string_literal: true

# webhook - answers what X sends to a webhook, whatever the HTTP server is.
#
#     gem install twsign
#
#     export X_API_SECRET=...
#     ./webhook.rb crc CRC_TOKEN             # the JSON that answers a check
#     ./webhook.rb event SIGNATURE < body    # "verified", or why not
#
# CRC_TOKEN is the query parameter crc_token, decoded; SIGNATURE is the header
# x-twitter-webhooks-signature; the body is taken as it came. In a Rack server
# Twsign::Webhook does all of this.
#
# Changing over to a new API Secret: X_API_SECRET is the new one at once, and
# X_API_SECRET_OLD the old one until no event signed with it is on its way.

require "twsign"

USAGE = <<~TEXT
  usage: webhook crc CRC_TOKEN
         webhook event SIGNATURE < body
TEXT
LONGEST_BODY = 1 << 20

# GET with a crc_token: answer 200, application/json and this JSON. Of the two
# secrets only the one of now can answer.
def check(now, crc_token)
  puts Twsign.webhook_crc_response(api_secret: now, crc_token: crc_token)
end

# POST: if this raises nothing answer 200 and use the event; else answer 403 and
# drop it.
def answer_event(now, old, body, signature)
  Twsign.webhook_verify(api_secret: now, body: body, signature: signature)
rescue Twsign::SignatureMismatch
  raise unless old
  Twsign.webhook_verify(api_secret: old, body: body, signature: signature)
end

def event(now, old, signature)
  body = $stdin.binmode.read(LONGEST_BODY).to_s
  abort "webhook: the body is too long" if body.bytesize == LONGEST_BODY
  answer_event(now, old, body, signature)
  puts "verified"
end

now, old = ENV.values_at("X_API_SECRET", "X_API_SECRET_OLD")
old = nil if old == ""
command, argument, *others = ARGV

unless %w[crc event].include?(command) && argument && others.empty?
  warn USAGE
  exit 2
end
abort "webhook: X_API_SECRET is not set" unless now

begin
  command == "crc" ? check(now, argument) : event(now, old, argument)
rescue Twsign::Error => error
  abort "webhook: #{error.message}"
end
