import Synchronization

/// The last commands that the server received, secrets masked.
final class CommandLog: Sendable {
  private static let limit = 10_000
  private let entries = Mutex<[LoggedCommand]>([])

  func append(_ command: LoggedCommand) {
    entries.withLock { entries in
      if entries.count == 2 * Self.limit { entries.removeFirst(Self.limit) }
      entries.append(command)
    }
  }

  var last: [LoggedCommand] { entries.withLock { Array($0.suffix(Self.limit)) } }
}

/// A command as it came, without its secrets and without control characters.
package struct LoggedCommand: Sendable, Equatable, CustomStringConvertible {
  /// The number of the connection, from 1.
  package let connection: Int
  package let text: String
  package var description: String { "\(connection): \(text)" }

  init(connection: Int, line: [UInt8], verb: String, argument: String) {
    self.connection = connection
    switch verb {
    case "PASS": text = "PASS ****"
    case "APOP": text = "APOP \(Self.printable(argument.prefix { $0 != " " })) ****"
    case "AUTH":
      let mechanism = argument.prefix { $0 != " " }
      text = "AUTH \(Self.printable(mechanism))" + (mechanism.count < argument.count ? " ****" : "")
    case "": text = "****"
    default: text = Self.printable(String(decoding: line, as: UTF8.self))
    }
  }

  private static func printable(_ text: some StringProtocol) -> String {
    String(text.prefix(200).map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "?" })
  }
}
