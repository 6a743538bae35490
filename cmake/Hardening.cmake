# What makes a fault of memory hard to exploit, in every optimised build: positions unknown (PIE), tables of the linker
# read-only from the start (full RELRO), guarded stacks that cannot jump over their guard page, checked calls of the C
# library, and indirect jumps only to where jumps may go. Sanitizers watch all of this themselves and want to be alone; the
# checks of the C library need optimisation. tests/hardening.sh looks for each of them in what was built.
string(TOUPPER "${CMAKE_BUILD_TYPE}" configuration)
set(optimisation "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${configuration}}")
set(NOSO_HARDENED OFF)
if(optimisation MATCHES "-O[123s]" AND NOT optimisation MATCHES "-fsanitize")
  set(NOSO_HARDENED ON)
  include(CheckPIESupported)
  check_pie_supported()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  add_link_options(LINKER:-z,relro,-z,now,-z,noexecstack)

  # Of some processors only.
  include(CheckCXXCompilerFlag)
  check_cxx_compiler_flag(-fcf-protection=full NOSO_CONTROL_FLOW_PROTECTION)
  if(NOSO_CONTROL_FLOW_PROTECTION)
    add_compile_options(-fcf-protection=full)
  endif()
endif()
