# frozen_string_literal: true

module Twsign
  # Bodies of HTTP clients: which of them are forms, and what X misreads in those
  # that Ruby has encoded.
  #
  # @api private
  module FormBody
    # What Ruby's HTTP clients call a body that came without a Content-Type.
    MEDIA_TYPE = "application/x-www-form-urlencoded"
    PATTERN = /\A[ \t]*application\/x-www-form-urlencoded[ \t]*(?:;|\z)/i
    private_constant :PATTERN

    module_function

    def named?(content_type)
      PATTERN.match?(content_type.to_s)
    end

    # URI.encode_www_form leaves a star raw, which X signs otherwise than RFC
    # 5849. Any other raw character the signer refuses, with the mend.
    def wire(form)
      form.include?("*") ? form.gsub("*", "%2A") : form
    end
  end
  private_constant :FormBody
end
