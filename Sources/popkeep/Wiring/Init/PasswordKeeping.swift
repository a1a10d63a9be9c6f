import Fetching
import Glibc
import Settings

/// Puts a password that was typed where its account will look for it.
enum PasswordKeeping {
  static func keep(_ newcomer: Newcomer) throws {
    guard let password = newcomer.password else { return }
    switch newcomer.place {
    case .nowhere, .configuration: return
    case .keyring:
      do throws(PasswordFailure) { try password.storeInKeyring(of: newcomer.account) } catch {
        throw Failure(
          .configuration, "The password could not be put into the keyring: \(error).",
          hint: "Nothing was written; another answer than (k)eyring needs no keyring.")
      }
    case .file(let path): try write(password, to: path)
    }
  }

  private static func write(_ password: PasswordText, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let line = password.bytes + [UInt8(ascii: "\n")]
    guard Glibc.write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
      let failure = failure(path)
      unlink(path)
      throw failure
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(
      .cannotCreate, "The password file \(path) cannot be made: \(String(cString: strerror(errno))).",
      hint: "Nothing else was written.")
  }
}
