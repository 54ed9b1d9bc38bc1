import AttuneFiles
import AttunePlatform

/// Whether an advice helps a reply, and whether its sentence could be sent in it, as team leads said of others: of each kind of advice
/// two logistic regressions over `AdviceFacts`.
///
/// Trained by `attune suggestions --train` on `Models/written/suggestions.tsv`. The file: a `LaneTable`, three rows for each advice
/// of `kinds`, then as many for their sentences. Immutable.
package struct LearnedAdvice: Sendable {
  /// Items, and needs of the shipped situations.
  static let kinds =
    RubricItem.allCases.map(\.rawValue) + [
      "reaches_out", "safety_first", "takes_over", "condolence", "no_burden", "believes", "investigates", "well_wishes",
      "protects", "urgency", "relief", "names_occasion", "thanks", "congratulates", "accepts", "answers", "light",
    ]
  static let rows = 2 * kinds.count * AdviceFacts.parts
  static let lanes = 16

  private let weights: LaneTable

  package static let shipped = LearnedAdvice(file: attune_file_advice().buffer)

  /// - Parameter weights: `[rows]`, by lane.
  init(weights: [SIMD16<Float>]) {
    precondition(weights.count == Self.rows)
    self.weights = LaneTable(weights, lanes: Self.lanes)
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: UnsafeBufferPointer<UInt8>) {
    weights = LaneTable(file: UnsafeRawBufferPointer(file), rows: Self.rows, lanes: Self.lanes)
  }

  package var bytes: [UInt8] { weights.bytes }

  /// Where the rows of a kind begin.
  static func row(_ kind: Int, isSentence: Bool) -> Int {
    (isSentence ? kinds.count + kind : kind) * AdviceFacts.parts
  }

  /// The probability that a team lead would say it; that somebody would send its sentence.
  func probability(_ kind: Int, isSentence: Bool, _ facts: AdviceFacts) -> Float {
    let row = Self.row(kind, isSentence: isSentence)
    var sum = SIMD16<Float>()
    for part in 0..<AdviceFacts.parts { sum += SIMD16<Float>(weights.rows[row + part]) * facts[part] }
    return 1 / (1 + exp(-sum.sum() * weights.unit))
  }
}

/// From which probability on an advice is given, and its sentence shown: the part of a phrase book that says so.
struct AdviceRule: Sendable {
  var weights = LearnedAdvice.shipped
  var advice: Float
  var sentence: Float

  /// - Throws: `RubricError`, with the place in the file.
  static func read(_ file: YAMLDocument) throws(RubricError) -> AdviceRule {
    try file.check(keys: ["advice", "sentence"])
    return AdviceRule(
      advice: Float(try file.required("advice").number()), sentence: Float(try file.required("sentence").number()))
  }
}

/// What an advice depends on: the customer, the reply as it stands, and what the customer is in.
struct AdviceFacts: Sendable {
  static let parts = 3

  private let customer: SIMD16<Float>
  private var reply: SIMD16<Float>
  /// What the customer is in, a lane each, and two facts more about the reply.
  private var rest: SIMD16<Float>

  subscript(part: Int) -> SIMD16<Float> { part == 0 ? customer : part == 1 ? reply : rest }

  /// What all advice for a reply has in common.
  ///
  /// - Parameter lane: of what the customer is in, in `LearnedSituations`.
  init(_ findings: ReplyFindings, lane: Int?) {
    let message = findings.customer
    let taken = findings.points.count { $0.isTaken }
    let harm = RubricItem.all.count { !$0.isPositive && findings[$0] > 0 }
    func truth(_ value: Bool) -> Float { value ? 1 : 0 }
    func level(_ item: RubricItem) -> Float { Float(findings[item]) / 2 }
    customer = [
      1, truth(message.isGiven), truth(message.isSituationShown), message.situationProbability,
      truth(message.isSituationPlain), Float(message.gravity) / 3, message.sentiment, truth(message.isPraiseOnly),
      truth(message.isInquiry), truth(message.hasProblem), truth(message.feeling?.isNegative == true),
      Float(message.feelingStrength) / 2, truth(message.aspect != nil), RankWeights.octaves(message.words) / 5,
      truth(findings.customerName != nil), truth(findings.record != nil),
    ]
    reply = [
      0, 0, findings.relevance, Float(min(taken, 3)) / 3, Float(min(findings.points.count - taken, 3)) / 3,
      RankWeights.octaves(findings.words) / 5, level(.solution), level(.apologize), level(.empathy),
      level(.acknowledge), level(.close), level(.ownership), truth(findings.channel == .chat),
      truth(findings.channel == .social), Float(min(harm, 2)) / 2, 0,
    ]
    rest = SIMD16()
    if let lane { rest[lane] = 1 }
    rest[Self.toneLane] = level(.wrongTone)
    rest[Self.phoneLane] = truth(findings.channel == .phone)
  }

  private static let toneLane = LearnedSituations.names.count
  private static let phoneLane = toneLane + 1
  /// Of `LearnedItems`, by item.
  private static let lanes = RubricItem.all.map { LearnedItems.items.firstIndex(of: $0) }

  /// Those of one advice.
  ///
  /// - Parameters:
  ///   - item: the one that it would raise or remove.
  ///   - gain: points that it would win.
  func of(_ item: RubricItem, gain: Float, _ findings: ReplyFindings) -> AdviceFacts {
    var facts = self
    facts.reply[0] = Float(findings[item]) / 2
    facts.reply[1] = Self.lanes[item.index].map { max(-2, min(findings.logits[$0] / 2, 2)) } ?? 0
    facts.reply[15] = min(gain, 10) / 10
    return facts
  }
}
