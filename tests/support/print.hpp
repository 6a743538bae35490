/// Lets Catch show our types when a check fails.
#pragma once

#include <catch2/catch.hpp>

#include "noso/base/diagnostic.hpp"
#include "noso/ontology/ids.hpp"

namespace Catch {

template <>
struct StringMaker<noso::Location> {
  static std::string convert(const noso::Location& at) {
    return at.file + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
  }
};

template <>
struct StringMaker<noso::Diagnostic> {
  static std::string convert(const noso::Diagnostic& d) { return noso::to_string(d); }
};

template <class Tag>
struct StringMaker<noso::Id<Tag>> {
  static std::string convert(noso::Id<Tag> id) { return id.exists() ? '#' + std::to_string(id.value) : "none"; }
};

}  // namespace Catch
