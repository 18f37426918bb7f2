# frozen_string_literal: true

module Twsign
  class << self
    # Encodes names and values as a query or a form body that X reads as RFC
    # 5849 does: strict percent-encoding, "%20" for a space.
    #
    # @param params [Hash, Array] by name, or pairs, which may hold a name twice;
    #   names are Strings or Symbols, values also Integers, true or false
    # @return [String]
    # @raise [Ambiguous] for an empty name, or one that only the header may carry
    # @example
    #   Twsign.form_encode(status: "5 * 5 = 25") #=> "status=5%20%2A%205%20%3D%2025"
    def form_encode(params)
      Arena.borrow do |arena|
        native = Native.params(arena, params, "params")
        arena.take_text { Library.tw_form_encode(native, params.size, arena.result, arena.error) }
      end
    end

    # The same URL with its query in that encoding; raw bytes are escaped. Send
    # what comes out.
    #
    # @param url [String]
    # @return [String]
    # @raise [InvalidUrl, Ambiguous]
    # @example
    #   Twsign.canonical_url("https://api.x.com/2/users/by?usernames=a b")
    #   #=> "https://api.x.com/2/users/by?usernames=a%20b"
    def canonical_url(url)
      url = Text.required(url, "url")
      Arena.borrow do |arena|
        arena.take_text { Library.tw_canonical_url(url, arena.result, arena.error) }
      end
    end
  end
end
