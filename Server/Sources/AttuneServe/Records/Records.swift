@_spi(Server) import AttuneWorkflows
import Synchronization

/// All records that the server was started with or has followed: their columns, and the store with their texts.
final class Records: Sendable {
  /// What the lock protects.
  struct State: ~Copyable {
    let store: Store
    let service: Service
    var columns: RecordColumns
    /// The last search, and which of the records there were then it finds.
    private var lastSearch: (search: Search, found: [Bool])?

    init(_ store: Store, _ service: Service) throws(StoreFailure) {
      self.store = store
      self.service = service
      columns = RecordColumns(aspectNames: service.aspects)
      try load()
    }

    private mutating func load() throws(StoreFailure) {
      var columns = RecordColumns(aspectNames: self.columns.aspectNames)
      try store.load(aspects: columns.aspectNames.count) {
        columns.number($1, RecordColumns.Name.allCases[$0])
      } record: {
        columns.append($0, id: $1, file: $2, codes: $3)
      }
      self.columns = columns
    }

    mutating func append(_ records: [ReadRecord], file: UInt32) throws(StoreFailure) {
      do throws(StoreFailure) {
        for record in records {
          var codes: [UInt32] = []
          for role in RecordColumns.Name.allCases {
            let name = role.of(record)
            let known = columns.names[role.rawValue].names.count
            let code = columns.number(name, role)
            if Int(code) == known { try store.add(name: name, code: code, role: role.rawValue) }
            codes.append(code)
          }
          let id = try store.add(record, file: file, codes: codes)
          columns.append(record, id: id, file: file, codes: codes)
        }
        try store.commit(always: false)
      } catch {
        // What is shown is what is in the store.
        store.rollBack()
        try load()
        throw error
      }
    }

    mutating func remove(file: UInt32) throws(StoreFailure) {
      do throws(StoreFailure) {
        try store.remove(file: file)
      } catch {
        store.rollBack()
        try load()
        throw error
      }
      columns.remove(file: file)
    }

    /// Which records are wanted.
    mutating func misses(_ selection: Selection) throws(StoreFailure) -> Misses {
      columns.settle()
      return Misses(selection, columns, found: try found(selection.search))
    }

    private mutating func found(_ search: Search) throws(StoreFailure) -> [Bool]? {
      guard !search.isEmpty else { return nil }
      if let lastSearch, lastSearch.search == search, lastSearch.found.count == columns.count {
        return lastSearch.found
      }
      var found = [Bool](repeating: search.wanted == nil, count: columns.count)
      for (match, isWanted) in [(search.wanted, true), (search.unwanted, false)] {
        guard let match else { continue }
        try store.search(match) { if let place = columns.place(of: $0) { found[place] = isWanted } }
      }
      lastSearch = (search, found)
      return found
    }
  }

  private let state: Mutex<State>
  /// Told when there are other records than before.
  let changes = Changes()

  /// - Parameter path: of the store; nil for one in memory.
  init(path: String?, _ service: Service) throws(StoreFailure) {
    state = Mutex(try State(try Store(path: path, service), service))
  }

  /// Uses the records, one at a time.
  func now<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try state.withLock(body)
  }
}

/// Tells all who listen that something has changed, and what of it they missed once only.
final class Changes: Sendable {
  private struct State {
    var next = 0
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Mutex(State())
  /// Who listens at a time.
  private static let limit = 64

  func tell() {
    for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
  }

  /// - Returns: nil when too many listen.
  func listen() -> AsyncStream<Void>? {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state -> Int? in
      guard state.listeners.count < Self.limit else { return nil }
      state.next += 1
      state.listeners[state.next] = continuation
      return state.next
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in
      _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
    }
    return stream
  }
}
