import Attune
import AttuneTraining
import CAttune

/// See `attune.h`.
@c @implementation
public func attune_train(
  _ texts: UnsafePointer<attune_text>!, _ labels: UnsafePointer<attune_text>!, _ weights: UnsafePointer<Float>!,
  _ count: Int, _ options: UnsafePointer<attune_training_options>!, _ model: UnsafeMutablePointer<OpaquePointer?>!
) -> attune_status {
  reporting { () throws(ABIError) in
    guard let model else { throw .argument("nowhere to put the model") }
    model.pointee = nil
    guard count == 0 || texts != nil && labels != nil else { throw .argument("\(count) texts at a null pointer") }
    let given = options?.pointee ?? attune_training_options()
    let base = given.base.map { ModelHandle.at($0).model }
    if given.naive_bayes != 0, base != nil {
      throw .argument("a model to go on from has no place beside naive Bayes")
    }
    let data = try trainingSet(
      PointedTexts(texts: texts, count: count), PointedTexts(texts: labels, count: count), weights, base)
    try check(data)
    let trained = Trainer(options: trainingOptions(given), base: base).train(data)
    do throws(ModelError) {
      model.pointee = ModelHandle(try Model.load(bytes: trained.bytes)).pointer
    } catch {
      throw .model(error)
    }
  }
}

private func trainingSet(
  _ texts: PointedTexts, _ labels: PointedTexts, _ weights: UnsafePointer<Float>?, _ base: Model?
) throws(ABIError) -> TrainingSet {
  let lexiconSource = base ?? (try? Model.shipped())
  var data = TrainingSet(lexicon: lexiconSource.map(Lexicon.init(of:)) ?? Lexicon(), base: base)
  for index in 0..<texts.count {
    guard let text = texts.text(index), !data.isEmpty(text) else { continue }
    guard let label = labels.text(index) else { throw .untrainable("no label", index: index) }
    let name = String(decoding: label, as: UTF8.self)
    guard name != Verdict.unknown, !name.isEmpty else {
      throw .untrainable("'\(name)' cannot be a label", index: index)
    }
    guard data.accepts(name) else {
      throw .untrainable("'\(name)' is not a label of the model to go on from", index: index)
    }
    let weight = weights?[index] ?? 1
    guard weight.isFinite, weight >= 0 else { throw .untrainable("\(weight) is not a weight", index: index) }
    data.append(text, label: name, weight: weight, line: index + 1)
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
