import Foundation
import Testing

@testable import AttuneReports

@Suite struct JSONValueTests {
  private struct Everything: Encodable {
    struct Nothing: Encodable {}
    enum Color: String, Encodable { case red }
    struct Nested: Encodable {
      enum Key: CodingKey { case inner, list, above }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
        try inner.encode(1, forKey: .list)
        try inner.encodeNil(forKey: .above)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        try list.encodeNil()
        try list.encode("b")
        var member = list.nestedContainer(keyedBy: Key.self)
        try member.encode(true, forKey: .inner)
        var row = list.nestedUnkeyedContainer()
        try row.encode(2.5)
        try "c".encode(to: list.superEncoder())
        try [3].encode(to: container.superEncoder())
        try 4.encode(to: container.superEncoder(forKey: .above))
      }
    }
    var numbers = [
      0, 1, -0.0, 0.1, 1e-7, 1e15, 1e16, 1e22, 123_456_789_012_345_680, .leastNonzeroMagnitude, -2.5, .nan, -.infinity,
    ]
    var singles: [Float] = [0.1, 3, 1e-9, 16_777_216]
    var wholes: [Int] = [.min, 0, .max]
    var byte: UInt8 = 255
    var missing: Int?
    var holes: [Int?] = [nil, 1]
    var optionals: [String: Double?] = ["a": nil, "b": 1]
    var empty: [Int] = []
    var emptyMembers: [String: Int] = [:]
    var nothings = [Nothing(), Nothing()]
    var grid = [[1], [2, 3], []]
    var keys = [
      "a2": 1, "a10": 2, "B": 3, "b": 4, "é": 5, "": 6, "\u{1F600}": 7, "\u{FFFD}": 8, "z/\u{1}\u{7F}\u{2028}": 9,
    ]
    var whole = [10: "x", 2: "y"]
    var text = "\u{0}\u{1F}\n\t\u{8}\u{C}\r\"\\/é👩🏽‍🚀\u{2029}"
    var isTrue = true
    var colors = [Color.red]
    var nested = Nested()
  }

  @Test func writesWhatFoundationWrites() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "", negativeInfinity: "", nan: "")
    let expected = String(decoding: try encoder.encode(Everything()), as: UTF8.self)
    #expect(Everything().json == expected + "\n")
  }

  @Test func readsWhatItWrites() throws {
    let value = try JSONValue(encoding: Everything())
    #expect(JSONValue(parsing: value.text) == value)
  }

  @Test(arguments: [
    (#" {"a" : [1 , -2.50e+3,true,false,null, {}] } "#, true), (#""\ud83d\ude00 \u00e9 \/ \b""#, true), ("0", true),
    ("-0.0E-1", true), ("[]", true), (#""\ud800""#, true), (#""\ud800\u0041""#, true),
    ("", false), (" ", false), ("01", false), ("1.", false), (".5", false), ("+1", false), ("-", false), ("1e", false),
    ("[1,]", false), ("[1 2]", false), ("{\"a\"}", false), ("{\"a\":1,}", false), ("{a:1}", false), ("{1:1}", false),
    ("tru", false), ("nul", false), ("\"", false), ("\"\\x\"", false), ("\"\\u12\"", false), ("\"\\u00g0\"", false),
    ("\"\n\"", false), ("[", false), ("{", false), ("[1]]", false), ("NaN", false), ("\"\\", false),
    ("\"\\ud800\\u", false),
    (String(repeating: "[", count: 200) + String(repeating: "]", count: 200), false),
    (String(repeating: "[", count: 100) + String(repeating: "]", count: 100), true),
  ])
  func readsJSONAlone(text: String, isJSON: Bool) {
    #expect((JSONValue(parsing: text) != nil) == isJSON)
  }

  @Test func tellsValuesApart() throws {
    let value = try #require(
      JSONValue(parsing: #"{"n":[5, 5.0, 5.5, "5", 1e400], "t":"\u00e9\ud83d\ude00\ud800\u0041"}"#))
    #expect(value["n"]?.array?.map(\.integer) == [5, 5, nil, nil, nil])
    #expect(value["t"]?.string == "é😀\u{FFFD}")
    #expect(value["x"] == nil && value["n"]?["a"] == nil && value["t"]?.array == nil)
  }
}
