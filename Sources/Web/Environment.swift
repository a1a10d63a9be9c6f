import Glibc

/// Variables of the environment.
enum Environment {
  /// Nil where there is none of this name, and where it is empty.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }
}
