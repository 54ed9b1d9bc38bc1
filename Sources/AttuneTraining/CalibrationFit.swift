import AttunePlatform
import Attune

/// Fits a `Calibration` to logits of texts that the weights have not seen, by gradient descent on the log loss.
enum CalibrationFit {
  /// The share of labels that are taken to be wrong. Texts that a model meets come from other sources than those it was
  /// fitted on, where it is less often right than on the texts held out here.
  static let labelNoise: Float = 0.03

  /// How many texts the assumption weighs that probabilities are right as they are.
  private static let priorTexts = 3.0
  /// The same of the assumption that those of a base are.
  private static let baseTexts = 200.0

  /// - Parameters:
  ///   - logits: `[texts × classes]`, before calibration.
  ///   - texts: the numbers of the texts in `data`, one per row of `logits`.
  ///   - weights: what each row counts.
  ///   - base: a calibration that holds unless many texts object; nil for none.
  ///   - start: where descent begins.
  ///   - steps: of the descent.
  static func fit(
    _ logits: [Float], _ data: LabelledFeatures, texts: [Int], weights: [Float], base: Calibration? = nil,
    start: Calibration? = nil,
    steps: Int = 400
  ) -> Calibration {
    let classes = data.classes
    let assumed = base ?? Calibration(classes: classes)
    var calibration = start ?? assumed
    let total = weights.reduce(0, +)
    guard total > 0 else { return calibration }
    // Adam (Kingma & Ba 2015) over two slopes and the biases.
    var moments = [Double](repeating: 0, count: classes + 2)
    var squares = moments
    var probabilities = [Float](repeating: 0, count: classes)
    for step in 1...steps {
      var gradient = [Double](repeating: 0, count: classes + 2)
      for (row, text) in texts.enumerated() {
        let mask = data.mask(text)
        let slope = calibration.slope(tokens: data.tokens[text])
        for index in 0..<classes {
          probabilities[index] = slope * logits[row * classes + index] + calibration.biases[index]
        }
        softmax(&probabilities, mask: mask)
        let length = log2(1 + Float(data.tokens[text])) / 8
        let allowed = Float(mask.count { $0 })
        for index in 0..<classes where mask[index] {
          let target = (1 - labelNoise) * data.targets[text * classes + index] + labelNoise / allowed
          let error = (probabilities[index] - target) * weights[row] / total
          let value = error * logits[row * classes + index]
          gradient[0] += Double(value)
          gradient[1] += Double(value * length)
          gradient[2 + index] += Double(error)
        }
      }
      // A few texts say little: they pull a little away from no calibration at all.
      let caution = (base == nil ? priorTexts : baseTexts) / Double(texts.count)
      gradient[0] += caution * Double(calibration.constant - assumed.constant)
      gradient[1] += caution * Double(calibration.perLength - assumed.perLength)
      for index in 0..<classes {
        gradient[2 + index] += caution * Double(calibration.biases[index] - assumed.biases[index])
      }
      let rate = step < steps * 3 / 4 ? 0.03 : 0.005
      for index in gradient.indices {
        moments[index] = 0.9 * moments[index] + 0.1 * gradient[index]
        squares[index] = 0.999 * squares[index] + 0.001 * gradient[index] * gradient[index]
        let moment = moments[index] / (1 - pow(0.9, Double(step)))
        let square = squares[index] / (1 - pow(0.999, Double(step)))
        let change = Float(rate * moment / (square.squareRoot() + 1e-8))
        switch index {
        case 0: calibration.constant -= change
        case 1: calibration.perLength -= change
        default: calibration.biases[index - 2] -= change
        }
      }
    }
    return calibration
  }

  /// The weighted mean of the log loss.
  static func loss(
    _ logits: [Float], _ data: LabelledFeatures, texts: [Int], weights: [Float], _ calibration: Calibration
  ) -> Float {
    let classes = data.classes
    var probabilities = [Float](repeating: 0, count: classes)
    var loss: Float = 0
    var total: Float = 0
    for (row, text) in texts.enumerated() {
      let slope = calibration.slope(tokens: data.tokens[text])
      for index in 0..<classes {
        probabilities[index] = slope * logits[row * classes + index] + calibration.biases[index]
      }
      let mask = data.mask(text)
      softmax(&probabilities, mask: mask)
      for (index, target) in data.target(text).enumerated() where mask[index] && target > 0 {
        loss -= weights[row] * target * log(max(probabilities[index], 1e-9))
      }
      total += weights[row]
    }
    return loss / max(total, 1e-9)
  }
}
