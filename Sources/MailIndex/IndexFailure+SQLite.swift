import GRDB

extension IndexFailure {
  /// The failure behind an error of a database access.
  init(_ error: any Error, path: String) {
    switch error {
    case let failure as IndexFailure: self = failure
    case let failure as DatabaseError:
      self.init(Code(failure.resultCode), path: path, detail: failure.message ?? "\(failure.resultCode)")
    default: self.init(.unexpected, path: path, detail: "\(error)")
    }
  }
}

extension IndexFailure.Code {
  fileprivate init(_ code: ResultCode) {
    switch code {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .corrupt
    case .SQLITE_FULL: self = .full
    case .SQLITE_IOERR, .SQLITE_PROTOCOL, .SQLITE_NOLFS: self = .io
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
    case .SQLITE_READONLY: self = .readOnly
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .cannotOpen
    default: self = .unexpected
    }
  }
}
