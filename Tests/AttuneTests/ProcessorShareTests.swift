import Foundation
import Synchronization
import Testing

@testable import Attune

/// A process works with the cores that it may use, not with all that the machine has.
@Suite struct ProcessorShareTests {
  /// A folder that stands for "/".
  private final class Root {
    let url = URL.temporaryDirectory.appending(path: "attune-root-\(UUID().uuidString)")

    init(_ files: [String: String]) throws {
      for (path, text) in files {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var quota: Int? { ProcessorShare.quota(root: url.path()) }
  }

  private static let unified = "proc/self/mountinfo"
  private static func mount(_ root: String = "/", _ point: String = "/sys/fs/cgroup") -> String {
    "22 1 0:20 / /sys rw - sysfs sysfs rw\n"
      + "30 22 0:26 \(root) \(point) rw,nosuid shared:9 master:3 - cgroup2 cgroup2 rw,nsdelegate\n"
  }

  @Test(arguments: [
    ("200000 100000", 2), ("150000 100000", 2), ("1000 100000", 1), ("100000 100000", 1), ("6400000 100000", 64),
    ("max 100000", nil), ("", nil), ("100000", nil), ("-1 100000", nil), ("0 0", nil), ("x y", nil),
    ("9223372036854775807 1", .max), ("99999999999999999999 1", nil),
  ])
  func limitsOfVersion2(_ limit: String, _ cores: Int?) throws {
    let root = try Root([
      "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": Self.mount(), "sys/fs/cgroup/cpu.max": limit + "\n",
    ])
    #expect(root.quota == cores)
  }

  @Test func theStrictestOfNestedGroupsCounts() throws {
    let root = try Root([
      "proc/self/cgroup": "0::/a/b/c\n", "proc/self/mountinfo": Self.mount(),
      "sys/fs/cgroup/a/cpu.max": "300000 100000\n", "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      "sys/fs/cgroup/a/b/c/cpu.max": "800000 100000\n", "sys/fs/cgroup/other/cpu.max": "100000 100000\n",
    ])
    #expect(root.quota == 3)
  }

  @Test(arguments: [
    ("/", "4:memory:/x\n3:cpu,cpuacct:/docker/abc\n", "docker/abc/"),
    ("/docker/abc", "3:cpuacct,cpu:/docker/abc\n", ""), ("/docker/abc", "3:cpu:/docker/abc/inner\n", "inner/"),
    ("/docker/abc", "3:cpu:/docker/abcdef\n", ""), ("/docker/abc", "3:cpu:/\n", ""), ("/", "3:cpu:/../up\n", ""),
  ])
  func limitsOfVersion1(_ mounted: String, _ groups: String, _ folder: String) throws {
    let mounts =
      "31 22 0:27 \(mounted) /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
      + "32 22 0:28 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
    let place = "sys/fs/cgroup/cpu,cpuacct/" + folder
    let root = try Root([
      "proc/self/cgroup": groups, "proc/self/mountinfo": mounts, place + "cpu.cfs_quota_us": "250000\n",
      place + "cpu.cfs_period_us": "100000\n", "sys/fs/cgroup/cpuset/cpu.cfs_quota_us": "1\n",
    ])
    #expect(root.quota == 3)
    let unlimited = try Root([
      "proc/self/cgroup": groups, "proc/self/mountinfo": mounts, place + "cpu.cfs_quota_us": "-1\n",
      place + "cpu.cfs_period_us": "100000\n",
    ])
    #expect(unlimited.quota == nil)
  }

  @Test func aMountPointWithBlanks() throws {
    let root = try Root([
      "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": Self.mount("/", "/my\\040groups"),
      "my groups/cpu.max": "200000 100000\n",
    ])
    #expect(root.quota == 2)
  }

  @Test(arguments: ["", "x", "0::", "0:/", ":::::", "0::/\n0::/", "\n\n"])
  func filesThatSayNothing(_ text: String) throws {
    #expect(try Root(["proc/self/cgroup": text, "proc/self/mountinfo": text + "\n1 2 3 - cgroup2\n-\n"]).quota == nil)
    #expect(try Root(["proc/self/mountinfo": Self.mount()]).quota == nil)
    #expect(try Root([:]).quota == nil)
  }

  @Test func coresAreAtLeastOne() { #expect(Workers.usableCores >= 1) }

  @Test(arguments: [0, 1, 2, 7, 1000])
  func everyPieceIsDoneOnce(_ count: Int) {
    let done = Mutex<[Int]>([])
    Workers.forEach(0..<count) { piece in done.withLock { $0.append(piece) } }
    #expect(done.withLock { $0.sorted() } == Array(0..<count))
  }
}
