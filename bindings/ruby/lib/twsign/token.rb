# frozen_string_literal: true

module Twsign
  # What a token endpoint gave: a Request Token, an Access Token or a Bearer
  # Token. {#inspect} does not show it.
  class Token
    include Opaque

    # @api private
    def initialize(pointer)
      @pointer = pointer
    end

    # @return [String] the token, exactly as it was received
    def value
      Text.borrowed(Library.tw_token_value(@pointer))
    end

    # @return [String, nil] its secret, which a bearer has not
    def secret
      Text.borrowed(Library.tw_token_secret(@pointer))
    end

    # @return [String, nil] the id of the user that an Access Token is for
    def user_id
      Text.borrowed(Library.tw_token_user_id(@pointer))
    end

    # @return [String, nil] that user's name as it is now
    def screen_name
      Text.borrowed(Library.tw_token_screen_name(@pointer))
    end

    private

    def describe
      { user_id: user_id, screen_name: screen_name }.compact.map { |name, text| "#{name}=#{text}" }.join(" ")
    end
  end
end
