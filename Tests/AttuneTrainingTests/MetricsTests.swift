import Testing

@testable import AttuneTraining

@Suite struct MetricsTests {
  private static let labels = ["negative", "neutral", "positive"]

  /// Rows of gold, and the probabilities of the three classes.
  private func evaluation(_ rows: [(String, [Double])], modelLabels: [String] = labels) -> Evaluation {
    var evaluation = Evaluation(modelLabels: modelLabels, goldLabels: Set(rows.map(\.0)))
    for (gold, probabilities) in rows { evaluation.append(gold: gold, probabilities: probabilities, isKnown: true) }
    return evaluation
  }

  @Test func figuresOfAConfusionMatrix() {
    // Worked out by hand.
    let metrics = Metrics(confusion: [[8, 2, 0], [1, 4, 5], [0, 0, 20]])
    #expect(metrics.count == 40)
    #expect(metrics.accuracy == 0.8)
    #expect(abs(metrics.macroRecall - (0.8 + 0.4 + 1) / 3) < 1e-12)
    let f1 = [16.0 / 19, 8.0 / 16, 40.0 / 45]
    #expect(abs(metrics.macroF1 - f1.reduce(0, +) / 3) < 1e-12)
    #expect(metrics.perClass[1].precision == 4.0 / 6)
    #expect(metrics.perClass.map(\.support) == [10, 10, 20])
  }

  /// A class that neither occurs nor is predicted has no F1; one that is predicted has none to be proud of.
  @Test func macroF1OfTheClassesInQuestion() {
    #expect(Metrics(confusion: [[3, 0, 0], [0, 2, 0], [0, 0, 0]]).macroF1 == 1)
    #expect(abs(Metrics(confusion: [[3, 0, 1], [0, 2, 0], [0, 0, 0]]).macroF1 - (6.0 / 7 + 1) / 3) < 1e-12)
  }

  @Test func nothingToMeasure() {
    let metrics = Metrics(confusion: [[0, 0], [0, 0]])
    #expect(metrics.accuracy == 0)
    #expect(metrics.macroRecall == 0)
  }

  @Test func goldWithFewerClassesAsksOnlyAmongThem() {
    let result = evaluation([("negative", [0.3, 0.5, 0.2]), ("positive", [0.1, 0.8, 0.1])])
    #expect(result.labels == ["negative", "positive"])
    #expect(result.predicted == [0, 0])
    #expect(abs(result.confidence(0) - 0.6) < 1e-12)
  }

  /// As in scikit-learn, where a predicted label that gold does not use is wrong and has a column of its own.
  @Test func unknownCountsAsWrong() {
    var result = Evaluation(modelLabels: Self.labels, goldLabels: Set(Self.labels))
    result.append(gold: "neutral", probabilities: [0.2, 0.6, 0.2], isKnown: false)
    result.append(gold: "neutral", probabilities: [0.2, 0.6, 0.2], isKnown: true)
    result.append(gold: "positive", probabilities: [0, 0, 1], isKnown: true)
    #expect(result.predicted == [3, 1, 2] && result.unknownCount == 1)
    #expect(result.predictedLabels == Self.labels + ["unknown"])
    #expect(result.confusion(0..<3) == [[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    let metrics = Metrics(confusion: result.confusion(0..<3))
    #expect(metrics.accuracy == 2.0 / 3 && metrics.perClass[1].recall == 0.5 && metrics.perClass[1].precision == 1)
    // It claims nothing, so that calibration and thresholds do not count it.
    #expect(Reliability(result).bins.map(\.count).reduce(0, +) == 2)
    #expect(CoveragePoint.sweep(result)[0].coverage == 2.0 / 3 && CoveragePoint.sweep(result)[0].accuracy == 1)
    #expect(result.worstMistakes(3) == [0])
    #expect(Interval.bootstrap(result, texts: [0, 1, 2]) { [$0.accuracy] }[0].upper == 1)
  }

  @Test func goldOfOneClassAsksAmongAll() {
    let result = evaluation([("negative", [0.3, 0.5, 0.2]), ("negative", [0.8, 0.1, 0.1])])
    #expect(result.labels == Self.labels && result.predicted == [1, 0])
    #expect(Metrics(confusion: result.confusion(0..<2)).accuracy == 0.5)
  }

  @Test func calibration() {
    // Four texts at 0.9, of which three are right; one at 0.5, which is right.
    let sure = [0.05, 0.05, 0.9]
    let rows = [
      ("positive", sure), ("positive", sure), ("positive", sure), ("negative", sure), ("neutral", [0.3, 0.5, 0.2]),
    ]
    let reliability = Reliability(evaluation(rows))
    #expect(abs(reliability.expectedCalibrationError - (4 * 0.15 + 0.5) / 5) < 1e-9)
    #expect(reliability.bins.map(\.count).reduce(0, +) == 5)
  }

  @Test func sweepKeepsLessAsTheThresholdRises() {
    let points = CoveragePoint.sweep(
      evaluation([("positive", [0, 0, 1]), ("negative", [0.4, 0.3, 0.3]), ("neutral", [0.5, 0.4, 0.1])]))
    #expect(points[0].coverage == 1)
    #expect(points[19].coverage == 1.0 / 3)
    #expect(points[19].accuracy == 1)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.coverage >= $1.coverage })
  }

  /// The percentile interval of a share of 0.8 of 400 is close to the normal one.
  @Test func bootstrap() {
    var result = Evaluation(modelLabels: ["a", "b"], goldLabels: ["a", "b"])
    for text in 0..<400 {
      result.append(
        gold: text % 2 == 0 ? "a" : "b", probabilities: (text % 2 == 0) == (text % 5 > 0) ? [1, 0] : [0, 1],
        isKnown: true)
    }
    let interval = Interval.bootstrap(result, texts: Array(0..<400)) { [$0.accuracy] }[0]
    #expect(abs(interval.lower - 0.761) < 0.01)
    #expect(abs(interval.upper - 0.839) < 0.01)
    #expect(Interval.bootstrap(result, texts: Array(0..<400)) { [$0.accuracy] }[0] == interval)
  }

  @Test func worstMistakesFirst() {
    let result = evaluation([
      ("positive", [0.6, 0.2, 0.2]), ("negative", [0.9, 0.05, 0.05]), ("neutral", [0.95, 0.05, 0]),
    ])
    #expect(result.worstMistakes(5) == [2, 0])
    #expect(result.worstMistakes(1) == [2])
  }
}
