import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct SurveyScoreTests {
  private func answers(_ values: [Double], _ scale: Scale) -> ScaleAnswers {
    ScaleAnswers(ValueCounts(values), scale: scale)
  }

  @Test func netPromoterScore() {
    let answers = answers([0, 6, 6.5, 7, 8, 9, 10, 10, 11, -1], .promoter)
    #expect(answers.netPromoter == NetScore(favourable: 3, neutral: 2, unfavourable: 3))
    #expect(answers.outOfScale == 2)
  }

  @Test func satisfactionIsTheTopTwoBoxes() {
    #expect(answers([1, 2, 3, 4, 4, 5], Scale(1, 5)).satisfaction() == Proportion(3, of: 6))
    #expect(answers([1, 2, 3, 4, 4, 5], Scale(1, 5)).satisfaction(boxes: 1) == Proportion(1, of: 6))
    #expect(answers([1, 1, 2, 3, 5, 6, 7], Scale(1, 5, best: .low)).satisfaction() == Proportion(3, of: 5))
    #expect(answers([1, 1, 2, 3, 5, 6, 7], Scale(1, 5, best: .low)).outOfScale == 2)
    #expect(answers([5, 6, 7], Scale(1, 7)).satisfaction() == Proportion(2, of: 3))
    #expect(answers([0, 1, 1], Scale(0, 1)).satisfaction() == Proportion(2, of: 3))
  }

  @Test func easeIsTheTopThreeOfSeven() {
    #expect(answers([1, 4, 5, 6, 7], Scale(1, 7)).ease == Proportion(3, of: 5))
    #expect(answers([1, 3, 4, 5], Scale(1, 5)).ease == Proportion(2, of: 4))
  }

  @Test func firstContactResolution() {
    var resolution = FirstContactResolution()
    for (isResolved, contacts) in [(true, 1), (true, 1), (true, 3), (false, 1), (false, 2), (true, nil)] {
      resolution.append(isResolved: isResolved, contacts: contacts)
    }
    #expect(resolution.ofResolved == Proportion(2, of: 3))
    #expect(resolution.ofAll == Proportion(2, of: 5))
    var twice = resolution
    twice.merge(resolution)
    #expect(twice.ofAll == Proportion(4, of: 10))
  }

  @Test func retention() {
    #expect(Retention(atStart: 200, atEnd: 210, new: 30).retained == Proportion(180, of: 200))
    #expect(Retention(atStart: 200, atEnd: 20, new: 30).retained == nil)
    #expect(Retention(atStart: 200, atEnd: 300, new: 30).retained == nil)
    #expect(Retention(atStart: 0, atEnd: 0, new: 0).retained?.value == nil)
  }

  @Test func measuresOfTwoKindsHaveNoDifference() {
    #expect(Measure.difference(.share(Proportion(1, of: 2)), .net(NetScore(favourable: 1))) == nil)
    #expect(Measure.difference(.mean(Distribution([1, 2])), .mean(Distribution([3, 4])))?.value == 2)
    #expect(
      Measure.difference(.median(Distribution([1, 2])), .median(Distribution([3, 4]))) == nil)
    let (low, high) = (Distribution([1, 2, 3, 4, 5, 6]), Distribution([7, 8, 9, 10, 11, 12]))
    #expect(Measure.difference(.median(low), .median(high))?.value == 6)
    #expect(Measure.difference(.median(low), .median(high))?.test == .mannWhitneyExact)
  }
}
