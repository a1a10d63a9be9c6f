import Dispatch
import Glibc
import Synchronization
import TestFiles

/// A network that is this test's own: a loopback on which every port is free, and name servers of its choice. Nothing
/// in it reaches another machine, whatever it looks up.
///
/// It belongs to one thread, and to the processes that are started on it; sockets that were opened there stay there.
/// Takes root.
package final class NetworkNamespace: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package static let reason = "takes root and network namespaces, dnsmasq and Dovecot"

  /// True where there can be one, with what serves in it: else tests of it have nothing to run on.
  package static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    if ["dnsmasq", "dovecot"].contains(where: { ChildProcess.locate($0) == nil }) {
      return Corpus.isRequired
    }
    do {
      _ = try NetworkNamespace()
      return true
    } catch { return false }
  }()

  private let files: TemporaryFolder
  private let works = Works()

  package init() throws {
    files = try TemporaryFolder()
    let works = works
    let context = Unmanaged.passRetained(works)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Works>.fromOpaque(argument).takeRetainedValue().doThem() }
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw Failure(description: "no thread: \(String(cString: strerror(code)))")
    }
    pthread_detach(thread)
    do {
      let setup = try NamespaceSetup(files)
      try run { try setup.enter() }
    } catch {
      works.end()
      throw error
    }
  }

  deinit { works.end() }

  /// Runs `body` in the network, on its thread, and waits for it.
  package func run<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) throws -> Answer {
    let box = AnswerBox<Answer>()
    works.add {
      box.result.withLock { $0 = Result { try body() } }
      box.isFilled.signal()
    }
    box.isFilled.wait()
    guard let result = box.result.withLock({ $0 }) else { throw Failure(description: "no answer") }
    return try result.get()
  }
}

private final class AnswerBox<Answer: Sendable>: Sendable {
  let result = Mutex<Result<Answer, any Error>?>(nil)
  let isFilled = DispatchSemaphore(value: 0)
}

/// What is to be done on the thread, one after the other.
private final class Works: Sendable {
  private let waiting = Mutex<[@Sendable () -> Void]>([])
  private let filled = DispatchSemaphore(value: 0)

  func add(_ work: @escaping @Sendable () -> Void) {
    waiting.withLock { $0.append(work) }
    filled.signal()
  }

  /// Lets the thread end once all is done.
  func end() { filled.signal() }

  func doThem() {
    while let work = next() { work() }
  }

  private func next() -> (@Sendable () -> Void)? {
    filled.wait()
    return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
