import InternetMessage
import TestFiles
import Testing

@Suite struct StructureCorpusTests {
  @Test func `however a message of the corpus is cut, its structure is the same`() throws {
    let messages = try Corpus.messages()
    #expect(messages.count > 1_000 || !Corpus.isRequired)
    for message in messages {
      let bytes = try message.bytes()
      let whole = MessageStructure(reading: bytes)
      for size in bytes.count < 4_000 ? [1, 2, 3, 7, 64] : [61, 4_096] {
        #expect(structure(of: bytes, inPiecesOf: size) == whole, "\(message.name) in pieces of \(size)")
      }
    }
  }

  @Test func `parts of the corpus lie within each other and none beyond another`() throws {
    for message in try Corpus.messages() {
      let bytes = try message.bytes()
      let parts = MessageStructure(reading: bytes).parts
      try #require(!parts.isEmpty)
      for part in parts {
        #expect(
          part.header.upperBound <= part.body.lowerBound && part.body.upperBound <= bytes.count,
          "\(message.name)")
        guard let parent = part.parent else { continue }
        let around = parts[parent]
        #expect(around.body.lowerBound <= part.header.lowerBound, "\(message.name) \(part.path)")
        #expect(part.body.upperBound <= around.body.upperBound, "\(message.name) \(part.path)")
        #expect(part.depth == around.depth + 1)
      }
    }
  }
}
