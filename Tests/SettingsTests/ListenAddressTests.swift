import Settings
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9464", ListenAddress.tcp(host: "127.0.0.1", port: 9464)),
    ("[::1]:9464", .tcp(host: "::1", port: 9464)), ("0.0.0.0:0", .tcp(host: "0.0.0.0", port: 0)),
    ("localhost:65535", .tcp(host: "localhost", port: 65535)), ("unix:/run/popkeep", .unix("/run/popkeep")),
  ])
  func `an address has two forms, and is written as it was read`(text: String, address: ListenAddress) {
    #expect(ListenAddress(text) == address)
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", ":", "9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "::1:9464",
    "[::1]", "[127.0.0.1]:1", "[]:1", "example.org:9464", "127.0.0.1:9464 ", "127.1:9464", "127.0.0.1\0:1",
    "unix:", "unix:relative", "unix:/a\0b", "unix:/" + String(repeating: "x", count: 107),
  ])
  func `what is no address is none`(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
