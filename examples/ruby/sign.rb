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
#
# If X refuses a request, whoever signed it, let curl tell all and ask why:
#
#     curl -sv ... "$url" 2>&1 | ./sign.rb --diagnose GET "$url"

require "twsign"

USAGE = <<~TEXT
  usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]
              METHOD URL [FORM-BODY]
         sign --diagnose METHOD URL [BODY] < what-curl-sv-printed
TEXT

def usage
  warn USAGE
  exit 2
end

# Lines of curl itself: remarks, headers, "{ [64 bytes data]", progress.
OF_CURL = /\A(?:[*<>] |[{}] \[|\r)/n.freeze

# What of a call `curl -sv` printed; a body without a line's end has curl's next
# remark behind it.
def read_transcript(transcript)
  sent = {}
  lines = transcript.b.lines
  until lines.empty? || (sent[:http_status] && !lines.first.match?(OF_CURL))
    case lines.shift
    when /\A> authorization: *([^\r\n]*)/in then sent[:authorization] = $1
    when /\A> content-type: *([^\r\n]*)/in then sent[:content_type] = $1
    when /\A< date: *([^\r\n]*)/in then sent[:date] = $1
    when %r{\A< http/\S+ +(\d+)}in then sent[:http_status] = $1.to_i
    end
  end
  sent.merge(reply_body: lines.join.split("* Connection #", 2).first)
end

# What is printed: the header, the explanation, the base string or the report.
make = :sign_request
request = {}

while ARGV.first&.start_with?("--")
  case ARGV.shift
  when "--explain" then make = :explain
  when "--base-string" then make = :signature_base_string
  when "--diagnose" then make = :diagnose
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
if make == :diagnose
  request.update(read_transcript($stdin.read))
elsif !(credentials[:api_key] && credentials[:api_secret])
  abort "sign: X_API_KEY and X_API_SECRET are not both set"
end

begin
  puts Twsign.public_send(make, **credentials, **request)
rescue Twsign::Error => error
  abort "sign: #{error.message}"
end
