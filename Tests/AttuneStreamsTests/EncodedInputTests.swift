import Foundation
import Synchronization
import Testing

@testable import AttuneStreams

/// The same records come out of an input whatever its compression and encoding, from a file and from a pipe.
@Suite struct EncodedInputTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  /// Sentences of Windows-1252, long enough for several windows of 64 KiB.
  private static let rows = (0..<6000).map { number in
    let sentences = [
      "The café wasn’t good – €5", "“Größe passt”, señor", "plain words, again and again", "Ça va très bien…",
    ]
    return "\(number) \(sentences[number % 4])"
  }

  private static let text = rows.map { "\($0)\n" }.joined()

  static func encoded(_ text: String, _ encoding: String) -> [UInt8] {
    switch encoding {
    case "utf-8": Array(text.utf8)
    case "utf-8 mark": [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case "utf-16le": text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case "utf-16be": text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case "utf-16le mark": [0xFF, 0xFE] + encoded(text, "utf-16le")
    case "utf-16be mark": [0xFE, 0xFF] + encoded(text, "utf-16be")
    case "utf-32le mark":
      [0xFF, 0xFE, 0, 0]
        + text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> (8 * $0) & 0xFF) } }
    case "windows-1252": text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : Windows1252.byte(of: $0.value)! }
    case "mojibake":
      Array(
        String(
          String.UnicodeScalarView(
            text.utf8.map { UnicodeScalar($0 < 0x80 ? UInt32($0) : Windows1252.scalar(of: $0) ?? UInt32($0))! })
        ).utf8)
    default: preconditionFailure(encoding)
    }
  }

  static let encodings = [
    "utf-8", "utf-8 mark", "utf-16le", "utf-16be", "utf-16le mark", "utf-16be mark", "utf-32le mark", "windows-1252",
    "mojibake",
  ]

  /// Compressed by the command of that name.
  static func compressed(_ bytes: [UInt8], _ command: String) throws -> [UInt8] {
    let folder = try TemporaryFiles()
    let plain = try folder.write("plain", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "{ \(command); } < '\(plain)' > '\(plain).out'"]
    try process.run()
    process.waitUntilExit()
    return try folder.read("plain.out")
  }

  private func input(_ bytes: [UInt8], _ name: String = "a.txt", encoding: TextEncoding? = nil) throws -> (
    StreamInput, InputNotes
  ) {
    var input = StreamInput.file(try files.write(name, bytes))
    let notes = InputNotes { _ in }
    input.reading.notes = notes
    input.reading.encoding = encoding
    return (input, notes)
  }

  /// Lines, in pieces of which some are as small as a character.
  private func lines(_ tape: InputTape, chunkSize: Int = 1 << 16, stopAfter: Int = .max) throws(StreamError) -> [String]
  {
    var pipeline = FieldPipeline(format: .text, fields: ["text"]) { String(decoding: $0[0], as: UTF8.self) }
    pipeline.chunkSize = chunkSize
    let lines = Mutex<[String]>([])
    try pipeline.run(tape) { batch in
      lines.withLock { lines in
        lines += batch.rows
        return lines.count < stopAfter
      }
    }
    return lines.withLock { $0 }
  }

  private func note(_ notes: InputNotes) -> String { notes.all.joined(separator: "; ") }

  @Test(arguments: encodings, ["cat", "gzip"])
  func everyEncodingGivesTheSame(_ encoding: String, _ command: String) throws {
    let bytes = try Self.compressed(Self.encoded(Self.text, encoding), command)
    let (input, _) = try input(bytes)
    for chunkSize in [64, 1 << 16, 1 << 20] {
      let isEqual = try lines(InputTape([input]), chunkSize: chunkSize) == Self.rows
      #expect(isEqual, "\(chunkSize)")
    }
    let feed = Feed([bytes])
    let isEqual = try lines(InputTape([feed.input])) == Self.rows
    #expect(isEqual)
  }

  /// Pieces of a pipe end anywhere, also within a character and within a member.
  @Test(arguments: encodings.dropLast())
  func piecesMayEndAnywhere(_ encoding: String) throws {
    let text = String(Self.text.prefix(600))
    let bytes = Self.encoded(text, encoding)
    let expected = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).filter { !$0.isEmpty }
    for size in [1, 3, 7] where encoding != "utf-16le" || size > 1 {
      let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
      let feed = Feed(pieces)
      let isEqual = try lines(InputTape([feed.input])) == expected
      #expect(isEqual, "\(size)")
    }
  }

  @Test(arguments: encodings, ["cat", "gzip"])
  func aLookUsesNothingUp(_ encoding: String, _ command: String) throws {
    let bytes = try Self.compressed(Self.encoded(Self.text, encoding), command)
    for limit in [1000, 100_000, InputTape.limit] {
      let path = try files.write("looked", bytes)
      let feed = Feed([bytes])
      for input in [StreamInput.file(path), feed.input] {
        let tape = InputTape([input], limit: limit)
        for _ in 0..<2 { _ = try tape.look { () throws(StreamError) in try lines(tape, stopAfter: 3000) } }
        let isEqual = try lines(tape) == Self.rows
        #expect(isEqual, "\(limit)")
      }
    }
  }

  @Test func whatWasAssumedIsSaid() throws {
    for (encoding, note) in [
      ("utf-8", ""), ("utf-8 mark", ""), ("utf-16le", "read as UTF-16LE"), ("windows-1252", "read as Windows-1252"),
    ] {
      let (input, notes) = try input(Self.encoded(Self.text, encoding))
      _ = try lines(InputTape([input]))
      #expect(self.note(notes) == (note.isEmpty ? "" : "\(input.name): \(note)"))
    }
    let (input, notes) = try input(Self.encoded(Self.text, "mojibake"))
    _ = try lines(InputTape([input]))
    #expect(note(notes).contains("characters repaired that had been read as Windows-1252"))
  }

  // MARK: Compression

  @Test(arguments: ["zstd -q", "gzip -1", "head -c 5000 | gzip"])
  func membersMayFollowEachOther(_ command: String) throws {
    guard command != "zstd -q" || FileManager.default.fileExists(atPath: "/usr/bin/zstd") else { return }
    let parts = [Array("one\n".utf8), Array("two\n".utf8), [], Array("three\n".utf8)]
    let bytes = try parts.flatMap { try Self.compressed($0, command) }
    let (input, notes) = try input(bytes)
    #expect(try lines(InputTape([input])) == ["one", "two", "three"])
    #expect(notes.all.isEmpty)
    // The second begins as a member of zstd does.
    for trailer in [[0, 0, 0, 0], [0x28, 0xB5, 0x2F, 0xF0, 0x70]] as [[UInt8]] {
      let (padded, said) = try self.input(bytes + trailer)
      #expect(try lines(InputTape([padded])) == ["one", "two", "three"])
      #expect(note(said).contains("ignored what follows"))
      let feed = Feed((bytes + trailer).map { [$0] }, pause: 20)
      #expect(try lines(InputTape([feed.input])) == ["one", "two", "three"])
    }
  }

  /// What can be read is read; then comes the error.
  @Test func aMemberThatIsCutOff() throws {
    let bytes = try Self.compressed(Self.encoded(Self.text, "utf-8"), "gzip")
    for count in [2, 11, bytes.count / 2, bytes.count - 9, bytes.count - 1] {
      let (input, _) = try input(Array(bytes[..<count]))
      let error = StreamError.damaged(path: input.name, compression: .gzip, damage: .truncated)
      #expect(throws: error) { try input.text(limit: 1 << 30) }
      let tape = InputTape([input, .file(try files.write("other", []))])
      // A look has to do with what can be read.
      let looked = try tape.look { () throws(StreamError) in try lines(tape) }
      let seen = Mutex(0)
      #expect(throws: error) {
        try FieldPipeline(format: .text, fields: ["text"]) { _ in 0 }.run(tape) { batch in
          seen.withLock { $0 += batch.rows.count }
          return true
        }
      }
      #expect(seen.withLock { $0 } == looked.count)
      if count > bytes.count - 10 { #expect(looked.count == Self.rows.count) }
    }
    var damaged = bytes
    damaged[damaged.count - 6] ^= 1
    let (input, _) = try input(damaged)
    #expect(throws: StreamError.damaged(path: input.name, compression: .gzip, damage: .corrupt)) {
      try input.text(limit: 1 << 30)
    }
  }

  /// All blocks before the damage are read, however the bytes arrive.
  @Test(arguments: ["zstd -q", "gzip"], [1, 5])
  func aWrongChecksumLosesNothing(_ command: String, _ repeats: Int) throws {
    guard command != "zstd -q" || FileManager.default.fileExists(atPath: "/usr/bin/zstd") else { return }
    let rows = (0..<repeats).flatMap { number in Self.rows.map { "\($0) \(number)" } }
    var bytes = try Self.compressed(Array(rows.map { $0 + "\n" }.joined().utf8), command)
    bytes[bytes.count - (command == "gzip" ? 6 : 2)] ^= 1
    for piece in [100, 1 << 16] {
      let feed = Feed(
        stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) })
      let tape = InputTape([feed.input])
      let seen = Mutex(0)
      #expect(throws: StreamError.self) {
        try FieldPipeline(format: .text, fields: ["text"]) { _ in 0 }.run(tape) { batch in
          seen.withLock { $0 += batch.rows.count }
          return true
        }
      }
      #expect(seen.withLock { $0 } == rows.count)
    }
  }

  @Test func whatIsCompressedTwiceIsRefused() throws {
    let (input, _) = try input(Self.compressed(Array("text\n".utf8), "gzip | gzip"))
    #expect(throws: StreamError.damaged(path: input.name, compression: .gzip, damage: .nested)) {
      try lines(InputTape([input]))
    }
  }

  @Test func anInputTellsWhatItIs() throws {
    let bytes = try Self.compressed(Self.encoded(Self.text, "utf-16le"), "gzip")
    let tape = InputTape([try input(bytes).0])
    #expect(tape.nature(of: 0).compression == nil)
    _ = try tape.look { () throws(StreamError) in try lines(tape, stopAfter: 1) }
    #expect(tape.nature(of: 0).compression == .gzip)
    #expect(tape.nature(of: 0).encoding == .utf16(bigEndian: false))
  }

  /// Zeros by the gigabyte end with an error and not with the memory.
  @Test func aBombIsRefused() throws {
    let zeros = try Self.compressed([], "head -c 20000000 /dev/zero | gzip")
    let decompressor = Decompressor(.gzip, sizeLimit: 1 << 24)
    let output = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 20)
    defer { output.deallocate() }
    #expect(throws: Compression.Damage.bomb) {
      try zeros.withUnsafeBufferPointer { zeros throws(Compression.Damage) in
        var at = 0
        while at < zeros.count {
          at += try decompressor.decode(UnsafeBufferPointer(rebasing: zeros[at...]), into: output, capacity: 1 << 20)
            .taken
        }
      }
    }
  }

  // MARK: Encodings

  /// UTF-8 wins unless much of it is none.
  @Test func fewInvalidBytesLeaveUTF8() throws {
    let good = "Größe, café, señor\n"
    let (input, notes) = try input(Array(String(repeating: good, count: 20).utf8) + [0x63, 0xE9, 0x0A])
    #expect(try lines(InputTape([input])) == Array(repeating: String(good.dropLast()), count: 20) + ["c\u{FFFD}"])
    #expect(note(notes).contains("1 invalid sequence of UTF-8, the first at byte 461"))
    for (bytes, text) in [
      (Array("caf\u{E9}".unicodeScalars.map { UInt8($0.value) }), "café"),
      (Array("wasn\u{92}t good".unicodeScalars.map { UInt8($0.value) }), "wasn’t good"),
      ([0x64, 0x6F, 0x6E, 0xD5, 0x74], "don’t"), ([0xFF], "\u{FFFD}"), ([0x61, 0x62, 0, 0xE9], "ab\0é"),
    ] {
      let read = try lines(InputTape([try self.input(bytes).0]))
      #expect(read == [text])
    }
  }

  /// Behind the bytes that decide, another encoding is counted; ASCII decides nothing.
  @Test func anEncodingThatChanges() throws {
    let western = Self.encoded("c’est ça\n", "windows-1252")
    let (late, said) = try input(Array(String(repeating: "plain\n", count: 50_000).utf8) + western)
    #expect(try lines(InputTape([late])).last == "c’est ça")
    #expect(note(said).contains("read as Windows-1252"))
    let (mixed, notes) = try input(Array(String(repeating: "für\n", count: 50_000).utf8) + western + western)
    #expect(try lines(InputTape([mixed])).last == "c\u{FFFD}est \u{FFFD}a")
    #expect(note(notes).contains("4 invalid sequences of UTF-8, the first at byte 250001"))
    // Within them, each part is read as what it is.
    let (both, _) = try input(Array("für\n".utf8) + western)
    #expect(try lines(InputTape([both])) == ["für", "c’est ça"])
  }

  @Test func aNamedEncodingIsTaken() throws {
    func lines(_ bytes: [UInt8], _ name: String) throws -> ([String], String) {
      let encoding: TextEncoding = try #require(TextEncoding(name: name))
      let (input, notes) = try input(bytes, encoding: encoding)
      return (try self.lines(InputTape([input])), self.note(notes))
    }
    #expect(try lines(Array("é\n".utf8), "latin1").0 == ["Ã©"])
    #expect(try lines([0x8F, 0xAC, 0x0A], "Shift_JIS").0 == ["小"])
    #expect(try lines([0xFE, 0xFF, 0, 0x61], "utf-16").0 == ["a"])
    #expect(try lines([0xFF, 0xFE, 0x61, 0], "UTF-16LE").0 == ["a"])
    let (text, note) = try lines([0x61, 0xFF, 0xE2, 0x82, 0x0A], "utf-8")
    #expect(text == ["a\u{FFFD}\u{FFFD}"])
    #expect(note.contains("2 invalid sequences of bytes read as U+FFFD"))
    #expect(try lines([0x3D, 0xD8, 0x61, 0], "utf-16le").0 == ["\u{FFFD}a"])
    #expect(try lines([0x61, 0, 0x62], "utf-16le").0 == ["a\u{FFFD}"])
    for name in ["", "klingon", "utf-8//IGNORE", "../x", String(repeating: "x", count: 1000)] {
      #expect(TextEncoding(name: name) == nil)
    }
    for name in TextEncoding.names { #expect(TextEncoding(name: name) != nil) }
  }

  /// Text that only looks broken stays as it is.
  @Test(arguments: ["„MENÜ“ und „CAFÉ“", "Ã la carte", "SÃO PAULO", "é”", "â la", "100 Â", "naïve – “so”"])
  func textThatOnlyLooksBroken(_ text: String) throws {
    #expect(try lines(InputTape([try input(Array(text.utf8)).0])) == [text])
  }

  /// Each decoder does the same as Foundation, for random text and any division into pieces.
  @Test func decodersAgreeWithFoundation() throws {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("aaaaaaaaaaaaaaaabcdefghij \n,éß€’–")
    for _ in 0..<200 {
      let text = String(
        (0..<Int.random(in: 0..<300, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
      for (decoder, bytes) in [
        (UTF16Decoder(bigEndian: false) as any TextDecoder, Self.encoded(text + "😀", "utf-16le")),
        (UTF16Decoder(bigEndian: true), Self.encoded(text + "😀", "utf-16be")),
        (SingleByteDecoder.windows1252(keepsUTF8: false), Self.encoded(text, "windows-1252")),
        (UTF8Decoder(), Array(text.utf8)), (MojibakeDecoder(), Self.encoded(text, "mojibake")),
        (ConverterDecoder(try #require(Converter("WINDOWS-1252"))), Self.encoded(text, "windows-1252")),
      ] {
        let expected = decoder is UTF16Decoder ? text + "😀" : text
        #expect(
          Self.decoded(bytes, by: decoder, room: Int.random(in: decoderRoom..<200, using: &generator)) == expected)
      }
    }
  }

  private static func decoded(_ bytes: [UInt8], by decoder: any TextDecoder, room: Int) -> String {
    var (decoded, at, end): ([UInt8], Int, Int) = ([], 0, 0)
    let output = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer { output.deallocate() }
    while at < bytes.count {
      end = min(max(end, at) + Int.random(in: 1...20), bytes.count)
      let step = bytes[at..<end].withUnsafeBufferPointer {
        decoder.decode($0, isEnd: end == bytes.count, into: output, capacity: room)
      }
      decoded += UnsafeBufferPointer(start: output, count: step.written)
      at += step.taken
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  @Test func aCheckCountsLikeAWholeScan() {
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0..<60)).map { _ in
        [0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0xFF].randomElement()! as UInt8
      }
      var (whole, pieces) = (UTF8Check(), UTF8Check())
      bytes.withUnsafeBufferPointer { whole.pass($0) }
      for byte in bytes { withUnsafeBytes(of: byte) { pieces.pass($0.assumingMemoryBound(to: UInt8.self)) } }
      whole.finish()
      pieces.finish()
      let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
      #expect(whole.invalid == expected)
      #expect(pieces.invalid == expected)
      #expect(whole.first == pieces.first)
    }
  }

  // MARK: Pauses

  /// Nobody waits for more than has come.
  @Test func aLineIsAnsweredBeforeTheNextOne() throws {
    let gzip = try Self.compressed(Array("first\n".utf8), "gzip")
    for first in [
      Self.encoded("é\n", "windows-1252"), Self.encoded("plain\n", "utf-8"), Self.encoded("wide é\n", "utf-16le"), gzip,
    ] {
      let feed = Feed([first], staysOpen: true)
      #expect(try LineReader(feed.input).next() != nil)
    }
  }
}
