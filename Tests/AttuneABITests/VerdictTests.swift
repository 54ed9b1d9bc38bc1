import Attune
import AttuneABI
import AttuneCare
import CAttune
import Foundation
import Testing

/// The C interface against the Swift one, bit by bit.
@Suite("Verdicts in C")
struct VerdictTests {
  let model: Model
  let handle: OpaquePointer

  init() throws {
    model = try Model.shipped()
    var handle: OpaquePointer?
    try #require(attune_load(nil, &handle) == attune_status(ATTUNE_OK))
    self.handle = try #require(handle)
  }

  /// Texts from words with and without feelings, marks and emoji, of 0 to 40 words.
  static let texts: [String] = {
    let words = [
      "not", "good", "bad", "the", "service", "never", "again", "😍", "été", "!!", "REFUND", "but", "9/10", "\u{0}", ".",
      "awful", "delivery", "thanks", "would", "be", "better", "&amp;", "sooooo", "don't",
    ]
    var state: UInt64 = 8
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    return (0..<4000).map { _ in (0..<random(41)).map { _ in words[random(words.count)] }.joined(separator: " ") }
  }()

  @Test("A batch in any number of threads and an Arrow array have the verdicts of Swift", arguments: [0, 1, 3])
  func batches(threads: UInt32) throws {
    let expected = model.classify(Self.texts)
    let bytes = Self.texts.map { Array($0.utf8) }
    let data = bytes.flatMap { $0 }
    let offsets = bytes.reduce(into: [Int32(0)]) { $0.append($0.last! + Int32($1.count)) }
    let count = bytes.count
    var options = attune_options(size: MemoryLayout<attune_options>.size, threads: threads)
    var results: [[Float]] = []
    try data.withUnsafeBytes { data in
      let texts = bytes.indices.map {
        attune_text(
          bytes: data.baseAddress!.assumingMemoryBound(to: CChar.self) + Int(offsets[$0]), length: bytes[$0].count)
      }
      results.append(try verdicts(count) { attune_classify_batch(handle, texts, count, &options, $0) })
      try offsets.withUnsafeBytes { offsets in
        var buffers: [UnsafeRawPointer?] = [nil, offsets.baseAddress, data.baseAddress]
        try "u".withCString { format in
          try buffers.withUnsafeMutableBufferPointer { buffers in
            var schema = ArrowSchema()
            schema.format = format
            var array = ArrowArray()
            array.length = Int64(count)
            array.n_buffers = 3
            array.buffers = buffers.baseAddress
            array.release = { _ in }
            results.append(
              try verdicts(count) { attune_classify_arrow(handle, &schema, &array, 0, Int64(count), &options, $0) })
          }
        }
      }
    }
    for numbers in results {
      for (text, verdict) in expected.enumerated() {
        let found = (0..<4).map { numbers[$0 * count + text].bitPattern }
        #expect(found == ([verdict.score] + verdict.probabilities).map { Float($0).bitPattern })
      }
    }
  }

  /// The scores, then the probabilities of each class.
  private func verdicts(
    _ count: Int, _ classify: (UnsafePointer<attune_columns>) -> attune_status
  ) throws -> [Float] {
    var numbers = [Float](repeating: -9, count: 4 * count)
    try numbers.withUnsafeMutableBufferPointer {
      var columns = attune_columns(
        label: nil, score: $0.baseAddress, probabilities: $0.baseAddress! + count, stride: 0)
      try #require(classify(&columns) == attune_status(ATTUNE_OK))
    }
    return numbers
  }

  @Test("An explanation is JSON with the logits of Swift")
  func explanation() throws {
    let text = "not \"good\"\n\\ at all, \u{1}"
    var json: UnsafeMutablePointer<CChar>?
    #expect(attune_explain_json(handle, text, text.utf8.count, &json) == attune_status(ATTUNE_OK))
    let string = String(cString: try #require(json))
    attune_free_string(json)
    let explanation = model.explain(text)
    for (label, logit) in zip(model.labels, explanation.logits) { #expect(string.contains("\"\(label)\":\(logit)")) }
    #expect(explanation.parts.allSatisfy { string.contains("\"kind\":\"\($0.kind.rawValue)\"") })
  }

  @Test("Own words count as in Swift, and bad ones are refused with their place")
  func ownWords() throws {
    var lexicon = CustomLexicon()
    try lexicon.add("glorp", valence: -3)
    try lexicon.ignore("Grace")
    let expected = model.with(lexicon).classify("Grace has a glorp parcel")
    func with(_ terms: [String], _ valences: [Float]?) throws -> (status: attune_status, score: Float?) {
      var changed: OpaquePointer?
      let copies = terms.map { strdup($0) }
      defer { for copy in copies { free(copy) } }
      let texts = zip(copies, terms).map { attune_text(bytes: UnsafePointer($0), length: $1.utf8.count) }
      let status = attune_with_lexicon(handle, texts, valences, terms.count, &changed)
      guard status == attune_status(ATTUNE_OK) else { return (status, nil) }
      defer { attune_free(changed) }
      var score: Float = 9
      try withUnsafeMutablePointer(to: &score) { score in
        var columns = attune_columns(label: nil, score: score, probabilities: nil, stride: 0)
        try #require(attune_classify(changed, "Grace has a glorp parcel", 24, &columns) == attune_status(ATTUNE_OK))
      }
      return (status, score)
    }
    #expect(try with(["glorp", "Grace"], [-3, .nan]).score == Float(expected.score))
    #expect(try with([], nil).score == Float(model.classify("Grace has a glorp parcel").score))
    for (terms, valences, place) in [
      (["fine", "glorp"], [1, 5], 1), (["fine", "--"], [1, 1], 1), (["a", "b", "a"], [1, 1, 2], 2),
    ] as [([String], [Float], Int64)] {
      #expect(try with(terms, valences).status == attune_status(ATTUNE_INVALID_ARGUMENT))
      #expect(attune_last_error().pointee.index == place)
    }
    var none: OpaquePointer?
    #expect(attune_with_lexicon(nil, nil, nil, 0, &none) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(attune_with_lexicon(handle, nil, nil, 2, &none) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(attune_with_lexicon(handle, nil, nil, 0, nil) == attune_status(ATTUNE_INVALID_ARGUMENT))
  }

  @Test("Languages have names that last")
  func languages() {
    func name(_ text: String) -> String? { attune_language(text, text.utf8.count).map { String(cString: $0) } }
    let german = "Das Paket ist leider noch immer nicht bei uns angekommen."
    #expect(name(german) == "de")
    #expect(attune_language(german, german.utf8.count) == attune_language(german, german.utf8.count))
    #expect(name("The parcel has not arrived yet.") == nil)
    #expect(attune_language(nil, 0) == nil)
    #expect(attune_language(nil, 5) == nil)
    #expect(attune_language("x", -1) == nil)
  }

  private func json(_ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> attune_status) throws -> String {
    var string: UnsafeMutablePointer<CChar>?
    try #require(call(&string) == attune_status(ATTUNE_OK))
    defer { attune_free_string(string) }
    return String(cString: try #require(string))
  }

  @Test("Tones, aspects, urgency and replies are those of Swift")
  func more() throws {
    let text = "I was charged twice and nobody answers!"
    let length = text.utf8.count
    let tone = try #require(try model.tones(of: text).first)
    #expect(
      try json { attune_tones_json(handle, text, length, 0, $0) }
        .hasPrefix("[{\"label\":\"\(tone.label)\",\"probability\":\(tone.probability)}"))
    let mention = try #require(AspectScorer(model: model).aspects(of: "The bill was wrong").first)
    #expect(
      try json { attune_aspects_json(handle, "The bill was wrong", 18, $0) }
        == "[{\"aspect\":\"\(mention.aspect)\",\"term\":\"bill\",\"start\":4,\"end\":8,\"label\":\"negative\",\"score\":\(mention.score)}]"
    )
    let urgency = UrgencyScorer(model: model).urgency(of: text)
    let said = try json { attune_urgency_json(handle, text, length, $0) }
    #expect(said.hasPrefix("{\"score\":\(urgency.score),\"reasons\":[{\"reason\":\"money\",\"start\":"))
    let reply = ReplyCoach(model: model).assess("Sorry.", customer: text, channel: .chat)
    #expect(
      try json { attune_reply_json(handle, "Sorry.", 6, text, length, "chat", $0) }
        .hasPrefix("{\"score\":\(reply.score!),\"items\":{"))
    var none: UnsafeMutablePointer<CChar>?
    #expect(attune_reply_json(handle, "a", 1, nil, 0, "fax", &none) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(attune_urgency_json(nil, "a", 1, &none) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(attune_aspects_json(handle, nil, 3, &none) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(none == nil)
  }

  @Test("What is wrong is told to the thread that did it, with its numbers")
  func errors() throws {
    var other: OpaquePointer?
    #expect(attune_load("/no/such/model", &other) == attune_status(ATTUNE_UNREADABLE))
    #expect(attune_last_error().pointee.found == 2)
    #expect(attune_load_bytes("nothing", 7, &other) == attune_status(ATTUNE_NOT_A_MODEL))
    #expect(attune_classify_batch(handle, nil, 1, nil, nil) == attune_status(ATTUNE_INVALID_ARGUMENT))
    #expect(other == nil && String(cString: attune_last_error().pointee.message).contains("null"))
  }
}
