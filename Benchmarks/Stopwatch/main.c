/* usage: popkeep-stopwatch RESULT [NAME=VALUE…] COMMAND [ARGUMENT…]

   Runs a command and writes what it took to the file RESULT, one line: wall time, user time and system time in
   microseconds, peak memory in KiB, exit status (128 and more for a signal).

   A program of its own, because Linux counts what the parent held at the moment of exec as the child's peak: this
   one holds next to nothing. It outlives SIGTERM to its process group, so that a stopped command is measured too. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (long long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static long long microseconds(struct timeval time) { return (long long)time.tv_sec * 1000000 + time.tv_usec; }

static int start(pid_t *child, char **command) {
  posix_spawnattr_t attributes;
  sigset_t signals;
  posix_spawnattr_init(&attributes);
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  int code = posix_spawnp(child, command[0], NULL, &attributes, command, environ);
  posix_spawnattr_destroy(&attributes);
  return code;
}

int main(int count, char **words) {
  int first = 2;
  while (first < count && strchr(words[first], '=') != NULL) putenv(words[first++]);
  if (first >= count) {
    fputs("usage: popkeep-stopwatch RESULT [NAME=VALUE...] COMMAND [ARGUMENT...]\n", stderr);
    return 64;
  }
  signal(SIGTERM, SIG_IGN);
  pid_t child;
  long long begun = now();
  int code = start(&child, words + first);
  if (code != 0) {
    fprintf(stderr, "%s: %s\n", words[first], strerror(code));
    return 71;
  }
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) return 71;
  long long wall = now() - begun;
  FILE *result = fopen(words[1], "w");
  if (result == NULL) {
    perror(words[1]);
    return 73;
  }
  fprintf(result, "%lld %lld %lld %ld %d\n", wall, microseconds(usage.ru_utime), microseconds(usage.ru_stime),
    usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return fclose(result) == 0 ? 0 : 74;
}
