extension JSONValue {
  /// - Throws: what `value` throws.
  package init(encoding value: some Encodable) throws {
    let slot = Slot()
    try slot.encode(value)
    self = slot.value
  }

  /// A place in a document that is being encoded.
  fileprivate final class Slot {
    enum Content {
      case value(JSONValue)
      case elements([Slot])
      case members([String: Slot])
    }

    var content = Content.members([:])

    var value: JSONValue {
      switch content {
      case .value(let value): value
      case .elements(let slots): .array(slots.map(\.value))
      case .members(let slots): .object(slots.mapValues(\.value))
      }
    }

    func encode(_ value: some Encodable) throws {
      switch value {
      case let string as String: content = .value(.string(string))
      case let isTrue as Bool: content = .value(.boolean(isTrue))
      case let number as Double: content = .value(JSONValue(number: number))
      case let number as Float: content = .value(JSONValue(number: number))
      case let number as any FixedWidthInteger: content = .value(.number("\(number)"))
      default: try value.encode(to: SlotEncoder(slot: self))
      }
    }

    func member(_ key: some CodingKey) -> Slot {
      let slot = Slot()
      guard case .members(var members) = content else { preconditionFailure("a member of what is no object") }
      content = .members([:])
      members[key.stringValue] = slot
      content = .members(members)
      return slot
    }

    func element() -> Slot {
      let slot = Slot()
      guard case .elements(var elements) = content else { preconditionFailure("an element of what is no array") }
      content = .elements([])
      elements.append(slot)
      content = .elements(elements)
      return slot
    }
  }
}

private struct SlotEncoder: Encoder {
  let slot: JSONValue.Slot
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .members = slot.content {} else { slot.content = .members([:]) }
    return KeyedEncodingContainer(MemberEncoder(slot: slot))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .elements = slot.content {} else { slot.content = .elements([]) }
    return ElementEncoder(slot: slot)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ValueEncoder(slot: slot) }
}

private struct ValueEncoder: SingleValueEncodingContainer {
  let slot: JSONValue.Slot
  let codingPath: [any CodingKey] = []

  func encodeNil() { slot.content = .value(.null) }
  func encode(_ value: some Encodable) throws { try slot.encode(value) }
}

private struct MemberEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let slot: JSONValue.Slot
  let codingPath: [any CodingKey] = []

  func encodeNil(forKey key: Key) { slot.member(key).content = .value(.null) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try slot.member(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    SlotEncoder(slot: slot.member(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    SlotEncoder(slot: slot.member(key)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { SlotEncoder(slot: slot.member(SuperKey())) }
  func superEncoder(forKey key: Key) -> any Encoder { SlotEncoder(slot: slot.member(key)) }
}

private struct ElementEncoder: UnkeyedEncodingContainer {
  let slot: JSONValue.Slot
  let codingPath: [any CodingKey] = []

  var count: Int { if case .elements(let elements) = slot.content { elements.count } else { 0 } }

  func encodeNil() { slot.element().content = .value(.null) }
  func encode(_ value: some Encodable) throws { try slot.element().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    SlotEncoder(slot: slot.element()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { SlotEncoder(slot: slot.element()).unkeyedContainer() }
  func superEncoder() -> any Encoder { SlotEncoder(slot: slot.element()) }
}

/// The key of what a superclass encodes.
private struct SuperKey: CodingKey {
  let stringValue = "super"
  let intValue: Int? = nil

  init() {}
  init?(stringValue: String) { nil }
  init?(intValue: Int) { nil }
}
