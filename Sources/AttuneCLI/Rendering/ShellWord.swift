extension String {
  /// As a word of a POSIX shell.
  var quotedForShell: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte &- 0x30 < 10 || "_-./:@%+=".utf8.contains(byte)
      }
    return isPlain ? self : "'\(replacing(text: "'", with: "'\\''"))'"
  }
}
