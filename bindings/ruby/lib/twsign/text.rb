# frozen_string_literal: true

module Twsign
  # What may go to C as text, bytes without a NUL among them, and what C lends.
  #
  # @api private
  module Text
    UTF_8 = Encoding::UTF_8
    # Besides UTF-8 these are taken as they are, byte by byte.
    AS_BYTES = [Encoding::BINARY, Encoding::US_ASCII].freeze
    NUL = "\0"

    module_function

    # @return [String] the same bytes, or those of the text in UTF-8
    def required(value, name)
      raise TypeError, "#{name}: a String is needed, not #{value.class}" unless String === value
      value = in_utf8(value, name) unless value.encoding == UTF_8 || AS_BYTES.include?(value.encoding)
      raise InvalidParam, "#{name}: a NUL in it, which ends a text in C" if value.include?(NUL)
      value
    end

    def optional(value, name)
      value.nil? ? nil : required(value, name)
    end

    # A body is bytes: NULs are fine, and no encoding is heeded.
    def body(value, name)
      return value if value.nil? || String === value
      raise TypeError, "#{name}: a String is needed, not #{value.class}"
    end

    # The value of a parameter: what has one obvious form as text.
    def scalar(value, name)
      case value
      when Symbol, Integer, true, false then required(value.to_s, name)
      else required(value, name)
      end
    end

    # `range` is that of the number's type in C, where it would be cut to size.
    def integer(value, range, name)
      raise TypeError, "#{name}: an Integer is needed, not #{value.class}" unless Integer === value
      raise InvalidParam, "#{name}: beyond all bounds" unless range.cover?(value)
      value
    end

    # What C has lent, copied; nil for NULL.
    def borrowed(text)
      text&.force_encoding(UTF_8)&.freeze
    end

    # Ruby's own message could show a byte of a secret.
    def in_utf8(value, name)
      value.encode(UTF_8)
    rescue EncodingError
      raise InvalidParam, "#{name}: not valid in its encoding, #{value.encoding}", cause: nil
    end
    private_class_method :in_utf8
  end
end
