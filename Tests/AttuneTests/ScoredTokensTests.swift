import CKernels
import Testing

@testable import Attune

@Suite struct ScoredTokensTests {
  private func tokens(_ count: Int) -> [attune_token] {
    (0..<count).map {
      var token = attune_token()
      token.hash = UInt64($0)
      return token
    }
  }

  @Test func textsStandOneBehindTheOther() {
    let log = ScoredTokens()
    for count in [3, 0, 40_000] {
      tokens(count).withUnsafeBufferPointer { log.append($0, textStart: 0) }
      log.endText()
    }
    #expect([0, 1, 2].map { log[$0].count } == [3, 0, 40_000])
    #expect(log[2].last?.hash == 39_999)
    log.removeAll()
    tokens(1).withUnsafeBufferPointer { log.append($0, textStart: 0) }
    log.endText()
    #expect(log[0].count == 1)
  }

  /// Of a text that is too long the beginning is kept, and the next one is whole.
  @Test func aLongTextIsCut() {
    let log = ScoredTokens()
    let part = tokens(ScoredTokens.textLimit / 2 + 1)
    for _ in 0..<3 { part.withUnsafeBufferPointer { log.append($0, textStart: 0) } }
    log.endText()
    part.withUnsafeBufferPointer { log.append($0, textStart: 0) }
    log.endText()
    #expect(log[0].count == ScoredTokens.textLimit)
    #expect(log[1].count == part.count && log[1].first?.hash == 0)
  }
}
