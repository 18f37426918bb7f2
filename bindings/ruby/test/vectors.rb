# frozen_string_literal: true

# The vectors in tests/vectors/signing, which every language reads.
Vector = Struct.new(:name, :credentials, :request, :base_string, :header, :ambiguous) do
  def self.all
    Dir[File.join(Fixtures::CHECKOUT, "tests/vectors/signing/*")].sort.map { |folder| read(folder) }
  end

  def self.read(folder)
    fields = File.readlines(File.join(folder, "request.txt"), chomp: true, mode: "rb").map { |line| line.split(": ", 2) }
    one = fields.to_h { |name, value| [name.to_sym, value || ""] }
    oauth_params = fields.filter_map { |name, value| value.split("=", 2) if name == "oauth_param" }
    request = one.slice(:method, :url, :content_type, :nonce)
    request.update(timestamp: Integer(one[:timestamp]), body: contents(folder, "body"), oauth_params: oauth_params)
    new(File.basename(folder), one.slice(:api_key, :api_secret, :token, :token_secret), request,
        contents(folder, "base_string.txt"), contents(folder, "header.txt"), one[:x_rules] == "ambiguous")
  end

  def self.contents(folder, name)
    file = File.join(folder, name)
    File.binread(file) if File.exist?(file)
  end
  private_class_method :contents
end
