import Synchronization

/// Counts for monitors, as Prometheus reads them. Nothing of a request but its address and its status.
final class Metrics: Sendable {
  private struct Key: Hashable {
    var path: String
    var status: Int
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var seconds = 0.0
    var running = 0
    var streams = 0
    var records = 0
    var problems = 0
  }

  /// Upper bounds of the histogram's buckets, in seconds.
  private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  private let state = Mutex(State())

  /// Counts a request that begins.
  /// - Returns: false where there are `limit` already; it is then not counted.
  func begin(limit: Int) -> Bool {
    state.withLock { state in
      guard state.running < limit else { return false }
      state.running += 1
      return true
    }
  }

  /// Counts a running request as a stream.
  /// - Returns: false where there are `limit` streams already; it is then not counted.
  func beginStream(limit: Int) -> Bool {
    state.withLock { state in
      guard state.streams < limit else { return false }
      state.streams += 1
      return true
    }
  }

  /// - Parameter path: of a known address; what clients make up is counted as "other".
  func end(_ path: String, status: Int, after time: Duration, wasRunning: Bool, wasStream: Bool) {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    state.withLock { state in
      if wasRunning { state.running -= 1 }
      if wasStream { state.streams -= 1 }
      state.requests[Key(path: path, status: status), default: 0] += 1
      state.buckets[bucket] += 1
      state.seconds += seconds
    }
  }

  func count(records: Int, problems: Int) {
    state.withLock { state in
      state.records += records
      state.problems += problems
    }
  }

  /// The text exposition format, version 0.0.4.
  var text: String {
    let state = state.withLock { $0 }
    var text = """
      # HELP attune_requests_total Requests answered.
      # TYPE attune_requests_total counter

      """
    for (key, count) in state.requests.sorted(by: { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }) {
      text += "attune_requests_total{path=\"\(key.path)\",status=\"\(key.status)\"} \(count)\n"
    }
    text += """
      # HELP attune_request_seconds Time from the head of a request to the head of its answer, of a stream to its end.
      # TYPE attune_request_seconds histogram

      """
    var sum = 0
    for (index, bound) in Self.bounds.enumerated() {
      sum += state.buckets[index]
      text += "attune_request_seconds_bucket{le=\"\(bound)\"} \(sum)\n"
    }
    sum += state.buckets[Self.bounds.count]
    text += """
      attune_request_seconds_bucket{le="+Inf"} \(sum)
      attune_request_seconds_sum \(state.seconds)
      attune_request_seconds_count \(sum)
      # HELP attune_requests_running Requests that are being answered.
      # TYPE attune_requests_running gauge
      attune_requests_running \(state.running)
      # HELP attune_records_total Records read.
      # TYPE attune_records_total counter
      attune_records_total \(state.records)
      # HELP attune_record_problems_total Records that could not be read.
      # TYPE attune_record_problems_total counter
      attune_record_problems_total \(state.problems)

      """
    return text
  }
}
