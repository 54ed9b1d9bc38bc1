import Attune
import AttuneStatistics

/// How many contacts a case took: a number from 0 to a million, of which decimals are left out.
package struct ContactCountParser: FieldParser {
  package init() {}

  package func parse(_ field: FieldCursor) throws(FieldError) -> Int {
    let count = try NumberParser().parse(field)
    guard Self.range.contains(count) else { throw .outOfRange(field.text) }
    return Int(saturating: count)
  }

  private static let range = 0.0...1_000_000
}
