# frozen_string_literal: true

require "ffi"

module Twsign
  # The structs of twsign.h. One is given to C as a String of its bytes: that
  # costs less than to set the members one by one, and is nobody else's memory.
  #
  # @api private
  module Structs
    # A struct that can be written as a String.
    class Packed < FFI::Struct
      CODES = {
        FFI::Type::POINTER => "J", FFI.find_type(:size_t) => "J", FFI::Type::INT64 => "q",
        FFI::Type::INT32 => "l", FFI::Type::BOOL => "C"
      }.freeze

      class << self
        # The directives of Array#pack that write the members where C has them.
        attr_reader :pack_format

        def members_in_order(*members)
          written = 0
          directives = layout(*members).fields.map do |field|
            gap = field.offset - written
            written = field.offset + field.size
            "x#{gap}#{CODES.fetch(field.type)}"
          end
          @pack_format = "#{directives.join}x#{size - written}".gsub("x0", "").freeze
        end
      end
    end

    # tw_credentials
    class Credentials < Packed
      members_in_order :struct_size, :size_t, :api_key, :pointer, :api_secret, :pointer,
             :token, :pointer, :token_secret, :pointer
    end

    # tw_request
    class Request < Packed
      members_in_order :struct_size, :size_t, :method, :pointer, :url, :pointer, :content_type, :pointer,
             :body, :pointer, :body_len, :size_t, :nonce, :pointer, :timestamp, :int64,
             :rules, :int32, :oauth_params, :pointer, :oauth_params_len, :size_t
    end

    # tw_attempt
    class Attempt < Packed
      members_in_order :struct_size, :size_t, :authorization, :pointer, :received_at, :int64,
             :http_status, :int, :date, :pointer, :body, :pointer, :body_len, :size_t
    end

    # tw_authorize_options
    class AuthorizeOptions < Packed
      members_in_order :struct_size, :size_t, :sign_in, :bool, :force_login, :bool,
             :screen_name, :pointer, :base_url, :pointer
    end

    # tw_error, which C writes and Ruby reads.
    class Error < FFI::Struct
      layout :status, :int32, :api_code, :int32, :message, [:char, 248]
    end
  end
end
