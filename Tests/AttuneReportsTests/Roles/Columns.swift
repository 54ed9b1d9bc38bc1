@testable import AttuneReports

/// A column of some values, as exports have it.
func column(_ name: String, _ values: [String]) -> RoleFinder.Column {
  var facts = ColumnFacts(name: name)
  for value in values { Array(value.utf8).withUnsafeBufferPointer { facts.append($0) } }
  return .init(name: name, facts: facts)
}
