#define _GNU_SOURCE
#include "cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE ((size_t)4096)

// A disk may write what it holds whenever it likes. Beyond this much the oldest writes are made durable, so that
// memory stays bounded.
#define MOST_HELD ((size_t)64 << 20)

static char *reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static void touch(struct cache *cache, size_t offset, size_t size) {
  for (size_t page = offset / PAGE; page * PAGE < offset + size; page++) cache->touched[page] = 1;
}

static int read_all(int file, char *bytes, size_t size, size_t offset) {
  while (size > 0) {
    ssize_t count = pread(file, bytes, size, (off_t)offset);
    if (count <= 0) return -EIO;
    bytes += count;
    offset += (size_t)count;
    size -= (size_t)count;
  }
  return 0;
}

static int write_all(int file, const char *bytes, size_t size, size_t offset) {
  while (size > 0) {
    ssize_t count = pwrite(file, bytes, size, (off_t)offset);
    if (count <= 0) return -EIO;
    bytes += count;
    offset += (size_t)count;
    size -= (size_t)count;
  }
  return 0;
}

int cache_load(struct cache *cache, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) return -errno;
  memset(cache, 0, sizeof *cache);
  cache->size = (size_t)status.st_size;
  cache->current = reserve(cache->size);
  cache->durable = reserve(cache->size);
  cache->touched = calloc(cache->size / PAGE + 1, 1);
  if (!cache->current || !cache->durable || !cache->touched) return -ENOMEM;
  off_t start = 0;
  while ((start = lseek(file, start, SEEK_DATA)) >= 0) {
    off_t end = lseek(file, start, SEEK_HOLE);
    size_t size = (size_t)(end - start);
    if (end < 0 || read_all(file, cache->current + start, size, (size_t)start) != 0) return -EIO;
    memcpy(cache->durable + start, cache->current + start, size);
    touch(cache, (size_t)start, size);
    start = end;
  }
  close(file);
  return 0;
}

static void settle(struct cache *cache, size_t count) {
  for (size_t index = 0; index < count; index++) {
    struct pending_write *write = &cache->writes[index];
    memcpy(cache->durable + write->offset, write->bytes, write->size);
    cache->held -= write->size;
    free(write->bytes);
  }
  cache->count -= count;
  memmove(cache->writes, cache->writes + count, cache->count * sizeof *cache->writes);
}

int cache_write(struct cache *cache, const char *bytes, size_t size, size_t offset) {
  if (cache->held + size > MOST_HELD) settle(cache, cache->count / 2);
  if (cache->count == cache->capacity) {
    size_t capacity = cache->capacity * 2 + 64;
    struct pending_write *writes = realloc(cache->writes, capacity * sizeof *writes);
    if (writes == NULL) return -ENOMEM;
    cache->writes = writes;
    cache->capacity = capacity;
  }
  char *own = malloc(size);
  if (own == NULL) return -ENOMEM;
  memcpy(own, bytes, size);
  cache->writes[cache->count++] = (struct pending_write){offset, size, own};
  cache->held += size;
  memcpy(cache->current + offset, bytes, size);
  touch(cache, offset, size);
  return 0;
}

void cache_flush(struct cache *cache) { settle(cache, cache->count); }

// SplitMix64: the same numbers from the same seed, everywhere.
static uint64_t draw(uint64_t *state) {
  uint64_t value = *state += 0x9E3779B97F4A7C15u;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
  value = (value ^ value >> 27) * 0x94D049BB133111EBu;
  return value ^ value >> 31;
}

// Puts onto `image` those parts of the pending writes that arrived.
static void arrive(const struct cache *cache, char *image, uint64_t seed, size_t unit) {
  uint64_t state = seed;
  // Of eight writes so many arrive whole, and of eight units of a torn write; none and all have modes of their own.
  unsigned whole = 1 + draw(&state) % 7, parts = 1 + draw(&state) % 7;
  for (size_t index = 0; index < cache->count; index++) {
    const struct pending_write *write = &cache->writes[index];
    int is_torn = draw(&state) % 3 == 0, is_there = draw(&state) % 8 < whole;
    for (size_t start = 0; start < write->size; start += unit) {
      size_t size = write->size - start < unit ? write->size - start : unit;
      if (is_torn ? draw(&state) % 8 < parts : is_there)
        memcpy(image + write->offset + start, write->bytes + start, size);
    }
  }
}

static void compare(const struct cache *cache, const char *image, size_t unit, struct outcome *outcome) {
  char *seen = calloc(cache->size / unit + 1, 1);
  *outcome = (struct outcome){0};
  for (size_t index = 0; seen != NULL && index < cache->count; index++) {
    const struct pending_write *write = &cache->writes[index];
    for (size_t block = write->offset / unit; block * unit < write->offset + write->size; block++) {
      size_t start = block * unit, size = cache->size - start < unit ? cache->size - start : unit;
      if (seen[block]) continue;
      seen[block] = 1;
      outcome->cached++;
      if (memcmp(image + start, cache->current + start, size) != 0) outcome->lost++;
      if (memcmp(image + start, cache->durable + start, size) != 0) outcome->arrived++;
    }
  }
  free(seen);
}

static int save(const struct cache *cache, const char *image, const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return -errno;
  int result = ftruncate(file, (off_t)cache->size) == 0 ? 0 : -errno;
  for (size_t start = 0; result == 0 && start < cache->size; start += PAGE) {
    size_t size = cache->size - start < PAGE ? cache->size - start : PAGE;
    if (cache->touched[start / PAGE]) result = write_all(file, image + start, size, start);
  }
  return close(file) == 0 ? result : -errno;
}

int cache_copy(const struct cache *cache, const char *path, const char *mode, unsigned long long seed,
               unsigned unit, struct outcome *outcome) {
  if (strcmp(mode, "all") == 0) {
    compare(cache, cache->current, unit, outcome);
    return save(cache, cache->current, path);
  }
  if (strcmp(mode, "lost") == 0) {
    compare(cache, cache->durable, unit, outcome);
    return save(cache, cache->durable, path);
  }
  if (strcmp(mode, "some") != 0) return -EINVAL;
  char *image = reserve(cache->size);
  if (image == NULL) return -ENOMEM;
  for (size_t start = 0; start < cache->size; start += PAGE) {
    size_t size = cache->size - start < PAGE ? cache->size - start : PAGE;
    if (cache->touched[start / PAGE]) memcpy(image + start, cache->durable + start, size);
  }
  arrive(cache, image, seed, unit);
  compare(cache, image, unit, outcome);
  int result = save(cache, image, path);
  munmap(image, cache->size);
  return result;
}
