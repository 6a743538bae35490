# Linked by every target of our own: the warnings that count as errors. Leaving out members of an aggregate is how options
# are given their defaults, so that one warning is off.
add_library(noso_warnings INTERFACE)
target_compile_options(noso_warnings INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror -Wno-missing-field-initializers)
