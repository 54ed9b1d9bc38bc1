import Attune
import AttuneCare
import AttunePlatform
import CAttune
import CPlatform
import Synchronization

/// What `attune_model *` points to: a model, and what says more of texts than their class.
///
/// A call holds the handle until it returns, so that `attune_free` on another thread takes it away only then.
final class ModelHandle: Sendable {
  let model: Model
  /// The class names as C strings, which live as long as the handle.
  private nonisolated(unsafe) let names: [UnsafeMutablePointer<CChar>]  // Never written after init.
  private let forks = attune_fork_count()
  /// A bit for each `Work` that was done before.
  private let done = Atomic<UInt32>(0)
  private let madeUrgency = AtomicLazyReference<UrgencyScorer>()
  private let madeAspects = AtomicLazyReference<AspectScorer>()
  private let madeCoach = AtomicLazyReference<ReplyCoach>()

  init(_ model: Model) {
    self.model = model
    names = model.labels.map { strdup($0) }
  }

  deinit { for name in names { free(name) } }

  /// Whether worker threads may be used: not by a child that goes on with a model of its parent, and not by one whose
  /// parent had such threads, which do not survive a fork.
  var hasWorkers: Bool { forks == attune_fork_count() && attune_has_lost_workers() == 0 }

  func name(_ label: Int) -> UnsafePointer<CChar>? {
    names.indices.contains(label) ? UnsafePointer(names[label]) : nil
  }

  // Made by `ready(for:)`.

  /// - Precondition: the model is one of sentiment, here and below.
  var urgency: UrgencyScorer { madeUrgency.load() ?? madeUrgency.storeIfNil(UrgencyScorer(model: model)) }
  var aspects: AspectScorer { madeAspects.load() ?? madeAspects.storeIfNil(AspectScorer(model: model)) }
  var coach: ReplyCoach { madeCoach.load() ?? madeCoach.storeIfNil(ReplyCoach(model: model)) }

  // MARK: Before the first call

  /// What a model is asked for.
  enum Work: UInt32 {
    case verdict = 1
    case explanation = 2
    case tones = 4
    case aspects = 8
    case urgency = 16
    case reply = 32
  }

  /// Does work of a kind once, on a text that needs all that any text needs, before the first text of a caller. Much is
  /// made when it is first needed: tables of words, rubrics, what the runtime knows of types. A fork that cuts this in two
  /// leaves a child that waits forever for a thread that it does not have; here forks wait.
  func ready(for work: Work) {
    guard done.load(ordering: .acquiring) & work.rawValue == 0 else { return }
    attune_hold_forks()
    defer { attune_release_forks() }
    guard done.load(ordering: .acquiring) & work.rawValue == 0 else { return }
    // Read once, when first asked for.
    _ = Workers.usableCores
    readyForLanguages()
    var text = Self.specimen
    text.withUTF8 { tryOut(work, $0) }
    if work != .reply {
      // Too long for a portion of texts. An explanation takes all texts alike, but for their verdict.
      text = String(repeating: Self.specimen, count: 8)
      text.withUTF8 { tryOut(work == .explanation ? .verdict : work, $0) }
    }
    done.bitwiseOr(work.rawValue, ordering: .acquiringAndReleasing)
  }

  private func tryOut(_ work: Work, _ text: UnsafeBufferPointer<UInt8>) {
    switch work {
    case .verdict:
      _ = model.classify(utf8: text)
      tryOutBatch(text)
    case .explanation: _ = explanationJSON(model.explain(utf8: text), labels: model.labels)
    case .tones:
      for taxonomy in model.toneTaxonomies { _ = (try? model.tones(ofUTF8: text, taxonomy)).map(tonesJSON) }
    case .aspects: _ = aspectsJSON(aspects.aspects(ofUTF8: text))
    case .urgency: _ = urgencyJSON(urgency.urgency(ofUTF8: text))
    case .reply:
      for channel in Channel.allCases {
        _ = replyJSON(coach.assess(utf8: text, customer: text, channel: channel))
      }
    }
  }

  /// A batch of one text, on this thread, with verdicts that nobody reads.
  private func tryOutBatch(_ text: UnsafeBufferPointer<UInt8>) {
    UnsafeRawBufferPointer(text).withMemoryRebound(to: CChar.self) { bytes in
      var text = attune_text(bytes: bytes.baseAddress, length: bytes.count)
      withUnsafePointer(to: &text) { text in
        guard let texts = try? PointedTexts(text, count: 1),
          let columns = try? Columns(attune_columns(), classes: model.labels.count, count: 1)
        else { return }
        try? BatchClassification(handle: self, texts: texts, columns: columns).run(threads: 1)
      }
    }
  }

  /// Something of every kind of token, of sentence and of cue.
  private static let specimen = """
    Hi Ann, I'm so sorry that it's not good at all!!! Café ÄRGER Ḁ İ 日本 é 😀 👎🏽 :-( <3 </3 :'( ^_^ :D ;) :P :/ :| :o
    &amp; &#39; http://a.example/b www.example.com x@example.com @ann #fail sooooo GREAT 9/10 5 stars, one star... Really?!
    Dr. No. 5 e.g. it would have been better than yours, but they used to be nice. Nobody could think it was worth $3.50.
    We will refund you today\u{200D}. Thank you for your patience? The bill was wrong, support never answers, cancel it.

    """

  // MARK: As a pointer

  /// The pointer that C holds; `release(_:)` ends its life.
  var pointer: OpaquePointer { OpaquePointer(Unmanaged.passRetained(self).toOpaque()) }

  static func at(_ pointer: OpaquePointer) -> ModelHandle {
    Unmanaged<ModelHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  static func release(_ pointer: OpaquePointer) {
    Unmanaged<ModelHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}
