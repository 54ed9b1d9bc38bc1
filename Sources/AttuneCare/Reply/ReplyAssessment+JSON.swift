import Attune
import AttuneStatistics

/// An assessment as a field of a JSON object, made of bytes: streams write one for every reply.
extension ReplyAssessment {
  /// `{"score":…,"items":{…},"evidence":[…],"suggestions":[…]}`
  package func appendJSON(to out: inout [UInt8]) {
    out.append(constant: "{\"score\":")
    if let score { out.append(oneDecimal: score) } else { out.append(constant: "null") }
    if let reason {
      out.append(constant: ",\"reason\":")
      out.append(json: reason.rawValue)
    }
    let items = out.count
    out += Self.noItems
    for (index, place) in Self.itemPlaces.enumerated() { out[items + place] += UInt8(levels[index]) }
    out.append(constant: ",\"evidence\":[")
    for (index, evidence) in evidence.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out += Self.itemStarts[evidence.item.index]
      out.append(constant: "\",\"start\":")
      out.append(number: evidence.start)
      out.append(constant: ",\"end\":")
      out.append(number: evidence.end)
      out.append(UInt8(ascii: "}"))
    }
    out.append(constant: "],\"suggestions\":[")
    for (index, suggestion) in suggestions.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out += Self.itemStarts[suggestion.item.index]
      if let need = suggestion.need {
        out.append(constant: "\",\"need\":\"")
        out.append(text: need)
      }
      out.append(constant: "\",\"advice\":")
      out.append(json: suggestion.advice)
      if let example = suggestion.example {
        out.append(constant: ",\"example\":")
        out.append(json: example)
      }
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
    appendMatter(to: &out)
    if !notJudged.isEmpty {
      out.append(constant: ",\"not_judged\":[")
      for (index, item) in notJudged.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        out.append(json: item.rawValue)
      }
      out.append(UInt8(ascii: "]"))
    }
    out.append(UInt8(ascii: "}"))
  }

  /// `,"situation":"trouble","needs":[…],"points":[…],"slots":[…]`, as far as there is any.
  private func appendMatter(to out: inout [UInt8]) {
    if let situation {
      out.append(constant: ",\"situation\":")
      out.append(json: situation)
    }
    if !needs.isEmpty {
      out.append(constant: ",\"needs\":[")
      for (index, need) in needs.enumerated() {
        out.append(constant: index > 0 ? ",{\"need\":" : "{\"need\":")
        out.append(json: need.name)
        out.append(constant: ",\"level\":")
        out.append(number: need.level)
        out.append(UInt8(ascii: "}"))
      }
      out.append(UInt8(ascii: "]"))
    }
    if !points.isEmpty {
      out.append(constant: ",\"points\":[")
      for (index, point) in points.enumerated() {
        out.append(constant: index > 0 ? ",{\"text\":" : "{\"text\":")
        out.append(json: point.text)
        if point.isTaken { out.append(constant: ",\"taken\":true}") } else { out.append(constant: ",\"taken\":false}") }
      }
      out.append(UInt8(ascii: "]"))
    }
    guard !slots.isEmpty else { return }
    out.append(constant: ",\"slots\":[")
    for (index, slot) in slots.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(json: slot)
    }
    out.append(UInt8(ascii: "]"))
  }

  /// `{"item":"greeting` and so on.
  private static let itemStarts = RubricItem.allCases.map { Array("{\"item\":\"\($0.rawValue)".utf8) }

  /// `,"items":{"greeting":0,…}`, and where its numbers stand.
  private static let noItems = Array(
    ",\"items\":{\(RubricItem.allCases.map { "\"\($0.rawValue)\":0" }.joined(separator: ","))}".utf8)
  private static let itemPlaces = noItems.indices.filter { noItems[$0] == UInt8(ascii: "0") }

  /// Columns of a table: `empathy_score`, one for each item, the situation, how many points the customer raises and how many of
  /// them are taken up, how many slots are unfilled, `empathy_reason`.
  package static let columns =
    ["empathy_score"] + RubricItem.allCases.map { "empathy_\($0.rawValue)" }
    + ["empathy_situation", "empathy_points", "empathy_points_taken", "empathy_slots", "empathy_reason"]

  /// The values of `columns`, none of which needs quotes.
  package func appendColumns(to out: inout [UInt8], delimiter: UInt8) {
    for column in Self.columns.indices {
      if column > 0 { out.append(delimiter) }
      append(column: column, to: &out)
    }
  }

  /// The value of one of `columns`.
  package func append(column: Int, to out: inout [UInt8]) {
    if column == 0 {
      if let score { out.append(oneDecimal: score) }
    } else if column <= levels.count {
      out.append(UInt8(ascii: "0") + UInt8(levels[column - 1]))
    } else {
      switch column - levels.count {
      case 1: if let situation { out.append(text: situation) }
      case 2: if situation != nil { out.append(number: points.count) }
      case 3: if situation != nil { out.append(number: points.count { $0.isTaken }) }
      case 4: out.append(number: slots.count)
      default: if let reason { out.append(text: reason.rawValue) }
      }
    }
  }
}

extension [UInt8] {
  mutating func append(constant text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  /// A JSON string with its quotes.
  package mutating func append(json text: String) {
    var text = text
    text.withUTF8 { JSONString.append($0, shortens: false) { append(contentsOf: $0) } }
  }

  /// A number of 0 or more.
  package mutating func append(number: Int) {
    if number < 10 {
      append(UInt8(ascii: "0") + UInt8(number))
    } else {
      append(number: number / 10)
      append(UInt8(ascii: "0") + UInt8(number % 10))
    }
  }

  /// A number of 0 or more.
  package mutating func append(oneDecimal value: Double) {
    let steps = Int(saturating: Swift.max(value * 10, 0).rounded())
    append(number: steps / 10)
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0") + UInt8(steps % 10))
  }
}
