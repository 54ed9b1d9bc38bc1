/// Why a model cannot be used.
public enum ModelError: Error, Equatable, Sendable {
  /// The file cannot be opened or read; the operating system's error number.
  case unreadable(path: String, errno: Int32)
  /// The bytes do not start like a model.
  case notAModel
  /// A model of a format that this version of Attune does not know.
  case unsupportedVersion(found: UInt32, supported: UInt32)
  /// The file is truncated. Lengths are in bytes.
  case truncated(expected: Int, found: Int)
  /// The file is longer than its header says.
  case overlong(expected: Int, found: Int)
  /// Part of the file has been altered. Gives the section's four-letter name, or "header".
  case damaged(section: String)
  /// The build contains no shipped model.
  case noShippedModel
  /// The model has no tones of this taxonomy.
  case noTones(ToneTaxonomy)
}

extension ModelError: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch self {
    case .unreadable(let path, let errno): "cannot read \(path): \(systemMessage(errno))"
    case .notAModel: "not an Attune model"
    case .unsupportedVersion(let found, let supported):
      "written in model format \(found), but this version of Attune reads format \(supported)"
    case .truncated(let expected, let found): "truncated: \(found) of \(expected) bytes"
    case .overlong(let expected, let found):
      "damaged: \(found - expected) extra bytes follow its end at \(expected) bytes"
    case .damaged(let section): "damaged: the checksum or content of section '\(section)' is wrong"
    case .noShippedModel: "this build of Attune contains no model; give the path of one"
    case .noTones(.core): "has no tones ('attune train-tone' adds them)"
    case .noTones(.all): "has no single emotions ('attune train-tone' adds them)"
    }
  }
}
