import AttunePlatform

/// The text of one input, which is opened once and read once: the only place that opens and reads inputs.
///
/// It comes decompressed and in UTF-8; see `InputDecoder`. What is no text in records, such as a workbook, an `InputShaper`
/// makes to it; `open(as:cancellation:)` chooses it.
///
///     descriptor ─▶ InputDecoder ─▶ peeked ─▶ InputShaper ─▶ kept
///
/// What is read during a look (see `InputTape`) is kept and comes again. Waits for bytes with `poll`, so that a standard
/// input that somebody has made non-blocking is read like any other.
final class ByteSource {
  /// Shared by the sources of one tape.
  final class Look {
    var isOn = false
    /// Bytes that may still be kept.
    var room = InputTape.limit
    /// The look has come to the end of what may be kept; the input goes on.
    var isCut = false
  }

  enum Arrival {
    case bytes(Int)
    /// Nothing is there now.
    case nothing
    case end
    /// Somebody wants the reading to end.
    case cancelled
  }

  let input: StreamInput
  private let look: Look
  /// nil where the bytes are given as they are.
  private var decoder: InputDecoder?
  /// -1 before it is opened, and when it is closed again.
  private var descriptor: Int32 = -1
  private var isRegular = false
  /// The place in a regular file at which reading began.
  private var origin: off_t = 0
  /// Nothing comes behind `kept`.
  private var hasEnded = false
  /// Bytes of text that have been read, and of records that were made of it: see `InputReading.Bounds`.
  private var textBytes = 0
  private var shapedBytes = 0
  /// What was read of standard input to tell its format; it comes again.
  private var head: [UInt8] = []
  /// What was read and decoded to tell what the input is; it comes again.
  private(set) var peeked: [UInt8] = []
  /// What comes next of it.
  private var peekedAt = 0
  /// Nothing comes behind `peeked`.
  private var isExhausted = false
  /// What makes records of the input; nil for bytes that are records as they are.
  private var shaper: (any InputShaper)?
  private var isShaped = false
  /// Why what was shaped is not whole; it stays known when the shaper is gone.
  private var shapeFailure: StreamError?
  /// What the records stand in; it stays known when the input has ended.
  private(set) var container: InputContainer?
  /// See `InputShaper`.
  private(set) var firstRows: [Int] = []
  private var kept: [UInt8] = []
  /// What is to be given next, in `kept`.
  private var at = 0
  /// The look has gone beyond `kept`, in a regular file, which can be set back.
  private var isBeyond = false

  /// - Parameter isRaw: the bytes are given as they are.
  init(_ input: StreamInput, look: Look = Look(), isRaw: Bool = false) {
    self.input = input
    self.look = look
    decoder = isRaw ? nil : InputDecoder(input)
  }

  /// How the input is compressed, as far as its first bytes have been read; nil when it is not.
  var compression: Compression? { decoder?.compression }
  /// The encoding that was found; nil before that, and for ASCII.
  var encoding: TextEncoding? { decoder?.encoding }

  /// What the input is instead of text; nil for what is made to text.
  var foreign: FileType? { container != nil ? nil : decoder?.foreign }

  /// Why the input, which has come to its end, is not whole; nil during a look, behind which the same end comes again.
  var failure: StreamError? { look.isOn || at < kept.count ? nil : decoder?.failure ?? shapeFailure }

  deinit { close() }

  /// Opens the input, if that has not been done.
  func open() throws(StreamError) {
    guard descriptor < 0, !hasEnded, !isLookOver else { return }
    switch input.place {
    case .standardInput: descriptor = 0
    case .file(let path):
      repeat { descriptor = systemOpen(path) } while descriptor < 0 && errno == EINTR
      guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    }
    var status = stat()
    isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    if isRegular { origin = max(lseek(descriptor, 0, SEEK_CUR), 0) }
    if case .standardInput = input.place { head = StandardInputHead.take() }
  }

  /// Opens the input to read records of a format from it, whatever they stand in: see `InputShape`.
  func open(as format: RecordFormat, cancellation: Int32) throws(StreamError) {
    try open()
    guard !isShaped, descriptor >= 0 else { return }
    isShaped = true
    shaper = try InputShape.shaper(of: self, format: format, cancellation: cancellation)
    container = shaper?.container
  }

  /// A descriptor of the whole input that can be read at any place; nil where there is none.
  var seekableDescriptor: Int32? {
    isRegular && origin == 0 && descriptor >= 0 && compression == nil ? descriptor : nil
  }

  /// Reads at most `capacity` bytes, at least one.
  ///
  /// - Parameters:
  ///   - waits: until there are bytes.
  ///   - cancellation: a descriptor that becomes readable when the waiting shall end, as at the end of the input.
  func read(
    into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool = true, cancellation: Int32 = -1
  ) throws(StreamError) -> Arrival {
    if at < kept.count {
      let count = min(capacity, kept.count - at)
      kept.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress! + at, count: count) }
      at += count
      if !look.isOn, at == kept.count {
        kept = []
        at = 0
      }
      return .bytes(count)
    }
    if hasEnded { return .end }
    guard !isLookOver else {
      look.isCut = true
      return .end
    }
    let arrival =
      if let shaper {
        try shaped(by: shaper, into: bytes, capacity: capacity, waits: waits, cancellation: cancellation)
      } else {
        try readInput(into: bytes, capacity: capacity, waits: waits, cancellation: cancellation)
      }
    switch arrival {
    case .bytes(let count): if look.isOn { keep(bytes, count) }
    case .nothing: break
    case .end:
      hasEnded = true
      if !isBeyond { close() }
    case .cancelled: return .end
    }
    return arrival
  }

  private func shaped(
    by shaper: any InputShaper, into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool, cancellation: Int32
  ) throws(StreamError) -> Arrival {
    let arrival = try shaper.read(self, into: bytes, capacity: capacity, waits: waits, cancellation: cancellation)
    if firstRows.isEmpty { firstRows = shaper.firstRows }
    if shaper.hasEnded { shapeFailure = shaper.failure }
    if case .bytes(let count) = arrival {
      shapedBytes += count
      try check(shapedBytes)
    }
    return arrival
  }

  /// Reads the input's text before it is shaped, of which nothing is kept.
  func readInput(
    into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool = true, cancellation: Int32 = -1
  ) throws(StreamError) -> Arrival {
    if !peeked.isEmpty {
      let count = min(capacity, peeked.count - peekedAt)
      peeked.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress! + peekedAt, count: count) }
      peekedAt += count
      if peekedAt == peeked.count {
        peeked = []
        peekedAt = 0
        // What has come behind them belongs to the same read, as if nobody had looked.
        if count < capacity,
          case .bytes(let more) = try readText(into: bytes + count, capacity - count, false, cancellation)
        {
          return .bytes(count + more)
        }
      }
      return .bytes(count)
    }
    return try readText(into: bytes, capacity, waits, cancellation)
  }

  private func readText(
    into bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ waits: Bool, _ cancellation: Int32
  ) throws(StreamError) -> Arrival {
    if isExhausted { return .end }
    let arrival =
      if let decoder {
        try decoder.read(into: bytes, capacity: capacity, waits: waits) { bytes, capacity, waits throws(StreamError) in
          try readRaw(into: bytes, capacity, waits, cancellation)
        }
      } else {
        try readRaw(into: bytes, capacity, waits, cancellation)
      }
    switch arrival {
    case .bytes(let count):
      textBytes += count
      try check(textBytes)
    case .end: isExhausted = true
    case .nothing, .cancelled: break
    }
    return arrival
  }

  /// - Throws: `StreamError` where the input takes more than it may.
  private func check(_ count: Int) throws(StreamError) {
    guard let bounds = input.reading.bounds else { return }
    guard count <= bounds.bytes else { throw .tooLarge(path: input.name, limit: bounds.bytes) }
    try checkTime()
  }

  func checkTime() throws(StreamError) {
    guard let bounds = input.reading.bounds else { return }
    guard ContinuousClock.now < bounds.deadline else { throw .tooLate(path: input.name) }
  }

  /// Waits for at most `capacity` bytes more of the beginning of the input, which `peeked` then holds.
  /// - Returns: false at the end of the input.
  func peek(_ capacity: Int, cancellation: Int32) throws(StreamError) -> Bool {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    guard case .bytes(let count) = try readText(into: buffer, capacity, true, cancellation)
    else { return false }
    peeked += UnsafeBufferPointer(start: buffer, count: count)
    return true
  }

  /// Reads what is in the file or comes through the pipe.
  private func readRaw(
    into bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ waits: Bool, _ cancellation: Int32
  ) throws(StreamError) -> Arrival {
    if !head.isEmpty {
      let count = min(capacity, head.count)
      head.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress!, count: count) }
      head.removeFirst(count)
      return .bytes(count)
    }
    while true {
      if !isRegular {
        switch try wait(waits, cancellation) {
        case .bytes: break
        case let other: return other
        }
      }
      let count = systemRead(descriptor, bytes, capacity)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      // Somebody else who reads from the same pipe was faster.
      if errno == EAGAIN || errno == EWOULDBLOCK {
        if waits { continue }
        return .nothing
      }
      guard errno == EINTR else { throw .cannotRead(path: input.name, errno: errno) }
    }
  }

  /// Gives what a look has read once more.
  func rewind() throws(StreamError) {
    at = 0
    guard isBeyond else { return }
    isBeyond = false
    hasEnded = false
    isExhausted = false
    (textBytes, shapedBytes) = (0, 0)
    // What was kept is read again with the rest, for a decoder cannot begin in the middle.
    kept = []
    if decoder != nil { decoder = InputDecoder(input) }
    guard lseek(descriptor, origin, SEEK_SET) >= 0 else {
      throw .cannotRead(path: input.name, errno: errno)
    }
  }

  /// The rest of the input.
  /// - Throws: `StreamError`; `tooLarge` for more than `limit` bytes.
  func readAll(limit: Int) throws(StreamError) -> [UInt8] {
    try open()
    var all: [UInt8] = []
    let size = 1 << 16
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { buffer.deallocate() }
    while case .bytes(let count) = try read(into: buffer, capacity: size) {
      all += UnsafeBufferPointer(start: buffer, count: count)
      guard all.count <= limit else { throw .tooLarge(path: input.name, limit: limit) }
    }
    if let failure { throw failure }
    return all
  }

  /// Whether a look ends here: no more may be kept, and the input cannot be set back.
  private var isLookOver: Bool { look.isOn && look.room <= 0 && !(isRegular && descriptor >= 0 && shaper == nil) }

  private func keep(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
    guard look.room > 0 else {
      isBeyond = true
      return
    }
    kept += UnsafeBufferPointer(start: bytes, count: count)
    at = kept.count
    look.room -= count
  }

  private func wait(_ waits: Bool, _ cancellation: Int32) throws(StreamError) -> Arrival {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cancellation, events: Int16(POLLIN), revents: 0),
    ]
    var ready = poll(&waiting, 2, waits ? -1 : 0)
    while ready < 0, errno == EINTR { ready = poll(&waiting, 2, waits ? -1 : 0) }
    if ready < 0 { throw .cannotRead(path: input.name, errno: errno) }
    if ready == 0 { return .nothing }
    return waiting[1].revents != 0 ? .cancelled : .bytes(0)
  }

  private func close() {
    shaper = nil
    if descriptor > 0 { systemClose(descriptor) }
    descriptor = -1
  }
}

func systemOpen(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) { close(descriptor) }
