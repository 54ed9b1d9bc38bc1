extension Encodable {
  /// As JSON for people and programs, with keys in alphabetical order and a line break at the end.
  package var json: String {
    guard let value = try? JSONValue(encoding: self) else { preconditionFailure("a summary that is no JSON") }
    return value.text + "\n"
  }
}
