# frozen_string_literal: true

module Twsign
  # For objects that hold secrets: what is shown of them is chosen, and nothing
  # can be written down by accident.
  #
  # @api private
  module Opaque
    # @return [String] without any secret
    def inspect
      shown = describe
      shown.empty? ? "#<#{self.class}>" : "#<#{self.class} #{shown}>"
    end

    # @return [String] as {#inspect}
    def to_s
      inspect
    end

    # @return [void]
    def pretty_print(printer)
      printer.text(inspect)
    end

    # For Marshal.
    #
    # @raise [TypeError] always
    def marshal_dump
      raise TypeError, "#{self.class} holds a secret and is not written down"
    end

    # For YAML.
    #
    # @raise [TypeError] always
    def encode_with(_coder)
      marshal_dump
    end

    private

    def describe
      ""
    end
  end
end
