# frozen_string_literal: true

require_relative "test_helper"
require_relative "vectors"

class VectorsTest < Minitest::Test
  def test_there_are_vectors
    assert_operator Vector.all.size, :>, 50
    assert(Vector.all.any?(&:ambiguous))
    assert(Vector.all.any? { |vector| vector.request[:body] })
    assert(Vector.all.any? { |vector| vector.request[:oauth_params].any? })
  end

  Vector.all.each do |vector|
    define_method("test_#{vector.name}_by_rfc5849") do
      request = { **vector.request, rules: :rfc5849 }
      signer = Twsign::Signer.new(**vector.credentials)
      assert_equal vector.header, signer.sign(**request).b
      assert_equal vector.header, Twsign.sign_request(**vector.credentials, **request).b
      assert_equal vector.base_string, Twsign.signature_base_string(**vector.credentials, **request).b
    end

    define_method("test_#{vector.name}_by_the_rules_of_x") do
      signer = Twsign::Signer.new(**vector.credentials)
      if vector.ambiguous
        assert_raises(Twsign::Ambiguous) { signer.sign(**vector.request) }
      else
        assert_equal vector.header, signer.sign(**vector.request).b
      end
    end
  end
end
