/// The names of all records in one role, as numbers: 0 for none, 1 for the first that came.
struct NameColumn {
  private(set) var codes: [UInt32] = []
  /// By code.
  private(set) var names = [""]
  private var known: [String: UInt32] = ["": 0]

  /// The code of a name that some record has; nil for others.
  func code(of name: String) -> UInt32? { known[name] }

  /// The code of a name, which is new if no record has it yet.
  mutating func number(_ name: String) -> UInt32 {
    if let code = known[name] { return code }
    let code = UInt32(names.count)
    names.append(name)
    known[name] = code
    return code
  }

  mutating func append(_ code: UInt32) { codes.append(code) }

  func name(of record: Int) -> String { names[Int(codes[record])] }
}
