# frozen_string_literal: true

require "socket"

# An HTTP server on a free port of 127.0.0.1, which remembers what came in, byte
# for byte, and answers as the block says.
class RecordingServer
  Call = Struct.new(:method, :target, :headers, :body) do
    def authorization
      headers["authorization"]
    end

    def nonce
      authorization.to_s[/oauth_nonce="([^"]*)"/, 1]
    end

    def timestamp
      authorization.to_s[/oauth_timestamp="(\d+)"/, 1].to_i
    end
  end

  attr_reader :calls, :port

  # The block is given a Call and its number, from 0 on; it gives status, headers
  # and body, or :hang_up.
  def initialize(&answer)
    @answer = answer
    @calls = []
    @server = TCPServer.new("127.0.0.1", 0)
    @port = @server.addr[1]
    @thread = Thread.new { loop { serve(@server.accept) } }
    @thread.report_on_exception = false
  end

  def url
    "http://127.0.0.1:#{port}"
  end

  def stop
    @thread.kill.join
    @server.close
  end

  private

  def serve(socket)
    while (call = read(socket))
      @calls << call
      answer = @answer.call(call, @calls.size - 1)
      break if answer == :hang_up
      write(socket, call, *answer)
      break if call.headers["connection"] == "close"
    end
  ensure
    socket.close
  end

  def read(socket)
    method, target = socket.gets("\r\n", chomp: true)&.split
    return unless method
    headers = {}
    while (line = socket.gets("\r\n", chomp: true)) && !line.empty?
      name, value = line.split(": ", 2)
      headers[name.downcase] = value
    end
    Call.new(method, target, headers, read_body(socket, headers))
  end

  def read_body(socket, headers)
    return socket.read(headers["content-length"].to_i) unless headers["transfer-encoding"] == "chunked"
    body = +""
    until (size = socket.gets("\r\n").to_i(16)).zero?
      body << socket.read(size)
      socket.read(2)
    end
    socket.read(2)
    body
  end

  def write(socket, call, status, headers = {}, body = "")
    head = { "Date" => Time.now.utc.strftime("%a, %d %b %Y %H:%M:%S GMT"), "Content-Length" => body.bytesize, **headers }
    socket.write("HTTP/1.1 #{status} Words\r\n", head.map { |name, value| "#{name}: #{value}\r\n" }.join, "\r\n",
                 call.method == "HEAD" ? "" : body)
  end
end
