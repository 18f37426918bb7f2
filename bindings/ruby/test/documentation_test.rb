# frozen_string_literal: true

require_relative "test_helper"
require_relative "provider_process"
require_relative "recording_server"
require "faraday"
require "open3"
require "stringio"
require "tmpdir"

# What the documents say is complete, and works.
class DocumentationTest < Minitest::Test
  include Fixtures

  ROOT = File.expand_path("..", __dir__)
  README = File.read(File.join(ROOT, "README.md"))
  BLOCKS = README.scan(/^## (.*?)\n.*?^```ruby\n(.*?)^```/m).to_h.freeze

  def test_everything_public_is_documented
    Dir.mktmpdir do |folder|
      output, status = yard("doc", "--fail-on-warning", "--db", "#{folder}/db", "--output-dir", "#{folder}/html")
      assert_predicate status, :success?, output
      assert_includes output, "100.00% documented"
      refute_includes output, "[warn]"
    end
  end

  def test_the_readme_shows_sign_login_and_webhook_in_less_than_forty_lines
    assert_equal ["Sign", "Log in", "Webhook"], BLOCKS.keys
    BLOCKS.each { |name, code| assert_operator code.lines.size, :<, 40, name }
  end

  def test_the_readme_signs
    server = RecordingServer.new { [200, {}, "found"] }
    code = BLOCKS["Sign"].sub('"api.x.com", 443', "\"127.0.0.1\", #{server.port}").sub("use_ssl = true", "use_ssl = false")
                         .sub('Faraday.new("https://api.x.com")', "Faraday.new(#{server.url.inspect})")
    output = ruby("-e", code, **environment)
    assert_match(/\Afound\nfound\nOAuth oauth_consumer_key=/, output)
    assert_equal ["/2/tweets/search/recent?query=from%3Axdevelopers", "/1.1/statuses/update.json"],
                 server.calls.map(&:target)
  ensure
    server.stop
  end

  def test_the_readme_logs_in
    provider = ProviderProcess.url or skip(ProviderProcess::MISSING)
    command = [RbConfig.ruby, "-w", "-I#{ROOT}/lib", "-e", "$stdout.sync = true", "-e", BLOCKS["Log in"]]
    Open3.popen2e(environment(X_API_BASE_URL: provider), *command) do |input, output|
      url = output.gets.delete_prefix("Open ").chomp
      input.puts ProviderProcess.decide(url, "allow")
      assert_includes output.read, "xapi (6253282)\n"
    end
  end

  def test_the_readme_answers_a_webhook
    apps = {}
    rack = Object.new
    rack.define_singleton_method(:map) { |path, &block| apps[path] = instance_eval(&block) }
    rack.define_singleton_method(:run) { |app| app }
    with_environment("X_API_SECRET" => "s") { rack.instance_eval(BLOCKS["Webhook"]) }
    check = { "REQUEST_METHOD" => "GET", "QUERY_STRING" => "crc_token=foo" }
    assert_equal 200, apps.fetch("/webhook").call(check).first
    event = { "REQUEST_METHOD" => "POST", "rack.input" => StringIO.new('{"a":1}'),
              "HTTP_X_TWITTER_WEBHOOKS_SIGNATURE" => "sha256=#{[OpenSSL::HMAC.digest("SHA256", "s", '{"a":1}')].pack("m0")}" }
    assert_output("a\n") { assert_equal 200, apps.fetch("/webhook").call(event).first }
  end

  private

  def yard(*arguments)
    Open3.capture2e({ "RUBYLIB" => nil }, "yard", *arguments, chdir: ROOT)
  end

  def environment(**more)
    { "X_API_KEY" => API[:api_key], "X_API_SECRET" => API[:api_secret], "X_ACCESS_TOKEN" => USER[:token],
      "X_ACCESS_TOKEN_SECRET" => USER[:token_secret], **more.transform_keys(&:to_s) }
  end

  def with_environment(variables)
    before = ENV.to_h
    ENV.update(variables)
    yield
  ensure
    ENV.replace(before)
  end
end
