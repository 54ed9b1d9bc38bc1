import Testing

@testable import AttuneTraining

@Suite struct SoftmaxTests {
  @Test func overTheClassesOfAGroup() {
    var values: [Float] = [1, 100, 1]
    softmax(&values, mask: [true, false, true])
    #expect(values == [0.5, 0, 0.5])
    values = [1000, 0, -1000]
    softmax(&values, mask: [true, true, true])
    #expect(values == [1, 0, 0])
  }
}
