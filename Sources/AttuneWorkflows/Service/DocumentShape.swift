/// What the brackets, strings and commas of a document of JSON are, but for what stands inside of its records.
struct DocumentShape {
  /// The most brackets that are open at a time.
  private(set) var deepest = 0
  /// Why it is not one value: a sentence; nil where nothing is wrong with it.
  private(set) var fault: String?

  private var depth = 0
  private var isString = false
  private var isEscaped = false
  /// The document is an array, whose elements are records.
  private var isList = false
  /// A record is being read that has no brackets or quotes, such as a number.
  private var isBare = false
  /// Records that have ended, and commas behind them.
  private var records = 0
  private var commas = 0
  private var hasEnded = false

  /// - Complexity: O(bytes)
  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      for byte in bytes { take(byte) }
    }
    endBare()
    if isString {
      note("it ends inside a string; the rest of it is missing")
    } else if depth > 0 {
      let count = depth == 1 ? "a bracket is" : "\(depth) brackets are"
      note("it ends before \(count) closed; the rest of it is missing")
    }
  }

  private mutating func note(_ sentence: String) { fault = fault ?? sentence }

  /// Records stand between the brackets of an array, or are the document.
  private var isBetween: Bool { hasEnded || depth == (isList ? 1 : 0) }

  private mutating func take(_ byte: UInt8) {
    if isString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isString = false
        if isBetween { records += 1 }
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""):
      begin()
      isString = true
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      if depth == 0, records == 0, !hasEnded, byte == UInt8(ascii: "[") { isList = true } else { begin() }
      depth += 1
      deepest = max(deepest, depth)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): close()
    case UInt8(ascii: ","): if isBetween { comma() }
    case 0x09, 0x0A, 0x0D, 0x20: endBare()
    // The mark of the order of bytes, at the beginning.
    case 0xEF, 0xBB, 0xBF: break
    default: if isBetween { beginBare() }
    }
  }

  private mutating func close() {
    endBare()
    guard depth > 0 else { return note("it closes a bracket that is not open") }
    if isList, depth == 1 {
      if commas > 0, commas == records { note("a comma stands behind its last record") }
      hasEnded = true
      depth = 0
      return
    }
    depth -= 1
    if isBetween { records += 1 }
  }

  private mutating func comma() {
    endBare()
    guard isList, !hasEnded, commas + 1 == records else {
      return note(commas == records ? "a comma has no record in front of it" : "several values follow each other")
    }
    commas += 1
  }

  private mutating func beginBare() {
    if !isBare { begin() }
    isBare = true
  }

  private mutating func endBare() {
    guard isBare else { return }
    isBare = false
    records += 1
  }

  /// A value begins.
  private mutating func begin() {
    guard isBetween || hasEnded else { return }
    endBare()
    guard !hasEnded, isList || records == 0 else { return note("several values follow each other") }
    if isList, records > commas { note("no comma stands between records \(records) and \(records + 1)") }
  }
}
