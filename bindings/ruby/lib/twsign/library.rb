# frozen_string_literal: true

require "ffi"

module Twsign
  # libtwsign itself. The library is the one that the environment variable
  # TWSIGN_LIBRARY names; or else what the system's loader finds; or else that
  # of the checkout in which this file lies.
  #
  # @api private
  module Library
    extend FFI::Library

    CHECKOUT = File.expand_path("../../../../target/release/libtwsign.so", __dir__)
    named = ENV.fetch("TWSIGN_LIBRARY", "")
    ffi_lib(named.empty? ? ["libtwsign.so.0", CHECKOUT] : named)

    # `out` is for what comes back; bytes are a String, with NULs or not, or NULL.
    credentials = request = attempt = options = :pointer
    text = :string
    bytes = :buffer_in
    out = error = :pointer
    signer = exchange = token = :pointer

    attach_function :tw_version, [], :string
    attach_function :tw_version_number, [], :uint32
    attach_function :tw_status_message, [:int], :string
    attach_function :tw_free, [:pointer], :void

    attach_function :tw_sign_request, [credentials, request, out, error], :int
    attach_function :tw_signer_new, [credentials, out, error], :int
    attach_function :tw_signer_sign_into, [signer, request, :pointer, :size_t, out, error], :int
    attach_function :tw_signer_set_clock_offset, [signer, :int64], :void
    attach_function :tw_signer_learn_clock, [signer, text, out, error], :int
    attach_function :tw_signer_free, [signer], :void

    attach_function :tw_form_encode, [bytes, :size_t, out, error], :int
    attach_function :tw_canonical_url, [text, out, error], :int

    attach_function :tw_signature_base_string, [credentials, request, out, error], :int
    attach_function :tw_explain, [credentials, request, out, error], :int
    attach_function :tw_diagnose, [credentials, request, attempt, out, error], :int

    attach_function :tw_exchange_new_request_token, [credentials, text, text, text, out, error], :int
    attach_function :tw_exchange_new_access_token, [credentials, text, text, out, error], :int
    attach_function :tw_exchange_new_bearer_token, [credentials, text, out, error], :int
    attach_function :tw_exchange_new_invalidation, [credentials, text, text, out, error], :int
    attach_function :tw_exchange_method, [exchange], :string
    attach_function :tw_exchange_url, [exchange], :string
    attach_function :tw_exchange_authorization, [exchange], :string
    attach_function :tw_exchange_content_type, [exchange], :string
    attach_function :tw_exchange_body, [exchange], :string
    attach_function :tw_exchange_finish, [exchange, :int, bytes, :size_t, out, error], :int
    attach_function :tw_exchange_free, [exchange], :void

    attach_function :tw_token_value, [token], :string
    attach_function :tw_token_secret, [token], :string
    attach_function :tw_token_user_id, [token], :string
    attach_function :tw_token_screen_name, [token], :string
    attach_function :tw_token_free, [token], :void

    attach_function :tw_authorize_url, [text, options, out, error], :int
    attach_function :tw_callback_verifier, [text, text, out, error], :int

    attach_function :tw_webhook_crc_response, [text, text, out, error], :int
    attach_function :tw_webhook_verify, [text, bytes, :size_t, text, error], :int

    # A tw_signer, which the garbage collector releases.
    class SignerPointer < FFI::AutoPointer
      # @return [void]
      def self.release(pointer)
        Library.tw_signer_free(pointer)
      end
    end

    # A tw_exchange, which the garbage collector releases.
    class ExchangePointer < FFI::AutoPointer
      # @return [void]
      def self.release(pointer)
        Library.tw_exchange_free(pointer)
      end
    end

    # A tw_token, which the garbage collector releases.
    class TokenPointer < FFI::AutoPointer
      # @return [void]
      def self.release(pointer)
        Library.tw_token_free(pointer)
      end
    end
  end
end
