# frozen_string_literal: true

# A caller's mistake in Ruby, which a tool that watches memory has to see: an event
# that is one byte longer than its memory. Without an argument: the same as it should be.
require "twsign"

C = Module.new do
  extend FFI::Library
  ffi_lib FFI::CURRENT_PROCESS
  attach_function :malloc, [:size_t], :pointer
  attach_function :free, [:pointer], :void
end

event = C.malloc(4).write_bytes('{""}')
length = ARGV.empty? ? 4 : 5
Twsign.const_get(:Library).tw_webhook_verify("secret", event, length, "sha256=#{"A" * 43}=", nil)
C.free(event)
