# frozen_string_literal: true

require_relative "test_helper"
require "tmpdir"

# Which library is loaded, and whether it fits.
class LibraryTest < Minitest::Test
  include Fixtures

  BUILT = ENV.fetch("TWSIGN_LIBRARY", File.join(CHECKOUT, "target/release/libtwsign.so"))
  MAPPED = 'require "twsign"; puts File.read("/proc/self/maps")[%r{/\S*libtwsign\S*}], Twsign.version'

  def test_the_version_is_that_of_the_library
    assert_match(/\A\d+\.\d+\.\d+\z/, Twsign.version)
    assert_equal Twsign::VERSION, Twsign.version
    assert_equal Encoding::UTF_8, Twsign.version.encoding
  end

  def test_the_one_that_twsign_library_names_comes_first
    Dir.mktmpdir do |folder|
      mine = File.join(folder, "libtwsign-mine.so")
      FileUtils.cp(BUILT, mine)
      assert_equal "#{mine}\n#{Twsign.version}\n", ruby("-e", MAPPED, TWSIGN_LIBRARY: mine)
    end
  end

  def test_then_what_the_loader_finds
    Dir.mktmpdir do |folder|
      found = File.join(folder, "libtwsign.so.0")
      FileUtils.cp(BUILT, found)
      assert_equal "#{found}\n#{Twsign.version}\n", ruby("-e", MAPPED, TWSIGN_LIBRARY: nil, LD_LIBRARY_PATH: folder)
    end
  end

  def test_then_that_of_the_checkout
    skip "not a checkout" unless File.exist?(File.join(CHECKOUT, "target/release/libtwsign.so"))
    output = ruby("-e", MAPPED, TWSIGN_LIBRARY: "", LD_LIBRARY_PATH: nil)
    assert_match(%r{(\A#{Regexp.escape(CHECKOUT)}/target/release|/lib/.*)/libtwsign\.so.*\n#{Twsign.version}\n\z}, output)
  end

  def test_a_library_that_is_not_there_is_a_load_error_that_names_it
    output = ruby("-e", MAPPED, TWSIGN_LIBRARY: "/no/such/libtwsign.so")
    assert_match(/LoadError/, output)
    assert_includes output, "/no/such/libtwsign.so"
  end

  def test_a_library_of_another_kind_is_refused
    assert_match(/NotFoundError|LoadError/, ruby("-e", MAPPED, TWSIGN_LIBRARY: "libc.so.6"))
  end

  def test_a_library_of_a_later_major_version_is_refused
    assert_refused(:tw_version_number) { 1_000_000 }
    assert_refused(:tw_version_number) { 999 }
  end

  def test_a_library_with_other_structs_is_refused
    assert_refused(:tw_authorize_url) { |*, error| error.put_int32(0, 2) && 2 }
    wrong = 'GET&http%3A%2F%2Fh%2F&a%3D1'
    check = Twsign.const_get(:LayoutCheck)
    Twsign.stub(:signature_base_string, wrong) { assert_raises(LoadError) { check.run } }
  end

  def test_struct_sizes_are_those_of_c
    structs = Twsign.const_get(:Structs)
    sizes = { Credentials: 40, Request: 88, Attempt: 56, AuthorizeOptions: 32, Error: 256 }
    skip "a machine of another kind" unless FFI::Pointer.size == 8
    assert_equal sizes, sizes.keys.to_h { |name| [name, structs.const_get(name).size] }
  end

  # C refuses a size that is not that of its own struct, so each is checked.
  def test_every_struct_is_accepted_by_c
    assert_match(/\Acause: /, Twsign.diagnose(**KEYS, **GET, authorization: "OAuth", received_at: 1, http_status: 401,
                                              date: "x", reply_body: "y"))
  end

  private

  def assert_refused(function, &answer)
    Twsign.const_get(:Library).stub(function, answer) do
      assert_raises(LoadError) { Twsign.const_get(:LayoutCheck).run }
    end
  end
end
