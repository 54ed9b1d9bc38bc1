import CSIMDJSON

/// Between the bytes of an input and its text: decompresses, and makes UTF-8 of what is not.
///
///     descriptor ─▶ raw ─▶ (gzip, zstd) ─▶ window ─▶ (UTF-16, Windows-1252 … ─▶ UTF-8) ─▶ output
///
/// Both are decided once. Compression shows in the first bytes. The encoding is told by a byte-order mark or by zeros in the
/// first `headSize` bytes, or else by the first `windowSize` bytes behind the first that is not ASCII: fewer when the
/// input pauses, so that nobody waits at the other end. Until that byte comes there is nothing to decide.
///
/// ASCII and UTF-8 go from the descriptor to the caller without a copy; they are searched for bytes that are neither,
/// which takes less than an instruction a byte. Memory: four windows, and what the decompressor needs.
final class InputDecoder {
  typealias Arrival = ByteSource.Arrival
  /// Reads at most so many bytes, and waits or does not.
  typealias Source = (UnsafeMutablePointer<UInt8>, Int, Bool) throws(StreamError) -> Arrival

  static let windowSize = 1 << 16
  /// Bytes that show a byte-order mark, zeros, or what else a file is.
  private static let headSize = 1 << 14

  private enum State {
    /// Nothing has been seen.
    case start
    /// ASCII so far.
    case ascii
    /// The window begins beyond ASCII.
    case undecided
    /// UTF-8, counted where it is not.
    case utf8
    /// Whatever it is.
    case untouched
    case decoded(any TextDecoder)
  }

  private let input: StreamInput
  private var state = State.start
  private var decompressor: Decompressor?
  private var isCompressionKnown = false
  /// A decompressor may have more for the same input.
  private var holdsOutput = false
  /// Bytes that were read and not yet decompressed.
  private var raw = Block()
  /// Bytes that were decompressed and not yet decoded.
  private var window = Block()
  /// Bytes that were decoded and not yet given.
  private var output = Block()
  /// Nothing comes behind `raw`.
  private var isRawOver = false
  /// Nothing comes behind `window`.
  private var isOver = false
  private var check = UTF8Check()
  /// ASCII before the first byte that is not.
  private var asciiLength = 0
  /// Bytes at the beginning of the window that are ASCII, or a byte-order mark of UTF-8.
  private var asciiInWindow = 0
  private var isFinished = false
  /// Why the input could not be decompressed to its end.
  private(set) var failure: StreamError?
  private(set) var encoding: TextEncoding?
  /// What the input is instead of text, by its first bytes, however few of them a caller asks for.
  private(set) var foreign: FileType?

  init(_ input: StreamInput) { self.input = input }

  var compression: Compression? { decompressor?.compression }

  /// Reads at most `capacity` bytes of text.
  func read(
    into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool, from source: Source
  ) throws(StreamError) -> Arrival {
    while true {
      switch state {
      case .start:
        switch try fillHead(waits, source) {
        case .bytes: begin()
        case let other: return other
        }
      case .ascii:
        if asciiInWindow > 0 {
          let count = window.give(to: bytes, min(capacity, asciiInWindow))
          asciiInWindow -= count
          asciiLength += count
          return .bytes(count)
        }
        if !window.isEmpty {
          state = .undecided
          continue
        }
        let arrival = try given(into: bytes, capacity, waits, source)
        guard case .bytes(let count) = arrival else { return finished(arrival) }
        let length = attune_ascii_length(bytes, count)
        asciiLength += length
        if length == count { return arrival }
        window.append(bytes + length, count - length)
        state = .undecided
        if length > 0 { return .bytes(length) }
      case .undecided:
        try fillWindow(source)
        if !isOver, UTF8Sequence.openEnd(window.bytes) == window.count {
          // One character, of which the rest is missing.
          switch try refill(waits, source) {
          case .bytes, .end: continue
          case let other: return other
          }
        }
        decide()
      case .utf8:
        let arrival = try given(into: bytes, capacity, waits, source)
        guard case .bytes(let count) = arrival else { return finished(arrival) }
        check.pass(UnsafeBufferPointer(start: bytes, count: count))
        return arrival
      case .untouched:
        return finished(try given(into: bytes, capacity, waits, source))
      case .decoded(let decoder):
        if !output.isEmpty { return .bytes(output.give(to: bytes, capacity)) }
        if try !decode(decoder) {
          if isOver { return finished(.end) }
          switch try refill(waits, source) {
          case .bytes, .end: continue
          case let other: return other
          }
        }
      }
    }
  }

  // MARK: Deciding

  /// The first bytes, as many as show what they are the beginning of.
  private func fillHead(_ waits: Bool, _ source: Source) throws(StreamError) -> Arrival {
    if !isCompressionKnown {
      if let pause = try findCompression(waits, source) { return pause }
      // What is not compressed is decoded where it was read.
      if decompressor == nil { swap(&raw, &window) }
    }
    window.reserve(Self.windowSize)
    while !isOver, window.count < Self.headSize {
      let isEnough =
        window.count >= 4 && !FileSignature.mayFollow(window.bytes)
        || window.bytes.contains(0x0A)
      switch try refill(waits && !isEnough, source, limit: Self.headSize - window.count) {
      case .bytes, .end: break
      case .cancelled: return .cancelled
      case .nothing:
        guard isEnough else { return .nothing }
        return .bytes(window.count)
      }
    }
    return .bytes(window.count)
  }

  private func begin() {
    let head = UnsafeBufferPointer(rebasing: window.bytes.prefix(Self.headSize))
    if let compression, Compression(window.bytes) != nil {
      failure = .damaged(path: input.name, compression: compression, damage: .nested)
      isOver = true
      window.drop(window.count)
      state = .untouched
      return
    }
    let kind = FileType(head)
    if let forced = input.reading.encoding {
      if kind != .binary { foreign = kind }
      return force(forced, head)
    }
    if let mark = TextEncoding.mark(window.bytes), mark.encoding != .utf8 {
      window.drop(mark.length)
      return take(mark.encoding, keepsUTF8: false)
    }
    if let kind {
      foreign = kind
      state = .untouched
    } else if let wide = EncodingGuess.wide(head) {
      take(wide, keepsUTF8: false)
    } else {
      let mark = window.bytes.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
      let length = window.count == mark ? 0 : attune_ascii_length(window.bytes.baseAddress! + mark, window.count - mark)
      asciiInWindow = mark + length
      state = .ascii
    }
  }

  /// Takes an encoding that was named, and passes its byte-order mark.
  private func force(_ forced: TextEncoding, _ head: UnsafeBufferPointer<UInt8>) {
    var encoding = forced
    let mark = TextEncoding.mark(window.bytes)
    if case .utf16(nil) = forced {
      encoding = .utf16(bigEndian: false)
      if let wide = EncodingGuess.wide(head), case .utf16 = wide { encoding = wide }
      if let mark, case .utf16 = mark.encoding { encoding = mark.encoding }
    } else if forced == .other("UTF-32"), let mark, mark.length == 4 {
      encoding = mark.encoding
    }
    if let mark, mark.encoding == encoding { window.drop(mark.length) }
    self.encoding = encoding
    state = .decoded(decoder(for: encoding, keepsUTF8: false) ?? UTF8Decoder())
  }

  private func decide() {
    encoding = .utf8
    switch EncodingGuess(window.bytes, isWhole: isOver) {
    case .utf8: state = .utf8
    case .mojibake: state = .decoded(MojibakeDecoder())
    case .other(let encoding, let keepsUTF8): take(encoding, keepsUTF8: keepsUTF8)
    }
  }

  private func take(_ encoding: TextEncoding, keepsUTF8: Bool) {
    guard let decoder = decoder(for: encoding, keepsUTF8: keepsUTF8) else {
      state = .utf8
      return
    }
    self.encoding = encoding
    state = .decoded(decoder)
    note("read as \(encoding.name)\(keepsUTF8 ? ", where it is not UTF-8" : "")")
  }

  private func decoder(for encoding: TextEncoding, keepsUTF8: Bool) -> (any TextDecoder)? {
    switch encoding {
    case .utf8: return UTF8Decoder()
    case .utf16(let bigEndian): return UTF16Decoder(bigEndian: bigEndian ?? false)
    case .windows1252: return SingleByteDecoder.windows1252(keepsUTF8: keepsUTF8)
    case .other(let name):
      guard let converter = Converter(name) else { return nil }
      return SingleByteDecoder.of(converter) ?? ConverterDecoder(converter)
    }
  }

  private func note(_ text: String) { input.reading.notes.add("\(input.name): \(text)") }

  /// Says at the end what was counted.
  private func finished(_ arrival: Arrival) -> Arrival {
    guard case .end = arrival, !isFinished else { return arrival }
    isFinished = true
    switch state {
    case .decoded(let decoder): if let text = decoder.closingNote { note(text) }
    case .utf8:
      check.finish()
      if check.invalid > 0 {
        note(
          "\(check.invalid) invalid sequence\(check.invalid == 1 ? "" : "s") of UTF-8, the first at byte \(asciiLength + check.first); "
            + "if it has another encoding, name it with --encoding")
      }
    default: break
    }
    if decompressor?.hasTrailer == true { note("ignored what follows the compressed data") }
    return arrival
  }

  // MARK: Moving bytes

  /// Adds what comes to the window: one read.
  private func refill(_ waits: Bool, _ source: Source, limit: Int = windowSize) throws(StreamError) -> Arrival {
    guard !isOver else { return .end }
    window.reserve(Self.windowSize)
    let arrival = try expanded(into: window.free, min(window.room, limit), waits, source)
    switch arrival {
    case .bytes(let count): window.grow(count)
    case .end: isOver = true
    default: break
    }
    return arrival
  }

  /// Fills the window unless the input pauses.
  private func fillWindow(_ source: Source) throws(StreamError) {
    window.reserve(Self.windowSize)
    while window.count < Self.windowSize,
      case .bytes = try refill(false, source, limit: Self.windowSize - window.count)
    {}
  }

  /// The window, then what comes behind it.
  private func given(
    into bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ waits: Bool, _ source: Source
  ) throws(StreamError) -> Arrival {
    if !window.isEmpty { return .bytes(window.give(to: bytes, capacity)) }
    if isOver { return .end }
    let arrival = try expanded(into: bytes, capacity, waits, source)
    if case .end = arrival { isOver = true }
    return arrival
  }

  /// - Returns: false when more input is needed, or nothing is left.
  private func decode(_ decoder: any TextDecoder) throws(StreamError) -> Bool {
    guard !window.isEmpty else { return false }
    output.reserve(3 * Self.windowSize + decoderRoom)
    let step = decoder.decode(window.bytes, isEnd: isOver, into: output.free, capacity: output.room)
    window.drop(step.taken)
    output.grow(step.written)
    if isOver, step.taken == 0, step.written == 0 { window.drop(window.count) }
    return step.taken > 0 || step.written > 0
  }

  /// Reads decompressed bytes.
  private func expanded(
    into bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ waits: Bool, _ source: Source
  ) throws(StreamError) -> Arrival {
    if !isCompressionKnown {
      if let pause = try findCompression(waits, source) { return pause }
    }
    guard let decompressor else {
      if !raw.isEmpty { return .bytes(raw.give(to: bytes, capacity)) }
      return isRawOver ? .end : try source(bytes, capacity, waits)
    }
    while failure == nil {
      if raw.isEmpty, !isRawOver, !holdsOutput {
        switch try refillRaw(waits, source) {
        case .bytes, .end: break
        case let other: return other
        }
      }
      do throws(Compression.Damage) {
        let step = try decompressor.decode(raw.bytes, into: bytes, capacity: capacity)
        raw.drop(step.taken)
        holdsOutput = step.written == capacity
        if step.written > 0 { return .bytes(step.written) }
        if raw.isEmpty, isRawOver {
          guard decompressor.isBetween else { throw .truncated }
          return .end
        }
        if step.taken == 0, !raw.isEmpty { throw .corrupt }
      } catch {
        failure = .damaged(path: input.name, compression: decompressor.compression, damage: error)
      }
    }
    return .end
  }

  private func refillRaw(_ waits: Bool, _ source: Source) throws(StreamError) -> Arrival {
    raw.reserve(Self.windowSize)
    let arrival = try source(raw.free, min(raw.room, Self.windowSize), waits)
    switch arrival {
    case .bytes(let count): raw.grow(count)
    case .end: isRawOver = true
    default: break
    }
    return arrival
  }

  /// - Returns: nil when it is found.
  private func findCompression(_ waits: Bool, _ source: Source) throws(StreamError) -> Arrival? {
    while !isRawOver, raw.isEmpty || FileSignature.mayFollowCompression(raw.bytes) {
      switch try refillRaw(waits, source) {
      case .bytes, .end: break
      case let other: return other
      }
    }
    isCompressionKnown = true
    if let found = Compression(raw.bytes) { decompressor = Decompressor(found) }
    return nil
  }
}

/// Bytes that are added behind and taken in front.
private struct Block: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  private var at = 0
  private var end = 0

  deinit { start?.deallocate() }

  var count: Int { end - at }
  var isEmpty: Bool { at == end }
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start.map { UnsafePointer($0 + at) }, count: count)
  }
  /// Where bytes are added; `room` of them.
  var free: UnsafeMutablePointer<UInt8> { start! + end }
  var room: Int { capacity - end }

  /// Makes room for `total` bytes with those that are there, which move to the beginning only where there is no other room.
  mutating func reserve(_ total: Int) {
    let count = count
    guard total - count > room else { return }
    if let start, total <= capacity {
      start.update(from: start + at, count: count)
    } else {
      // A quarter more, so that a few bytes that are taken in front do not move the rest.
      capacity = total + total / 4
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      if let start {
        larger.update(from: start + at, count: count)
        start.deallocate()
      }
      start = larger
    }
    (at, end) = (0, count)
  }

  mutating func grow(_ count: Int) { end += count }

  mutating func drop(_ count: Int) {
    at += count
    if at == end { (at, end) = (0, 0) }
  }

  mutating func append(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
    reserve(self.count + count)
    free.update(from: bytes, count: count)
    end += count
  }

  mutating func give(to bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
    let given = min(count, capacity)
    bytes.update(from: start! + at, count: given)
    drop(given)
    return given
  }
}
