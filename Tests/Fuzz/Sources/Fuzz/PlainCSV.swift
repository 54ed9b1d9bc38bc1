/// A CSV splitter that is obviously right and slow: the twin of `RecordCutter`. It sees all bytes at once.
enum PlainCSV {
  private static let quote = UInt8(ascii: "\"")

  /// The records with their line ends.
  static func records(_ bytes: [UInt8], delimiter: UInt8) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = properEnd(bytes, start, delimiter) ?? lineEnd(bytes, start)
      records.append(Array(bytes[start..<end]))
      start = end
    }
    return records
  }

  private static func lineEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
  }

  /// The end of a record of which every quoted field ends as it should; nil when one does not.
  private static func properEnd(_ bytes: [UInt8], _ start: Int, _ delimiter: UInt8) -> Int? {
    var at = start
    while true {
      if at < bytes.count, bytes[at] == quote {
        guard let close = closingQuote(bytes, at) else { return nil }
        at = close + 1
        guard at == bytes.count || [delimiter, 0x0A, 0x0D].contains(bytes[at]) else { return nil }
      }
      while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A { at += 1 }
      if at == bytes.count { return at }
      at += 1
      if bytes[at - 1] == 0x0A { return at }
    }
  }

  private static func closingQuote(_ bytes: [UInt8], _ opening: Int) -> Int? {
    var at = opening + 1
    while at < bytes.count {
      if bytes[at] == quote {
        guard at + 1 < bytes.count, bytes[at + 1] == quote else { return at }
        at += 1
      }
      at += 1
    }
    return nil
  }
}
