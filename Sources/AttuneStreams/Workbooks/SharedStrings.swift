import AttunePlatform

/// The texts of a workbook that its cells name by number, in one piece of memory.
final class SharedStrings: XMLHandler {
  /// Grown by `realloc`, which moves large pieces without a copy.
  private var bytes: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  private var count = 0
  private var ends: [UInt32] = []
  private var isInText = false
  private var isInPhonetics = false
  private let limit: Int

  /// - Parameter limit: bytes of all texts together, and of what tells where they end.
  init(limit: Int) { self.limit = limit }

  deinit { free(bytes) }

  /// The text of a number; nil when there is none.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return UnsafeBufferPointer(start: bytes.map { $0 + start }, count: Int(ends[index]) - start)
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "t" { isInText = !isInPhonetics } else if name == "rPh" { isInPhonetics = true }
  }

  override func end(_ name: XMLName) {
    if name == "t" {
      isInText = false
    } else if name == "rPh" {
      isInPhonetics = false
    } else if name == "si" {
      guard ends.count < min(WorkbookLimits.stringCount, limit / 4) else { return fail(.tooManyStrings) }
      let start = ends.last.map { Int($0) } ?? 0
      if let bytes { count = start + WorkbookText.decode(bytes + start, count - start) }
      ends.append(UInt32(count))
    }
  }

  override func text(_ text: UnsafeBufferPointer<UInt8>) {
    guard isInText, let base = text.baseAddress else { return }
    guard count + text.count <= limit else { return fail(.tooManyStrings) }
    if count + text.count > capacity {
      let wanted = max(1 << 16, count + text.count, capacity + capacity / 2)
      guard let grown = realloc(bytes, wanted) else { return fail(.tooManyStrings) }
      bytes = grown.assumingMemoryBound(to: UInt8.self)
      capacity = wanted
    }
    (bytes! + count).update(from: base, count: text.count)
    count += text.count
  }
}

/// What Excel does to texts that XML cannot hold.
enum WorkbookText {
  /// Puts the characters in place of codes such as `_x000D_`, in place.
  /// - Returns: how many bytes are left.
  static func decode(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    guard count >= 7, memchr(bytes, 0x5F, count) != nil else { return count }
    var (from, to) = (0, 0)
    while from < count {
      guard bytes[from] == UInt8(ascii: "_"), from + 7 <= count, bytes[from + 1] == UInt8(ascii: "x"),
        bytes[from + 6] == UInt8(ascii: "_"),
        let code = hexadecimal(bytes + from + 2), let character = Unicode.Scalar(code), code != 0
      else {
        bytes[to] = bytes[from]
        from += 1
        to += 1
        continue
      }
      // At most three bytes for seven.
      for byte in UTF8.encode(character)! {
        bytes[to] = byte
        to += 1
      }
      from += 7
    }
    return to
  }

  private static func hexadecimal(_ digits: UnsafeMutablePointer<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for index in 0..<4 {
      guard let digit = Character(Unicode.Scalar(digits[index])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
