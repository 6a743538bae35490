/// The pack with which `noso new` starts: small, complete, and every text says what belongs in its place.
#pragma once

#include <string>
#include <vector>

namespace noso::cli {

struct TemplateFile {
  std::string path;  ///< inside the pack
  std::string text;
};

/// The files of a new pack with this id and date (YYYY-MM-DD). It validates clean and its vignettes pass.
std::vector<TemplateFile> pack_template(const std::string& id, const std::string& date);

}  // namespace noso::cli
