/// The fields that are wanted of JSON objects, and the keys that are looked up for them.
struct FieldNames {
  enum Entry {
    case one(Int)
    case joined([Choice])
  }

  struct Choice {
    /// Places in `keys`.
    var whole: Int
    var parts: [Int]
  }

  private(set) var keys: [String] = []
  private(set) var entries: [Entry] = []
  /// No field is joined, and `keys` are the fields.
  private(set) var isPlain = true
  /// Of each field, whether objects may lack it.
  private let isOptional: [Bool]

  init(_ names: [String], optional: Set<String> = []) {
    isOptional = names.map(optional.contains)
    for name in names {
      guard let joined = JoinedField(name) else {
        entries.append(.one(add(name)))
        continue
      }
      isPlain = false
      entries.append(
        .joined(joined.choices.map { choice in Choice(whole: add(choice.whole), parts: choice.parts.map { add($0) }) }))
    }
  }

  private mutating func add(_ key: String) -> Int {
    keys.append(key)
    return keys.count - 1
  }

  /// The first key that is needed and was never seen.
  func missing(_ isSeen: [Bool]) -> String? {
    for (index, entry) in entries.enumerated() where !isOptional[index] {
      switch entry {
      case .one(let key): if !isSeen[key] { return keys[key] }
      case .joined(let choices):
        for choice in choices where !isSeen[choice.whole] {
          guard choice.parts.contains(where: { isSeen[$0] }) else { return keys[choice.whole] }
          if let part = choice.parts.first(where: { !isSeen[$0] }) { return keys[part] }
        }
      }
    }
    return nil
  }

  /// The text of joined fields of the object that was parsed last, into `text`. Fields that the object lacks are empty.
  ///
  /// - Returns: whether the object has all of them.
  /// - Throws: when it has none of them, or one that is no text.
  func read(
    _ choices: [Choice], _ json: JSONFieldFinder, into text: inout JoinedText, _ sightings: inout FieldSightings
  ) throws(RecordProblem.Reason) -> Bool {
    text.begin(count: choices.reduce(0) { $0 + 1 + $1.parts.count })
    var place = 0
    var isFound = false
    var hasAll = true
    var reason: RecordProblem.Reason?
    for choice in choices {
      var hasWhole = false
      var lacks = false
      for (index, key) in ([choice.whole] + choice.parts).enumerated() {
        defer { place += 1 }
        if index > 0, hasWhole { continue }
        do throws(RecordProblem.Reason) {
          let part = try json.text(key)
          sightings.isSeen[key] = true
          text.set(place, part)
          isFound = true
          hasWhole = index == 0
        } catch {
          switch error {
          case .missingField:
            reason = reason ?? error
            if index > 0 || choice.parts.isEmpty { lacks = true }
          case .nullField:
            sightings.isSeen[key] = true
            reason = error
            if index == 0 { hasWhole = true }
          default: throw error
          }
        }
      }
      if lacks { hasAll = false }
    }
    if !isFound, let reason { throw reason }
    text.join()
    return hasAll
  }
}

/// Which keys objects have: what tells a field that some records lack from one that none has.
struct FieldSightings: Sendable {
  /// By numbers of `FieldNames.keys`.
  var isSeen: [Bool]
  /// Objects that were looked at.
  var objects = 0
  /// Keys of objects that lack a field, in the order in which they came.
  private(set) var names: [String] = []
  private var sampled = 0

  private static let mostSampled = 100
  private static let mostNames = 200

  init(count: Int) { isSeen = Array(repeating: false, count: count) }

  mutating func reset() { self = Self(count: isSeen.count) }

  mutating func merge(_ other: Self) {
    objects += other.objects
    for index in isSeen.indices where index < other.isSeen.count && other.isSeen[index] { isSeen[index] = true }
    for name in other.names { add(name) }
  }

  /// Notes what keys an object has that lacks a field.
  mutating func sample(_ object: UnsafeBufferPointer<UInt8>) {
    guard sampled < Self.mostSampled else { return }
    sampled += 1
    addKeys(of: object, behind: "")
  }

  private mutating func addKeys(of object: UnsafeBufferPointer<UInt8>, behind prefix: String) {
    var members = JSONMembers(object)
    while names.count < Self.mostNames, let member = members.next() {
      let key = object[member.key].dropFirst().dropLast().prefix(200)
      let name = prefix + String(decoding: key, as: UTF8.self)
      let value = UnsafeBufferPointer(rebasing: object[member.value])
      if prefix.isEmpty, value.first == UInt8(ascii: "{") {
        addKeys(of: value, behind: name + ".")
      } else {
        add(name)
      }
    }
  }

  /// Adds those of further fields of the same objects.
  mutating func append(_ other: Self) {
    isSeen += other.isSeen
    for name in other.names { add(name) }
  }

  private mutating func add(_ name: String) {
    if names.count < Self.mostNames, !names.contains(name) { names.append(name) }
  }

  /// - Throws: `StreamError.unknownField` when no object has a field that all should have.
  func check(_ fields: FieldNames, path: String) throws(StreamError) {
    guard objects > 0, let name = fields.missing(isSeen) else { return }
    throw .unknownField(path: path, name: name, fields: names)
  }
}
