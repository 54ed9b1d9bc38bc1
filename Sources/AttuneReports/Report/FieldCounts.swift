/// How much of a column could be used.
package struct FieldCounts: Sendable, Equatable {
  /// A field that could not be read.
  package struct Example: Sendable, Equatable {
    package var path: String
    package var line: Int
    package var error: FieldError
  }

  package private(set) var missing = 0
  package private(set) var unreadable = 0
  /// The first ones.
  package private(set) var examples: [Example] = []

  private static let shown = 3

  package init() {}

  package mutating func append(_ fault: RecordLayout.Fault, path: String, line: Int) {
    switch fault {
    case .missing: missing += 1
    case .unreadable(let error):
      unreadable += 1
      if examples.count < Self.shown { examples.append(Example(path: path, line: line, error: error)) }
    }
  }
}
