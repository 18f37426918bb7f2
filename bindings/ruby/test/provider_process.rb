# frozen_string_literal: true

require "net/http"

# The provider of tests/e2e, whose OAuth is oauthlib's and whose reading of a
# request is X's: one process for all tests. It is also the user's browser.
module ProviderProcess
  PYTHON = File.join(Fixtures::CHECKOUT, "target/venv/bin/python")
  MISSING = "no #{PYTHON}: make setup"

  module_function

  # Its URL, or nil where its Python is missing.
  def url
    return unless File.executable?(PYTHON)
    @url ||= begin
      pipe = IO.popen([PYTHON, File.join(__dir__, "provider.py")], "r+")
      Minitest.after_run { pipe.close }
      pipe.gets.chomp
    end
  end

  # What the user says on the page: gives the PIN, or where the browser is sent
  # back to.
  def decide(authorize_url, decision)
    url = URI(authorize_url)
    page = Net::HTTP.get(url)
    token = page[/name="oauth_token" value="([^"]*)"/, 1]
    url.query = nil
    reply = Net::HTTP.post_form(url, "oauth_token" => token, "decision" => decision)
    reply["location"] || reply.body[%r{<code>(\d+)</code>}, 1]
  end
end
