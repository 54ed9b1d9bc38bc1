extension Rubric {
  /// The channel of a name in an export: "E-Mail" and "ticket" are `email`, "Live chat" and "Facebook Messenger" `chat`.
  ///
  /// A name that is not known as written is tried without blanks and marks, then word by word, where the last known
  /// word counts; words that fit many channels ("web", "review") count only if no other word does.
  public func channel(named name: String) -> Channel? {
    let name = name.lowercased()
    if let channel = exactChannel(name) { return channel }
    let words = name.prefix(100).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    if let channel = exactChannel(words.joined()) ?? exactChannel(words.joined(separator: "-")) { return channel }
    // One letter says no more than that a network is called so.
    let known = words.compactMap { word in word.count > 1 ? exactChannel(word).map { (word, $0) } : nil }
    return (known.last { !Self.vagueWords.contains($0.0) } ?? known.last)?.1
  }

  private func exactChannel(_ name: String) -> Channel? {
    Channel(rawValue: name) ?? Channel.allCases.first { channels[$0.index].aliases.contains(name) }
  }

  private static let vagueWords: Set<String> = [
    "web", "x", "post", "public", "case", "review", "reviews", "app", "in-app", "google", "ticket", "message", "form",
  ]
}
