extension RecordLayout {
  /// The values of a field that may hold several, with U+001F between them, each once; nil for a field of one value.
  static func elements(_ value: String) -> [String]? {
    guard value.utf8.contains(0x1F) else { return nil }
    var known: Set<String> = []
    let names = value.split(separator: "\u{1F}").filter { known.insert($0.foldedName).inserted }.map(String.init)
    return names.isEmpty ? [""] : names
  }
}
