import AttunePlatform

/// A line on a terminal's standard error that is written over again and again.
struct ProgressLine: Sendable {
  private let isShown: Bool

  init(isQuiet: Bool) { isShown = !isQuiet && isatty(2) == 1 }

  func show(_ text: String) {
    if isShown { printToStandardError("attune: \(text)", control: "\r\u{1B}[K") }
  }

  func clear() {
    if isShown { printToStandardError("", control: "\r\u{1B}[K") }
  }
}
