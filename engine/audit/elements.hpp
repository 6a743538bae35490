/// A knowledge as a list of elements with named fields, in which two versions can be compared.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

struct Field {
  std::string text;  ///< for people
  std::string key;   ///< equal for equal meaning
};

struct Element {
  std::map<std::string, Field> fields;  ///< only those that say something

  void add(const std::string& name, std::string text, std::string key);
  void add(const std::string& name, const std::string& text) { add(name, text, text); }
};

/// By kind of element and id. Kinds: those of concepts and rules, `statement`, `population`, `dependent group`,
/// `stage`, `safety net`, `source`, `scope`, `pack`.
using Elements = std::map<std::pair<std::string, std::string>, Element>;
Elements elements(const Knowledge& knowledge);

}  // namespace noso::audit
