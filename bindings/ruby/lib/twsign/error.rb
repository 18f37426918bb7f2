# frozen_string_literal: true

module Twsign
  # What libtwsign could not or would not do. Each status has a class of its
  # own; the message is one line: which field, what trouble, at which byte, and
  # what to do. It never holds a secret.
  class Error < StandardError
    # @return [Integer] the number of the status, as in twsign.h
    attr_reader :status

    # @return [Integer, nil] X's own error code (32, 89, 135, 215, ...), if X sent one
    attr_reader :api_code

    # @api private
    def initialize(message = nil, status: self.class::STATUS, api_code: nil)
      super(message)
      @status = status
      @api_code = api_code
    end

    # A status that this version of the gem does not know.
    STATUS = -1
  end

  # A needed value was not given, such as a webhook's signature header.
  class NullArgument < Error
    # TW_ERR_NULL_ARGUMENT
    STATUS = 1
  end

  # The gem and the library do not fit.
  class StructSize < Error
    # TW_ERR_STRUCT_SIZE
    STATUS = 2
  end

  # Credentials that are empty, half given, or with white space around or
  # control characters in them.
  class InvalidCredentials < Error
    # TW_ERR_INVALID_CREDENTIALS
    STATUS = 3
  end

  # The method is not an HTTP token.
  class InvalidMethod < Error
    # TW_ERR_INVALID_METHOD
    STATUS = 4
  end

  # Not an absolute http or https URL, or a byte that must be escaped.
  class InvalidUrl < Error
    # TW_ERR_INVALID_URL
    STATUS = 5
  end

  # The body is said to be a form and is not one.
  class InvalidBody < Error
    # TW_ERR_INVALID_BODY
    STATUS = 6
  end

  # A parameter, nonce, time or content type that cannot be, or a NUL in a text.
  class InvalidParam < Error
    # TW_ERR_INVALID_PARAM
    STATUS = 7
  end

  # X would read the request otherwise than RFC 5849 does, and answer 401;
  # {Twsign.canonical_url} and {Twsign.form_encode} give a form that is read alike.
  class Ambiguous < Error
    # TW_ERR_AMBIGUOUS
    STATUS = 8
  end

  # Never seen outside of the gem, which then takes more memory.
  class BufferTooSmall < Error
    # TW_ERR_BUFFER_TOO_SMALL
    STATUS = 9
  end

  # A reply, or a header of one, that makes no sense.
  class InvalidResponse < Error
    # TW_ERR_INVALID_RESPONSE
    STATUS = 10
  end

  # X said no: see {Error#api_code}.
  class Refused < Error
    # TW_ERR_REFUSED
    STATUS = 11
  end

  # The user said no.
  class Denied < Error
    # TW_ERR_DENIED
    STATUS = 12
  end

  # A webhook call not signed with this secret, or a callback for another token.
  class SignatureMismatch < Error
    # TW_ERR_SIGNATURE_MISMATCH
    STATUS = 13
  end

  # No memory, no randomness or no clock.
  class System < Error
    # TW_ERR_SYSTEM
    STATUS = 14
  end

  # A bug in libtwsign. Please report it.
  class Internal < Error
    # TW_ERR_INTERNAL
    STATUS = 15
  end

  class Error
    KINDS = Twsign.constants.map { |name| Twsign.const_get(name) }
                  .select { |kind| kind.is_a?(Class) && kind < Error }
                  .to_h { |kind| [kind::STATUS, kind] }.freeze
    private_constant :KINDS

    # @api private
    # @return [Error] the exception for a status, of its class
    def self.for(status, message, api_code)
      kind = KINDS.fetch(status, Error)
      kind.new(message, status: status, api_code: api_code.zero? ? nil : api_code)
    end
  end
end
