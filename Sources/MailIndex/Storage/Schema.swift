import GRDB

/// The tables of the index. Migrations are named, ordered and never edited: a change is a new one at the end.
enum Schema {
  /// Marks an SQLite file as an index of popkeep (`PRAGMA application_id`): "popk".
  static let applicationID: Int32 = 0x706F_706B

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: messages") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: accounts)
      try database.execute(sql: messages)
      try database.execute(sql: copies)
      try database.execute(sql: diary)
    }
    migrator.registerMigration("2: capabilities") { database in
      try database.execute(sql: "ALTER TABLE mailbox_memory ADD COLUMN capabilities TEXT")
    }
    migrator.registerMigration("3: schedule") { database in
      try database.execute(sql: sums)
      try database.execute(sql: schedule)
    }
    migrator.registerMigration("4: drives") { database in try database.execute(sql: drives) }
    migrator.registerMigration("5: waiting for copies") { database in
      try database.execute(
        sql: """
          ALTER TABLE mailbox_memory ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE mailbox_memory ADD COLUMN copy_mark INTEGER
          """)
    }
    migrator.registerMigration("6: reading") { database in try database.execute(sql: reading) }
    migrator.registerMigration("7: seen elsewhere") { database in
      try database.execute(sql: seenElsewhere)
    }
    migrator.registerMigration("8: copies counted") { database in
      try database.execute(sql: countedCopies)
    }
    return migrator
  }

  // `status` is asked for at any time, also of a mailbox in which a million messages stay.
  private static let countedCopies = """
    ALTER TABLE accounts ADD COLUMN on_server INTEGER NOT NULL DEFAULT 0;
    UPDATE accounts SET on_server = (
      SELECT count(*) FROM server_copies c WHERE c.account = accounts.id AND c.state != 'gone');

    CREATE TRIGGER server_copies_come AFTER INSERT ON server_copies WHEN new.state != 'gone' BEGIN
      UPDATE accounts SET on_server = on_server + 1 WHERE id = new.account;
    END;
    CREATE TRIGGER server_copies_change AFTER UPDATE OF state ON server_copies
    WHEN (old.state = 'gone') != (new.state = 'gone') BEGIN
      UPDATE accounts SET on_server = on_server + CASE new.state WHEN 'gone' THEN -1 ELSE 1 END WHERE id = new.account;
    END;
    CREATE TRIGGER server_copies_go AFTER DELETE ON server_copies WHEN old.state != 'gone' BEGIN
      UPDATE accounts SET on_server = on_server - 1 WHERE id = old.account;
    END;
    """

  // What another fetcher had fetched, as its list of unique-ids tells: no message of ours, so that nothing which can be
  // deleted on a server follows from it. The size is known from the first listing on.
  private static let seenElsewhere = """
    CREATE TABLE seen_elsewhere (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
      tag BLOB NOT NULL CHECK (length(tag) = 10),
      listed_octets INTEGER,
      since INTEGER NOT NULL
    ) STRICT;

    CREATE UNIQUE INDEX seen_elsewhere_by_tag ON seen_elsewhere(account, tag);
    CREATE INDEX seen_elsewhere_listed ON seen_elsewhere(account) WHERE listed_octets IS NOT NULL;
    """

  // Rows of before have all recipients in `to_text`, and no `cc_text`. The stamp tells this index from one that was made
  // anew, in which the same rows mean other messages: what was read for search belongs to one stamp.
  private static let reading = """
    ALTER TABLE messages ADD COLUMN cc_text TEXT;
    CREATE TABLE stamp (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT;
    INSERT INTO stamp VALUES (1, randomblob(16));
    """

  // A message is on a drive where its row id is at most `copied_up_to` and no gap names it: what is right takes no row.
  // `grown` counts the changes after which a message may be on more drives than before. What is to be copied again and
  // what is to be read back are each found without a look at the other. A row id that is free again must not count as
  // copied: the trigger sees to it, whoever deletes.
  private static let drives = """
    CREATE TABLE drives (
      id INTEGER PRIMARY KEY,
      drive TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      stamp TEXT,
      copied_up_to INTEGER NOT NULL DEFAULT 0,
      grown INTEGER NOT NULL DEFAULT 0,
      first_seen INTEGER,
      last_seen INTEGER,
      last_backup INTEGER,
      last_verified INTEGER,
      silence_told INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE drive_gaps (
      drive INTEGER NOT NULL REFERENCES drives(id) ON DELETE CASCADE,
      message INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('unverified', 'damaged', 'missing', 'notHere', 'waiting')),
      since INTEGER NOT NULL,
      PRIMARY KEY (drive, message)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX drive_gaps_to_fill ON drive_gaps(drive, message) WHERE kind != 'unverified';
    CREATE INDEX drive_gaps_unverified ON drive_gaps(drive, message) WHERE kind = 'unverified';

    CREATE TRIGGER drives_forget_free_ids AFTER DELETE ON messages
    WHEN old.id > (SELECT coalesce(max(id), 0) FROM messages)
    BEGIN
      UPDATE drives SET copied_up_to = min(copied_up_to, (SELECT coalesce(max(id), 0) FROM messages));
    END;
    """

  // What an account has is asked for again and again, and counted by nobody who has a million messages. The two trees
  // hold what differs from the rule, or belongs to one account, and grow at their end.
  private static let sums = """
    ALTER TABLE accounts ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE accounts ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE accounts ADD COLUMN wire_size INTEGER NOT NULL DEFAULT 0;
    UPDATE accounts SET (messages, size, wire_size) = (
      SELECT count(*), CAST(total(m.size) AS INTEGER), CAST(total(m.wire_size) AS INTEGER)
      FROM messages m WHERE m.account = accounts.id);

    CREATE INDEX messages_not_whole ON messages(account) WHERE state != 'stored';
    CREATE INDEX server_copies_here ON server_copies(account) WHERE state != 'gone';
    """

  // How the runs of an account went, which the runs themselves do not tell once the old ones are forgotten, and when
  // the next is due.
  private static let schedule = """
    CREATE TABLE standing (
      account INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
      last_success INTEGER,
      failures INTEGER NOT NULL DEFAULT 0,
      refusals INTEGER NOT NULL DEFAULT 0,
      failing_since INTEGER,
      next_run INTEGER,
      log_in TEXT,
      learned_delay INTEGER,
      silence_told INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    INSERT INTO standing (account, last_success, failures)
    SELECT a.id, (SELECT max(ended_at) FROM runs WHERE account = a.id AND error_class IS NULL),
      (SELECT count(*) FROM runs WHERE account = a.id
        AND id > (SELECT coalesce(max(id), 0) FROM runs WHERE account = a.id AND error_class IS NULL))
    FROM accounts a;

    CREATE TABLE scrub (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      slice INTEGER NOT NULL,
      ended_at INTEGER NOT NULL,
      files INTEGER NOT NULL,
      octets INTEGER NOT NULL,
      problems INTEGER NOT NULL
    ) STRICT;
    """

  private static let accounts = """
    CREATE TABLE accounts (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      delivering INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE mailbox_memory (
      account INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
      count INTEGER NOT NULL,
      octets INTEGER,
      last_uid BLOB,
      listed_at INTEGER NOT NULL,
      rule TEXT,
      next_due INTEGER,
      is_windowed INTEGER NOT NULL,
      skips_capabilities INTEGER NOT NULL,
      pipelining_is_broken INTEGER NOT NULL,
      login_delay INTEGER
    ) STRICT;
    """

  // One row a stored file. Hashes are random, and each index on one costs a page a row in every batch: one
  // index of 48-bit prefixes serves both, and stays small. Ordered by arrival, rows fill pages in turn.
  private static let messages = """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
      folder TEXT NOT NULL,
      base TEXT NOT NULL,
      size INTEGER NOT NULL,
      wire_size INTEGER NOT NULL,
      stored_as_lf INTEGER NOT NULL,
      sha256 BLOB NOT NULL,
      header_sha256 BLOB NOT NULL,
      arrived INTEGER NOT NULL,
      stored_at INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'stored' CHECK (state IN ('stored', 'missing', 'damaged')),
      date INTEGER,
      from_name TEXT,
      from_address TEXT,
      to_text TEXT,
      subject TEXT,
      message_id TEXT,
      in_reply_to TEXT,
      "references" TEXT
    ) STRICT;

    CREATE INDEX messages_by_hash ON messages(substr(header_sha256, 1, 6), substr(sha256, 1, 6));
    CREATE INDEX messages_by_arrival ON messages(arrived, account);
    """

  private static let copies = """
    CREATE TABLE server_copies (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
      tag BLOB NOT NULL CHECK (length(tag) = 10),
      uid BLOB,
      listed_octets INTEGER,
      message INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
      first_seen INTEGER NOT NULL,
      last_seen INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'stored'
        CHECK (state IN ('stored', 'intended', 'acknowledged', 'unknown', 'gone')),
      state_at INTEGER NOT NULL,
      delete_tries INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE INDEX server_copies_by_tag ON server_copies(account, tag);
    CREATE INDEX server_copies_by_message ON server_copies(message);
    """

  private static let diary = """
    CREATE TABLE set_aside (
      account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
      uid BLOB NOT NULL,
      listed_octets INTEGER,
      reason TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      first_at INTEGER NOT NULL,
      retry_at INTEGER NOT NULL,
      PRIMARY KEY (account, uid)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
      started_at INTEGER NOT NULL,
      ended_at INTEGER NOT NULL,
      listed INTEGER NOT NULL,
      known INTEGER NOT NULL,
      fetched INTEGER NOT NULL,
      octets INTEGER NOT NULL,
      duplicates INTEGER NOT NULL,
      set_aside INTEGER NOT NULL,
      deleted INTEGER NOT NULL,
      error_class TEXT,
      error_message TEXT,
      error_is_temporary INTEGER
    ) STRICT;

    CREATE INDEX runs_by_account ON runs(account);
    """
}
