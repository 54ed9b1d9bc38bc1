import HTTPTypes

/// Whose requests are answered.
///
/// A page of another site can make a browser on this machine send requests here. It cannot choose their `Host`, unless its
/// name was made to point here (DNS rebinding), so the name must be known; nor can it hide its `Origin`.
struct Access: Sendable {
  /// What requests must carry; nil for nothing.
  let token: String?
  /// Names under which the server is reached; nil for any, which needs a token.
  let names: [String]?

  static let loopback = ["127.0.0.1", "localhost", "[::1]", "::1"]

  /// Why a request is refused; nil for one that is answered.
  ///
  /// - Parameters:
  ///   - isOpen: what is asked for needs no token.
  ///   - isPage: what is asked for is a page, to which other sites may link.
  func refusal(of request: HTTPRequest, isOpen: Bool, isPage: Bool) -> Problem? {
    // The first is the authority; a second one would be another's.
    guard request.headerFields[.host] == nil else { return .severalHosts }
    guard let authority = request.authority, let host = Self.host(of: authority) else { return .badHost }
    if let names, !names.contains(where: { Self.isEqual($0, host) }) { return .badHost }
    if let origin = request.headerFields[.origin], !Self.isSame(origin, authority) { return .otherOrigin }
    if let site = request.headerFields[.secFetchSite], site == "cross-site" || site == "same-site" {
      guard isPage, Self.isLink(request) else { return .otherOrigin }
    }
    guard let token, !isOpen else { return nil }
    guard let given = request.headerFields[.authorization], given.lowercased().hasPrefix("bearer "),
      Self.isEqualInConstantTime(given.dropFirst(7), token)
    else { return .noToken }
    return nil
  }

  /// Whether a person follows a link in a window of their own: the page that has the link sees nothing of the answer.
  private static func isLink(_ request: HTTPRequest) -> Bool {
    (request.method == .get || request.method == .head) && request.headerFields[.secFetchMode] == "navigate"
      && request.headerFields[.secFetchDest] == "document"
  }

  /// Without the port; nil for what is no name with a port.
  private static func host(of authority: String) -> Substring? {
    let end =
      authority.first == "["
      ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
      : authority.firstIndex(of: ":") ?? authority.endIndex
    guard let end, end > authority.startIndex, !authority.contains("@") else { return nil }
    let rest = authority[end...]
    let port = rest.dropFirst()
    guard rest.isEmpty || rest.first == ":" && port.allSatisfy(\.isASCII) && UInt16(port) != nil && port.first != "+"
    else { return nil }
    return authority[..<end]
  }

  private static func isEqual(_ name: String, _ other: Substring) -> Bool {
    name.utf8.count == other.utf8.count && name.lowercased() == other.lowercased()
  }

  /// Whether a page is of this server; behind a proxy it may have come by TLS.
  private static func isSame(_ origin: String, _ authority: String) -> Bool {
    ["http://", "https://"].contains { origin.lowercased() == $0 + authority.lowercased() }
  }

  /// Takes as long for a token whose first byte is wrong as for one whose last byte is.
  private static func isEqualInConstantTime(_ given: Substring, _ token: String) -> Bool {
    let (given, token) = (Array(given.utf8), Array(token.utf8))
    var difference = given.count ^ token.count
    for index in token.indices { difference |= Int(token[index] ^ (index < given.count ? given[index] : 0)) }
    return difference == 0
  }
}

extension HTTPField.Name {
  static let referrerPolicy = Self("Referrer-Policy")!
  static let secFetchSite = Self("Sec-Fetch-Site")!
  static let secFetchMode = Self("Sec-Fetch-Mode")!
  static let secFetchDest = Self("Sec-Fetch-Dest")!
  static let host = Self("Host")!
}
