import ArgumentParser
import Backup
import Daemon
import Fetching
import Glibc
import Reading

/// An error that ends a command: a sentence, a remedy and the exit code of its class.
struct Failure: Error, CustomStringConvertible {
  let problem: Problem

  init(_ kind: Problem.Class, _ message: String, hint: String) {
    problem = Problem(kind, message, hint: hint)
  }

  init(_ problem: Problem) { self.problem = problem }

  var description: String { problem.description }
}

/// Throws where something that was printed did not arrive.
func refuseLoss() throws(Failure) {
  guard let loss = Output.loss else { return }
  throw Failure(
    .disk, "What was to be printed could not be written: \(loss).", hint: "The work itself is done.")
}

/// Runs a command's work; a failure is printed as one sentence and becomes the exit code.
func endingWithExitCode(_ body: () async throws -> Void) async throws {
  defer { ProgramEnd.forgoCleanup() }
  do {
    try await body()
    try refuseLoss()
  } catch let exit as ExitCode {
    throw exit
  } catch let failure as Failure {
    Output.error(failure.description)
    throw ExitCode(failure.problem.kind.exitCode)
  } catch let failure as ExportFailure {
    let problem = Problem(failure.kind, "\(failure)", hint: failure.hint)
    Output.error(problem.description)
    throw ExitCode(problem.kind.exitCode)
  } catch let fault as QueryFault {
    Output.error(fault.message)
    for line in fault.lines(width: Output.errorWidth) { Output.note(line) }
    // As wherever else an account is named that there is not.
    throw fault.unknownAccount == nil
      ? ExitCode.validationFailure : ExitCode(Problem.Class.configuration.exitCode)
  } catch let fault as NamingFault {
    Output.error(fault.description)
    throw ExitCode.validationFailure
  } catch let fault as ShowFault {
    let problem = Problem(fault)
    Output.error(problem.description)
    throw fault.isUsage ? ExitCode.validationFailure : ExitCode(problem.kind.exitCode)
  } catch let failure as ImportFailure {
    let problem = Problem(.badData, "\(failure)", hint: failure.hint)
    Output.error(problem.description)
    throw ExitCode(problem.kind.exitCode)
  } catch let failure as DriveFailure {
    let problem = Problem(failure)
    Output.error(problem.description)
    throw ExitCode(problem.kind.exitCode)
  } catch let error as ValidationError {
    Output.error(error.message)
    throw ExitCode.validationFailure
  } catch {
    let problem = Problem(classifying: error)
    Output.error(problem.description)
    throw ExitCode(problem.kind.exitCode)
  }
}

extension ExportFailure {
  fileprivate var kind: Problem.Class {
    switch code {
    case .exists, .create: .cannotCreate
    case .write, .read: .disk
    }
  }
}

extension ShowFault {
  /// True where what was asked for is not there to be shown.
  fileprivate var isUsage: Bool {
    switch self {
    case .noPart: true
    case .gone, .damaged: false
    }
  }
}

extension Problem {
  fileprivate init(_ fault: ShowFault) {
    self.init(.badData, fault.description, hint: fault.isUsage ? "" : "Run 'popkeep verify'.")
  }
}
