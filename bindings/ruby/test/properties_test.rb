# frozen_string_literal: true

require_relative "test_helper"
require "simple_oauth"
require "uri"

# Random requests; simple_oauth, another program, says what their signature is.
class PropertiesTest < Minitest::Test
  include Fixtures

  ROUNDS = 500
  ALPHABET = [*"a".."e", *"0".."3", *"-._~ !*'()&=+%#/?:;@,[]$\\\"<>^`{|}".chars, "é", "☃", "😀", "\n"].freeze

  def setup
    @random = Random.new(Minitest.seed)
  end

  def text(longest = 12)
    Array.new(@random.rand(longest)) { ALPHABET.sample(random: @random) }.join
  end

  def pairs
    Array.new(@random.rand(6)) { ["n#{text}", text] }
  end

  def test_what_form_encode_writes_is_read_back_as_it_was
    ROUNDS.times do
      pairs = pairs()
      form = Twsign.form_encode(pairs)
      assert_equal pairs, URI.decode_www_form(form)
      assert_match(/\A[A-Za-z0-9\-._~%&=]*\z/, form)
      assert_predicate form, :frozen?
    end
  end

  def test_a_canonical_url_is_canonical_and_never_ambiguous
    signer = signer()
    ROUNDS.times do
      url = "https://api.x.com/#{text.delete("%?#")}?#{URI.encode_www_form(pairs)}&#{text.delete("%#=&")}"
      canonical = Twsign.canonical_url(url)
      assert_equal canonical, Twsign.canonical_url(canonical)
      assert_predicate signer.sign(method: "GET", url: canonical), :frozen?
    end
  end

  def test_headers_are_those_of_simple_oauth
    signer = signer()
    ROUNDS.times do |round|
      query = pairs
      form = pairs
      url = "https://api.x.com/1.1/statuses/update.json"
      fixed = { nonce: "n#{round}", timestamp: 1_700_000_000 + round }
      sent = query.empty? ? url : "#{url}?#{Twsign.form_encode(query)}"
      ours = signer.sign(method: "POST", url: sent, body: Twsign.form_encode(form), content_type: FORM, **fixed)
      assert_equal simple_oauth(url, query + form, **fixed), ours
    end
  end

  def test_the_one_shot_and_the_signer_agree
    signer = signer()
    ROUNDS.times do
      request = { method: "POST", url: "https://api.x.com/?#{Twsign.form_encode(pairs)}", body: text,
                  content_type: [nil, FORM, "application/json"].sample(random: @random), nonce: "n", timestamp: 1,
                  rules: %i[x rfc5849].sample(random: @random) }
      assert_equal outcome { signer.sign(**request) }, outcome { Twsign.sign_request(**KEYS, **request) }
    end
  end

  private

  # With all parameters in one list: its own reading of a query forgets their order.
  def simple_oauth(url, params, nonce:, timestamp:)
    options = { consumer_key: API[:api_key], consumer_secret: API[:api_secret], nonce: nonce, timestamp: timestamp.to_s }
    SimpleOAuth::Header.new("POST", url, params, **options, **USER).to_s
  end

  def outcome
    yield
  rescue Twsign::Error => error
    [error.class, error.message]
  end
end
