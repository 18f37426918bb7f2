# frozen_string_literal: true

# What a signature costs in Ruby: by this gem, by the C function alone, and by
# simple_oauth (Debian's ruby-simple-oauth), in turns.
#
#     rake bench

require "benchmark"
require "simple_oauth"
require "twsign"

ROUNDS = 15
EACH = Integer(ENV.fetch("EACH", 2_000))

KEYS = { api_key: "xvz1evFS4wEEPTGEFPHBog", api_secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
         token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
         token_secret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE" }.freeze
FORM = "application/x-www-form-urlencoded"
TEXT = "#{"A text of some length, with words & signs: " * 4}caf\u00e9 \u2603 \u{1f600} \u{1f680}!".freeze
SEARCH = "https://api.x.com/2/tweets/search/recent?query=ruby%20has%3Amedia%20-is%3Aretweet" \
         "&max_results=100&tweet.fields=created_at%2Cpublic_metrics&expansions=author_id"

# By name: the request as it is sent, and the form's parameters for simple_oauth.
WORK = {
  "W1 GET" => [{ method: "GET", url: "https://api.x.com/2/users/me" }, []],
  "W2 GET, 4 parameters" => [{ method: "GET", url: SEARCH }, []],
  "W3 form POST, 200 bytes" => [
    { method: "POST", url: "https://api.x.com/1.1/statuses/update.json", content_type: FORM,
      body: Twsign.form_encode(status: TEXT) }, [["status", TEXT]]
  ],
  "W4 JSON POST" => [
    { method: "POST", url: "https://api.x.com/2/tweets", content_type: "application/json", body: '{"text":"Hello"}' }, []
  ]
}.freeze

# The C function through ffi, with all that it needs laid out beforehand.
def c_alone(request)
  library, native, arena_class = %i[Library Native Arena].map { |name| Twsign.const_get(name) }
  arena = arena_class.new
  pointer = Twsign::Signer.new(**KEYS).instance_variable_get(:@pointer)
  struct = native.request_of(arena, **request)
  lambda do
    library.tw_signer_sign_into(pointer, struct, arena.header, arena_class::HEADER_CAPACITY, arena.result, arena.error)
  end
end

def contestants(request, params)
  signer = Twsign::Signer.new(**KEYS)
  oauth = { consumer_key: KEYS[:api_key], consumer_secret: KEYS[:api_secret], token: KEYS[:token],
            token_secret: KEYS[:token_secret] }
  {
    "C alone" => c_alone(request),
    "sign" => -> { signer.sign(**request) },
    "sign_request" => -> { Twsign.sign_request(**KEYS, **request) },
    "simple_oauth" => -> { SimpleOAuth::Header.new(request[:method], request[:url], params, oauth).to_s }
  }
end

def nanoseconds(call, times)
  Benchmark.measure { times.times { call.call } }.total / times * 1e9
end

puts "twsign #{Twsign::VERSION}, libtwsign #{Twsign.version}, #{RUBY_DESCRIPTION}"
puts "nanoseconds of CPU time for a header, least of #{ROUNDS} rounds in turns", ""
puts format("%-25s %9s %9s %13s %13s %16s %16s", "", "C alone", "sign", "sign_request", "simple_oauth", "sign / C alone",
            "simple_oauth / sign")

WORK.each do |name, (request, params)|
  calls = contestants(request, params)
  rounds = Array.new(ROUNDS) do
    calls.map { |contestant, call| nanoseconds(call, contestant == "simple_oauth" ? EACH / 20 : EACH) }
  end
  c, sign, once, simple = rounds.transpose.map(&:min)
  puts format("%-25s %9d %9d %13d %13d %16.2f %16.1f", name, c, sign, once, simple, sign / c, simple / sign)
end
