// A disk with a write cache that can lose its power. It is a file system (FUSE) with two files:
//
//   disk.img   the disk, to be put under a loop device. What is written lies in the cache; a flush (FSYNC) makes
//              all that was written before it durable.
//   control    takes one command a write, and shows the counts when it is read.
//
//   cut FILE MODE SEED UNIT KIND COUNT   cut the power in place of the COUNT-th request from now (0: now), where KIND
//                                        is `request`, or of the COUNT-th flush, where it is `flush`: FILE is what
//                                        the disk holds when it comes back. Until then every request fails
//
// MODE says what became of the writes since the last flush: `lost` (none arrived), `all`, or `some`: each write
// arrived, or did not, or in part, in units of UNIT octets, whatever order they came in. The SEED decides which.
//
// One thread serves everything: a cut falls between two requests, never into one.

#define _GNU_SOURCE
#define FUSE_USE_VERSION 31
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cache.h"

#define DISK "/disk.img"
#define CONTROL "/control"

struct order {
  char path[1024];
  char mode[8];
  unsigned long long seed;
  unsigned unit;
  char kind[8];
  unsigned long count;
};

static struct cache cache;
static struct order armed;
static int is_armed;
static int is_dead;
static unsigned long count_writes, count_flushes;
static struct outcome last;

// After it nothing is durable that was not before: whoever waits for a flush is told that it failed.
static int cut(const struct order *order) {
  is_armed = 0;
  is_dead = 1;
  return cache_copy(&cache, order->path, order->mode, order->seed, order->unit, &last);
}

// Called before a request is served; -EIO where the disk has no power any more.
static int request(int is_flush) {
  if (is_dead) return -EIO;
  if (!is_armed || (!is_flush && strcmp(armed.kind, "flush") == 0) || --armed.count > 0) return 0;
  if (cut(&armed) != 0) perror(armed.path);
  return -EIO;
}

static int command(const char *text) {
  struct order order;
  int fields = sscanf(text, "cut %1023s %7s %llu %u %7s %lu", order.path, order.mode, &order.seed, &order.unit,
                      order.kind, &order.count);
  if (fields != 6 || order.unit == 0 || is_dead) return -EINVAL;
  armed = order;
  is_armed = order.count > 0;
  return is_armed ? 0 : cut(&order);
}

static int describe(char *text, size_t size) {
  return snprintf(text, size,
                  "writes %lu\nflushes %lu\npending %zu\ndead %d\nlost %lu\narrived %lu\ncached %lu\n",
                  count_writes, count_flushes, cache.count, is_dead, last.lost, last.arrived,
                  last.cached);
}

static int op_getattr(const char *path, struct stat *status, struct fuse_file_info *info) {
  (void)info;
  memset(status, 0, sizeof *status);
  status->st_nlink = 1;
  if (strcmp(path, "/") == 0) {
    status->st_mode = S_IFDIR | 0700;
    status->st_nlink = 2;
    return 0;
  }
  status->st_mode = S_IFREG | 0600;
  if (strcmp(path, DISK) == 0) {
    status->st_size = (off_t)cache.size;
    return 0;
  }
  if (strcmp(path, CONTROL) == 0) {
    status->st_size = 4096;
    return 0;
  }
  return -ENOENT;
}

// Nothing is kept by the kernel: a write that was answered has reached this process.
static int op_open(const char *path, struct fuse_file_info *info) {
  if (strcmp(path, DISK) != 0 && strcmp(path, CONTROL) != 0) return -ENOENT;
  info->direct_io = 1;
  return 0;
}

static int op_truncate(const char *path, off_t size, struct fuse_file_info *info) {
  (void)size;
  (void)info;
  return strcmp(path, CONTROL) == 0 ? 0 : -EPERM;
}

static int op_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)info;
  if (strcmp(path, CONTROL) == 0) {
    // All of it comes at once: what a second read would find may be of another moment.
    char text[512];
    size_t length = (size_t)describe(text, sizeof text);
    if (offset > 0 || size < length) return 0;
    memcpy(buffer, text, length);
    return (int)length;
  }
  if (is_dead) return -EIO;
  if ((size_t)offset >= cache.size) return 0;
  if (size > cache.size - (size_t)offset) size = cache.size - (size_t)offset;
  memcpy(buffer, cache.current + offset, size);
  return (int)size;
}

static int op_write(const char *path, const char *bytes, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)info;
  if (strcmp(path, CONTROL) == 0) {
    char text[1280] = "";
    if (size >= sizeof text) return -EINVAL;
    memcpy(text, bytes, size);
    int result = command(text);
    return result == 0 ? (int)size : result;
  }
  int refusal = request(0);
  if (refusal != 0) return refusal;
  if ((size_t)offset > cache.size || size > cache.size - (size_t)offset) return -ENOSPC;
  count_writes++;
  int result = cache_write(&cache, bytes, size, (size_t)offset);
  return result == 0 ? (int)size : result;
}

static int op_fsync(const char *path, int only_data, struct fuse_file_info *info) {
  (void)only_data;
  (void)info;
  if (strcmp(path, DISK) != 0) return 0;
  int refusal = request(1);
  if (refusal != 0) return refusal;
  count_flushes++;
  cache_flush(&cache);
  return 0;
}

static const struct fuse_operations operations = {
    .getattr = op_getattr,
    .open = op_open,
    .truncate = op_truncate,
    .read = op_read,
    .write = op_write,
    .fsync = op_fsync,
};

// The file system on this disk must never wait for a process that waits for that file system. So no memory is
// reclaimed here by writing to it (where that may be asked for), and the mounts are let go of: they end with the last process that sees them, which
// unmounts what is left, and must not be the one that this needs.
static int stand_apart(void) {
  if (prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0) != 0 && errno != EPERM && errno != EINVAL) return -1;
  return unshare(CLONE_NEWNS);
}

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "usage: %s FOLDER IMAGE\n", words[0]);
    return 64;
  }
  if (cache_load(&cache, words[2]) != 0) {
    perror(words[2]);
    return 74;
  }
  struct fuse_args arguments = FUSE_ARGS_INIT(1, words);
  struct fuse *fuse = fuse_new(&arguments, &operations, sizeof operations, NULL);
  if (fuse == NULL || fuse_mount(fuse, words[1]) != 0) return 71;
  if (stand_apart() != 0) {
    perror(words[0]);
    return 71;
  }
  fuse_set_signal_handlers(fuse_get_session(fuse));
  int result = fuse_loop(fuse);
  fuse_unmount(fuse);
  fuse_destroy(fuse);
  return result < 0 ? 71 : 0;
}
