# frozen_string_literal: true

require_relative "test_helper"
require_relative "vectors"
require "open3"

# examples/ruby/sign.rb; tests/e2e runs the other two, as it does those of C.
class ExamplesTest < Minitest::Test
  FOLDER = File.join(Fixtures::CHECKOUT, "examples/ruby")
  LIB = File.expand_path("../lib", __dir__)
  NAMES = { api_key: "X_API_KEY", api_secret: "X_API_SECRET", token: "X_ACCESS_TOKEN",
            token_secret: "X_ACCESS_TOKEN_SECRET" }.freeze
  VECTOR = Vector.all.find { |vector| vector.name == "x-docs-creating-a-signature" }

  def run_example(*arguments, credentials: VECTOR.credentials)
    environment = NAMES.to_h { |name, variable| [variable, credentials[name]] }
    Open3.capture3(environment, RbConfig.ruby, "-w", "-I#{LIB}", File.join(FOLDER, "sign.rb"), *arguments)
  end

  def documented(*options)
    request = VECTOR.request
    fixed = ["--nonce", request[:nonce], "--timestamp", request[:timestamp].to_s]
    run_example(*options, *fixed, request[:method], request[:url], request[:body])
  end

  def test_it_signs_the_documented_request
    out, err, status = documented
    assert_equal ["#{VECTOR.header}\n", "", 0], [out, err, status.exitstatus]
  end

  def test_it_prints_the_base_string_and_the_explanation
    assert_equal "#{VECTOR.base_string}\n", documented("--base-string").first
    assert_includes documented("--explain").first, VECTOR.base_string
  end

  def test_a_refusal_is_told_on_standard_error
    out, err, status = run_example("GET", "https://api.x.com/?q=from:jack")
    assert_equal ["", 1], [out, status.exitstatus]
    assert_match(/\Asign: request\.url: raw ':' at byte 25/, err)
  end

  def test_without_credentials
    out, err, status = run_example("GET", "https://api.x.com/", credentials: {})
    assert_equal ["", "sign: X_API_KEY and X_API_SECRET are not both set\n", 1], [out, err, status.exitstatus]
  end

  def test_wrong_usage
    [[], ["GET"], ["--nonce"], ["--timestamp", "x", "GET", "https://h/"], ["--what", "GET", "https://h/"], %w[a b c d]]
      .each do |arguments|
      out, err, status = run_example(*arguments)
      assert_equal ["", 2], [out, status.exitstatus], arguments.inspect
      assert_match(/\Ausage: sign /, err)
    end
  end
end
