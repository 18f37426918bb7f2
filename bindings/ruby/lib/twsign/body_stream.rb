# frozen_string_literal: true

module Twsign
  # Streams that a request sends, brought back to where they stood: a request
  # that is tried once more sends the same bytes.
  #
  # @api private
  class BodyStream
    def initialize(streams)
      @starts = streams.to_h { |stream| [stream, position(stream)] }.compare_by_identity
    end

    # @return [Boolean] whether all of them can be sent again
    def rewind
      @starts.each { |stream, start| start.zero? ? stream.rewind : stream.seek(start) }
      true
    rescue SystemCallError, IOError, NoMethodError # a pipe; a stream that only reads
      false
    end

    private

    def position(stream)
      stream.respond_to?(:pos) ? stream.pos : 0
    rescue SystemCallError # a pipe, which cannot be rewound
      0
    end
  end
  private_constant :BodyStream
end
