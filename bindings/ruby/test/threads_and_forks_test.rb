# frozen_string_literal: true

require_relative "test_helper"

class ThreadsAndForksTest < Minitest::Test
  include Fixtures

  CHILDREN = 8
  THREADS = 8
  EACH = 250

  def test_one_signer_in_many_threads
    signer = signer()
    nonces = in_threads { Array.new(EACH) { nonce(signer.sign(**GET)) } }
    assert_equal THREADS * EACH, nonces.uniq.size
  end

  def test_each_thread_gets_the_header_of_its_own_request
    signer = signer()
    wrong = in_threads do |number|
      request = { method: "GET", url: "https://api.x.com/#{number}?q=#{"a" * number * 97}", nonce: "n#{number}", timestamp: 1 }
      right = Twsign.sign_request(**KEYS, **request)
      Array.new(EACH) { signer.sign(**request) }.reject { |header| header == right }
    end
    assert_empty wrong
  end

  def test_a_signer_from_before_the_fork_never_uses_a_nonce_twice
    signer = signer()
    nonces = in_children { in_threads { Array.new(EACH) { nonce(signer.sign(**GET)) } } }
    nonces += in_threads { Array.new(EACH) { nonce(signer.sign(**GET)) } }
    assert_equal (CHILDREN + 1) * THREADS * EACH, nonces.uniq.size
  end

  # A worker that is forked while other threads are in the middle of a call.
  def test_a_fork_while_others_sign
    signer = signer()
    busy = Array.new(2) { Thread.new { loop { signer.sign(**GET) } } }
    nonces = in_children { Array.new(EACH) { nonce(signer.sign(**GET)) } }
    assert_equal CHILDREN * EACH, nonces.uniq.size
  ensure
    busy.each(&:kill).each(&:join)
  end

  def test_a_signal_handler_may_sign_in_the_middle_of_a_signature
    signer = signer()
    request = { **GET, nonce: "n", timestamp: 1 }
    right = signer.sign(**request)
    handled = []
    wrong = []
    before = trap("USR1") { handled << signer.sign(**GET, nonce: "m", timestamp: 2) }
    sender = fork { signal_often(Process.ppid) }
    wrong |= [signer.sign(**request)] until Process.wait(sender, Process::WNOHANG)
    assert_equal [right], wrong
    assert_operator handled.size, :>, 10
    assert_equal 1, handled.uniq.size
  ensure
    trap("USR1", before || "DEFAULT")
  end

  def test_threads_that_move_the_clock_meanwhile
    signer = signer()
    mover = Thread.new { 2_000.times { |n| signer.clock_offset = n.even? ? 0 : 1_000_000 } }
    stamps = []
    stamps << signer.sign(**GET)[/oauth_timestamp="(\d+)"/, 1].to_i while mover.alive?
    now = Time.now.to_i
    stamps.each { |stamp| assert_operator [stamp - now, stamp - now - 1_000_000].map(&:abs).min, :<, 10 }
  end

  private

  def signal_often(process)
    300.times do
      Process.kill("USR1", process)
      sleep(0.001)
    end
  ensure
    exit!(true)
  end

  def in_threads(&block)
    Array.new(THREADS) { |number| Thread.new(number, &block) }.flat_map(&:value)
  end

  # What the block gives, a list of lines, in each of the children.
  def in_children
    pipes = Array.new(CHILDREN) do
      reader, writer = IO.pipe
      child = fork do
        reader.close
        writer.write(yield.join("\n"))
        writer.close
        exit!(true) # without the tests that wait in at_exit
      end
      writer.close
      [reader, child]
    end
    lines = pipes.flat_map { |reader, _| reader.read.lines(chomp: true) }
    # Not waitall: the provider of other tests is a child of this process, too.
    pipes.each { |_, child| assert_predicate Process.wait2(child)[1], :success? }
    lines
  end
end
