# Debian packages by `cpack -G DEB` (./dev package): one for each component of Install.cmake.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "The Nosograph authors")
set(CPACK_PACKAGE_CONTACT "The Nosograph authors <nosograph@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL library development program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(library_package libnoso${NOSO_ABI_VERSION})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${library_package})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libnosograph-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME nosograph)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "${library_package} (= ${PROJECT_VERSION}), libsqlite3-dev, libssl-dev, zlib1g-dev, libutf8proc-dev, libxxhash-dev, libstemmer-dev")

set(about "Nosograph turns knowledge written by clinicians into one checked file, and a case into an answer: how urgent it is,\nwhat it could be and how probable, what to ask, what to do, every claim with its basis. It is no medical device.")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "clinical decision support from a knowledge graph: C library\n${about}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "clinical decision support from a knowledge graph: development files\n${about}")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "clinical decision support from a knowledge graph: program and knowledge\n${about}")

# Licence and bill of materials lie in the documentation folder of each package.
include(Sbom)
foreach(pair "library=${library_package}" development=libnosograph-dev program=nosograph)
  string(REPLACE "=" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component}
    RENAME copyright)
  install(FILES ${NOSO_SBOM} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libnosograph-dev COMPONENT development
  FILES_MATCHING PATTERN "*.md" PATTERN man EXCLUDE)
include(CPack)
