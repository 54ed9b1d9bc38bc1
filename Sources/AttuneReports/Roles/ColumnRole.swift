/// What a column of an export is used for.
package enum ColumnRole: String, Sendable, CaseIterable, Encodable {
  case text, time, csat, nps, ces, resolved, resolution, contacts, customer, agent, team, channel, reply, conversation
  case role, turn, id

  /// The name in messages.
  package var title: String {
    switch self {
    case .csat: "CSAT"
    case .nps: "NPS"
    case .ces: "CES"
    case .resolution: "resolution time"
    case .id: "ID"
    default: rawValue
    }
  }

  /// The option that names the column; nil for roles that no command reads.
  package var option: String? {
    switch self {
    case .id: nil
    default: "--\(rawValue)"
    }
  }

  /// Whether two equally good columns are an error, because the figures depend on which is meant.
  package var mustBeDecided: Bool {
    switch self {
    case .text, .time, .csat, .nps, .ces, .reply: true
    default: false
    }
  }
}

extension ColumnRole {
  /// Whether columns of the role hold answers on a scale.
  var isOfAnswers: Bool { self == .csat || self == .nps || self == .ces }
}
