// Preloaded into the program: the call with number NOSO_FAULT_AT, counted over everything that writes, flushes or
// renames, fails as NOSO_FAULT says: "full" (ENOSPC), "broken" (EIO), "half" (a short write, after which the caller may
// go on), "kill" (the process is killed before the call). Standard streams are not counted. With NOSO_FAULT_LOG the
// number of calls is written there.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls = 0;

static const char* fault_now(void) {
  const char* at = getenv("NOSO_FAULT_AT");
  const char* kind = getenv("NOSO_FAULT");
  ++calls;
  if (!at || !kind || calls != atol(at)) return NULL;
  if (strcmp(kind, "kill") == 0) kill(getpid(), SIGKILL);
  return kind;
}

static int fails(const char* kind) {
  if (!kind) return 0;
  errno = strcmp(kind, "broken") == 0 ? EIO : ENOSPC;
  return 1;
}

static size_t allowed(const char* kind, size_t size) { return kind && strcmp(kind, "half") == 0 ? size / 2 : 0; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void* data, size_t size) {
  if (fd <= 2) return REAL(write)(fd, data, size);
  const char* kind = fault_now();
  if (allowed(kind, size) > 0) return REAL(write)(fd, data, allowed(kind, size));
  return fails(kind) ? -1 : REAL(write)(fd, data, size);
}

ssize_t writev(int fd, const struct iovec* parts, int count) {
  if (fd <= 2) return REAL(writev)(fd, parts, count);
  return fails(fault_now()) ? -1 : REAL(writev)(fd, parts, count);
}

static ssize_t write_at(int fd, const void* data, size_t size, off_t at) {
  const char* kind = fault_now();
  if (allowed(kind, size) > 0) return REAL(pwrite64)(fd, data, allowed(kind, size), at);
  return fails(kind) ? -1 : REAL(pwrite64)(fd, data, size, at);
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t at) { return write_at(fd, data, size, at); }
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) { return write_at(fd, data, size, at); }

int fsync(int fd) { return fails(fault_now()) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fault_now()) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails(fault_now()) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails(fault_now()) ? -1 : REAL(ftruncate64)(fd, size); }
int rename(const char* from, const char* to) { return fails(fault_now()) ? -1 : REAL(rename)(from, to); }
int mkstemp(char* name) { return fails(fault_now()) ? -1 : REAL(mkstemp)(name); }
int mkstemp64(char* name) { return fails(fault_now()) ? -1 : REAL(mkstemp64)(name); }

__attribute__((destructor)) static void tell(void) {
  const char* log = getenv("NOSO_FAULT_LOG");
  FILE* file = log ? fopen(log, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", calls);
  fclose(file);
}
