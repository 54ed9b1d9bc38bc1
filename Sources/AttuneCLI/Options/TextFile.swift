import AttuneStreams

/// A small text that is read whole: a draft, a message, a book, weights.
enum TextFile {
  /// The most bytes that it may have.
  private static let limit = 16 << 20

  /// - Throws: `StreamError`, also for a text that is too long or not UTF-8.
  static func read(_ path: String) throws(StreamError) -> String {
    let bytes = try StreamInput.file(path).text(limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(path: path, encoding: "not UTF-8")
    }
    return text
  }

  /// A text in which what is not UTF-8 becomes U+FFFD.
  ///
  /// - Parameter path: "-" is standard input.
  /// - Throws: `StreamError`, also for a text that is too long, or no text.
  static func readRepaired(_ path: String) throws(StreamError) -> String {
    let input: StreamInput = path == "-" ? .standardInput : .file(path)
    return String(decoding: try input.text(limit: limit), as: UTF8.self)
  }
}
