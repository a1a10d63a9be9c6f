// System calls that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#ifndef POPKEEP_CGLIBC_H
#define POPKEEP_CGLIBC_H

#define POPKEEP_RENAME_NOREPLACE 1U

// poll(2): the peer has ended its direction of the connection.
#ifndef POLLRDHUP
#define POLLRDHUP 0x2000
#endif

extern int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags);
extern int syncfs(int fd);
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
