// System calls that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#ifndef POPKEEP_CGLIBC_H
#define POPKEEP_CGLIBC_H

#define POPKEEP_RENAME_NOREPLACE 1U

// poll(2): the peer has ended its direction of the connection.
#ifndef POLLRDHUP
#define POLLRDHUP 0x2000
#endif

// statfs(2), which Swift's Glibc module leaves out: the type of the file system (linux/magic.h), -1 on a failure.
#include <sys/vfs.h>
#define POPKEEP_FUSE_SUPER_MAGIC 0x65735546L
static inline long popkeep_file_system_type(int fd) {
  struct statfs status;
  return fstatfs(fd, &status) == 0 ? (long)status.f_type : -1;
}

// adjtimex(2) with nothing to set: 5 (TIME_ERROR) where nobody keeps the clock right, -1 on a failure. Its structure is
// left out, since its header would take timeval from Swift's Glibc module.
extern int adjtimex(void *parameters);
static inline int popkeep_clock_state(void) {
  long parameters[64] = {0};
  return adjtimex(parameters);
}

extern int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags);
extern int syncfs(int fd);
#define POPKEEP_SYNC_FILE_RANGE_WRITE 2U
extern int sync_file_range(int fd, long offset, long octets, unsigned int flags);
extern int accept4(int fd, void *address, unsigned int *size, int flags);
extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(void *actions, int from);

// Variadic calls of the kernel, which Swift does not import.
#include <sys/syscall.h>
extern long syscall(long number, ...);

// The calling thread reads and writes when nobody else does (ioprio_set(2): IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE).
static inline long popkeep_yield_disk(void) {
#ifdef SYS_ioprio_set
  return syscall(SYS_ioprio_set, 1, 0, 3 << 13);
#else
  return -1;
#endif
}

#endif
