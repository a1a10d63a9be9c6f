// A file system (FUSE) by the rules of FAT32 as Linux has them (vfat), over the folder of another file system: for
// machines whose kernel knows no FAT. What is kept is not FAT; what a program may do, and what it is told, is.
//
//   fat FOLDER MOUNTPOINT [--rot once|always WORD] [FUSE options]
//
// - A name holds no `" * : < > ? | \` and no control character, ends with no dot, and is one with any other that
//   differs from it only in the case of ASCII letters. It keeps the case it was given.
// - There are no links, owners or permissions, and no rename that refuses to replace.
// - Times are even seconds, and there is one: that of the content.
// - A file has at most 4 GB less one octet; a folder at most 65,536 entries, of which a name takes one for each 13
//   characters and one more.
//
//
// With --rot a bit flips in what is written wherever WORD is in it: the first time, or always.
//
// One thread serves everything.

#define _GNU_SOURCE
#define FUSE_USE_VERSION 31
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#define LARGEST 0xFFFFFFFFLL
#define ENTRIES 65536
#define GIVEN "user.given"

// The folder becomes the working folder: it may be unmounted from its place meanwhile.
static const char *root = ".";
static int folder;

// What is kept wrong, and how often; NULL: nothing.
static const char *rotten;
static int rots_on;

// The entries that folders have, so far as they were counted.
static struct {
  ino_t number;
  long entries;
} *folders;
static size_t folder_count;

// The place of `path`, its letters in lower case: 0, or the error of a name that FAT does not take.
static int place(const char *path, char at[PATH_MAX]) {
  size_t length = (size_t)snprintf(at, PATH_MAX, "%s", root);
  for (const char *c = path; *c != 0; c++) {
    if ((unsigned char)*c < 0x20 || strchr("\"*:<>?|\\", *c) != NULL) return -EINVAL;
    if (length + 2 > PATH_MAX) return -ENAMETOOLONG;
    at[length++] = (char)tolower((unsigned char)*c);
    if (c[1] == '/' || c[1] == 0)
      while (length > 1 && at[length - 1] == '.') length--;
  }
  at[length] = 0;
  return 0;
}

static const char *last(const char *path) { return strrchr(path, '/') + 1; }

static long entries_of(const char *name) { return 1 + ((long)strlen(name) + 12) / 13; }

static long *count_of(const char *at) {
  struct stat status;
  if (stat(at, &status) != 0) return NULL;
  for (size_t i = 0; i < folder_count; i++)
    if (folders[i].number == status.st_ino) return &folders[i].entries;
  DIR *stream = opendir(at);
  if (stream == NULL) return NULL;
  long count = 0;
  for (struct dirent *entry; (entry = readdir(stream)) != NULL;) count += entries_of(entry->d_name);
  closedir(stream);
  folders = realloc(folders, (folder_count + 1) * sizeof *folders);
  if (folders == NULL) abort();
  folders[folder_count].number = status.st_ino;
  folders[folder_count].entries = count;
  return &folders[folder_count++].entries;
}

static long *count_around(const char *at) {
  char around[PATH_MAX];
  snprintf(around, sizeof around, "%s", at);
  *strrchr(around, '/') = 0;
  return count_of(around);
}

// The folder around `at` has room for a name; 0, or the error.
static int room(const char *at) {
  const long *count = count_around(at);
  if (count == NULL) return -errno;
  return *count + entries_of(last(at)) > ENTRIES ? -ENOSPC : 0;
}

static void adjust(const char *at, int sign) {
  long *count = count_around(at);
  if (count != NULL) *count += sign * entries_of(last(at));
}

// Keeps the name as it was given, where its place does not say it.
static int keep_name(const char *at, const char *path) {
  const char *given = last(path);
  size_t length = strlen(last(at));
  if (strncmp(last(at), given, length) == 0) return removexattr(at, GIVEN) == 0 || errno == ENODATA ? 0 : -errno;
  return setxattr(at, GIVEN, given, length, 0) == 0 ? 0 : -errno;
}

static void describe(struct stat *status) {
  status->st_mtim.tv_sec &= ~1L;
  status->st_mtim.tv_nsec = 0;
  status->st_ctim = status->st_atim = status->st_mtim;
  status->st_mode = (status->st_mode & S_IFMT) | 0755;
  status->st_nlink = 1;
  status->st_uid = getuid();
  status->st_gid = getgid();
}

static int fat_getattr(const char *path, struct stat *status, struct fuse_file_info *info) {
  char at[PATH_MAX];
  int code = place(path, at);
  // Whoever looks for a name that cannot be finds nothing.
  if (code != 0) return -ENOENT;
  if ((info != NULL ? fstat((int)info->fh, status) : lstat(at, status)) != 0) return -errno;
  describe(status);
  return 0;
}

static int fat_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset,
                       struct fuse_file_info *info, enum fuse_readdir_flags flags) {
  (void)offset, (void)info, (void)flags;
  char at[PATH_MAX];
  int code = place(path, at);
  if (code != 0) return code;
  DIR *stream = opendir(at);
  if (stream == NULL) return -errno;
  for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
    if (strcmp(path, "/") == 0 && strcmp(entry->d_name, "lost+found") == 0) continue;
    char file[PATH_MAX], given[NAME_MAX + 1];
    if (snprintf(file, sizeof file, "%s/%s", at, entry->d_name) >= (int)sizeof file) continue;
    ssize_t length = getxattr(file, GIVEN, given, NAME_MAX);
    if (length > 0) given[length] = 0;
    fill(buffer, length > 0 ? given : entry->d_name, NULL, 0, 0);
  }
  closedir(stream);
  return 0;
}

static int fat_mkdir(const char *path, mode_t mode) {
  char at[PATH_MAX];
  int code = place(path, at);
  if (code == 0 && access(at, F_OK) == 0) return -EEXIST;
  if (code == 0) code = room(at);
  if (code != 0) return code;
  if (mkdir(at, mode | 0700) != 0) return -errno;
  adjust(at, 1);
  return keep_name(at, path);
}

static int fat_create(const char *path, mode_t mode, struct fuse_file_info *info) {
  char at[PATH_MAX];
  int code = place(path, at);
  int is_there = code == 0 && access(at, F_OK) == 0;
  if (code == 0 && !is_there) code = room(at);
  if (code != 0) return code;
  int file = open(at, (info->flags & ~(O_APPEND | O_DIRECT)) | O_CREAT, mode | 0600);
  if (file < 0) return -errno;
  info->fh = (uint64_t)file;
  if (is_there) return 0;
  adjust(at, 1);
  return keep_name(at, path);
}

static int fat_open(const char *path, struct fuse_file_info *info) {
  char at[PATH_MAX];
  int code = place(path, at);
  if (code != 0) return -ENOENT;
  int file = open(at, info->flags & ~(O_APPEND | O_DIRECT | O_NOFOLLOW));
  if (file < 0) return -errno;
  info->fh = (uint64_t)file;
  return 0;
}

static int fat_remove(const char *path, int (*call)(const char *)) {
  char at[PATH_MAX];
  if (place(path, at) != 0) return -ENOENT;
  if (call(at) != 0) return -errno;
  adjust(at, -1);
  return 0;
}

static int fat_unlink(const char *path) { return fat_remove(path, unlink); }

// The number of a folder that is gone may come again with another.
static int fat_rmdir(const char *path) {
  int code = fat_remove(path, rmdir);
  if (code == 0) folder_count = 0;
  return code;
}

static int fat_rename(const char *path, const char *new_path, unsigned flags) {
  char at[PATH_MAX], new_at[PATH_MAX];
  if (flags != 0) return -EINVAL;
  if (place(path, at) != 0) return -ENOENT;
  int code = place(new_path, new_at);
  int is_there = code == 0 && access(new_at, F_OK) == 0;
  if (code == 0 && !is_there) code = room(new_at);
  if (code != 0) return code;
  if (rename(at, new_at) != 0) return -errno;
  adjust(at, -1);
  if (!is_there || strcmp(at, new_at) == 0) adjust(new_at, 1);
  return keep_name(new_at, new_path);
}

static int fat_link(const char *path, const char *new_path) {
  (void)path, (void)new_path;
  return -EPERM;
}

// What changes no right that FAT has is taken: it has none but that of the owner to write.
static int fat_chmod(const char *path, mode_t mode, struct fuse_file_info *info) {
  (void)path, (void)info;
  return (mode & 0200) != 0 ? 0 : -EPERM;
}

static int fat_chown(const char *path, uid_t owner, gid_t group, struct fuse_file_info *info) {
  (void)path, (void)info;
  return (owner == (uid_t)-1 || owner == getuid()) && (group == (gid_t)-1 || group == getgid()) ? 0 : -EPERM;
}

static int fat_truncate(const char *path, off_t size, struct fuse_file_info *info) {
  char at[PATH_MAX];
  if (place(path, at) != 0) return -ENOENT;
  if (size > LARGEST) return -EFBIG;
  return (info != NULL ? ftruncate((int)info->fh, size) : truncate(at, size)) == 0 ? 0 : -errno;
}

static int fat_read(const char *path, char *bytes, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)path;
  ssize_t count = pread((int)info->fh, bytes, size, offset);
  return count < 0 ? -errno : (int)count;
}

static int fat_write(const char *path, const char *bytes, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)path;
  if (offset + (off_t)size > LARGEST) return -EFBIG;
  ssize_t count = pwrite((int)info->fh, bytes, size, offset);
  if (count < 0) return -errno;
  const char *word = rotten == NULL ? NULL : memmem(bytes, (size_t)count, rotten, strlen(rotten));
  if (word != NULL) {
    char other = (char)(*word ^ 1);
    if (pwrite((int)info->fh, &other, 1, offset + (word - bytes)) != 1) return -errno;
    if (!rots_on) rotten = NULL;
  }
  return (int)count;
}

static int fat_statfs(const char *path, struct statvfs *status) {
  (void)path;
  return statvfs(root, status) == 0 ? 0 : -errno;
}

static int fat_release(const char *path, struct fuse_file_info *info) {
  (void)path;
  return close((int)info->fh) == 0 ? 0 : -errno;
}

static int fat_fsync(const char *path, int only_data, struct fuse_file_info *info) {
  (void)path, (void)only_data;
  return fsync((int)info->fh) == 0 ? 0 : -errno;
}

static int fat_fsyncdir(const char *path, int only_data, struct fuse_file_info *info) {
  (void)only_data, (void)info;
  char at[PATH_MAX];
  int code = place(path, at);
  if (code != 0) return code;
  int opened = open(at, O_RDONLY | O_DIRECTORY);
  if (opened < 0) return -errno;
  code = fsync(opened) == 0 ? 0 : -errno;
  close(opened);
  return code;
}

static int fat_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *info) {
  char at[PATH_MAX];
  if (place(path, at) != 0) return -ENOENT;
  return (info != NULL ? futimens((int)info->fh, times) : utimensat(AT_FDCWD, at, times, 0)) == 0 ? 0 : -errno;
}

static void *fat_init(struct fuse_conn_info *connection, struct fuse_config *configuration) {
  (void)connection, (void)configuration;
  if (fchdir(folder) != 0) abort();
  return NULL;
}

int main(int count, char **words) {
  if (count < 3) {
    fprintf(stderr, "usage: fat FOLDER MOUNTPOINT [FUSE options]\n");
    return 64;
  }
  folder = open(words[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) {
    perror(words[1]);
    return 66;
  }
  // What is left for libfuse: the mount point and its options.
  char *rest[32] = {words[0]};
  int left = 1;
  for (int i = 2; i < count && left < 31; i++) {
    if (strcmp(words[i], "--rot") == 0 && i + 2 < count) {
      rots_on = strcmp(words[i + 1], "always") == 0;
      rotten = words[i += 2];
    } else {
      rest[left++] = words[i];
    }
  }
  static const struct fuse_operations operations = {
      .getattr = fat_getattr, .readdir = fat_readdir,   .mkdir = fat_mkdir,       .create = fat_create,
      .open = fat_open,       .unlink = fat_unlink,     .rmdir = fat_rmdir,       .rename = fat_rename,
      .link = fat_link,       .chmod = fat_chmod,       .chown = fat_chown,       .truncate = fat_truncate,
      .read = fat_read,       .write = fat_write,       .statfs = fat_statfs,     .release = fat_release,
      .init = fat_init,       .fsync = fat_fsync,      .fsyncdir = fat_fsyncdir, .utimens = fat_utimens,
  };
  return fuse_main(left, rest, &operations, NULL);
}
