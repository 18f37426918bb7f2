# frozen_string_literal: true

require_relative "test_helper"
require "faraday"
require "rbs"

# The RBS signatures in sig/ are valid, and are those of the code.
class SignaturesTest < Minitest::Test
  include Fixtures

  ROOT = File.expand_path("..", __dir__)

  def self.environment
    @environment ||= begin
      loader = RBS::EnvironmentLoader.new
      loader.add(library: "net-http", version: nil)
      %w[sig test/sig].each { |folder| loader.add(path: Pathname(ROOT) / folder) }
      RBS::Environment.from_loader(loader).resolve_type_names
    end
  end

  # The classes and modules in sig/, by the names that they have in Ruby.
  def self.declared
    @declared ||= environment.class_decls.values.map { |entry| entry.decls.first.decl }
                             .select { |decl| decl.name.to_s.start_with?("::Twsign") }
                             .to_h { |decl| [decl.name.to_s.delete_prefix("::"), decl.name] }
  end

  def test_they_are_valid
    output = IO.popen([RbConfig.ruby, Gem.bin_path("rbs", "rbs"), *%w[-r net-http -I sig -I test/sig validate --silent]],
                      chdir: ROOT, err: %i[child out], &:read)
    assert_predicate $?, :success?, output
  end

  # rbs looks at what goes in and what comes out while other tests run.
  def test_they_hold_at_run_time
    tests = %w[vectors signer exchange webhook net_http faraday].map { |name| File.join(__dir__, "#{name}_test.rb") }
    output = ruby("-W0", "-I#{__dir__}", "-rrbs/test/setup", "-e", "ARGV.each { |test| require test }", "--", *tests,
                  RBS_TEST_TARGET: "Twsign,Twsign::*", RBS_TEST_LOGLEVEL: "error",
                  RBS_TEST_OPT: "-r net-http -I #{ROOT}/sig -I #{ROOT}/test/sig", TESTOPTS: nil)
    assert_match(/^\d{3} runs, .* 0 failures, 0 errors, 0 skips$/, output)
  end

  def test_every_public_class_and_module_has_one
    in_code = [Twsign, *Twsign.constants.map { |name| Twsign.const_get(name) }.grep(Module)].map(&:name)
    assert_equal in_code.sort, self.class.declared.keys.sort
  end

  def test_every_public_constant_has_one
    in_sig = self.class.environment.constant_decls.keys.map(&:to_s).grep(/\A::Twsign/).sort
    in_code = self.class.declared.keys.flat_map do |owner|
      constants = Object.const_get(owner).constants(false).reject { |name| Object.const_get(owner).const_get(name).is_a?(Module) }
      constants.map { |name| "::#{owner}::#{name}" }
    end
    assert_equal in_code.sort, in_sig
  end

  declared.each_key do |owner|
    define_method("test_the_methods_of_#{owner}_are_those_of_its_signature") do
      assert_equal methods_in_code(owner), methods_in_sig(owner, :build_instance) + methods_in_sig(owner, :build_singleton)
    end

    define_method("test_the_parameters_of_#{owner}_are_those_of_its_signature") do
      each_method(owner) do |method, types|
        types.each { |type| assert_parameters(method.parameters, type.type, "#{owner}##{method.name}") }
      end
    end
  end

  private

  def builder
    @builder ||= RBS::DefinitionBuilder.new(env: self.class.environment)
  end

  # What the class itself has, or gets from Twsign::Opaque.
  def methods_in_code(owner)
    code = Object.const_get(owner)
    own = code.public_instance_methods(false)
    own += Twsign.const_get(:Opaque).public_instance_methods if code.include?(Twsign.const_get(:Opaque))
    own << :initialize if code.private_instance_methods(false).include?(:initialize) && !internal?(code)
    own.uniq.sort + code.singleton_methods(false).sort - %i[yaml_tag]
  end

  # Made by the gem and not by its users.
  def internal?(code)
    [Twsign::Exchange, Twsign::Token].include?(code)
  end

  def methods_in_sig(owner, kind)
    name = self.class.declared.fetch(owner)
    builder.public_send(kind, name).methods.select { |_, method| method.defined_in == name && method.implemented_in == name }
           .keys.sort - [:new]
  end

  def each_method(owner)
    code = Object.const_get(owner)
    methods_in_sig(owner, :build_instance).each do |name|
      yield code.instance_method(name), definition(owner, :build_instance, name)
    end
    methods_in_sig(owner, :build_singleton).each do |name|
      yield code.method(name), definition(owner, :build_singleton, name)
    end
  end

  def definition(owner, kind, name)
    builder.public_send(kind, self.class.declared.fetch(owner)).methods.fetch(name).method_types
  end

  def assert_parameters(parameters, type, name)
    in_code = Hash.new { [] }.merge(parameters.group_by(&:first).transform_values { |found| found.map(&:last) })
    if in_code[:keyrest].empty?
      assert_equal in_code[:keyreq].sort, type.required_keywords.keys.sort, name
      assert_equal in_code[:key].sort, type.optional_keywords.keys.sort, name
    else # which hands them on
      assert_empty in_code[:keyreq] - type.required_keywords.keys, name
      assert_empty in_code[:key] - type.optional_keywords.keys, name
    end
    assert_equal in_code[:req].size, type.required_positionals.size, name
    assert_equal in_code[:opt].size, type.optional_positionals.size, name
  end
end
