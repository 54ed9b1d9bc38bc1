#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Encodable {
  /// As JSON for people and programs, with keys in alphabetical order and a line break at the end.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Figures are finite, and so there is nothing that cannot be encoded.
    guard let data = try? encoder.encode(self) else { preconditionFailure("a figure that is no number") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
