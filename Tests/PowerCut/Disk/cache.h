// The contents of the disk: what is durable, what was written since the last flush, and the two together.
#ifndef POWERCUT_CACHE_H
#define POWERCUT_CACHE_H

#include <stddef.h>

struct pending_write {
  size_t offset;
  size_t size;
  char *bytes;
};

struct cache {
  size_t size;
  // What a reader sees: every write at once.
  char *current;
  // What is there after a cut, whatever happens.
  char *durable;
  // One octet for each 4 KB that was ever written: all others are zeros.
  char *touched;
  // The writes since the last flush, in the order in which they came.
  struct pending_write *writes;
  size_t count;
  size_t capacity;
  size_t held;
};

// What a copy made of the writes since the last flush, in units.
struct outcome {
  // Units that are not as they were last written.
  unsigned long lost;
  // Units that are not as they were at the last flush.
  unsigned long arrived;
  // Units that were written since the last flush.
  unsigned long cached;
};

// Each returns 0, or a negative error number.
int cache_load(struct cache *cache, const char *path);
int cache_write(struct cache *cache, const char *bytes, size_t size, size_t offset);
void cache_flush(struct cache *cache);
int cache_copy(const struct cache *cache, const char *path, const char *mode, unsigned long long seed,
               unsigned unit, struct outcome *outcome);

#endif
