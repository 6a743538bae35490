# The bill of materials, CycloneDX 1.5: what is linked or compiled in, in the versions that this build found. Without time
# stamp and serial number, so that equal builds have equal bills.
set(NOSO_SBOM ${CMAKE_CURRENT_BINARY_DIR}/sbom.cdx.json)

# noso_sbom_component(NAME VERSION LICENCE DEBIAN-SOURCE ROLE)
set(sbom_components "")
function(noso_sbom_component name version licence source role)
  if(NOT version)
    message(FATAL_ERROR "the bill of materials needs the version of ${name}")
  endif()
  string(CONCAT entry "    {\"type\": \"library\", \"bom-ref\": \"${name}\", \"name\": \"${name}\", \"version\": \"${version}\", "
    "\"licenses\": [{\"license\": {\"id\": \"${licence}\"}}], \"purl\": \"pkg:deb/debian/${source}@${version}\", "
    "\"description\": \"${role}\"}")
  list(APPEND sbom_components "${entry}")
  set(sbom_components "${sbom_components}" PARENT_SCOPE)
endfunction()

noso_sbom_component(boost "${Boost_VERSION_STRING}" BSL-1.0 boost1.74 "headers, compiled in")
noso_sbom_component(cli11 "${CLI11_VERSION}" BSD-3-Clause cli11 "headers, compiled into the program")
noso_sbom_component(fmt "${fmt_VERSION}" MIT fmtlib "linked by the program")
noso_sbom_component(libedit "${libedit_VERSION}" BSD-3-Clause libedit "linked by the program")
noso_sbom_component(openssl "${OPENSSL_VERSION}" Apache-2.0 openssl "libcrypto, linked")
noso_sbom_component(rapidjson "${RapidJSON_VERSION}" MIT rapidjson "headers, compiled in")
noso_sbom_component(spdlog "${spdlog_VERSION}" MIT spdlog "linked by the program")
noso_sbom_component(snowball "${STEMMER_VERSION}" BSD-3-Clause snowball "libstemmer, linked")
noso_sbom_component(sqlite "${SQLite3_VERSION}" blessing sqlite3 "linked")
noso_sbom_component(utf8proc "${utf8proc_VERSION}" MIT utf8proc "linked")
noso_sbom_component(xxhash "${xxhash_VERSION}" BSD-2-Clause xxhash "linked")
noso_sbom_component(yaml-cpp "${yaml-cpp_VERSION}" MIT yaml-cpp "linked by the program")
noso_sbom_component(z3 "${z3_VERSION}" MIT z3 "linked by the program")
noso_sbom_component(zlib "${ZLIB_VERSION_STRING}" Zlib zlib "linked")
list(SORT sbom_components)
string(REPLACE ";" ",\n" NOSO_SBOM_COMPONENTS "${sbom_components}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/sbom.cdx.json.in ${NOSO_SBOM} @ONLY)
