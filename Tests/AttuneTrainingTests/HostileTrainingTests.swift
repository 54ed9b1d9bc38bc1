import Testing

@testable import Attune
@testable import AttuneTraining

/// Options and weights that no training can be done with are refused, and the others give a model that can be loaded.
@Suite struct HostileTrainingTests {
  private func options(_ change: (inout TrainingOptions) -> Void) -> TrainingOptions {
    var options = TrainingOptions()
    change(&options)
    return options
  }

  @Test func optionsHaveBounds() {
    #expect(TrainingOptions().fault == nil)
    for value in [Float.nan, .infinity, -.infinity, 1e38, -1, .leastNonzeroMagnitude] {
      #expect(options { $0.learningRate = value }.fault?.option == .learningRate)
    }
    for value in [Float.nan, .infinity, 1e38, -0.1, 1] {
      #expect(options { $0.dropout = value }.fault?.option == .dropout)
      if value != 1 { #expect(options { $0.priorStrength = value }.fault?.option == .priorStrength) }
    }
    for value in [0, -1, Int.min, Int.max] {
      #expect(options { $0.epochs = value }.fault?.option == .epochs)
      #expect(options { $0.runs = value }.fault?.option == .runs)
    }
    #expect(options { $0.maximumFeatures = 0 }.fault?.option == .maximumFeatures)
    #expect(options { $0.maximumFeatures = .max }.fault == nil)
    #expect(options { $0.dropout = 2 }.fault.map { "\($0)" } == "dropout takes a number from 0 to 0.99, not 2")
    #expect(options { $0.dropout = .nan }.fault.map { "\($0)" } == "dropout takes a number from 0 to 0.99, not nan")
  }

  @Test func weightsHaveBounds() {
    for weight in [Double.nan, .infinity, -1, 1e38, 1e300, 1e-13, .leastNonzeroMagnitude, 1_000_001] {
      #expect(TrainingSet.weight(weight) == nil, "\(weight)")
    }
    for weight in [0, 1e-12, 0.5, 1_000_000] { #expect(TrainingSet.weight(weight) == Float(weight)) }
  }

  @Test(arguments: TrainingOptions.Algorithm.allCases)
  func anyWeightsGiveAModel(algorithm: TrainingOptions.Algorithm) throws {
    let weights: [Float] = [.nan, .infinity, -.infinity, 1e38, -1e38, .leastNonzeroMagnitude, 1e-12, 1_000_000, 0, 1]
    for isBalanced in [false, true] {
      for shift in [1, 2] {
        var set = TrainingSet()
        for (index, example) in ToyData.examples(20, labels: ["no", "yes"], seed: 4).enumerated() {
          // One class may be as heavy as another is light.
          let weight =
            shift == 2 ? (index % 2 == 0 ? 1e38 : .leastNonzeroMagnitude) : weights[(index + shift) % weights.count]
          set.append(example.text, label: example.label, weight: weight, group: index % 3)
        }
        let options = options {
          $0.algorithm = algorithm
          $0.isBalanced = isBalanced
          $0.epochs = 1
        }
        let trained = Trainer(options: options).train(set)
        let verdict = try Model.load(bytes: trained.bytes).classify("it was great and lovely")
        #expect(verdict.probabilities.allSatisfy { (0...1).contains($0) })
      }
    }
  }

  @Test func theLargestOptionsGiveAModel() throws {
    let set = ToyData.set(ToyData.examples(20, labels: ["no", "yes"], seed: 4))
    for extreme in [
      options { ($0.learningRate, $0.dropout, $0.priorStrength) = (10, 0.99, 10) },
      options { ($0.learningRate, $0.dropout, $0.priorStrength) = (1e-6, 0, 0) },
      options { ($0.minimumCount, $0.minimumGroups) = (.max, .max) }, options { $0.maximumFeatures = 1 },
      options { ($0.seed, $0.runs) = (.max, 3) },
    ] {
      var options = extreme
      options.epochs = 1
      #expect(options.fault == nil)
      _ = try Model.load(bytes: Trainer(options: options).train(set).bytes)
    }
  }
}
