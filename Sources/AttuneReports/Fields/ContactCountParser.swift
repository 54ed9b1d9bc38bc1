import Attune
import AttuneStatistics

/// How many contacts a case took: a whole number from 0 to a million.
package struct ContactCountParser: FieldParser {
  package var decimalMark: NumberParser.DecimalMark

  package init(decimalMark: NumberParser.DecimalMark = .point) { self.decimalMark = decimalMark }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Int {
    let count = try NumberParser(decimalMark: decimalMark).parse(field)
    guard count >= 0, count == count.rounded() else { throw .notACount(field.text) }
    guard count <= Self.most else { throw .outOfRange(field.text) }
    return Int(saturating: count)
  }

  private static let most = 1_000_000.0
}
