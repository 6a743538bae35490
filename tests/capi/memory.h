/* An allocator that fails when told to; it stands before the C library's in every program that links memory.c. */
#ifndef NOSO_TESTS_MEMORY_H
#define NOSO_TESTS_MEMORY_H

/* From here on the allocation number `n`, counted from 1, fails; with `all_after` every later one too. 0: none fails.
 */
void memory_fail_at(long n, int all_after);

/* Allocations that may still be made until one fails. */
long memory_fail_left(void);

/* True when an allocation has failed since the last `memory_fail_at`. */
int memory_has_failed(void);

/* Blocks that are allocated now. */
long memory_blocks(void);

#endif
