/// The text that HTML shows, such as the body of a mail.
package enum ShownText {
  /// Its lines; what entities stand for is left, but for the few that mail programs write in any text.
  ///
  /// - Returns: nil for a text that is no HTML.
  /// - Complexity: O(bytes)
  package static func of(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    ShownLines(text).map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
