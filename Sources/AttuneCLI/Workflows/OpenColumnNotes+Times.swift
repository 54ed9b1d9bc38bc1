import AttuneReports

/// Notes on columns of times, dates and counts of contacts.
extension OpenColumnNotes {
  var times: String? {
    let columns = open { $0 == .timeWithoutUnit }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) may be the resolution time, but the unit is unknown; "
      + "\(option("--resolution", first)) --unit UNIT (milliseconds, seconds, minutes, hours, days or weeks) "
      + "reports it"
  }

  var solved: String? {
    guard let column = open({ $0 == .solvedAt }).first, let time = finding.roles[.time]?.column else { return nil }
    return
      "\(option("--opened", time)) --resolution \(sample.field(column).quotedForShell) gives the time from \(Self.quoted(sample.columns[time].name)) to \(Self.quoted(sample.columns[column].name))"
  }

  var onlySolved: String? {
    if let time = finding.roles[.time], time.certainty == .likely,
      RoleFinder.saysSolved(sample.columns[time.column].name)
    {
      return
        "\(names([time.column])) says when cases were solved, and is used as the time of the records because there is "
        + "no other"
    }
    guard let column = open({ $0 == .onlySolvedAt }).first else { return nil }
    return
      "\(names([column])) says when cases were solved, and is not used as the time of the records; \(option("--time", column)) uses it"
  }

  var onlyOther: String? {
    let columns = open { $0 == .onlyOtherTime }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "has", "have")) dates, but "
      + "\(columns.count == 1 ? "it is" : "they are") not used to place records in time; "
      + "\(option("--time", first)) uses \(columns.count == 1 ? "it" : "the first")"
  }

  var others: String? {
    let columns = open { $0 == .otherTime }
    guard let first = columns.first, let taken = finding.roles[.time]?.column else { return nil }
    return
      "the time is from \(Self.quoted(sample.columns[taken].name)), not from \(Self.list(columns.map { Self.quoted(sample.columns[$0].name) }, joint: "or")); "
      + "\(option("--time", first)) uses the other"
  }

  var relative: String? {
    let columns = open { $0 == .relativeDates }
    guard let first = columns.first, let example = sample.columns[first].facts.examples.first else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "has", "have")) dates such as \(Self.quoted(example)) without a "
      + "calendar day, so no time is taken from \(columns.count == 1 ? "it" : "them")"
  }

  var undated: String? {
    guard let column = open({ $0 == .undatedTime }).first else { return nil }
    let facts = sample.columns[column].facts
    let example = facts.undated.max { ($0.value, $1.key) < ($1.value, $0.key) }.map {
      ", such as \(Self.quoted($0.key))"
    }
    return
      "\(Digits.count(facts.undatedCount)) of \(Digits.count(facts.filled)) values of \(names([column])) are not "
      + "dates\(example ?? ""): no time is used, so there is no trend"
  }

  /// Values of the column of dates that are none.
  var dateless: String? {
    guard let column = finding.roles[.time]?.column else { return nil }
    let facts = sample.columns[column].facts
    let undated = facts.undated.max { ($0.value, $1.key) < ($1.value, $0.key) }
    // Days of a spreadsheet are dates.
    guard facts.undatedCount > 0, !facts.areSerials, let undated else { return nil }
    return
      "\(Digits.count(facts.undatedCount)) of \(Digits.count(facts.filled)) values of \(Self.quoted(sample.columns[column].name)) are not dates, such as \(Self.quoted(undated.key)): these records have no date"
  }

  var clocks: String? {
    let columns = open { $0 == .openClock }
    guard let first = columns.first else { return nil }
    let example = sample.columns[first].facts.examples.first.map { " such as \(Self.quoted($0))" } ?? ""
    return
      "\(names(columns)) \(Self.verb(columns, "has", "have")) times\(example), which may be hours or minutes, and "
      + "\(Self.verb(columns, "is", "are")) not reported; \(option("--resolution", first)) --clock h:m or --clock m:s reports it"
  }

  var durations: String? {
    let columns = open { $0 == .otherDuration }
    guard let first = columns.first else { return nil }
    return
      "\(names(columns)) \(Self.verb(columns, "is", "are")) not reported; \(option("--metric", first, ":lower")) gives "
      + "\(columns.count == 1 ? "its" : "the first one's") mean and median"
  }

  var contacts: String? {
    guard let column = open({ $0 == .contactsAlone }).first else { return nil }
    return
      "\(names([column])) says how many contacts a case took; beside a column of --resolved, \(option("--contacts", column)) "
      + "adds the share that the first contact solved"
  }
}
