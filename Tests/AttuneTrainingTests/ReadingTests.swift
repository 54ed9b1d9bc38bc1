import Foundation
import Testing

@testable import Attune
@testable import AttuneTraining

/// Own labels learned from what the shipped model reads.
@Suite struct ReadingTests {
  /// Texts that share few words.
  private static let texts: [(text: String, label: String)] = [
    ("The kettle leaked from the first day.", "negative"), ("My sister adores her new scarf.", "positive"),
    ("Nobody answered, and I gave up.", "negative"), ("A wonderful evening, we laughed so much.", "positive"),
    ("Cracked lid, missing screws.", "negative"), ("Sorted within the hour, brilliant.", "positive"),
    ("The coach never came.", "negative"), ("Lovely people and a spotless room.", "positive"),
    ("Third letter and still no refund.", "negative"), ("It has run without a fault for years.", "positive"),
    ("Which size do I need?", "neutral"), ("The shop opens at nine.", "neutral"),
    ("Two rooms on the third floor.", "neutral"), ("We leave on Tuesday.", "neutral"),
    ("Please change my address.", "neutral"),
  ]
  /// None of their words but the smallest stands above.
  private static let others: [(text: String, label: String)] = [
    ("Awful food, rude waiter.", "negative"), ("I hate this app, it crashes.", "negative"),
    ("Excellent course with a superb teacher!", "positive"), ("Great value, highly recommended", "positive"),
    ("not good at all", "negative"), ("not bad at all", "positive"), ("What time is breakfast?", "neutral"),
  ]

  private static func model(
    _ names: [String: String] = [:], reading: Model?, options: TrainingOptions = .init()
  ) throws -> Model {
    var set = TrainingSet(lexicon: Lexicon(of: try Model.shipped()), reading: reading)
    for (text, label) in texts { set.append(text, label: names[label] ?? label) }
    return try Model.load(bytes: Trainer(options: options).train(set).bytes)
  }

  @Test func judgesWordsThatNoTextHad() throws {
    let model = try Self.model(reading: Model.shipped())
    let own = try Self.model(reading: nil)
    func right(_ model: Model) -> Int { Self.others.count { model.classify($0.text).label == $0.label } }
    #expect(right(model) >= Self.others.count - 1)
    #expect(right(own) < right(model), "\(right(own)) without a reading")
  }

  /// Labels that the shipped model lacks are learned from what it pools, not from what it says.
  @Test func learnsLabelsOfOtherNames() throws {
    let names = ["negative": "fault", "positive": "praise", "neutral": "plain"]
    var options = TrainingOptions()
    options.epochs = 40
    let model = try Self.model(names, reading: Model.shipped(), options: options)
    let right = Self.others.count { model.classify($0.text).label == names[$0.label] }
    #expect(right >= 5, "\(Self.others.map { model.classify($0.text).label })")
  }

  @Test func itsLogitsAreThoseOfTraining() throws {
    let shipped = try Model.shipped()
    let deep = try #require(shipped.convolution)
    let outputs = (0..<2 * deep.features).map { sin(Float($0)) }
    let section = deep.section(outputs: outputs, classes: 2, insteadOf: shipped.labels.count)
    let storage = section.withUnsafeBytes { ModelStorage(copying: $0) }
    let other = try Convolution(storage.bytes, classes: 2, isTrusted: false)
    #expect(other.features == deep.features && other.rows == deep.rows)
    for label in 0..<2 {
      for feature in 0..<deep.features {
        let output = Float(other.weight(class: label, feature: feature)) * other.step
        #expect(abs(output - outputs[label * deep.features + feature]) < 1e-4)
      }
    }
    // The same products and rows: what it pools is the same.
    var set = TrainingSet(reading: shipped)
    for (text, label) in Self.texts { set.append(text, label: label) }
    let model = try Self.model(reading: shipped)
    let reader = try #require(ConvolutionReader(model))
    let scratch = TokenizerScratch()
    for (number, (text, _)) in Self.texts.enumerated() {
      var text = text
      let pooled = text.withUTF8 { Array(reader.features(of: $0, scratch: scratch)) }
      #expect(pooled == Array(set.readings[number * deep.features..<(number + 1) * deep.features]))
    }
  }

  @Test func saysWhoseReadingItIs() throws {
    let shipped = try Model.shipped()
    let model = try Self.model(reading: shipped)
    #expect(
      model.card.first { $0.key == "convolution" }?.value == "that of model \(String(shipped.checksum, radix: 16))")
    #expect(try Self.model(reading: nil).convolution == nil)
  }

  @Test func aSubsetKeepsItsReadings() throws {
    var set = TrainingSet(reading: try Model.shipped())
    for (text, label) in Self.texts { set.append(text, label: label) }
    let part = set.subset([3, 1])
    #expect(part.readings.count == 2 * set.readingCount)
    #expect(part.readings.prefix(set.readingCount) == set.readings[3 * set.readingCount..<4 * set.readingCount])
  }
}
