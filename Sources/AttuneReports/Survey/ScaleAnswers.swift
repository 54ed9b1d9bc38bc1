import AttuneStatistics

/// Answers on a scale, and what surveys make of them. Answers outside the scale are counted and not used.
package struct ScaleAnswers: Sendable, Equatable {
  package let scale: Scale
  /// Those on the scale.
  package let answers: Distribution
  package let outOfScale: Int
  /// The numbers of those that are not on it, where they are few and whole, so that they stand for no answer.
  let codes: [Double]

  package init(_ counts: ValueCounts, scale: Scale) {
    self.scale = scale
    var inside = ValueCounts(precision: counts.precision)
    var outside = 0
    var codes: [Double] = []
    for entry in counts.sorted {
      if scale.contains(entry.value) {
        inside.append(entry.value, count: entry.count)
      } else {
        outside += entry.count
        codes.append(entry.value)
      }
    }
    self.codes = codes.count <= Scale.fewCodes && codes.allSatisfy { $0 == $0.rounded() } ? codes : []
    answers = Distribution(inside)
    outOfScale = outside
  }

  /// "0 or 9"; nil for none.
  var codesText: String? {
    codes.isEmpty ? nil : codes.map { Digits.text($0, decimals: 0) }.joined(separator: " or ")
  }

  private func count(_ isCounted: (Double) -> Bool) -> Int {
    answers.values.indices.reduce(0) { $0 + (isCounted(answers.values[$1]) ? answers.occurrences($1) : 0) }
  }

  /// The answers among the best few of the scale.
  package func top(boxes: Int) -> Proportion {
    Proportion(count { scale.isTop($0, boxes: boxes) }, of: answers.count)
  }
}

// MARK: The field's scores

extension ScaleAnswers {
  /// Net promoter score: 9 and 10 promote, 0 to 6 detract (Reichheld 2003, "The one number you need to grow"), counted from
  /// the other end where 0 is the best answer.
  package var netPromoter: NetScore {
    let isLow = scale.best == .low
    let promoters = count { isLow ? $0 <= 1 : $0 >= 9 }
    let detractors = count { isLow ? $0 > 3 : $0 < 7 }
    return NetScore(
      favourable: promoters, neutral: answers.count - promoters - detractors, unfavourable: detractors)
  }

  /// Customer satisfaction as the share of the two best answers (top-2 box; Morgan & Rego 2006, "The value of different
  /// customer satisfaction and loyalty metrics in predicting business performance"), or of the best one where there are
  /// fewer than four to choose from.
  /// - Parameter boxes: how many of the best answers count; nil for the usual number.
  package func satisfaction(boxes: Int? = nil) -> Proportion {
    top(boxes: boxes ?? scale.satisfactionBoxes)
  }

  /// Customer effort as the share of those who found it easy: the three best of seven answers (Dixon, Toman & DeLisi 2013,
  /// "The effortless experience"), the two best of shorter scales. The mean, which the first version of the score took
  /// (Dixon, Freeman & Toman 2010, "Stop trying to delight your customers"), is that of `answers`.
  package var ease: Proportion { top(boxes: scale.easeBoxes) }
}

extension Scale {
  /// How many of the best answers count as satisfied, and as easy.
  var satisfactionBoxes: Int { points < 4 ? 1 : 2 }
  var easeBoxes: Int { points >= 7 ? 3 : satisfactionBoxes }
}
