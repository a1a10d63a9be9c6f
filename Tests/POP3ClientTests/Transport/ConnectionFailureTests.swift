import Glibc
import POP3Client
import Testing

@Suite struct ConnectionFailureTests {
  static let codes: [ConnectionFailure.Code] = [
    .resolve(isTemporary: true), .resolve(isTemporary: false), .refused, .unreachable, .timedOut, .closed,
    .closedAbruptly, .cancelled, .io(ENOBUFS),
  ]

  @Test(arguments: [.resolve, .connect, .tls, .transfer] as [ConnectionFailure.Stage], codes)
  func `a failure is one sentence that names the host`(
    stage: ConnectionFailure.Stage, code: ConnectionFailure.Code
  ) {
    let text = ConnectionFailure(stage, code, host: "pop.example.org", port: 995).description
    #expect(text.contains("pop.example.org"))
    #expect(!text.hasSuffix("."))
    #expect(!text.contains("\n"))
  }

  @Test(arguments: codes) func `a failure passes on no control character`(code: ConnectionFailure.Code) {
    let text = ConnectionFailure(.connect, code, host: "evil\u{1b}[31m\u{7}\u{9b}", port: 995).description
    #expect(text.utf8.allSatisfy { (0x20...0x7e).contains($0) })
  }
}
