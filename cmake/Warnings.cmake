# Linked by every target of our own: the warnings that count as errors. Two are off: leaving out members of an aggregate is
# how options get their defaults, and g++ 12 reports -Wrestrict for correct string concatenation (GCC bug 105651). In a
# unity build every source counts as a header for -Wsubobject-linkage. ThreadSanitizer does not know the fences of Asio and
# of the standard library; the tests under it run without a false report all the same.
add_library(noso_warnings INTERFACE)
target_compile_options(noso_warnings INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>
)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
  target_compile_options(noso_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
endif()
