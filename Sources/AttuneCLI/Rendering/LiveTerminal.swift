import AttunePlatform
import AttuneStreams

/// A terminal that gives keys one by one, and has a screen of its own until it is left: by the end, by Control-C, or by
/// Control-Z, after which it comes back as it was.
struct LiveTerminal {
  enum Event {
    case typed([UInt8])
    case resized
    /// Nothing was typed for so long.
    case nothing
    case ended
  }

  // Signal handlers reach nothing but these, which are set before the handlers are.
  nonisolated(unsafe) private static var before = termios()
  nonisolated(unsafe) private static var raw = termios()
  /// The end of a pipe that wakes the loop, whichever thread a signal came to.
  nonisolated(unsafe) private static var bell: Int32 = -1

  private static let enterScreen: StaticString = "\u{1B}[?1049h"
  private static let leaveScreen: StaticString = "\u{1B}[?1049l"

  private let alarm: Int32

  /// - Returns: nil where standard input is no terminal.
  init?() {
    guard tcgetattr(0, &Self.before) == 0 else { return nil }
    Self.raw = Self.before
    // Keys one by one, not shown; Control-C and Control-Z stay signals.
    Self.raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    alarm = ends[0]
    Self.bell = ends[1]
  }

  func enter() throws(StreamError) {
    signal(SIGINT) { _ in
      LiveTerminal.restore()
      _exit(Exit.interrupted)
    }
    signal(SIGTERM) { _ in
      LiveTerminal.restore()
      _exit(128 + SIGTERM)
    }
    signal(SIGTSTP) { _ in
      LiveTerminal.restore()
      // Goes on here when the shell continues the process.
      kill(getpid(), SIGSTOP)
      LiveTerminal.take()
      LiveTerminal.ring()
    }
    signal(SIGWINCH) { _ in LiveTerminal.ring() }
    Self.take()
  }

  func leave() {
    for number in [SIGINT, SIGTERM, SIGTSTP, SIGWINCH] { signal(number, SIG_DFL) }
    Self.restore()
  }

  /// Cells; those of a common terminal where it does not tell.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// - Parameter milliseconds: how long to wait; -1 for as long as it takes.
  func wait(milliseconds: Int32) -> Event {
    var waiting = [
      pollfd(fd: 0, events: Int16(POLLIN), revents: 0), pollfd(fd: alarm, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&waiting, 2, milliseconds)
    var bytes = [UInt8](repeating: 0, count: 4096)
    if ready < 0 { return errno == EINTR ? .resized : .ended }
    if ready == 0 { return .nothing }
    if waiting[1].revents != 0 {
      _ = read(alarm, &bytes, bytes.count)
      return .resized
    }
    let count = read(0, &bytes, bytes.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return .resized }
    return count > 0 ? .typed(Array(bytes[..<count])) : .ended
  }

  // MARK: In signal handlers

  private static func take() {
    tcsetattr(0, TCSANOW, &raw)
    _ = write(1, enterScreen.utf8Start, enterScreen.utf8CodeUnitCount)
  }

  private static func restore() {
    tcsetattr(0, TCSANOW, &before)
    _ = write(1, leaveScreen.utf8Start, leaveScreen.utf8CodeUnitCount)
  }

  private static func ring() {
    var byte: UInt8 = 0
    _ = write(bell, &byte, 1)
  }
}
