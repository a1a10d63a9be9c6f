// Preloaded into popkeep by the negative control: flushes that flush nothing. With POWERCUT_NO_FLUSH=data only those
// of message files are left out, and `fsync` of folders and of the index is real.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// True where the descriptor is to be flushed all the same.
static int is_real(int descriptor) {
  const char *scope = getenv("POWERCUT_NO_FLUSH");
  if (scope == NULL || strcmp(scope, "data") != 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 1;
  path[length] = 0;
  struct stat status;
  if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) return 1;
  return strstr(path, "/accounts/") == NULL;
}

int fsync(int descriptor) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return is_real(descriptor) ? real(descriptor) : 0;
}

int fdatasync(int descriptor) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return is_real(descriptor) ? real(descriptor) : 0;
}

int syncfs(int descriptor) {
  (void)descriptor;
  return 0;
}
