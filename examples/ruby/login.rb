#!/usr/bin/env ruby
# frozen_string_literal: true

# login - from an API Key and Secret to tokens, and to signed calls with them.
#
#     gem install twsign
#
#     export X_API_KEY=... X_API_SECRET=...
#     eval "$(./login.rb pin)"    # sets X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET
#     ./login.rb get '/2/users/me?user.fields=created_at'
#     ./login.rb post-json /2/tweets '{"text":"Hello"}'
#     ./login.rb revoke
#
# twsign makes and reads, Net::HTTP sends. X_API_BASE_URL says where to, if it is
# not https://api.x.com.

require "net/http"
require "twsign"

USAGE = <<~TEXT
  usage: login pin
         login callback CALLBACK-URL
         login bearer
         login revoke [BEARER]
         login get URL
         login post URL NAME=VALUE...
         login post-json URL JSON
         login upload URL FILE
TEXT

# An empty variable is as good as none.
def from_environment(name)
  value = ENV[name]
  value unless value == ""
end

BASE_URL = from_environment("X_API_BASE_URL") || "https://api.x.com"
APP = { api_key: from_environment("X_API_KEY"), api_secret: from_environment("X_API_SECRET") }.freeze
USER = { token: from_environment("X_ACCESS_TOKEN"), token_secret: from_environment("X_ACCESS_TOKEN_SECRET") }.freeze

def fail_with(message)
  abort "login: #{message}"
end

# ---- Tokens: make an exchange, send it, finish it ---------------------------

# A shell will read what is printed, and has to find nothing to run in it.
def plain?(text)
  text&.match?(%r{\A[A-Za-z0-9\-._%+/=]*\z})
end

def print_export(name, value)
  fail_with "a token that is not safe in a shell" unless plain?(value)
  puts "export #{name}=#{value}"
end

def print_access_token(token)
  print_export("X_ACCESS_TOKEN", token.value)
  print_export("X_ACCESS_TOKEN_SECRET", token.secret)
  puts "# user: #{token.screen_name} (#{token.user_id})" if plain?(token.screen_name) && plain?(token.user_id)
end

# Step 1, and then the others: the block makes the verifier of what the user typed.
def log_in(callback, question)
  request_token = Twsign.request_token(**APP, callback: callback, base_url: BASE_URL).perform
  verifier = yield request_token.value, ask_user(request_token.value, question)
  trade(request_token, verifier)
end

# Step 2: the user says yes in the browser, and types what came of it.
def ask_user(request_token, question)
  warn "Open #{Twsign.authorize_url(request_token: request_token, base_url: BASE_URL)}", question
  answer = $stdin.gets || fail_with("no answer")
  answer.chomp
end

# Step 3: with the verifier, the request token becomes an access token.
def trade(request_token, verifier)
  temporary = { token: request_token.value, token_secret: request_token.secret }
  print_access_token(Twsign.access_token(**APP, **temporary, verifier: verifier, base_url: BASE_URL).perform)
end

def pin
  log_in("oob", "Then type the PIN:") { |_, typed| typed }
end

def callback(callback_url)
  log_in(callback_url, "Then paste the URL that it ended at:") do |request_token, url|
    Twsign.callback_verifier(request_token: request_token, callback_url: url)
  end
end

def bearer
  print_export("X_BEARER_TOKEN", Twsign.bearer_token(**APP, base_url: BASE_URL).perform.value)
end

def revoke(bearer_token = nil)
  Twsign.invalidate(**APP, **USER, bearer_token: bearer_token, base_url: BASE_URL).perform
  puts "revoked"
end

# ---- Signed calls -----------------------------------------------------------

# A URL that begins with '/' is the API's.
def read_url(text)
  URI(Twsign.canonical_url(text.start_with?("/") ? BASE_URL.delete_suffix("/") + text : text))
end

# Signs, sends, and prints what comes. Twsign::NetHTTP tries once more, by X's
# clock, if X answers 135.
def call(request)
  uri = request.uri
  http = Net::HTTP.new(uri.hostname, uri.port).extend(Twsign::NetHTTP)
  http.use_ssl = uri.scheme == "https"
  reply = http.sign_with(Twsign::Signer.new(**APP, **USER)).request(request)
  fail_with "HTTP #{reply.code}: #{reply.body}" unless reply.is_a?(Net::HTTPSuccess)
  $stdout.write(reply.body)
end

def get(url)
  call(Net::HTTP::Get.new(read_url(url)))
end

def post_text(url, content_type, body)
  request = Net::HTTP::Post.new(read_url(url), "Content-Type" => content_type)
  request.body = body
  call(request)
end

def post(url, parameter, *more)
  pairs = [parameter, *more].map { |text| text.include?("=") ? text.split("=", 2) : fail_with("a parameter without '='") }
  post_text(url, "application/x-www-form-urlencoded", Twsign.form_encode(pairs))
end

def post_json(url, json)
  post_text(url, "application/json", json)
end

# A file goes as multipart/form-data, which no signature covers.
def upload(url, file)
  File.open(file, "rb") do |media|
    request = Net::HTTP::Post.new(read_url(url))
    request.set_form([["media", media]], "multipart/form-data")
    call(request)
  end
end

# ---- The command line -------------------------------------------------------

COMMANDS = {
  "pin" => :pin, "callback" => :callback, "bearer" => :bearer, "revoke" => :revoke,
  "get" => :get, "post" => :post, "post-json" => :post_json, "upload" => :upload
}.freeze

# Whether the command takes as many arguments.
def takes?(command, arguments)
  kinds = method(command).parameters.map(&:first)
  arguments.size >= kinds.count(:req) && (kinds.include?(:rest) || arguments.size <= kinds.size)
end

name, *arguments = ARGV
command = COMMANDS[name]
unless command && takes?(command, arguments)
  warn USAGE
  exit 2
end
fail_with "X_API_KEY and X_API_SECRET are not both set" unless APP.values.all?

begin
  send(command, *arguments)
rescue Twsign::Error, SystemCallError, IOError, SocketError, Timeout::Error, OpenSSL::SSL::SSLError => error
  fail_with error.message
end
