import Attune

/// What annotators write.
extension OutputBuffer {
  /// A number that is not negative.
  package mutating func append(decimal number: Int) {
    reserve(20)
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  package mutating func append(jsonString text: String) {
    var text = text
    text.withUTF8 { append(jsonString: $0) }
  }

  /// ":17-30"
  package mutating func append(span: Range<Int>) {
    append(UInt8(ascii: ":"))
    append(decimal: span.lowerBound)
    append(UInt8(ascii: "-"))
    append(decimal: span.upperBound)
  }

  /// Gives what was written from `start` on the form of a field of a table.
  mutating func escape(from start: Int, delimiter: UInt8, isCSV: Bool) {
    let written = UnsafeBufferPointer(start: bytes + start, count: count - start)
    guard
      written.contains(where: { $0 == delimiter || $0 == Field.quote || $0 < 0x20 })
        || isCSV && CSVField.isFormula(written)
    else { return }
    let copy = Array(written)
    truncate(to: start)
    copy.withUnsafeBufferPointer { field in
      if isCSV {
        append(csvField: field, delimiter: delimiter, guardsFormulas: true)
      } else {
        append(tsvField: field)
      }
    }
  }
}

extension OutputBuffer {
  /// What is written to `bytes`, whose memory is used again.
  package mutating func append(through bytes: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
    bytes.removeAll(keepingCapacity: true)
    write(&bytes)
    append(bytes)
  }
}
