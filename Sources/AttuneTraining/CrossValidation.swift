import Attune
import AttunePlatform
import AttuneStatistics
import Synchronization

/// K-fold cross-validation (Stone 1974): as many models as there are folds, each trained on the others, so that every
/// text is judged by a model that has seen neither it nor a text that is equal to it. Passes and calibration are chosen
/// inside of what a model learns from.
package struct CrossValidation: Sendable {
  package struct Result: Sendable {
    /// All texts but those of weight 0, in the order of the training set. Each was asked about among the classes of its
    /// group.
    package private(set) var evaluation: Evaluation
    /// The texts of each fold, by their number in `evaluation`.
    package private(set) var folds: [[Int]]

    init(labels: [String], goldLabels: Set<String>, folds count: Int) {
      evaluation = Evaluation(modelLabels: labels, goldLabels: goldLabels)
      folds = Array(repeating: [], count: count)
    }

    fileprivate mutating func append(_ answer: Answer, gold: String, mask: [Bool], fold: Int) {
      folds[fold].append(evaluation.count)
      evaluation.append(gold: gold, probabilities: answer.probabilities, isKnown: answer.isKnown, mask: mask)
    }
  }

  fileprivate struct Answer {
    var probabilities: [Double]
    var isKnown: Bool
  }

  package let folds: Int
  package let options: TrainingOptions
  package let base: Model?
  /// Folds that may run at a time.
  package let workers: Int

  package init(
    folds: Int, options: TrainingOptions, base: Model? = nil, workers: Int = Workers.usableCores
  ) {
    self.folds = folds
    self.options = options
    self.base = base
    self.workers = workers
  }

  /// - Parameters:
  ///   - source: the texts, which the set keeps.
  ///   - devGroups: groups that end training and calibrate in every fold, and are not measured.
  ///   - isDone: is told how many folds are done, on any thread.
  /// - Returns: the same for the same data, options and number of folds, on any number of cores.
  /// - Precondition: there are at least as many different texts as folds (`Folds.limit`).
  /// - Complexity: `folds` trainings, of which as many run at a time as there are workers and a quarter of the memory
  ///   has room for.
  package func run(
    _ source: TrainingSet, devGroups: Set<Int> = [], isDone: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ModelError) -> Result {
    let texts = (0..<source.count).filter { !devGroups.contains(source.group[$0]) }
    let parts = Folds.assign(texts, of: source, count: folds, seed: options.seed)
    let state = Mutex((next: 0, done: 0, answers: [Swift.Result<[Answer], ModelError>?](repeating: nil, count: folds)))
    let shared = Shared(source: source)
    Workers.run(concurrency(source)) {
      while true {
        let fold = state.withLock { state in
          state.next += 1
          return state.next - 1
        }
        guard fold < folds else { return }
        let learned = zip(texts, parts).filter { $0.1 != fold }.map(\.0)
        let asked = zip(texts, parts).filter { $0.1 == fold }.map(\.0)
        let answers = judge(shared.source, learned: learned, asked: asked, devGroups: devGroups)
        let done = state.withLock { state in
          state.answers[fold] = answers
          state.done += 1
          return state.done
        }
        isDone(done)
      }
    }
    var answers: [[Answer]] = []
    for fold in state.withLock({ $0.answers }) { answers.append(try fold!.get()) }

    let (labels, gold, masks) = (source.labels, source.gold(), source.groupMasks())
    let measured = texts.filter { source.weights[$0] > 0 }
    var result = Result(labels: labels, goldLabels: Set(measured.map { labels[gold[$0]] }), folds: folds)
    var places = [Int](repeating: 0, count: folds)
    for (text, fold) in zip(texts, parts) {
      if source.weights[text] > 0 {
        result.append(
          answers[fold][places[fold]], gold: labels[gold[text]], mask: masks[source.group[text]], fold: fold)
      }
      places[fold] += 1
    }
    return result
  }

  private struct Shared: @unchecked Sendable {  // Folds read the set and copy of it; nobody appends to it or a copy.
    let source: TrainingSet
  }

  /// What a model that learned some texts says of others.
  private func judge(
    _ source: TrainingSet, learned: [Int], asked: [Int], devGroups: Set<Int>
  ) -> Swift.Result<[Answer], ModelError> {
    let development = (0..<source.count).filter { devGroups.contains(source.group[$0]) }
    let bytes = Trainer(options: options, base: base).train(source.subset(learned + development), devGroups: devGroups)
      .bytes
    do throws(ModelError) {
      let model = try Model.load(bytes: bytes)
      return .success(
        asked.map { text in
          let verdict = source.origins.withText(text) { model.classify(utf8: $0) }
          return Answer(probabilities: verdict.probabilities, isKnown: verdict.label != Verdict.unknown)
        })
    } catch {
      return .failure(error)
    }
  }

  /// How many folds run at a time.
  private func concurrency(_ source: TrainingSet) -> Int {
    let memory = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    // A copy of the texts' features and one without the rare ones; for every feature hashes, counts, the weights and
    // their squares padded to four classes, the mean, the start.
    let perText = CueFeatures.count * 4 * 2 + source.readingCount * 2 + source.labels.count * 8 + 64
    let perFeature = 48 + 8 * (source.labels.count + 3) + 16 * source.labels.count
    let needed = source.features.count * 8 + source.count * perText + source.vocabulary.count * perFeature
    return max(1, min(folds, workers, Int(saturating: memory / 4 / Double(max(needed, 1)))))
  }
}
