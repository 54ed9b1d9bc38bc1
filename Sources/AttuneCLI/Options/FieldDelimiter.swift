import ArgumentParser

/// A character that separates the fields of tables.
struct FieldDelimiter: ExpressibleByArgument {
  let byte: UInt8

  private static let names: [String: UInt8] = [
    "tab": 0x09, "\\t": 0x09, "comma": 0x2C, "semicolon": 0x3B, "pipe": 0x7C, "space": 0x20,
  ]

  /// - Returns: nil for what is not one sign of ASCII, and for letters, digits and quotes, which stand in fields.
  init?(argument: String) {
    if let byte = Self.names[argument.lowercased()] {
      self.byte = byte
      return
    }
    guard argument.utf8.count == 1, let byte = argument.utf8.first, byte == 0x09 || (0x20...0x7E).contains(byte),
      byte != 0x22, !argument.first!.isLetter, !argument.first!.isNumber
    else { return nil }
    self.byte = byte
  }

  static var allValueStrings: [String] { [] }
}
