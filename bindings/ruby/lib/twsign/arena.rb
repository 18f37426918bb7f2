# frozen_string_literal: true

require "ffi"

module Twsign
  # The native memory of one call: the texts that go in, the error and the
  # result that come out. Arenas are used again, each by one call at a time.
  #
  #     | tw_error | result | tw_request | header | texts ...
  #
  # @api private
  class Arena
    RESULT = Structs::Error.size
    REQUEST = RESULT + 8
    HEADER = REQUEST + Structs::Request.size
    HEADER_CAPACITY = 2048
    TEXTS = HEADER + HEADER_CAPACITY
    SIZE = 8192
    MESSAGE = Structs::Error.offset_of(:message)
    API_CODE = Structs::Error.offset_of(:api_code)
    BLANK_REQUEST = Structs::Request.blank.to_ptr.get_bytes(0, Structs::Request.size).freeze
    ZEROS = ("\0" * (SIZE - TEXTS)).freeze
    UTF_8 = Encoding::UTF_8
    # For while C's memory is nobody's yet: no Timeout and no Thread#kill then.
    UNDISTURBED = { Object => :never }.freeze

    # The arenas that no call uses. A Queue may be used by any thread, and in a
    # signal handler; a fork finds in it only what no other thread had taken.
    IDLE = Thread::Queue.new
    private_constant :IDLE

    # Lends an arena to the block, and wipes what was in it.
    def self.borrow
      arena = IDLE.empty? ? new : take_idle
      begin
        yield arena
      ensure
        arena.wipe
        IDLE << arena
      end
    end

    def self.take_idle
      IDLE.pop(true)
    rescue ThreadError # another thread was faster
      new
    end
    private_class_method :take_idle

    # Where C writes the tw_error, what it returns by pointer, and a header.
    attr_reader :error, :result, :header

    def initialize
      @memory = FFI::MemoryPointer.new(:char, SIZE)
      @error = @memory
      @result = @memory + RESULT
      @header = @memory + HEADER
      @request = Structs::Request.new(@memory + REQUEST)
      @address = @memory.address
      @used = TEXTS
      @larger = nil
    end

    # The arena's own tw_request, as C's _INIT macro makes one.
    def blank_request
      @memory.put_bytes(REQUEST, BLANK_REQUEST)
      @request
    end

    # Copies a text, or a body, with a NUL after it.
    #
    # @return [Integer] the address of the copy, or 0 for nil
    def text(value)
      return 0 if value.nil?
      at = @used
      size = value.bytesize + 1
      return larger_text(value) if at + size > SIZE
      @memory.put_string(at, value)
      @used = at + size
      @address + at
    end

    # The same for an array of structs, which C wants aligned.
    def array(bytes)
      @used = (@used + 7) & ~7
      text(bytes)
    end

    # Everything that was copied here is overwritten.
    def wipe
      @memory.put_bytes(TEXTS, ZEROS, 0, @used - TEXTS)
      @used = TEXTS
      return unless @larger
      @larger.each(&:clear)
      @larger = nil
    end

    # What C wrote to `header`.
    def header_text
      @memory.get_string(HEADER).force_encoding(UTF_8).freeze
    end

    def result_int64
      @memory.get_int64(RESULT)
    end

    # Takes over a text that C hands out, and releases it.
    #
    # @yield makes the call, which returns a status
    def take_text
      Thread.handle_interrupt(UNDISTURBED) do
        check(yield)
        text = @memory.get_pointer(RESULT)
        begin
          text.get_string(0).force_encoding(UTF_8).freeze
        ensure
          Library.tw_free(text)
        end
      end
    end

    # Takes over an object that C hands out; `type` is the class of its pointer.
    def take_object(type)
      Thread.handle_interrupt(UNDISTURBED) do
        check(yield)
        object = @memory.get_pointer(RESULT)
        begin
          type.new(object)
        rescue Exception # rubocop:disable Lint/RescueException -- raised again
          type.release(object)
          raise
        end
      end
    end

    # Raises what C has written to `error`, unless all is well.
    def check(status)
      return if status.zero?
      message = @memory.get_string(MESSAGE).force_encoding(UTF_8).scrub
      message = Library.tw_status_message(status) if message.empty?
      raise Error.for(status, message, @memory.get_int32(API_CODE))
    end

    private

    def larger_text(value)
      memory = FFI::MemoryPointer.from_string(value)
      (@larger ||= []) << memory
      memory.address
    end
  end
end
