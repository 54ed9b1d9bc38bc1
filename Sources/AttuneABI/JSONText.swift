import Attune

/// JSON that is put together in order.
struct JSONText {
  private(set) var text = ""

  mutating func append(_ raw: String) { text += raw }

  mutating func append(string: String) {
    var string = string
    string.withUTF8 { JSONString.append($0, shortens: false) { text += String(decoding: $0, as: UTF8.self) } }
  }

  /// A finite number with all its digits.
  mutating func append(_ number: Double) { text += "\(number)" }

  mutating func append<Element>(list: some Sequence<Element>, _ element: (inout JSONText, Element) -> Void) {
    text += "["
    var isFirst = true
    for item in list {
      if !isFirst { text += "," }
      isFirst = false
      element(&self, item)
    }
    text += "]"
  }

  /// An object, with a value for each key.
  mutating func append<Value>(_ entries: some Sequence<(String, Value)>, _ value: (inout JSONText, Value) -> Void) {
    text += "{"
    var isFirst = true
    for (key, item) in entries {
      if !isFirst { text += "," }
      isFirst = false
      append(string: key)
      text += ":"
      value(&self, item)
    }
    text += "}"
  }
}
