import Attune
import AttuneTraining
import CAttune
import CPlatform
import Synchronization

/// See `attune.h`.
@c @implementation
public func attune_train(
  _ texts: UnsafePointer<attune_text>!, _ labels: UnsafePointer<attune_text>!, _ weights: UnsafePointer<Float>!,
  _ count: Int, _ options: UnsafePointer<attune_training_options>!, _ model: UnsafeMutablePointer<OpaquePointer?>!
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let model else { throw .argument("no place to put the model") }
    model.pointee = nil
    readyToTrain()
    model.pointee = try train(texts, labels, weights, count, options).pointer
  }
}

private func train(
  _ texts: UnsafePointer<attune_text>?, _ labels: UnsafePointer<attune_text>?, _ weights: UnsafePointer<Float>?,
  _ count: Int, _ options: UnsafePointer<attune_training_options>?
) throws(ABIError) -> ModelHandle {
  let texts = try PointedTexts(texts, count: count)
  let labels = try PointedTexts(labels, count: count, "labels")
  let given = try attune_training_options.at(options)
  let base = given.base.map { ModelHandle.at($0).model }
  if given.naive_bayes != 0, base != nil {
    throw .argument("a starting model cannot be used with naive Bayes")
  }
  guard given.passes <= mostPasses else {
    throw .argument("\(given.passes) passes; the limit is \(mostPasses)")
  }
  let data = try trainingSet(texts, labels, weights, base, readsByShippedModel: base == nil && given.naive_bayes == 0)
  try check(data)
  let training = trainingOptions(given)
  if let fault = training.fault { throw .argument("\(fault)") }
  let trained = Trainer(options: training, base: base).train(data)
  do throws(ModelError) {
    return ModelHandle(try Model.load(bytes: trained.bytes))
  } catch {
    throw .model(error)
  }
}

/// What is learned in more is learned by heart, and each takes memory for what it says of texts that are held out.
private let mostPasses: UInt32 = 1000

private let hasTrained = Atomic(false)

/// Trains small models once, as a caller would, for the sake of forks: see `ModelHandle.ready(for:)`.
private func readyToTrain() {
  guard !hasTrained.load(ordering: .acquiring) else { return }
  attune_hold_forks()
  defer { attune_release_forks() }
  guard !hasTrained.load(ordering: .acquiring) else { return }
  var options = attune_training_options()
  options.size = MemoryLayout<attune_training_options>.size
  options.naive_bayes = 1
  _ = trainSpecimen(options, labels: ["a", "b"])
  options.naive_bayes = 0
  options.balance = 1
  // One label is too few, and the error's types are wanted too.
  _ = trainSpecimen(options, labels: ["a"])
  if let base = trainSpecimen(options, labels: ["a", "b"]) {
    let pointer = base.pointer
    defer { ModelHandle.release(pointer) }
    options.base = pointer
    _ = trainSpecimen(options, labels: ["a", "b"])
  }
  hasTrained.store(true, ordering: .releasing)
}

/// What `attune_train` makes of twenty texts with the labels in turn.
private func trainSpecimen(_ options: attune_training_options, labels: [StaticString]) -> ModelHandle? {
  let specimens: [StaticString] = ["where is my parcel, please? No. 1 is late", "REFUND my money now!!! 😀 9/10"]
  func text(_ string: StaticString) -> attune_text {
    attune_text(
      bytes: UnsafeRawPointer(string.utf8Start).assumingMemoryBound(to: CChar.self), length: string.utf8CodeUnitCount)
  }
  let texts = (0..<20).map { text(specimens[$0 % specimens.count]) }
  let labels = (0..<20).map { text(labels[$0 % labels.count]) }
  let weights = [Float](repeating: 1, count: 20)
  return withUnsafePointer(to: options) { try? train(texts, labels, weights, 20, $0) }
}

private func trainingSet(
  _ texts: PointedTexts, _ labels: PointedTexts, _ weights: UnsafePointer<Float>?, _ base: Model?,
  readsByShippedModel: Bool
) throws(ABIError) -> TrainingSet {
  let shipped = try? Model.shipped()
  var data = TrainingSet(
    lexicon: (base ?? shipped).map(Lexicon.init(of:)) ?? Lexicon(), base: base,
    reading: readsByShippedModel ? shipped : nil)
  for index in 0..<texts.count {
    let given = weights?[index] ?? 1
    guard let weight = TrainingSet.weight(Double(given)) else {
      let largest = TrainingSet.weightRange.upperBound
      let limit = given > largest ? ": it is more than \(Int(largest))" : ""
      throw .untrainable("\(given) is not a weight\(limit)", index: index)
    }
    guard let text = try texts.text(index), !data.isEmpty(text) else { continue }
    guard let bytes = try labels.text(index) else { throw .untrainable("no label", index: index) }
    let label: String
    do throws(LabelRule.Objection) {
      label = try LabelRule.label(bytes)
    } catch {
      throw .untrainable("\(error)", index: index)
    }
    guard data.accepts(label) else {
      throw .untrainable("'\(label)' is not a label of the starting model", index: index)
    }
    data.append(text, label: label, weight: weight, line: index + 1)
    guard data.labelCount <= LabelRule.mostLabels else {
      throw .untrainable("\(LabelRule.Objection.tooMany(label))", index: index)
    }
  }
  return data
}

private func check(_ data: TrainingSet) throws(ABIError) {
  let audit = TrainingAudit(data, groups: 1)
  guard audit.learnedLabels.count >= 2 else {
    throw .untrainable(
      "training needs two labels or more; found "
        + (audit.learnedLabels.first.map { "only '\($0)'" } ?? "none"), index: nil)
  }
  if let label = audit.emptyLabels.first { throw .untrainable("every text of '\(label)' has the weight 0", index: nil) }
}

private func trainingOptions(_ given: attune_training_options) -> TrainingOptions {
  var options = TrainingOptions()
  if given.seed != 0 { options.seed = given.seed }
  if given.passes != 0 { options.epochs = Int(given.passes) }
  if given.max_features != 0 { options.maximumFeatures = Int(given.max_features) }
  options.isBalanced = given.balance != 0
  if given.naive_bayes != 0 { options.algorithm = .nb }
  options.namesFeatures = given.no_names == 0
  // What a model knows is not to be forgotten.
  if given.base != nil { options.dropout = 0.3 }
  return options
}
