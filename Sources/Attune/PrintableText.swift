extension String {
  /// Text from data as people may see it, on a terminal or a page: nothing of it moves the cursor, sets colours, ends a line
  /// or turns the direction of writing.
  ///
  /// | in the data | in the text |
  /// |---|---|
  /// | ESC and other C0 controls, DEL | their pictures: ␛, ␇, ␡ |
  /// | C1 controls, controls of the writing direction | `\u{9b}`, `\u{202e}` |
  /// | tabs, line and paragraph separators | blanks |
  ///
  /// - Parameter keepsLines: line feeds stay.
  package func printable(keepsLines: Bool) -> String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || keepsLines && $0 == 0x0A }) { return self }
    var result = UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A where keepsLines: result.append(scalar)
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
      case 0x7F: result.append("\u{2421}")
      // C1; then the controls of the writing direction, deprecated format characters and interlinear notes.
      case 0x80..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
