import ArgumentParser
import AttuneCare

/// What texts may speak of: the same options wherever aspects are found.
struct TaxonomyOptions: ParsableArguments {
  @Flag(help: "Add aspects: what the text is about, where it says so, and whether it is positive or negative.")
  var aspects = false

  @Option(help: .file("YAML file with your own taxonomy of aspects. Default: the built-in taxonomy."))
  var taxonomy: String?

  func load() throws -> Taxonomy { try Taxonomy.load(taxonomy) }

  /// Makes sure that no taxonomy was given as the value of `--aspects`, which would be read as an input.
  func check(_ files: [String]) throws {
    guard aspects,
      let file = files.first(where: { file in
        [".yaml", ".yml", ".toml"].contains { file.lowercased().hasSuffix($0) }
      })
    else { return }
    throw ValidationError("--aspects takes no file; name the taxonomy with --taxonomy \(file).")
  }

  /// What to say of arguments that could not be parsed because a file stands behind "--aspects="; nil for others.
  static func advice(on arguments: [String]) -> String? {
    let prefix = "--aspects="
    let commands = [ClassifyCommand.configuration, ReportCommand.configuration, CompareCommand.configuration]
      .map(\.commandName)
    guard commands.contains(arguments.first),
      let argument = arguments.prefix(while: { $0 != "--" }).first(where: { $0.hasPrefix(prefix) })
    else { return nil }
    return "--aspects takes no value; name a taxonomy with --taxonomy \(argument.dropFirst(prefix.count))."
  }
}
