import AttuneCare
import AttuneStreams
import AttuneWorkflows

extension Taxonomy {
  /// That of a file, or the shipped one.
  static func load(_ path: String?) throws -> Taxonomy {
    guard let path else { return .shipped }
    let yaml = try TextFile.read(path)
    do throws(Failure) {
      return try Taxonomy(yaml: yaml)
    } catch {
      try Exit.fail("\(path)\(error.sentence)", Exit.data)
    }
  }
}
