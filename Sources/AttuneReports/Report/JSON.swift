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
    // Summaries leave out figures that are not finite. One that slips through must not end the program.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "", negativeInfinity: "", nan: "")
    guard let data = try? encoder.encode(self) else { preconditionFailure("a summary that is no JSON") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
