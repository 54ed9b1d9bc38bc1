import AttunePlatform
import CPlatform

/// What a process gets of a machine's processors. A container has all cores of the machine in sight and time on a few.
enum ProcessorShare {
  /// The cores that the calling thread may run on, at least 1.
  static var affinity: UInt32 { attune_affinity_cores() }

  /// How many cores' time the control groups of the process give it, rounded up; nil where they do not limit it. Of nested
  /// groups the strictest counts, and of the two versions of control groups as well.
  ///
  /// - Parameter root: stands before every path, for tests.
  static func quota(root: String = "") -> Int? {
    guard let groups = lines(of: root + "/proc/self/cgroup"), let mounts = lines(of: root + "/proc/self/mountinfo")
    else { return nil }
    var quotas: [Int] = []
    for mount in mounts.lazy.compactMap(Mount.init) {
      guard let group = groups.lazy.compactMap({ mount.group(of: $0) }).first else { continue }
      for folder in mount.folders(of: group) {
        let path = root + mount.point + folder
        if let quota = mount.isUnified ? unified(path) : legacy(path) { quotas.append(quota) }
      }
    }
    return quotas.min()
  }

  /// A mounted hierarchy of control groups that limits time on processors.
  private struct Mount {
    var isUnified: Bool
    /// The group that is mounted.
    var root: String
    /// Where it is mounted.
    var point: String

    /// - Parameter line: of mountinfo, proc_pid_mountinfo(5):
    ///   "36 35 98:0 /root /point options… - type source super-options".
    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), dash >= 5, fields.count > dash + 3 else { return nil }
      switch fields[dash + 1] {
      case "cgroup2": isUnified = true
      case "cgroup" where fields[dash + 3].split(separator: ",").contains("cpu"): isUnified = false
      default: return nil
      }
      root = Self.unescaped(fields[3])
      point = Self.unescaped(fields[4])
    }

    /// The path of the process in this hierarchy, when a line of /proc/self/cgroup, "1:cpu,cpuacct:/path", is about it.
    func group(of line: Substring) -> Substring? {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let isAbout = isUnified ? fields[0] == "0" && fields[1].isEmpty : fields[1].split(separator: ",").contains("cpu")
      return isAbout ? fields[2] : nil
    }

    /// The folders below `point` from the group up to the one that is mounted; "" is that one.
    func folders(of group: Substring) -> [String] {
      // Groups outside what is mounted, as in a container that sees the paths of the machine, end at what is mounted.
      let prefix = root == "/" ? "" : root
      guard group.hasPrefix(prefix) else { return [""] }
      let names = group.dropFirst(prefix.count).split(separator: "/")
      guard !names.contains(".."),
        prefix.isEmpty || group.count == prefix.count || group.dropFirst(prefix.count).first == "/"
      else { return [""] }
      return (0...names.count).map { count in names.prefix(count).map { "/" + $0 }.joined() }
    }

    /// Blanks, tabs, line breaks and backslashes are written as octal numbers.
    private static func unescaped(_ field: Substring) -> String {
      guard field.contains("\\") else { return String(field) }
      var bytes: [UInt8] = []
      var rest = Array(field.utf8)[...]
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\"), rest.count >= 3,
          let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
        {
          bytes.append(code)
          rest = rest.dropFirst(3)
        } else {
          bytes.append(byte)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// "max 100000", or microseconds in a period.
  private static func unified(_ folder: String) -> Int? {
    guard let fields = lines(of: folder + "/cpu.max")?.first?.split(separator: " "), fields.count == 2 else {
      return nil
    }
    return cores(Int(fields[0]), Int(fields[1]))
  }

  private static func legacy(_ folder: String) -> Int? {
    func number(_ name: String) -> Int? { lines(of: "\(folder)/\(name)")?.first.flatMap { Int($0) } }
    return cores(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"))
  }

  /// At least 1; nil when there is no limit, which is -1 or a word.
  private static func cores(_ quota: Int?, _ period: Int?) -> Int? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return quota / period + (quota % period == 0 ? 0 : 1)
  }

  /// The lines of a file of the kernel's; nil when it cannot be read.
  private static func lines(of path: String) -> [Substring]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count < 4 << 20 {
      let count = read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
