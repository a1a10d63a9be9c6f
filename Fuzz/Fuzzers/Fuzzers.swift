import Glibc

// One program for all fuzzers: it is linked once, and POPKEEP_FUZZER picks the one that runs. The choice stands
// in the environment since libFuzzer hands its own arguments on to the processes that it starts.

@main
enum Fuzzers {
  typealias Fuzzer = @Sendable (inout FuzzInput) throws -> Void

  static let all: [String: Fuzzer] = [
    "configuration": ConfigurationFuzzer.run,
    "delivery": DeliveryFuzzer.run,
    "dialogue": DialogueFuzzer.run,
    "discovery": DiscoveryFuzzer.run,
    "export": ExportFuzzer.run,
    "header": HeaderFuzzer.run,
    "header-hash": HeaderHashFuzzer.run,
    "html": HTMLFuzzer.run,
    "index-file": IndexFileFuzzer.run,
    "index-rows": IndexRowsFuzzer.run,
    "intake": IntakeFuzzer.run,
    "marker": MarkerFuzzer.run,
    "mbox": MboxFuzzer.run,
    "mime": MimeFuzzer.run,
    "names": NameFuzzer.run,
    "replies": ReplyFuzzer.run,
    "sasl": SASLFuzzer.run,
    "search": SearchFuzzer.run,
    "text": TextFuzzer.run,
    "tokens": TokenFuzzer.run,
  ]

  static func main() {
    guard let chosen = getenv("POPKEEP_FUZZER"), all[String(cString: chosen)] != nil else {
      for name in all.keys.sorted() { print(name) }
      exit(getenv("POPKEEP_FUZZER") == nil ? 0 : 64)
    }
    var count = CommandLine.argc
    var values = CommandLine.unsafeArgv
    exit(runDriver(&count, &values) { start, count in Fuzzers.runOnce(start, count) })
  }

  private static let chosen: Fuzzer? = getenv("POPKEEP_FUZZER").flatMap { all[String(cString: $0)] }

  private static func runOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(Array(UnsafeBufferPointer(start: start, count: count)))
    do { try chosen?(&input) } catch { fatalError("An error that nobody expects here: \(error)") }
    return 0
  }
}

/// libFuzzer's loop (`FuzzerInterface.h` of LLVM).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ values: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ runOnce: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What AddressSanitizer's allocator has handed out and not got back, in octets.
@_silgen_name("__sanitizer_get_current_allocated_bytes")
func allocatedOctets() -> Int

/// Ends the run as a finding where a property does not hold.
func demand(_ holds: Bool, _ property: @autoclosure () -> String) {
  if !holds { fatalError("Not so: \(property())") }
}
