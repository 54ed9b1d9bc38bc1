import Foundation
import Testing

@testable import Attune

/// The same answers as the standard library's, which needs its regular expressions for them.
@Suite struct SubstringTests {
  @Test(arguments: [
    "", "a", "aa", "aab", "abaabaa", "it's", "a\r\nb\n", "e\u{301}e", "é", "\u{212A}a", "a\r\naab", "\r", "👩🏽‍🚀 a",
    "x … y … z", "……",
  ])
  func findsAndReplaces(text: String) {
    for part in ["a", "ab", "aa", "aab", "'", "\n", "\r\n", "K", "e", "é", " … ", "…", "👩🏽‍🚀", "abaabaaa"] {
      #expect(text.firstRange(ofText: part) == text.firstRange(of: part))
      #expect(text.contains(text: part) == (text.firstRange(of: part) != nil))
      #expect(text.replacing(text: part, with: "<a>") == text.replacing(part, with: "<a>"))
    }
    #expect(text.contains(text: "") && text.firstRange(ofText: "") == text.startIndex..<text.startIndex)
    #expect(Substring("--" + text).dropFirst(2).replacing(text: "a", with: "") == text.replacing("a", with: ""))
  }
}
