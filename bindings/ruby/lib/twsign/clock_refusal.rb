# frozen_string_literal: true

require "time"

module Twsign
  # Whether X refused a request since the signature's time is too far from its
  # own. The first API says so, with code 135. The second says 401 and no code
  # for all that can be wrong; there the reply's Date tells.
  #
  # @api private
  module ClockRefusal
    CODE = /"code"\s*:\s*(\d+)/
    TIMESTAMP = /oauth_timestamp="(\d+)"/
    # X allows for more than that; a second try by a better clock does no harm.
    SECONDS = 60
    private_constant :CODE, :TIMESTAMP, :SECONDS

    module_function

    # Corrects the signer's clock by the reply, if that can help.
    #
    # @return [Boolean] whether another try, signed anew, is worth it
    def mend(signer, authorization, status, date, body)
      return false unless status == 401 && date && due_to_clock?(authorization, date, body.to_s.b)
      signer.learn_clock(date)
      true
    rescue InvalidResponse # no date
      false
    end

    def due_to_clock?(authorization, date, body)
      codes = body.scan(CODE).flatten
      return codes.include?("135") unless codes.empty?
      (Time.httpdate(date).to_i - authorization[TIMESTAMP, 1].to_i).abs > SECONDS
    rescue ArgumentError # no date
      false
    end
    private_class_method :due_to_clock?
  end
  private_constant :ClockRefusal
end
