import AttunePlatform

/// The standard normal distribution.
package enum Normal {
  /// P(Z > z).
  package static func survival(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

  /// The z with P(Z ≤ z) = `probability`; infinite for 0 and 1.
  package static func quantile(_ probability: Double) -> Double {
    Root.upperTail(of: probability, survival: survival)
  }

  /// P(|Z| > |z|).
  package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }
}

/// Student's t distribution.
package enum StudentT {
  /// P(T > t).
  package static func survival(_ t: Double, degrees: Double) -> Double {
    let tail = Beta.regularized(degrees / (degrees + t * t), a: degrees / 2, b: 0.5) / 2
    return t < 0 ? 1 - tail : tail
  }

  /// The t with P(T ≤ t) = `probability`; infinite for 0 and 1.
  package static func quantile(_ probability: Double, degrees: Double) -> Double {
    Root.upperTail(of: probability) { survival($0, degrees: degrees) }
  }

  /// P(|T| > |t|).
  package static func twoSided(_ t: Double, degrees: Double) -> Double { 2 * survival(abs(t), degrees: degrees) }
}

/// Fisher's F distribution.
package enum FisherF {
  /// P(F > f), for f ≥ 0.
  package static func survival(_ f: Double, degrees a: Double, _ b: Double) -> Double {
    Beta.regularized(b / (b + a * f), a: b / 2, b: a / 2)
  }
}

/// The beta function.
enum Beta {
  /// The regularised incomplete beta function I_x(a, b), for x in 0...1.
  static func regularized(_ x: Double, a: Double, b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let logFactor = a * log(x) + b * log1p(-x) + lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0
    // The fraction converges fast on one side of the mean; the other side is its mirror.
    return x < (a + 1) / (a + b + 2)
      ? exp(logFactor) * continuedFraction(x, a, b) / a
      : 1 - exp(logFactor) * continuedFraction(1 - x, b, a) / b
  }

  /// The continued fraction of DLMF 8.17.22 by the modified algorithm of Lentz (1976; Thompson & Barnett 1986).
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      var factor = 1.0
      for numerator in [even, odd] {
        d = 1 / nonzero(1 + numerator * d)
        c = nonzero(1 + numerator / c)
        factor = c * d
        value *= factor
      }
      if abs(factor - 1) < 1e-15 { break }
    }
    return value
  }
}

enum Root {
  /// Where a condition begins to hold that holds from some number on; `upper` where it never does.
  static func bisect(_ lower: Double, _ upper: Double, _ holds: (Double) -> Bool) -> Double {
    if holds(lower) { return lower }
    var (below, above) = (lower, upper)
    for _ in 0..<100 {
      let middle = (below + above) / 2
      guard middle > below, middle < above else { break }
      if holds(middle) { above = middle } else { below = middle }
    }
    return above
  }

  /// The quantile of a symmetric distribution from its upper tail, in which small probabilities are exact; by bisection.
  static func upperTail(of probability: Double, survival: (Double) -> Double) -> Double {
    guard probability > 0 else { return -.infinity }
    guard probability < 1 else { return .infinity }
    let tail = min(probability, 1 - probability)
    var (lower, upper) = (0.0, 1.0)
    while survival(upper) > tail { (lower, upper) = (upper, 2 * upper) }
    while true {
      let middle = (lower + upper) / 2
      guard middle > lower, middle < upper else { break }
      if survival(middle) > tail { lower = middle } else { upper = middle }
    }
    return probability < 0.5 ? -upper : upper
  }
}
