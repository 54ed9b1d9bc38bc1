import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// Ranks the messages of files, which a person has named when the program was started.
@_spi(Server) public enum TriageFiles {
  /// What `attune triage --to jsonl` writes for files of one format: tables, JSON or text.
  ///
  /// - Complexity: O(bytes + messages × log tickets)
  public static func rank(
    _ files: [String], _ options: TriageOptions, _ service: Service
  ) throws(Service.Failure) -> Answer {
    let format = files.first.flatMap { RecordFormat(path: $0) } ?? .text
    let weights = UrgencyWeights.shipped
    var pipeline = RecordPipeline(model: service.model, format: format, output: .jsonl)
    pipeline.textField = options.text
    pipeline.workers = Workers.usableCores
    let bar = pipeline.choose(by: weights, customer: options.by, time: nil, minimum: options.minimum)
    var ranking = TriageDesk.Options()
    ranking.top = options.top
    ranking.minimum = options.minimum
    ranking.joins = options.by != nil
    let desk = Mutex(TriageDesk(options: ranking, weights: weights))
    pipeline.take = { taken throws(StreamError) in
      try desk.withLock { desk throws(StreamError) in
        try desk.take(taken, problem: { _ in }, write: { _ throws(StreamError) in })
        if let bar, let threshold = desk.threshold { bar.raise(to: threshold) }
      }
    }
    do throws(StreamError) {
      let summary = try pipeline.run(files.map { .file($0) }, to: .standardOutput)
      var answer = Answer()
      answer.records = summary.records
      answer.problems = summary.errors
      answer.bytes = desk.withLock { $0.end() }
      return answer
    } catch {
      throw .unreadable("\(error)")
    }
  }
}
