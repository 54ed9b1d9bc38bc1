import Testing

@testable import AttuneReports

@Suite struct SampleTests {
  @Test func orderDoesNotMatter() {
    var (forward, backward) = (Sample<Int>(size: 50), Sample<Int>(size: 50))
    for place in 0..<5000 {
      forward.offer(place, place: place)
      backward.offer(4999 - place, place: 4999 - place)
    }
    let isEqual = forward.elements == backward.elements
    #expect(isEqual)
    #expect(forward.elements.count == 50)
    #expect(forward.count == 5000)
  }

  @Test func everyPartOfTheStreamHasItsShare() {
    var sample = Sample<Int>(size: 1000)
    for place in 0..<10_000 { sample.offer(place, place: place) }
    let firstHalf = sample.elements.count { $0 < 5000 }
    #expect((450...550).contains(firstHalf))
  }

  @Test func fewElementsAreAllTaken() {
    var sample = Sample<Int>(size: 10)
    for place in 0..<4 { sample.offer(place * 2, place: place) }
    #expect(sample.elements == [0, 2, 4, 6])
  }
}
