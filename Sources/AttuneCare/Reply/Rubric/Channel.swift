/// Where a reply is read or heard. What is enough in a chat is too little in an e-mail.
public enum Channel: String, CaseIterable, Sendable, Hashable {
  case phone, email, chat
  /// Read by everybody.
  case social

  /// Its place in `allCases`.
  package var index: Int {
    switch self {
    case .phone: 0
    case .email: 1
    case .chat: 2
    case .social: 3
    }
  }
}
