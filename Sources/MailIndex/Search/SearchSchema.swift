import GRDB

/// The tables of what was read for search. They hold nothing that the messages do not: another version starts anew.
///
/// `words` has no columns to search in and no positions, which take more room than all else together. A word of a field
/// has the field's mark before it, and whether two words stand side by side tells `pairs`.
enum SearchSchema {
  /// Marks an SQLite file as what popkeep reads for search (`PRAGMA application_id`): "pops".
  static let applicationID: Int32 = 0x706F_7073

  /// One more with each change of the tables, of what is a word, or of what is read of a message.
  static let version: Int32 = 2

  static let tables = """
    CREATE TABLE reading (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      stamp BLOB NOT NULL,
      read_up_to INTEGER NOT NULL
    ) STRICT;

    CREATE VIRTUAL TABLE words USING fts5(
      text, content='', detail=none, columnsize=0, tokenize='ascii');

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      message INTEGER NOT NULL,
      account INTEGER NOT NULL,
      moment INTEGER NOT NULL,
      octets INTEGER NOT NULL,
      hash INTEGER NOT NULL,
      thread INTEGER NOT NULL,
      traits INTEGER NOT NULL
    ) STRICT;

    CREATE UNIQUE INDEX documents_by_message ON documents(message);
    CREATE INDEX documents_by_hash ON documents(hash);
    CREATE INDEX documents_by_thread ON documents(thread);
    CREATE INDEX documents_with_twins ON documents(id) WHERE traits & 2;

    CREATE TABLE pairs (id INTEGER PRIMARY KEY, filter BLOB NOT NULL) STRICT;
    CREATE TABLE names (id INTEGER PRIMARY KEY, names TEXT NOT NULL) STRICT;
    CREATE TABLE blocks (
      id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL,
      smallest INTEGER NOT NULL, largest INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE thread_ids (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL) STRICT;
    CREATE TABLE thread_subjects (
      id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, moment INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE thread_joins (thread INTEGER PRIMARY KEY, into_thread INTEGER NOT NULL) STRICT;
    """
}
