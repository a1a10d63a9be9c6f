// Preloaded into popkeep by the negative controls: flushes that flush nothing. POWERCUT_NO_FLUSH says which:
// `data` those of message files, `names` those of folders, anything else all.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int leaves_out(const char *what) {
  const char *scope = getenv("POWERCUT_NO_FLUSH");
  return scope == NULL || strcmp(scope, what) == 0 || (strcmp(scope, "data") != 0 && strcmp(scope, "names") != 0);
}

static int is_folder(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

// True where the descriptor is to be flushed all the same.
static int is_real(int descriptor) {
  if (is_folder(descriptor)) return !leaves_out("names");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  // Anything but a message is the index, which is left out with all the others only.
  return strstr(path, "/accounts/") != NULL ? !leaves_out("data") : leaves_out("data") != leaves_out("names");
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
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "syncfs");
  return leaves_out("data") ? 0 : real(descriptor);
}
