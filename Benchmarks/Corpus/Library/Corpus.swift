/// Texts without end, made of the sample texts: of each sample some words give way to other samples' words, so that most
/// pairs of words are new, and some to invented ones, so that not every word is known. The same for the same seed.
public struct Corpus {
  /// What a record looks like.
  public enum Form: String, CaseIterable, Sendable {
    /// One short text a line.
    case posts
    /// One long text a line, of 4 to 19 short ones.
    case reviews
    /// Short texts in field "text" of an object.
    case jsonl
    /// Short texts in a quoted column "text" between two others.
    case csv
  }

  /// Sample texts, cut at blanks.
  private let samples: [[[UInt8]]]
  private let words: [[UInt8]]
  private var generator: SplitMix64

  /// - Parameter samples: one text a line.
  public init(samples: String, seed: UInt64 = 1) {
    self.samples = samples.split(separator: "\n").map { $0.split(separator: " ").map { Array($0.utf8) } }
    words = self.samples.flatMap { $0 }
    generator = SplitMix64(seed: seed)
  }

  /// A short text, 88 bytes long in the mean.
  public mutating func post() -> [UInt8] {
    var text: [UInt8] = []
    appendPost(to: &text)
    return text
  }

  /// A long text, of about a kilobyte.
  public mutating func review() -> [UInt8] {
    var text: [UInt8] = []
    for number in 0..<4 + Int(generator.next() % 16) {
      if number > 0 { text.append(0x20) }
      appendPost(to: &text)
    }
    return text
  }

  /// Texts of a form, without what the form adds.
  public mutating func text(_ form: Form) -> [UInt8] { form == .reviews ? review() : post() }

  /// What stands before the first record.
  public static func header(_ form: Form) -> [UInt8] { form == .csv ? Array("id,text,channel\n".utf8) : [] }

  /// Appends a text as a record of a form.
  public static func append(_ text: [UInt8], number: Int, as form: Form, to out: inout [UInt8]) {
    switch form {
    case .posts, .reviews: out += text
    case .jsonl:
      out += "{\"id\":\(number),\"text\":\"".utf8
      for byte in text {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { out.append(UInt8(ascii: "\\")) }
        out.append(byte)
      }
      out += "\",\"channel\":\"social\"}".utf8
    case .csv:
      out += "\(number),\"".utf8
      for byte in text {
        if byte == UInt8(ascii: "\"") { out.append(byte) }
        out.append(byte)
      }
      out += "\",social".utf8
    }
    out.append(0x0A)
  }

  private mutating func appendPost(to text: inout [UInt8]) {
    let sample = samples[Int(generator.next() % UInt64(samples.count))]
    for (index, word) in sample.enumerated() {
      if index > 0 { text.append(0x20) }
      let number = generator.next()
      switch number % 20 {
      case 0..<5: text += words[Int(number >> 8 % UInt64(words.count))]
      case 5: appendInvented(number >> 8, to: &text)
      default: text += word
      }
    }
  }

  /// A word of one to four syllables.
  private func appendInvented(_ number: UInt64, to text: inout [UInt8]) {
    var number = number
    for _ in 0...number % 4 {
      number /= 4
      text.append(Self.consonants[Int(number % 16)])
      text.append(Self.vowels[Int(number / 16 % 4)])
      number /= 64
    }
  }

  private static let consonants = Array("bcdfghklmnprstvz".utf8)
  private static let vowels = Array("aeio".utf8)
}

/// Sebastiano Vigna's generator, public domain.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
