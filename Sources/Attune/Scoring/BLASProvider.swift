import AttunePlatform
import CBLAS
import CPlatform

/// The library that answers the CBLAS calls of this process.
///
/// Attune sets OpenBLAS and MKL to one thread when it first scores a text, because its own workers keep the cores busy.
public enum BLASProvider {
  /// Its name and file, as in "OpenBLAS (/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3)".
  public static let name: String = {
    let file = path ?? "unknown file"
    if symbol("openblas_get_config") != nil || file.contains(text: "openblas") { return "OpenBLAS (\(file))" }
    if file.contains(text: "blis") { return "BLIS (\(file))" }
    if file.contains(text: "atlas") { return "ATLAS (\(file))" }
    if file.contains(text: "mkl") { return "MKL (\(file))" }
    return "reference BLAS (\(file))"
  }()

  /// Keeps the provider to the calling thread, in the whole process: Dispatch is the only source of parallelism. Done
  /// once, before the first product.
  static let isSingleThreaded: Bool = {
    typealias SetThreads = @convention(c) (Int32) -> Void
    for setter in ["openblas_set_num_threads", "MKL_Set_Num_Threads"] {
      if let address = symbol(setter) { unsafeBitCast(address, to: SetThreads.self)(1) }
    }
    return true
  }()

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    guard let file = attune_file_of(attune_sgemm_address()), let library = dlopen(file, RTLD_LAZY | RTLD_NOLOAD) else {
      return nil
    }
    defer { dlclose(library) }
    return dlsym(library, name)
  }

  private static var path: String? {
    guard let file = attune_file_of(attune_sgemm_address()), let resolved = realpath(file, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
