# frozen_string_literal: true

require_relative "test_helper"

# What C hands out is given back, whatever happens in between.
class LeaksTest < Minitest::Test
  include Fixtures

  FREES = %i[tw_free tw_signer_free tw_exchange_free tw_token_free].freeze
  TEXT_MAKERS = %i[tw_explain tw_form_encode tw_canonical_url].freeze

  def library
    Twsign.const_get(:Library)
  end

  # Counts the calls of some functions of C that succeed (or return nothing).
  def counting(names)
    counts = Hash.new(0)
    calls = names.reduce(-> { yield }) do |inner, name|
      original = library.method(name)
      counted = lambda do |*arguments|
        result = original.call(*arguments)
        counts[name] += 1 if result.nil? || result.zero?
        result
      end
      -> { library.stub(name, counted) { inner.call } }
    end
    calls.call
    counts
  end

  # How often the one signer that C hands out in the block is released. The
  # collector may release those of other tests meanwhile: they do not count.
  # C's function returns by way of `once_made`.
  def releases_of_the_signer(once_made = -> {})
    make = library.method(:tw_signer_new)
    free = library.method(:tw_signer_free)
    made = nil
    releases = 0
    making = lambda do |credentials, out, error|
      status = make.call(credentials, out, error)
      made = out.read_pointer.address
      once_made.call
      status
    end
    freeing = lambda do |pointer|
      releases += 1 if pointer.address == made
      free.call(pointer)
    end
    library.stub(:tw_signer_new, making) { library.stub(:tw_signer_free, freeing) { yield } }
    releases
  end

  def test_each_text_is_released_once
    counts = counting(TEXT_MAKERS + FREES) do
      100.times do
        Twsign.explain(**KEYS, **GET)
        Twsign.form_encode(a: "b")
        Twsign.canonical_url("https://h/")
      end
    end
    assert_equal 300, counts[:tw_free]
  end

  def test_a_text_is_released_when_ruby_has_no_memory_for_it
    counts = counting(FREES) do
      assert_raises(NoMemoryError) { without_memory_for_strings { Twsign.form_encode(a: "b") } }
    end
    assert_equal 1, counts[:tw_free]
  end

  def test_an_object_is_released_when_ruby_has_no_memory_for_it
    releases = releases_of_the_signer do
      library::SignerPointer.stub(:new, ->(*) { raise NoMemoryError }) do
        assert_raises(NoMemoryError) { signer }
      end
    end
    assert_equal 1, releases
  end

  def test_objects_are_released_by_the_garbage_collector
    counts = counting(FREES) do
      Thread.new { make_and_forget(50) }.join
      10.times { GC.start }
    end
    %i[tw_signer_free tw_exchange_free tw_token_free].each { |free| assert_operator counts[free], :>, 40, free }
  end

  # Timeout and Thread#raise may come at any moment: here, when C has just
  # handed out its memory, and nobody has it yet.
  def test_an_interruption_in_between_loses_no_text
    counts = counting(FREES) do
      explain = library.method(:tw_explain)
      interrupting = ->(*arguments) { explain.call(*arguments).tap { Thread.current.raise(Timeout::Error) } }
      library.stub(:tw_explain, interrupting) do
        assert_raises(Timeout::Error) { Twsign.explain(**KEYS, **GET) }
      end
    end
    assert_equal 1, counts[:tw_free]
  end

  def test_an_interruption_in_between_loses_no_object
    interrupt = -> { Thread.current.raise(Timeout::Error) }
    releases = releases_of_the_signer(interrupt) do
      Thread.new { assert_raises(Timeout::Error) { signer } }.join
      10.times { GC.start }
    end
    assert_equal 1, releases
  end

  def test_threads_that_are_killed_lose_nothing
    counts = counting(TEXT_MAKERS + FREES) do
      10.times do |n|
        thread = Thread.new { loop { Twsign.explain(**KEYS, **GET) } }
        sleep(0.0002 * n)
        thread.kill.join
      end
    end
    assert_predicate counts[:tw_explain], :positive?
    assert_equal counts[:tw_explain], counts[:tw_free]
  end

  private

  # While the block runs, no String can be made of what stands behind a pointer.
  def without_memory_for_strings
    FFI::Pointer.define_method(:get_string) { |*| raise NoMemoryError }
    yield
  ensure
    FFI::Pointer.remove_method(:get_string)
  end

  def make_and_forget(times)
    times.times do
      signer
      Twsign.bearer_token(**API).finish(status: 200, body: '{"token_type":"bearer","access_token":"b"}')
    end
    nil
  end
end
