# frozen_string_literal: true

require_relative "test_helper"
require "open3"
require "rubygems/package"
require "tmpdir"

# The gem as a user gets it: built, installed where nothing else is, and used.
class GemTest < Minitest::Test
  include Fixtures

  ROOT = File.expand_path("..", __dir__)
  BUILT = ENV.fetch("TWSIGN_LIBRARY", File.join(CHECKOUT, "target/release/libtwsign.so"))
  PROGRAM = <<~'RUBY'
    require "twsign"
    puts $LOADED_FEATURES.grep(/twsign\.rb\z/)
    puts Twsign::Signer.new(api_key: "k", api_secret: "s").sign(method: "GET", url: "https://api.x.com/")
    puts Twsign::NetHTTP, Twsign::Webhook.new(api_secret: "s") { nil }.inspect
  RUBY

  def test_it_is_built_installed_and_used
    Dir.mktmpdir do |home|
      file = build(home)
      run_gem("install", "--local", "--ignore-dependencies", "--no-document", "--install-dir", home, file)
      output = run_ruby(home, PROGRAM)
      assert_includes output, File.join(home, "gems/twsign-#{Twsign::VERSION}/lib/twsign.rb")
      assert_match(/^OAuth oauth_consumer_key="k"/, output)
    end
  end

  def test_it_holds_the_code_and_its_signatures_and_no_tests
    Dir.mktmpdir do |home|
      files = Gem::Package.new(build(home)).spec.files
      code = Dir.chdir(ROOT) { Dir["lib/**/*.rb", "sig/*.rbs"] }
      assert_empty code - files
      assert_includes files, "README.md"
      assert_empty files.grep(/test|benchmark/)
    end
  end

  private

  def build(folder)
    file = File.join(folder, "twsign.gem")
    output = run_gem("build", "twsign.gemspec", "--output", file)
    warnings = output.scan(/^WARNING: +(.*)/).flatten
    assert_empty warnings - ["no homepage specified", "See https://guides.rubygems.org/specification-reference/ for help"]
    file
  end

  def run_gem(*arguments)
    output, status = Open3.capture2e({ "RUBYLIB" => nil }, RbConfig.ruby, "-S", "gem", *arguments, chdir: ROOT)
    assert_predicate status, :success?, output
    output
  end

  # With the gems of the system for ffi, and no path to this checkout.
  def run_ruby(home, program)
    environment = { "GEM_HOME" => home, "GEM_PATH" => [home, *Gem.default_path].join(":"), "RUBYLIB" => nil,
                    "TWSIGN_LIBRARY" => BUILT }
    output, status = Open3.capture2e(environment, RbConfig.ruby, "-w", "-e", program, chdir: home)
    assert_predicate status, :success?, output
    output
  end
end
