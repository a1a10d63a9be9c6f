// Stands between a program and the C library: counts the calls by which the program changes files below one
// folder, over all of its threads, and at the Nth kills the process, halts it or makes the call fail. Preloaded into a
// child process (LD_PRELOAD); SQLite's calls pass through here as well as the program's own.
//
//   POPKEEP_FAULT         what happens: kill, halt (until SIGCONT), ENOSPC, EIO, EROFS, EINTR or short; "+" after an error: at every
//                         later call too
//   POPKEEP_FAULT_AT      N, counted from 1
//   POPKEEP_FAULT_BELOW   the beginning of the paths that count
//   POPKEEP_FAULT_MARK    a file that is made when the Nth call comes
//   POPKEEP_CLOCK         seconds by which the program's clock is ahead; negative: behind
//   POPKEEP_MISSING       a library that the program finds nowhere when it opens it
//   POPKEEP_CLEANUP       a file that is made when what a library registered for the program's end runs: one does
//                         when the program begins, and one when it connects
//
// strace counts each call of each thread for itself, so it cannot name the Nth of a process that has several.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "popkeep_faults.h"

enum verdict { PROCEED, FAIL, SHORTEN };

static atomic_long seen;
static long at;
static int error_code;
static int lasts;
static int kills;
static int halts;
static int shortens;
static const char *below;
static const char *mark;

static int code_of(const char *name) {
  if (strncmp(name, "ENOSPC", 6) == 0) return ENOSPC;
  if (strncmp(name, "EROFS", 5) == 0) return EROFS;
  if (strncmp(name, "EINTR", 5) == 0) return EINTR;
  return EIO;
}

__attribute__((constructor)) static void prepare(void) {
  const char *fault = getenv("POPKEEP_FAULT");
  const char *number = getenv("POPKEEP_FAULT_AT");
  below = getenv("POPKEEP_FAULT_BELOW");
  mark = getenv("POPKEEP_FAULT_MARK");
  if (!fault || !number || !below || !mark) return;
  kills = strcmp(fault, "kill") == 0;
  halts = strcmp(fault, "halt") == 0;
  shortens = strcmp(fault, "short") == 0;
  error_code = code_of(fault);
  lasts = strchr(fault, '+') != NULL;
  at = atol(number);
}

// Calls that are not intercepted: nothing here may come back to itself.
static void make(const char *path) {
  long file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT, 0600);
  if (file >= 0) syscall(SYS_close, file);
}

static void leave_mark(void) { make(mark); }

static void clean_up(void) { make(getenv("POPKEEP_CLEANUP")); }

__attribute__((constructor)) static void use_library(void) {
  if (getenv("POPKEEP_CLEANUP")) atexit(clean_up);
}

static enum verdict meet(void) {
  long number = atomic_fetch_add(&seen, 1) + 1;
  if (number < at || (number > at && !lasts)) return PROCEED;
  if (number == at) leave_mark();
  if (kills) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (halts) {
    // To this very thread: it does not come back from this before all are halted and were told to go on.
    raise(SIGSTOP);
    return PROCEED;
  }
  if (shortens) return SHORTEN;
  errno = error_code;
  return FAIL;
}

static int is_below(const char *path) { return strncmp(path, below, strlen(below)) == 0; }

static int counts_descriptor(int file) {
  char link[64], path[4096];
  if (at == 0) return 0;
  int saved = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  errno = saved;
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static int counts_path(int folder, const char *path) {
  char link[64], full[8192];
  if (at == 0) return 0;
  if (path[0] == '/') return is_below(path);
  int saved = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  long length = folder == AT_FDCWD ? syscall(SYS_getcwd, full, 4096) - 1
                                   : syscall(SYS_readlinkat, AT_FDCWD, link, full, 4096);
  errno = saved;
  if (length < 0) return 0;
  snprintf(full + length, sizeof full - (size_t)length, "/%s", path);
  return is_below(full);
}

#define NEXT(result, name, ...) \
  static result (*next)(__VA_ARGS__); \
  if (!next) next = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define STEP(condition) \
  if ((condition) && meet() == FAIL) return -1

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    NEXT(int, name, int, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    STEP(flags & O_CREAT && counts_path(folder, path)); \
    return next(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(int, name, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    STEP(flags & O_CREAT && counts_path(AT_FDCWD, path)); \
    return next(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define PWRITE(name, offset_type) \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) { \
    NEXT(ssize_t, name, int, const void *, size_t, offset_type); \
    if (counts_descriptor(file)) { \
      switch (meet()) { \
      case PROCEED: break; \
      case FAIL: return -1; \
      case SHORTEN: count = count > 1 ? count / 2 : count; \
      } \
    } \
    return next(file, bytes, count, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t count) {
  NEXT(ssize_t, write, int, const void *, size_t);
  STEP(counts_descriptor(file));
  return next(file, bytes, count);
}

#define ON_DESCRIPTOR(name) \
  int name(int file) { \
    NEXT(int, name, int); \
    STEP(counts_descriptor(file)); \
    return next(file); \
  }
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)
ON_DESCRIPTOR(syncfs)

#define TRUNCATE(name, size_type) \
  int name(int file, size_type size) { \
    NEXT(int, name, int, size_type); \
    STEP(counts_descriptor(file)); \
    return next(file, size); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

// What the time is, to a program that asks with it; the system goes on as it did.
time_t time(time_t *result) {
  NEXT(time_t, time, time_t *);
  const char *ahead = getenv("POPKEEP_CLOCK");
  time_t now = next(NULL) + (ahead ? atol(ahead) : 0);
  if (result) *result = now;
  return now;
}

void *dlopen(const char *name, int mode) {
  NEXT(void *, dlopen, const char *, int);
  const char *missing = getenv("POPKEEP_MISSING");
  return name && missing && strcmp(name, missing) == 0 ? NULL : next(name, mode);
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
  NEXT(int, connect, int, const struct sockaddr *, socklen_t);
  use_library();
  return next(socket, address, length);
}

int futimens(int file, const struct timespec times[2]) {
  NEXT(int, futimens, int, const struct timespec *);
  STEP(counts_descriptor(file));
  return next(file, times);
}

int rename(const char *name, const char *new_name) {
  NEXT(int, rename, const char *, const char *);
  STEP(counts_path(AT_FDCWD, new_name));
  return next(name, new_name);
}

int renameat(int from, const char *name, int to, const char *new_name) {
  NEXT(int, renameat, int, const char *, int, const char *);
  STEP(counts_path(to, new_name));
  return next(from, name, to, new_name);
}

int renameat2(int from, const char *name, int to, const char *new_name, unsigned int flags) {
  NEXT(int, renameat2, int, const char *, int, const char *, unsigned int);
  STEP(counts_path(to, new_name));
  return next(from, name, to, new_name, flags);
}

int linkat(int from, const char *name, int to, const char *new_name, int flags) {
  NEXT(int, linkat, int, const char *, int, const char *, int);
  STEP(counts_path(to, new_name));
  return next(from, name, to, new_name, flags);
}

int unlinkat(int folder, const char *name, int flags) {
  NEXT(int, unlinkat, int, const char *, int);
  STEP(counts_path(folder, name));
  return next(folder, name, flags);
}

int unlink(const char *path) {
  NEXT(int, unlink, const char *);
  STEP(counts_path(AT_FDCWD, path));
  return next(path);
}

int mkdirat(int folder, const char *name, mode_t mode) {
  NEXT(int, mkdirat, int, const char *, mode_t);
  STEP(counts_path(folder, name));
  return next(folder, name, mode);
}
