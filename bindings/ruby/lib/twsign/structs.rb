# frozen_string_literal: true

require "ffi"

module Twsign
  # The structs of twsign.h. Pointers in them are addresses, Integers: those of
  # texts in an {Arena}, which outlives the call.
  #
  # @api private
  module Structs
    ADDRESS = FFI::Pointer.size == 8 ? :uint64 : :uint32

    # A struct that says how large it is, and is made with all else zero.
    class Sized < FFI::Struct
      # What C's _INIT macro sets.
      def self.blank
        new.tap { |struct| struct[:struct_size] = size }
      end
    end

    # tw_credentials
    class Credentials < Sized
      layout :struct_size, :size_t, :api_key, ADDRESS, :api_secret, ADDRESS, :token, ADDRESS, :token_secret, ADDRESS
    end

    # tw_request
    class Request < Sized
      layout :struct_size, :size_t, :method, ADDRESS, :url, ADDRESS, :content_type, ADDRESS,
             :body, ADDRESS, :body_len, :size_t, :nonce, ADDRESS, :timestamp, :int64, :rules, :int32,
             :oauth_params, ADDRESS, :oauth_params_len, :size_t
    end

    # tw_attempt
    class Attempt < Sized
      layout :struct_size, :size_t, :authorization, ADDRESS, :received_at, :int64, :http_status, :int,
             :date, ADDRESS, :body, ADDRESS, :body_len, :size_t
    end

    # tw_authorize_options
    class AuthorizeOptions < Sized
      layout :struct_size, :size_t, :sign_in, :bool, :force_login, :bool, :screen_name, ADDRESS, :base_url, ADDRESS
    end

    # tw_error, which C writes and Ruby reads.
    class Error < FFI::Struct
      layout :status, :int32, :api_code, :int32, :message, [:char, 248]
    end
  end
end
