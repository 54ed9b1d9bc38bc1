import AttunePlatform
import CPlatform

/// A new file that is to take another's place, or its own: it has a name beside it that nobody can foresee, until it is
/// complete. A signal that ends the process removes it.
struct ReplacementFile {
  let descriptor: Int32
  private let folder: Int32
  private let name: [CChar]
  private let temporaryName: [CChar]
  /// Among the unfinished files that a signal removes.
  private let place: Int32
  /// What it replaces; nil when nothing is there.
  private let old: stat?

  /// Creates the file.
  /// - Throws: whatever would keep it from its place in the end, as far as that can be known.
  init(of name: [CChar], in path: [CChar]) throws(SystemError) {
    let folder = attune_open_folder(path)
    guard folder >= 0 else { throw .last }
    do throws(SystemError) {
      old = try Self.status(of: name, in: folder)
      temporaryName = Array(".attune-\(Self.random)\(Self.random).tmp".utf8CString)
      place = attune_note_unfinished(folder, temporaryName)
      // A new file has the mode that the process gives to all; one that replaces another is nobody else's until it has
      // its mode.
      descriptor = create(folder, temporaryName, old == nil ? 0o666 : 0o600)
      guard descriptor >= 0 else {
        let error = SystemError.last
        attune_forget_unfinished(place)
        throw error
      }
    } catch {
      close(folder)
      throw error
    }
    self.name = name
    self.folder = folder
  }

  /// The file of a name; nil when there is none.
  /// - Throws: when it must not be written, or not be replaced.
  private static func status(of name: [CChar], in folder: Int32) throws(SystemError) -> stat? {
    var old = stat()
    guard fstatat(folder, name, &old, AT_SYMLINK_NOFOLLOW) == 0 else {
      // A name that is too long, for example.
      guard errno == ENOENT else { throw .last }
      return nil
    }
    guard faccessat(folder, name, W_OK, AT_EACCESS) == 0 else { throw .last }
    guard attune_is_mount_point(folder, name) == 0 else { throw SystemError(number: EBUSY) }
    var parent = stat()
    guard fstat(folder, &parent) == 0 else { throw .last }
    // In such a folder, /tmp for example, only their owners rename files.
    if parent.st_mode & S_ISVTX != 0, ![0, old.st_uid, parent.st_uid].contains(geteuid()) {
      throw SystemError(number: EPERM)
    }
    return old
  }

  private static var random: String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    return String(repeating: "0", count: 13 - digits.count) + digits
  }

  /// Puts the file in its place, once its bytes are on the disk.
  /// - Throws: with the file removed and the old one as it was.
  func commit() throws(SystemError) {
    do throws(SystemError) {
      try inherit()
      while fsync(descriptor) != 0 {
        if errno == EINTR { continue }
        // Some file systems know no such thing.
        guard errno == EINVAL || errno == ENOTSUP || errno == ENOSYS else { throw .last }
        break
      }
      guard renameat(folder, temporaryName, folder, name) == 0 else { throw .last }
    } catch {
      discard()
      throw error
    }
    attune_forget_unfinished(place)
    close(descriptor)
    // The new name is to outlive the machine's fall as well. Without the right to list the folder that is up to it.
    let listed = list(folder)
    if listed >= 0 {
      fsync(listed)
      close(listed)
    }
    close(folder)
  }

  /// Takes over the mode and, where that is allowed, the owner of the file that is replaced.
  private func inherit() throws(SystemError) {
    guard let old else { return }
    var mode = old.st_mode & 0o7777
    // What the old owner and group were allowed is not for others.
    if fchown(descriptor, old.st_uid, old.st_gid) != 0 {
      mode &= ~0o6000
      if fchown(descriptor, uid_t.max, old.st_gid) != 0 { mode &= ~0o070 }
    }
    guard fchmod(descriptor, mode) == 0 else { throw .last }
  }

  /// Removes the file.
  func discard() {
    unlinkat(folder, temporaryName, 0)
    attune_forget_unfinished(place)
    close(descriptor)
    close(folder)
  }
}

private func create(_ folder: Int32, _ name: [CChar], _ mode: mode_t) -> Int32 {
  openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
}

private func list(_ folder: Int32) -> Int32 { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
