import Attune
import CAttune

/// Why a call did nothing; becomes `attune_last_error()`.
enum ABIError: Error {
  case model(ModelError)
  case unwritable(path: String, errno: Int32)
  /// A sentence about an argument, and the place of the text in question.
  case argument(String, index: Int? = nil)
  /// An Arrow format string.
  case unsupportedType(String)
  /// The place in the array.
  case invalidArray(index: Int)
  case untrainable(String, index: Int?)

  /// Makes this the last error of the thread.
  /// - Returns: its status.
  func report() -> attune_status {
    var message = message
    let (status, found, supported, index) = parts
    message.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        attune_set_last_error(status, found, supported, index, $0.baseAddress, $0.count)
      }
    }
    return status
  }

  private var parts: (status: attune_status, found: UInt32, supported: UInt32, index: Int64) {
    switch self {
    case .model(.unreadable(_, let number)), .unwritable(_, let number):
      (status(ATTUNE_UNREADABLE), UInt32(clamping: number), 0, -1)
    case .model(.notAModel): (status(ATTUNE_NOT_A_MODEL), 0, 0, -1)
    case .model(.unsupportedVersion(let found, let supported)):
      (status(ATTUNE_UNSUPPORTED_VERSION), found, supported, -1)
    case .model(.truncated), .model(.overlong), .model(.damaged): (status(ATTUNE_DAMAGED_MODEL), 0, 0, -1)
    case .model(.noShippedModel): (status(ATTUNE_NO_SHIPPED_MODEL), 0, 0, -1)
    case .model(.noTones): (status(ATTUNE_INVALID_ARGUMENT), 0, 0, -1)
    case .argument(_, let index): (status(ATTUNE_INVALID_ARGUMENT), 0, 0, Int64(index ?? -1))
    case .unsupportedType: (status(ATTUNE_UNSUPPORTED_TYPE), 0, 0, -1)
    case .invalidArray(let index): (status(ATTUNE_INVALID_ARRAY), 0, 0, Int64(index))
    case .untrainable(_, let index): (status(ATTUNE_UNTRAINABLE), 0, 0, Int64(index ?? -1))
    }
  }

  private var message: String {
    switch self {
    case .model(let error): "\(error)"
    case .unwritable(let path, let errno): "cannot write \(path): \(systemMessage(errno))"
    case .unsupportedType(let format): "an Arrow array of format '\(format)' contains no text"
    case .invalidArray(let index): "the Arrow array is invalid at \(index): its offsets decrease or point outside it"
    case .argument(let sentence, let index), .untrainable(let sentence, let index):
      index.map { "text \($0): \(sentence)" } ?? sentence
    }
  }
}

private func status(_ number: Int) -> attune_status { attune_status(number) }

/// Runs the body of a function of the interface.
func reporting(_ body: () throws(ABIError) -> Void) -> attune_status {
  do throws(ABIError) {
    try body()
    return attune_status(ATTUNE_OK)
  } catch {
    return error.report()
  }
}
