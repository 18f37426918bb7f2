# frozen_string_literal: true

require_relative "twsign/version"
require_relative "twsign/error"
require_relative "twsign/text"
require_relative "twsign/structs"
require_relative "twsign/library"
require_relative "twsign/arena"
require_relative "twsign/native"
require_relative "twsign/layout_check"
require_relative "twsign/opaque"
require_relative "twsign/signer"
require_relative "twsign/signing"
require_relative "twsign/diagnosis"
require_relative "twsign/wire_form"
require_relative "twsign/token"
require_relative "twsign/exchange"
require_relative "twsign/token_endpoints"
require_relative "twsign/authorization"
require_relative "twsign/webhook_signature"
require_relative "twsign/webhook"

# Signs requests to the X (Twitter) API with an API Key and Secret, by OAuth
# 1.0a. It makes and reads messages; an HTTP client sends them. This gem is a
# thin coat on libtwsign, which knows how: nothing is signed in Ruby.
#
# What holds for every method:
#
# - Text is a String of UTF-8 or of bytes; one of any other encoding is brought
#   to UTF-8. What comes back is frozen and UTF-8. A body is bytes, whatever its
#   encoding says.
# - A value of the wrong class is a `TypeError`. A text with a NUL in it, which
#   C would cut off there, is an {InvalidParam} and never reaches C.
# - All else that goes wrong is a {Twsign::Error}, of one class for each status
#   of libtwsign.
# - Any thread may call anything at any time, also in a forked child, with
#   objects from before the fork.
# - No message and no `inspect` ever shows a secret.
#
# @example Sign a request
#   signer = Twsign::Signer.new(api_key: ENV.fetch("X_API_KEY"), api_secret: ENV.fetch("X_API_SECRET"))
#   signer.sign(method: "GET", url: "https://api.x.com/2/users/me") #=> "OAuth oauth_consumer_key=..."
module Twsign
  autoload :Faraday, "twsign/faraday"
  autoload :NetHTTP, "twsign/net_http"

  private_constant :Arena, :LayoutCheck, :Library, :Native, :Opaque, :Structs, :Text

  LayoutCheck.run

  # The version of libtwsign that is loaded; {VERSION} is the gem's.
  #
  # @return [String] such as "0.1.0"
  def self.version
    Text.borrowed(Library.tw_version)
  end
end
