import Testing

@testable import AttuneReports

@Suite struct SparklineTests {
  @Test func fromSmallestToLargest() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([-1, nil, 1]) == "▁ █")
    #expect(Sparkline.text([3, 3]) == "▅▅")
    #expect(Sparkline.text([nil, nil]) == "  ")
    #expect(Sparkline.text([]) == "")
  }
}
