// What swift-argument-parser uses of FoundationEssentials, under its name. `make` builds the command with this module instead
// of the real one, which cannot be linked in part and adds 6 MB. SwiftPM does not know this folder: packages that depend on
// Attune, and the tests, use Foundation.

/// An error that describes itself.
public protocol LocalizedError: Error {
  /// The sentence to show.
  var errorDescription: String? { get }
}

/// Writes indented JSON with sorted keys, whatever the options.
public final class JSONEncoder {
  /// Accepted and ignored.
  public struct OutputFormatting: OptionSet, Sendable {
    /// Indented by two blanks.
    public static let prettyPrinted = OutputFormatting(rawValue: 1)
    /// In the order of their bytes.
    public static let sortedKeys = OutputFormatting(rawValue: 2)

    /// One bit an option.
    public let rawValue: Int

    /// Options from their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// Accepted and ignored.
  public var outputFormatting: OutputFormatting = [.prettyPrinted, .sortedKeys]

  /// An encoder without state.
  public init() {}

  /// - Throws: what `value` throws.
  public func encode(_ value: some Encodable) throws -> Data {
    let text = try JSONValue(encoding: value).text
    return Data(text: text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/"))
  }
}

/// An encoded document.
public struct Data {
  fileprivate let text: String
}

extension String {
  /// How characters are bytes.
  public struct Encoding: Sendable {
    /// The only one.
    public static let utf8 = Encoding()
  }

  /// The text of a document; never nil.
  public init?(data: Data, encoding: Encoding) { self = data.text }
}
