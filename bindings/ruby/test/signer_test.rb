# frozen_string_literal: true

require_relative "test_helper"

class SignerTest < Minitest::Test
  include Fixtures

  def test_the_documented_request_has_the_documented_signature
    header = signer.sign(
      method: "POST", url: "https://api.x.com/1.1/statuses/update.json?include_entities=true", content_type: FORM,
      body: "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21",
      nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", timestamp: 1_318_622_958
    )
    assert_includes header, 'oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"'
  end

  def test_headers_are_frozen_utf8
    header = signer.sign(**GET)
    assert_predicate header, :frozen?
    assert_equal Encoding::UTF_8, header.encoding
  end

  def test_each_header_has_a_nonce_of_its_own_and_the_time
    first, second = Array.new(2) { signer.sign(**GET) }
    refute_equal nonce(first), nonce(second)
    assert_in_delta Time.now.to_i, first[/oauth_timestamp="(\d+)"/, 1].to_i, 2
  end

  def test_without_a_token_the_app_alone_signs
    refute_includes Twsign::Signer.new(**API).sign(**GET), "oauth_token="
    assert_includes signer.sign(**GET), %(oauth_token="#{USER[:token]}")
  end

  def test_a_method_may_be_a_symbol_in_lower_case
    fixed = { nonce: "n", timestamp: 1 }
    assert_equal signer.sign(**GET, **fixed), signer.sign(**GET, method: :get, **fixed)
  end

  def test_oauth_params_are_a_hash_or_pairs
    fixed = { **GET, nonce: "n", timestamp: 1 }
    named = signer.sign(**fixed, oauth_params: { oauth_verifier: 7, "realm" => "r" })
    assert_includes named, 'oauth_verifier="7"'
    assert_includes named, 'OAuth realm="r", '
    assert_equal named, signer.sign(**fixed, oauth_params: [%w[realm r], %w[oauth_verifier 7]])
    assert_equal signer.sign(**fixed), signer.sign(**fixed, oauth_params: {})
  end

  def test_sixty_four_oauth_params_and_long_ones
    params = (1..64).to_h { |n| ["oauth_p#{n}", "v" * 300] }
    header = signer.sign(**GET, oauth_params: params)
    assert_equal 64, header.scan(/oauth_p\d+="v{300}"/).size
    assert_raises(Twsign::InvalidParam) { signer.sign(**GET, oauth_params: params.merge("oauth_p65" => "v")) }
  end

  def test_a_url_longer_than_an_arena
    url = "#{GET[:url]}?q=#{"a" * 50_000}"
    assert_includes Twsign.signature_base_string(**KEYS, method: "GET", url: url), "a" * 50_000
    assert_match(/\AOAuth /, signer.sign(method: "GET", url: url))
  end

  def test_a_header_longer_than_the_buffer
    [1_000, 2_047, 2_048, 3_000, 100_000].each do |length|
      header = signer.sign(**GET, nonce: "n" * length)
      assert_equal length, nonce(header).length
      assert_predicate header, :frozen?
    end
  end

  def test_a_form_body_is_signed_and_any_other_is_not
    fixed = { method: "POST", url: GET[:url], nonce: "n", timestamp: 1 }
    form, other = %w[a=1 a=2].map { |body| signer.sign(**fixed, body: body, content_type: FORM) }
    refute_equal form, other
    assert_equal form, signer.sign(**fixed, body: "a=1", content_type: "#{FORM}; charset=UTF-8")
    json = ['{"a":1}', '{"a":2}', nil].map { |body| signer.sign(**fixed, body: body, content_type: "application/json") }
    assert_equal 1, json.uniq.size
  end

  def test_bodies_are_bytes
    fixed = { method: "POST", url: GET[:url], nonce: "n", timestamp: 1 }
    binary = (0..255).to_a.pack("C*") * 100
    assert_match(/\AOAuth /, signer.sign(**fixed, body: binary, content_type: "multipart/form-data"))
    assert_raises(Twsign::InvalidBody) { signer.sign(**fixed, body: "a=1\0b", content_type: FORM) }
    utf16 = "a=1".encode("UTF-16LE")
    assert_raises(Twsign::InvalidBody) { signer.sign(**fixed, body: utf16, content_type: FORM) }
  end

  def test_a_clock_offset_moves_later_timestamps
    signer = signer()
    signer.clock_offset = 3600
    assert_in_delta Time.now.to_i + 3600, signer.sign(**GET)[/oauth_timestamp="(\d+)"/, 1].to_i, 2
    signer.clock_offset = -3600
    assert_in_delta Time.now.to_i - 3600, signer.sign(**GET)[/oauth_timestamp="(\d+)"/, 1].to_i, 2
  end

  def test_the_clock_is_learned_from_a_date_header
    signer = signer()
    date = (Time.now.utc + 7200).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert_in_delta 7200, signer.learn_clock(date), 2
    assert_in_delta Time.now.to_i + 7200, signer.sign(**GET)[/oauth_timestamp="(\d+)"/, 1].to_i, 3
  end

  def test_what_is_no_date_teaches_nothing
    signer = signer()
    signer.clock_offset = 500
    assert_raises(Twsign::InvalidResponse) { signer.learn_clock("yesterday") }
    assert_in_delta Time.now.to_i + 500, signer.sign(**GET)[/oauth_timestamp="(\d+)"/, 1].to_i, 2
  end

  def test_a_copy_of_a_signer_outlives_it
    copy = signer.dup
    GC.start
    assert_match(/\AOAuth /, copy.sign(**GET))
  end
end
