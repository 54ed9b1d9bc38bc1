/// How much of a convolution's logits counts in a text, by how sure the rest of the model is of it: by the margin between the
/// two largest logits without the convolution, calibrated as if there were none.
///
///     share  1 ────────╮
///                       ╲
///            0           ╰────────
///                  full  none      margin
///
/// A text with a share of 0 need not be read by the convolution. Between the two the share falls in a straight line, so that
/// no probability jumps where a word makes a text a little surer.
package struct Doubt: Sendable, Equatable {
  /// Up to this margin, in logits, all counts.
  package var full: Float
  /// From this margin on, nothing does.
  package var none: Float
  /// Of the logits without the convolution.
  package var calibration: Calibration

  package init(full: Float, none: Float, calibration: Calibration) {
    (self.full, self.none, self.calibration) = (full, none, calibration)
  }

  /// Everything counts in every text.
  package static func always(classes: Int) -> Doubt {
    Doubt(full: limit, none: limit, calibration: Calibration(classes: classes))
  }

  private static let limit: Float = 1e6

  var isValid: Bool {
    full >= 0 && none >= full && none <= Self.limit && calibration.isValid
  }

  /// What the logits of the convolution are multiplied with.
  @inline(__always)
  package func share(margin: Float) -> Float {
    if margin < full { return 1 }
    return margin < none ? (none - margin) / (none - full) : 0
  }

  /// The margin of a text with certain logits.
  package func margin(_ logits: some Sequence<Float>, tokens: Int32) -> Float {
    let slope = calibration.slope(tokens: tokens)
    var (first, second) = (-Float.infinity, -Float.infinity)
    for (logit, bias) in zip(logits, calibration.biases) {
      let logit = slope * logit + bias
      second = max(second, min(first, logit))
      first = max(first, logit)
    }
    return first - second
  }
}
