# frozen_string_literal: true

require_relative "test_helper"

# Each in a process of its own: what other tests leave behind moves its heap.
class MemoryTest < Minitest::Test
  include Fixtures

  # KiB: what the garbage collector lets the heap swing by.
  SWING = 4096

  def test_a_million_signatures_need_no_more_memory_than_the_first
    assert_operator growth(50_000, 1_000_000, <<~RUBY), :<, SWING
      $signer ||= Twsign::Signer.new(**KEYS)
      $signer.sign(method: "GET", url: "https://api.x.com/2/users/me?user.fields=created_at")
    RUBY
  end

  def test_other_calls_and_refusals_need_no_more_memory_either
    assert_operator growth(5_000, 20_000, <<~RUBY), :<, SWING
      Twsign.explain(**KEYS, **GET)
      Twsign.form_encode(status: "a" * 10_000)
      Twsign.bearer_token(**API).finish(status: 200, body: '{"token_type":"bearer","access_token":"b"}')
      begin
        Twsign::Signer.new(**KEYS, api_secret: " ")
      rescue Twsign::InvalidCredentials
        nil
      end
    RUBY
  end

  private

  # By how many KiB the resident memory grows while this is done `many` times,
  # having been done `first` times before.
  def growth(first, many, call)
    output = ruby("-I#{__dir__}", "-e", <<~RUBY)
      require "test_helper"
      include Fixtures
      call = -> { #{call} }
      resident = lambda do
        GC.start
        File.read("/proc/self/status")[/^VmRSS:\\s+(\\d+) kB/, 1].to_i
      end
      #{first}.times { call.call }
      before = resident.call
      #{many}.times { call.call }
      puts resident.call - before
      $stdout.flush
      exit!(true) # without the tests that autorun would look for
    RUBY
    Integer(output, 10)
  end
end
