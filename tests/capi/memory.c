#include "memory.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/* glibc's own names for what is stood before. */
extern void *__libc_malloc(size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static long countdown = 0, blocks = 0;
static int all = 0, failed = 0;

static int fails(void) {
  if (failed && all) return 1;
  if (countdown == 0 || --countdown > 0) return 0;
  failed = 1;
  return 1;
}

static void *counted(void *block) {
  if (block) ++blocks;
  return block;
}

void memory_fail_at(long n, int all_after) {
  countdown = n;
  all = all_after;
  failed = 0;
}

long memory_fail_left(void) { return countdown; }

int memory_has_failed(void) { return failed; }

long memory_blocks(void) { return blocks; }

static void *refused(void) {
  errno = ENOMEM;
  return NULL;
}

void *malloc(size_t size) { return fails() ? refused() : counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) {
  void *block;
  if (size != 0 && count > (size_t)-1 / size) return refused();
  block = malloc(count * size);
  return block ? memset(block, 0, count * size) : NULL;
}

void *realloc(void *block, size_t size) {
  if (!block) return malloc(size);
  return fails() ? refused() : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  return fails() ? refused() : counted(__libc_memalign(alignment, size));
}

void *memalign(size_t alignment, size_t size) { return aligned_alloc(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = aligned_alloc(alignment, size);
  return *block ? 0 : ENOMEM;
}

void free(void *block) {
  if (!block) return;
  --blocks;
  __libc_free(block);
}
