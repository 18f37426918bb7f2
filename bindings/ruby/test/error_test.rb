# frozen_string_literal: true

require_relative "test_helper"

class ErrorTest < Minitest::Test
  include Fixtures

  STATUSES = {
    NullArgument: 1, StructSize: 2, InvalidCredentials: 3, InvalidMethod: 4, InvalidUrl: 5, InvalidBody: 6,
    InvalidParam: 7, Ambiguous: 8, BufferTooSmall: 9, InvalidResponse: 10, Refused: 11, Denied: 12,
    SignatureMismatch: 13, System: 14, Internal: 15
  }.freeze

  # Each status that a caller can bring about.
  PROVOKED = {
    NullArgument: -> { Twsign.webhook_verify(api_secret: "s", body: "", signature: nil) },
    InvalidCredentials: -> { Twsign::Signer.new(api_key: "k", api_secret: " s") },
    InvalidMethod: -> { Twsign.sign_request(**API, method: "G E T", url: "https://h/") },
    InvalidUrl: -> { Twsign.sign_request(**API, method: "GET", url: "/2/users/me") },
    InvalidBody: -> { Twsign.sign_request(**API, method: "POST", url: "https://h/", body: "a b", content_type: FORM) },
    InvalidParam: -> { Twsign.request_token(**API, callback: "nowhere") },
    Ambiguous: -> { Twsign.sign_request(**API, method: "GET", url: "https://h/?q=a:b") },
    InvalidResponse: -> { Twsign.bearer_token(**API).finish(status: 200, body: "{}") },
    Refused: -> { Twsign.bearer_token(**API).finish(status: 403, body: '{"errors":[{"code":99,"message":"No"}]}') },
    Denied: -> { Twsign.callback_verifier(request_token: "t", callback_url: "/back?denied=t") },
    SignatureMismatch: -> { Twsign.webhook_verify(api_secret: "s", body: "", signature: "sha256=x") }
  }.freeze

  STATUSES.each do |name, number|
    define_method("test_#{name}_has_a_class") do
      error = Twsign::Error.for(number, "words", 0)
      assert_instance_of Twsign.const_get(name), error
      assert_kind_of Twsign::Error, error
      assert_kind_of StandardError, error
      assert_equal ["words", number, nil], [error.message, error.status, error.api_code]
    end
  end

  PROVOKED.each do |name, call|
    define_method("test_#{name}_is_raised") do
      error = assert_raises(Twsign::Error, &call)
      assert_instance_of Twsign.const_get(name), error
      assert_equal STATUSES[name], error.status
      refute_empty error.message
      assert_equal Encoding::UTF_8, error.message.encoding
    end
  end

  def test_there_is_a_class_for_each_status_of_the_header_and_no_other
    header = File.read(File.join(CHECKOUT, "include/twsign.h"))
    named = header.scan(/^  TW_ERR_(\w+) = (\d+)/).to_h do |name, number|
      [name.split("_").map(&:capitalize).join.to_sym, number.to_i]
    end
    assert_equal named, STATUSES
  end

  # The rest cannot be brought about through the gem.

  def test_struct_size_is_raised_for_a_struct_that_does_not_fit
    credentials = Twsign.const_get(:Structs)::Credentials.blank
    credentials[:struct_size] -= 1
    assert_raises(Twsign::StructSize) { sign_raw(credentials) }
  end

  def test_system_is_raised_without_memory
    library = Twsign.const_get(:Library)
    message = "no memory".ljust(248, "\0")
    failing = lambda do |_, out, error|
      error.put_bytes(0, [14, 0].pack("l2") + message)
      out.put_pointer(0, nil)
      14
    end
    library.stub(:tw_signer_new, failing) do
      error = assert_raises(Twsign::System) { signer }
      assert_equal "no memory", error.message
    end
  end

  def test_a_status_that_this_gem_does_not_know_is_an_error_all_the_same
    error = Twsign::Error.for(99, "news", 0)
    assert_instance_of Twsign::Error, error
    assert_equal 99, error.status
  end

  def test_a_message_says_which_field_and_where
    error = assert_raises(Twsign::Ambiguous) { signer.sign(method: "GET", url: "https://api.x.com/?q=from:jack") }
    assert_match(/request\.url: raw ':' at byte 25/, error.message)
  end

  def test_a_refusal_has_the_code_and_words_of_x
    body = '{"errors":[{"code":99,"message":"Unable to verify your credentials"}]}'
    error = assert_raises(Twsign::Refused) { Twsign.bearer_token(**API).finish(status: 403, body: body) }
    assert_equal 99, error.api_code
    assert_match(/HTTP 403, code 99: Unable to verify your credentials/, error.message)
    error = assert_raises(Twsign::Refused) { Twsign.bearer_token(**API).finish(status: 500, body: nil) }
    assert_nil error.api_code
  end

  def test_words_that_are_not_utf8_make_a_message_all_the_same
    body = "{\"errors\":[{\"code\":1,\"message\":\"caf\xE9\"}]}"
    error = assert_raises(Twsign::Error) { Twsign.bearer_token(**API).finish(status: 400, body: body) }
    assert_predicate error.message, :valid_encoding?
  end

  def test_an_error_can_be_raised_and_written_down_by_others
    assert_equal 8, Twsign::Ambiguous.new("mine").status
    copy = Marshal.load(Marshal.dump(Twsign::Error.for(11, "no", 32)))
    assert_equal ["no", 11, 32], [copy.message, copy.status, copy.api_code]
  end

  private

  def sign_raw(credentials)
    Twsign.const_get(:Arena).borrow do |arena|
      arena.check(Twsign.const_get(:Library).tw_signer_new(credentials, arena.result, arena.error))
    end
  end
end
