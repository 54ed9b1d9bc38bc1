import Attune
import AttuneCare
import AttunePlatform
import AttuneStreams

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
    guard isatty(0) == 1, isatty(1) == 1, let terminal = LiveTerminal() else { return try runPlain() }
    try terminal.enter()
    defer { terminal.leave() }
    try edit(terminal)
  }

  /// One draft a line.
  private func runPlain() throws {
    let lines = try LineReader(.standardInput)
    while let line = try lines.next() {
      let assessment = coach.assess(line, customer: customer, channel: channel)
      try ByteOutput.standardOutput.write(AssessmentText(assessment, of: line, isColoured: false).text + "\n")
    }
  }

  private func edit(_ terminal: LiveTerminal) throws {
    var (draft, keys) = (LiveDraft(), LiveKeys())
    var judged = judge(draft)
    var isJudged = true
    while true {
      let size = terminal.size
      try draw(draft, judged, size)
      switch terminal.wait(milliseconds: isJudged ? -1 : Self.pause) {
      case .nothing:
        judged = judge(draft)
        isJudged = true
      case .resized: continue
      case .ended: return
      case .typed(let bytes):
        for key in keys.keys(bytes) {
          guard key != .finish else { return }
          let before = draft.characters.count
          apply(key, to: &draft, width: size.width - 1)
          if key.changesText || draft.characters.count != before { isJudged = false }
        }
      }
    }
  }

  private func apply(_ key: LiveKeys.Key, to draft: inout LiveDraft, width: Int) {
    switch key {
    case .text(let text): draft.insert(text)
    case .backspace: draft.deleteBackward()
    case .delete: draft.deleteForward()
    case .left: draft.moveLeft()
    case .right: draft.moveRight()
    case .up: draft.move(rows: -1, width: width)
    case .down: draft.move(rows: 1, width: width)
    case .home: draft.moveToStart(width: width)
    case .end: draft.moveToEnd(width: width)
    case .clear: draft.clear()
    case .finish: break
    }
  }

  // MARK: The screen

  private struct Judged {
    var heading: String
    var score: Double?
    var details: [String]
  }

  private func judge(_ draft: LiveDraft) -> Judged {
    guard !draft.isEmpty else { return Judged(heading: "no draft yet", score: nil, details: []) }
    let assessment = coach.assess(draft.text, customer: customer, channel: channel)
    let text = AssessmentText(assessment, of: draft.text, isColoured: false)
    let lines = (text.items + text.suggestions).split(separator: "\n").map(String.init)
    let heading = text.heading.text.split(separator: "\n").first.map(String.init) ?? ""
    return Judged(heading: heading, score: assessment.score, details: lines)
  }

  /// Every line anew, so that nothing is left of what stood there before, whatever the terminal did meanwhile.
  private func draw(_ draft: LiveDraft, _ judged: Judged, _ size: (width: Int, height: Int)) throws {
    let layout = LiveLayout(
      heading: judged.heading, customer: customer, draft: draft, details: judged.details, width: size.width,
      height: size.height)
    var out = TerminalText()
    out.append(control: "\u{1B}[H")
    for (index, line) in layout.lines.enumerated() {
      if index > 0 { out.append(control: "\r\n") }
      out =
        out
        + (index == 0
          ? AssessmentText.paint(line, score: judged.score, isColoured: Self.isColoured) : TerminalText(line))
      out.append(control: "\u{1B}[K")
    }
    out.append(control: "\u{1B}[J\u{1B}[H")
    for _ in 0..<layout.cursor.row { out.append(control: "\u{1B}[B") }
    for _ in 0..<layout.cursor.column { out.append(control: "\u{1B}[C") }
    try ByteOutput.standardOutput.write(out)
  }

  private static let isColoured = getenv("NO_COLOR") == nil
}

extension LiveKeys.Key {
  fileprivate var changesText: Bool {
    switch self {
    case .text, .backspace, .delete, .clear: true
    default: false
    }
  }
}
