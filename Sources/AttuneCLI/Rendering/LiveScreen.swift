import AttuneCare
import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A place to try drafts: what is typed is judged at every pause. Without a terminal every line is judged as a draft.
///
/// A draft has at most `LineReader.limit` bytes; on a terminal further keys do nothing, a longer line is an error.
struct LiveScreen {
  let coach: ReplyCoach
  let customer: String?
  let channel: Channel

  /// A pause in typing, in milliseconds.
  private static let pause: Int32 = 250

  func run() throws {
    guard isatty(0) == 1, isatty(1) == 1 else { return try runPlain() }
    var state = termios()
    guard tcgetattr(0, &state) == 0 else { return try runPlain() }
    var raw = state
    // Keys one by one, not shown; Control-C stays an interrupt.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(0, TCSANOW, &raw)
    defer { tcsetattr(0, TCSANOW, &state) }
    Self.restoreOnInterrupt(state)
    try say(control: "\u{1B}[?1049h")
    defer { try? say(control: "\u{1B}[?1049l") }
    try edit()
  }

  /// One draft a line.
  private func runPlain() throws {
    let lines = try LineReader(.standardInput)
    while let line = try lines.next() {
      let assessment = coach.assess(line, customer: customer, channel: channel)
      try say(AssessmentText(assessment, of: line, isColoured: false).text + "\n")
    }
  }

  private func edit() throws {
    var draft: [UInt8] = []
    try draw(draft)
    var isDrawn = true
    while true {
      var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, isDrawn ? -1 : Self.pause)
      if ready == 0 {
        try draw(draft)
        isDrawn = true
        continue
      }
      if ready < 0 {
        if errno == EINTR { continue }
        return
      }
      var keys = [UInt8](repeating: 0, count: 4096)
      let count = read(0, &keys, keys.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0, accept(keys[..<count], &draft) else { return }
      try show(draft)
      isDrawn = false
    }
  }

  /// - Returns: false for the end: Control-D, or Escape alone.
  private func accept(_ keys: ArraySlice<UInt8>, _ draft: inout [UInt8]) -> Bool {
    if keys.first == 0x1B { return keys.count > 1 }
    for key in keys {
      switch key {
      case 0x04: return false
      case 0x7F, 0x08:
        // The last character, with all its bytes.
        while let last = draft.popLast(), last & 0xC0 == 0x80 {}
      case 0x15: draft.removeAll()
      case _ where draft.count >= LineReader.limit: break
      case 0x0D, 0x0A: draft.append(0x0A)
      case 0x20...: draft.append(key)
      default: break
      }
    }
    return true
  }

  /// The whole screen, judged.
  private func draw(_ draft: [UInt8]) throws {
    let text = String(decoding: draft, as: UTF8.self)
    let assessment = coach.assess(text, customer: customer, channel: channel)
    let judged = AssessmentText(assessment, of: text, isColoured: getenv("NO_COLOR") == nil)
    var out = TerminalText()
    out.append(control: "\u{1B}[H\u{1B}[2J")
    if let customer { out.append("customer: \(TextTable.printable(customer, limit: 300))\n\n") }
    out = draft.isEmpty ? out + "\n" : out + judged.text
    out.append("\nYour draft (Control-U clears, Control-D ends):\n")
    out.append(control: "\u{1B}7")
    try say(out.returningCarriage)
    try show(draft)
  }

  /// The draft behind what was drawn.
  private func show(_ draft: [UInt8]) throws {
    var out = TerminalText()
    out.append(control: "\u{1B}8\u{1B}[J")
    out.append(String(decoding: draft, as: UTF8.self))
    try say(out.returningCarriage)
  }

  private func say(_ text: TerminalText) throws(StreamError) { try ByteOutput.standardOutput.write(text) }

  private func say(control: StaticString) throws(StreamError) {
    var out = TerminalText()
    out.append(control: control)
    try say(out)
  }

  // MARK: Interrupts

  /// The terminal as it was, for the signal handler: written before the handler is installed.
  nonisolated(unsafe) private static var before = termios()

  private static func restoreOnInterrupt(_ state: termios) {
    before = state
    signal(SIGINT) { _ in
      tcsetattr(0, TCSANOW, &LiveScreen.before)
      let leave: StaticString = "\u{1B}[?1049l"
      _ = write(1, leave.utf8Start, leave.utf8CodeUnitCount)
      _exit(Exit.interrupted)
    }
  }
}
