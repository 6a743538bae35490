/// Loops made once more for processors with wider registers; the program takes the widest it can run. Results are the
/// same bits: the order of every addition is written in the loop, and nothing is contracted (cmake/Arithmetic.cmake).
#pragma once

// Sanitizers run before the resolvers that choose are safe to call.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define NOSO_VECTOR_CODE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NOSO_VECTOR_CODE
#endif
