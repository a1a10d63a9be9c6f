// System calls that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#ifndef POPKEEP_CGLIBC_H
#define POPKEEP_CGLIBC_H

#define POPKEEP_RENAME_NOREPLACE 1U

extern int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags);
extern int syncfs(int fd);

#endif
