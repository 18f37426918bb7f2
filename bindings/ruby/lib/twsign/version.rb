# frozen_string_literal: true

module Twsign
  # The version of the gem; {Twsign.version} is that of the library.
  VERSION = "0.1.0"
end
