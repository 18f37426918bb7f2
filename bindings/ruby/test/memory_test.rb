# frozen_string_literal: true

require_relative "test_helper"

class MemoryTest < Minitest::Test
  include Fixtures

  MANY = 1_000_000
  # KiB: what the garbage collector lets the heap swing by.
  SWING = 4096

  def test_a_million_signatures_need_no_more_memory_than_the_first
    signer = signer()
    sign = -> { signer.sign(method: "GET", url: "https://api.x.com/2/users/me?user.fields=created_at") }
    (MANY / 20).times { sign.call }
    before = resident
    MANY.times { sign.call }
    grown = resident - before
    puts "\nmemory: #{grown} KiB more after #{MANY} signatures" if ENV["TWSIGN_SHOW"]
    assert_operator grown, :<, SWING
  end

  def test_other_calls_and_refusals_need_no_more_memory_either
    call = lambda do
      Twsign.explain(**KEYS, **GET)
      Twsign.form_encode(status: "a" * 10_000)
      Twsign.bearer_token(**API).finish(status: 200, body: '{"token_type":"bearer","access_token":"b"}')
      Twsign::Signer.new(**KEYS, api_secret: " ")
    rescue Twsign::InvalidCredentials
      nil
    end
    5_000.times { call.call }
    before = resident
    20_000.times { call.call }
    grown = resident - before
    puts "\nmemory: #{grown} KiB more after 20000 rounds of other calls" if ENV["TWSIGN_SHOW"]
    assert_operator grown, :<, SWING
  end

  private

  # VmRSS in KiB.
  def resident
    GC.start
    File.read("/proc/self/status")[/^VmRSS:\s+(\d+) kB/, 1].to_i
  end
end
