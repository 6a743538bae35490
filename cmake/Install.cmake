# What an installation holds, in three components that become three packages:
#   library      libnoso.so, the C library
#   development  headers, the C++ library (an archive), CMake and pkg-config files
#   program      noso, its knowledge, schema, manual pages and completion
include(CMakePackageConfigHelpers)
set(NOSO_LAYER_LIBRARIES noso_base noso_ontology noso_import noso_engine noso_fhir)

# The layers as one archive. Third-party libraries stay out of the headers, but whoever links the archive links them too.
add_library(nosograph STATIC)
foreach(layer IN LISTS NOSO_LAYER_LIBRARIES)
  target_sources(nosograph PRIVATE $<TARGET_OBJECTS:${layer}>)
  target_include_directories(nosograph INTERFACE $<BUILD_INTERFACE:$<TARGET_PROPERTY:${layer},INTERFACE_INCLUDE_DIRECTORIES>>)
endforeach()
target_include_directories(nosograph INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(nosograph PROPERTIES LINKER_LANGUAGE CXX)
target_compile_features(nosograph PUBLIC cxx_std_20)
target_link_libraries(nosograph PRIVATE SQLite::SQLite3 OpenSSL::Crypto ZLIB::ZLIB PkgConfig::utf8proc PkgConfig::xxhash)
target_link_libraries(nosograph INTERFACE $<INSTALL_INTERFACE:stemmer>)  # -lstemmer: the package gives no target
add_library(nosograph::nosograph ALIAS nosograph)
add_library(nosograph::noso ALIAS noso_c)

install(TARGETS noso_c EXPORT nosograph
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
  PUBLIC_HEADER DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(TARGETS nosograph EXPORT nosograph ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
foreach(folder ontology/base ontology import engine)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}/include/noso DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development PATTERN audit EXCLUDE)
endforeach()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nosograph)
install(EXPORT nosograph NAMESPACE nosograph:: FILE nosographTargets.cmake DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/nosographConfig.cmake.in nosographConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(nosographConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/nosographConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/nosographConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

# Paths relative to the file itself, so that an installation may be moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH NOSO_PC_PREFIX /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" NOSO_PC_PREFIX "${NOSO_PC_PREFIX}")
foreach(name noso nosograph)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in ${name}.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}.pc DESTINATION ${pkgconfig_dir} COMPONENT development)
endforeach()

# The program writes its own manual page and completion.
find_program(GZIP gzip REQUIRED)
set(described ${CMAKE_CURRENT_BINARY_DIR}/described)
file(MAKE_DIRECTORY ${described})
add_custom_command(
  OUTPUT ${described}/noso ${described}/_noso ${described}/noso.1.gz ${described}/noso.3.gz
  COMMAND noso completion bash > ${described}/noso
  COMMAND noso completion zsh > ${described}/_noso
  COMMAND noso manual > ${described}/noso.1
  COMMAND ${GZIP} -9nf ${described}/noso.1
  COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/docs/man/noso.3 > ${described}/noso.3.gz
  DEPENDS noso ${PROJECT_SOURCE_DIR}/docs/man/noso.3
  VERBATIM)
add_custom_target(described ALL DEPENDS ${described}/noso)
install(FILES ${described}/noso DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${described}/_noso DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${described}/noso.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${described}/noso.3.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT development)
