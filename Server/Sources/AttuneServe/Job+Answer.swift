@_spi(Server) import AttuneWorkflows

extension Job {
  /// Whether the answer is a ranking of all records.
  var isRanking: Bool { if case .atEnd = self { true } else { false } }

  /// Answers whole records, and lets others have their turn now and then.
  func answer(to lines: [UInt8]) async throws(Problem) -> Answer {
    var answer = Answer()
    func add(_ piece: Answer) {
      answer.bytes += piece.bytes
      answer.records += piece.records
      answer.problems += piece.problems
      answer.refused += piece.refused
    }
    func each(_ classify: ([UInt8]) -> Answer) async {
      guard lines.count > Limits.piece else {
        answer = classify(lines)
        return
      }
      for piece in lines.pieces {
        add(classify(piece))
        await Task.yield()
      }
    }
    switch self {
    case .each(let classify): await each(classify)
    case .byHead(let make): await each(make(lines))
    case .inOrder(let make):
      let judge = make()
      for piece in lines.pieces {
        add(judge(piece))
        await Task.yield()
      }
    case .atEnd(let make):
      let queue = make()
      for piece in lines.pieces {
        try await queue.take(piece)
        await Task.yield()
      }
      add(try await queue.end())
    }
    return answer
  }
}

extension [UInt8] {
  /// Whole lines of about `Limits.piece` bytes each.
  fileprivate var pieces: [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < count {
      let least = Swift.min(start + Limits.piece, count)
      let end = self[least...].firstIndex(of: 0x0A).map { $0 + 1 } ?? count
      pieces.append(Array(self[start..<end]))
      start = end
    }
    return pieces
  }
}
