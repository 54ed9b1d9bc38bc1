import AttuneReports
import AttuneWorkflows

/// What is said of values that stand for others, as far as nobody can tell for which.
extension OpenColumnNotes {
  var codes: String? {
    let codes = finding.open.compactMap { open -> (column: Int, role: ColumnRole, scale: String)? in
      if case .codes(let role, let scale) = open.reason { (open.column, role, scale) } else { nil }
    }
    guard let first = codes.first, let name = first.role.option else { return nil }
    let ends = "\(sample.field(first.column))=\(first.scale.split(separator: "-").joined(separator: ".."))"
    let scale = first.role == .nps ? "" : " --scale \(ends.quotedForShell)"
    let scales = Self.scales(codes.map { ($0.column, $0.scale) })
    return
      "\(names(codes.map(\.column))) \(Self.verb(codes, "holds", "hold")) answers (\(scales)) and a few other "
      + "numbers, which may mean no answer, and \(Self.verb(codes, "is", "are")) not reported; "
      + "\(option(name, first.column))\(scale) leaves them out\(codes.count == 1 ? "" : " of the first")"
  }

  var zeroOrOne: String? {
    let columns = finding.open.compactMap { open -> (column: Int, role: ColumnRole)? in
      if case .zeroOrOne(let role) = open.reason { (open.column, role) } else { nil }
    }
    guard let first = columns.first, let name = first.role.option else { return nil }
    return
      "\(names(columns.map(\.column))) \(Self.verb(columns, "holds", "hold")) 0 and 1, which may mean anything, and "
      + "\(Self.verb(columns, "is", "are")) not reported; \(option(name, first.column)) --scale "
      + "\("\(sample.field(first.column))=0..1".quotedForShell) counts 1 as the best answer"
  }

  var yesOrNo: String? {
    let columns = finding.open.compactMap { open -> (column: Int, role: ColumnRole)? in
      if case .yesOrNo(let role) = open.reason { (open.column, role) } else { nil }
    }
    guard let first = columns.first, let name = first.role.option else { return nil }
    return
      "\(names(columns.map(\.column))) \(Self.verb(columns, "says", "say")) yes and no, which may not be an answer of how good "
      + "something was, and \(Self.verb(columns, "is", "are")) not reported; \(option(name, first.column)) counts yes as the best "
      + "answer"
  }

  var oneOrTwo: String? {
    let columns = open { $0 == .oneOrTwo }
    guard !columns.isEmpty else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "holds", "hold")) 1 and 2, which may mean yes and no or the reverse, and "
      + "\(Self.verb(columns, "is", "are")) not reported; to report \(columns.count == 1 ? "it, rename it so that its name ends" : "them, rename them so that their names end") "
      + "with '(1 = yes, 2 = no)'"
  }

  var noTimes: String? {
    let columns = open { $0 == .noTimes }
    guard let first = columns.first else { return nil }
    let example = sample.columns[first].facts.examples.first.map { ", such as \(Self.quoted($0))" } ?? ""
    return
      "\(names(columns)) \(Self.verb(columns, "is", "are")) not reported, because the values are not times that are "
      + "understood\(example)"
  }
}
