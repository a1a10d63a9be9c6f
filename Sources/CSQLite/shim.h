// What of SQLite's interface Swift cannot call: functions with a variable number of arguments.
#ifndef POPKEEP_CSQLITE_H
#define POPKEEP_CSQLITE_H

#include <sqlite3.h>

// SQLite counts what it allocates for whoever asks, and nobody here does: it takes a lock for that each time. To be
// called before the first connection; later it changes nothing.
static inline void popkeep_sqlite_without_statistics(void) {
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
