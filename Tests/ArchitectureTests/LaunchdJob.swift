import FoundationEssentials

/// What launchd reads in packaging/launchd.
struct LaunchdJob: Decodable {
  struct KeepAlive: Decodable {
    let successfulExit: Bool

    enum CodingKeys: String, CodingKey { case successfulExit = "SuccessfulExit" }
  }

  static let path = "packaging/launchd/org.popkeep.daemon.plist"

  let label: String
  let programArguments: [String]
  let runAtLoad: Bool
  let keepAlive: KeepAlive
  let exitTimeOut: Int
  let processType: String
  let lowPriorityIO: Bool
  let umask: Int
  let standardErrorPath: String

  enum CodingKeys: String, CodingKey {
    case label = "Label"
    case programArguments = "ProgramArguments"
    case runAtLoad = "RunAtLoad"
    case keepAlive = "KeepAlive"
    case exitTimeOut = "ExitTimeOut"
    case processType = "ProcessType"
    case lowPriorityIO = "LowPriorityIO"
    case umask = "Umask"
    case standardErrorPath = "StandardErrorPath"
  }

  static func ofTheProject() throws -> LaunchdJob {
    try PropertyListDecoder().decode(LaunchdJob.self, from: Data(try Project.file(path).text.utf8))
  }
}
