import AttunePlatform
import Foundation
import Testing

@testable import AttuneStreams

/// A file is written as a whole or not at all.
@Suite struct ByteOutputTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: files.folder.path()).sorted() }
  }

  private func write(_ text: String, to path: String) throws {
    let output = ByteOutput(path: path)
    try output.prepare()
    try output.write(text)
    try output.finish()
  }

  private func text(_ name: String) throws -> String { String(decoding: try files.read(name), as: UTF8.self) }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat(files.path(name), &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  private func number(of error: Int32, _ path: String) -> StreamError { .cannotWrite(path: path, errno: error) }

  // MARK: The old file

  @Test func anOldFileStaysUntilTheEnd() throws {
    let path = try files.write("out", Array("old".utf8))
    let output = ByteOutput(path: path)
    try output.write("new")
    #expect(output.isHiddenUntilFinished && !ByteOutput.standardOutput.isHiddenUntilFinished)
    #expect(try text("out") == "old")
    try output.finish()
    #expect(try text("out") == "new")
    #expect(try names == ["out"])
  }

  @Test func anOutputThatIsDroppedLeavesNothing() throws {
    let path = try files.write("out", Array("old".utf8))
    do {
      let output = ByteOutput(path: path)
      try output.write("new")
      #expect(try names.count == 2)
    }
    do {
      let output = ByteOutput(path: files.path("other"))
      try output.prepare()
    }
    #expect(try text("out") == "old")
    #expect(try names == ["out"])
  }

  @Test func anOutputWithoutBytesIsAnEmptyFile() throws {
    try ByteOutput(path: files.path("out")).finish()
    #expect(try text("out").isEmpty)
  }

  @Test func nothingIsWrittenBehindTheEnd() throws {
    let path = files.path("out")
    let output = ByteOutput(path: path)
    try output.finish()
    #expect(throws: number(of: EBADF, path)) { try output.write("more") }
    #expect(throws: number(of: EBADF, path)) { try output.finish() }
  }

  @Test(arguments: [0o600, 0o640, 0o755, 0o666] as [mode_t])
  func theModeIsKept(_ mode: mode_t) throws {
    let path = try files.write("out", Array("old".utf8))
    #expect(chmod(path, mode) == 0)
    try write("new", to: path)
    #expect(self.mode("out") == mode)
  }

  @Test func aNewFileHasTheModeOfAnyNewFile() throws {
    try write("new", to: files.path("out"))
    let descriptor = open(files.path("other"), O_WRONLY | O_CREAT, 0o666)
    close(descriptor)
    #expect(mode("out") == mode("other"))
  }

  @Test(.enabled(if: geteuid() != 0)) func aFileThatMustNotBeWrittenIsNotReplaced() throws {
    let path = try files.write("out", Array("old".utf8))
    #expect(chmod(path, 0o400) == 0)
    #expect(throws: number(of: EACCES, path)) { try ByteOutput(path: path).prepare() }
  }

  /// While it grows, a file that only its owner may read is nobody else's.
  @Test func theFileBesideIsNotForOthers() throws {
    let path = try files.write("out", Array("old".utf8))
    #expect(chmod(path, 0o644) == 0)
    let output = ByteOutput(path: path)
    try output.prepare()
    let beside = try #require(try names.first { $0 != "out" })
    #expect(mode(beside) == 0o600)
    #expect(try names == [beside, "out"])
  }

  // MARK: Names

  @Test(arguments: ["name", ".hidden", " ", "-", "été", "a\nb", "x.tmp"])
  func namesOfAllKinds(_ name: String) throws {
    try write("new", to: files.folder.path() + "/" + name)
    #expect(Array(try Data(contentsOf: URL(filePath: files.folder.path() + "/" + name))) == Array("new".utf8))
  }

  @Test func theLongestNameWorksAndALongerOneFailsFirst() throws {
    let longest = String(repeating: "n", count: 255)
    try write("one", to: files.path(longest))
    try write("two", to: files.path(longest))
    #expect(try text(longest) == "two")
    let longer = files.path(longest + "n")
    #expect(throws: number(of: ENAMETOOLONG, longer)) { try ByteOutput(path: longer).prepare() }
    let longPath =
      files.folder.path() + "/" + String(repeating: "./", count: 3000) + "x/" + String(repeating: "y/", count: 3000)
    #expect(throws: number(of: ENAMETOOLONG, longPath)) { try ByteOutput(path: longPath).prepare() }
    #expect(try names == [longest])
  }

  @Test func placesWhereNothingCanBeWritten() throws {
    let file = try files.write("file", [])
    let folder = files.folder.path() + "/"
    for (path, error) in [
      (folder, EISDIR), (folder + ".", EISDIR), (folder + "none/", EISDIR), (file + "/", ENOTDIR),
      (folder + "none/out", ENOENT), (file + "/out", ENOTDIR), ("", ENOENT), ("/", EISDIR), ("/dev/null/x", ENOTDIR),
    ] {
      #expect(throws: number(of: error, path)) { try ByteOutput(path: path).prepare() }
    }
    #expect(try names == ["file"])
  }

  // MARK: Links

  @Test func linksAreFollowed() throws {
    _ = try files.write("target", Array("old".utf8))
    #expect(symlink("target", files.path("near")) == 0)
    #expect(symlink(files.path("near"), files.path("far")) == 0)
    try write("new", to: files.path("far"))
    #expect(try text("target") == "new")
    var status = stat()
    for link in ["near", "far"] {
      #expect(lstat(files.path(link), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
  }

  @Test func aLinkToNothingYetCreatesWhatItNames() throws {
    #expect(mkdir(files.path("folder"), 0o755) == 0)
    #expect(symlink("folder/new", files.path("link")) == 0)
    try write("new", to: files.path("link"))
    #expect(try text("folder/new") == "new")
    #expect(try names == ["folder", "link"])
  }

  @Test func linksInACircleAreAnError() throws {
    #expect(symlink("two", files.path("one")) == 0)
    #expect(symlink("one", files.path("two")) == 0)
    let path = files.path("one")
    #expect(throws: number(of: ELOOP, path)) { try ByteOutput(path: path).prepare() }
    #expect(try names == ["one", "two"])
  }

  // MARK: What is no file

  @Test func pipesAndDevicesAreWrittenAsTheyAre() throws {
    try write("new", to: "/dev/null")
    let path = files.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    // Nobody reads yet, and looking does not wait.
    let output = ByteOutput(path: path)
    try output.prepare()
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try output.write("new")
    try output.finish()
    var bytes = [UInt8](repeating: 0, count: 10)
    #expect(read(reader, &bytes, 10) == 3)
    #expect(try names == ["pipe"])
  }

  @Test func aFullDeviceIsAnError() {
    let output = ByteOutput(path: "/dev/full")
    #expect(throws: number(of: ENOSPC, "/dev/full")) { try output.write("new") }
  }

  @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/dev//fd/", "/proc/./self/fd/"])
  func aDescriptorIsWrittenWhereItIs(_ folder: String) throws {
    let path = try files.write("out", Array("head ".utf8))
    let descriptor = open(path, O_WRONLY | O_APPEND)
    defer { close(descriptor) }
    try write("new", to: folder + "\(descriptor)")
    #expect(try text("out") == "head new")
    let reader = open(path, O_RDONLY)
    defer { close(reader) }
    #expect(throws: number(of: EBADF, folder + "\(reader)")) { try ByteOutput(path: folder + "\(reader)").prepare() }
    #expect(try names == ["out"])
  }

  // MARK: Adding

  @Test func linesAreAdded() throws {
    let path = files.path("log")
    try ByteOutput.append("", to: path)
    try ByteOutput.append("one\n", to: path)
    try ByteOutput.append("two\n", to: path)
    #expect(try text("log") == "one\ntwo\n")
    #expect(throws: number(of: EISDIR, files.folder.path())) {
      try ByteOutput.append("", to: files.folder.path())
    }
  }
}

/// Nothing that is read is written over.
@Suite struct FilesReadTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  @Test func aFileIsItselfUnderAnyName() throws {
    let path = try files.write("file", [])
    #expect(link(path, files.path("hard")) == 0)
    #expect(symlink("file", files.path("soft")) == 0)
    #expect(mkdir(files.path("folder"), 0o755) == 0)
    #expect(symlink("..", files.path("folder/up")) == 0)
    for name in ["file", "hard", "soft", "./file", "folder/../file", "folder/up/file"] {
      let output = "\(files.folder.path())/\(name)"
      for read in [FilesRead([.file(path)]), FilesRead([.standardInput], [nil, path])] {
        #expect(throws: StreamError.outputIsInput(output: output, input: path)) { try read.output(output) }
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: files.folder.path()).count == 4)
  }

  @Test func whatIsNotThereOrTakesAllIsNoInput() throws {
    let read = FilesRead([.file("/dev/null"), .file(files.path("none"))])
    try read.check("/dev/null")
    try read.check(files.path("none"))
    try read.check(files.path("other"))
  }

  @Test func aPipeIsNotReadAndWritten() throws {
    let path = files.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: StreamError.outputIsInput(output: path, input: path)) { try FilesRead([.file(path)]).check(path) }
  }

  @Test func twoOutputsAreTwoFiles() throws {
    let path = try files.write("file", [])
    #expect(link(path, files.path("hard")) == 0)
    #expect(throws: StreamError.outputTwice(path)) { try FilesRead([]).check(path, besides: [files.path("hard")]) }
  }
}
