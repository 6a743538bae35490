#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "file/page_checksums.hpp"
#include "noso/engine/engine.hpp"
#include "noso/import/pack.hpp"
#include "temporary_file.hpp"

namespace {

/// A small pack with one entry of each sort.
constexpr std::string_view kPack = R"({
"pack":{"id":"p","version":"1.0.0","title":"t","description":"d","status":"draft","date":"2026-01-01","publisher":"p","language":"en","licence":"x"},
"sources":[{"id":"S","citation":"c","mark":"read"}],
"scope":{"entry_findings":["f"],"outside":"o","basis":{"mark":"estimate","sources":["S"]}},
"conditions":[{"id":"c","label":"C"},{"id":"d","label":"D"}],
"findings":[{"id":"f","label":"Fits"},{"id":"g","label":"Grand fits","is_a":["f"],"red_flag":true},
{"id":"t","label":"Temperature","quantity":{"unit":"Cel","min":25,"max":45}},
{"id":"h","label":"Heat","when":{"measure":{"of":"t","at_least":"38 Cel"}}}],
"risk_factors":[{"id":"r","label":"Risk"}],
"interventions":[{"id":"i","label":"Intervention","class":"exercise","dose":{"text":"x","sets":3}}],
"populations":[{"id":"all","label":"all","scale":0.5,"none_share":0.1,"floor":0.001,"shares":{"c":0.6,"d":0.3},"basis":{"mark":"estimate","sources":["S"]}}],
"finding_frequencies":[{"finding":"g","leak":0.1,"basis":{"mark":"estimate","sources":["S"]},"conditions":{"c":0.8,"d":0.2}}],
"risk_effects":[{"risk_factor":"r","condition":"c","odds_ratio":2,"interval":[1,3],"basis":{"mark":"read","sources":["S"]}}],
"treatments":[{"intervention":"i","condition":"c","strength":"strong","basis":{"mark":"read","sources":["S"]}}],
"scores":[{"id":"s","label":"S","value":{"points":[{"when":"g","value":1},{"when":{"age":{"at_least":"65 a"}},"value":2}]},"basis":{"mark":"read","sources":["S"]}}],
"rules":[{"id":"x","label":"X","level":"urgent","when":{"any":["g",{"score":{"of":"s","at_least":2}},{"all":["h",{"not":{"sex":"male"}}]}]},"action":"a","basis":{"mark":"read","sources":["S"]}}]})";

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::string& sound_file() {
  static const std::string bytes = [] {
    std::vector<noso::JsonDocument> documents;
    documents.push_back(std::move(*noso::JsonDocument::parse(kPack, "pack.json")));
    auto pack = noso::assemble_pack(documents);
    if (!pack.content) __builtin_trap();
    const auto path = temporary_folder().path() / "sound.noso";
    auto& [tables, manifest, places] = *pack.content;
    if (!noso::write_knowledge_file(path, std::move(tables), std::move(manifest)).ok()) __builtin_trap();
    return bytes_of(path);
  }();
  return bytes;
}

/// `edits`: again and again three bytes of offset, one of length, and what is written there.
std::string edited(std::string_view edits) {
  auto out = sound_file();
  while (edits.size() >= 4) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(edits[i])); };
    const auto at = (byte(0) << 16 | byte(1) << 8 | byte(2)) % out.size();
    const auto count = std::min({byte(3), edits.size() - 4, out.size() - at});
    std::copy_n(edits.begin() + 4, count, out.begin() + static_cast<std::ptrdiff_t>(at));
    edits.remove_prefix(4 + count);
  }
  return out;
}

/// The public key of test 1 in RFC 8032, section 7.1; nothing here is signed with it.
const noso::TrustedKeys& trusted_keys() {
  static const noso::TrustedKeys keys = [] {
    auto read = noso::TrustedKeys::read(
        temporary_folder().write("trusted.pem",
                                 "-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                 "-----END PUBLIC KEY-----\n"));
    if (!read.ok()) __builtin_trap();
    return std::move(*read);
  }();
  return keys;
}

/// What opens, whoever wrote it, answers or refuses.
void use(noso::KnowledgeFile file) {
  const noso::Engine engine(std::move(file));
  noso::Case told;
  told.age = noso::Interval::exactly(66 * noso::kDaysPerYear);
  told.present = {{.name = "g"}};
  told.risk_factors = {{.name = "r"}};
  told.measurements = {{.finding = "t", .value = 38.5, .unit = "Cel"}};
  const auto answer = engine.assess(told, {.as_of = noso::Date{}, .budget_ms = 10});
  if (answer.ok()) (void)noso::to_json(*answer);
  (void)engine.search("grnd fits", std::nullopt, 5);
}

}  // namespace

/// The first byte says what the rest is: 0 a whole file; 1 edits of a sound one; 2 edits after which the checksums of
/// the pages are set right, as whoever wants to deceive would do. Such a file is refused or opened; what verifies also
/// opens; what was edited without new checksums does not verify; what is not signed does not open where it has to be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto bytes = data[0] == 0 ? std::string(rest) : edited(rest);
  const auto path = temporary_folder().write("fuzz.noso", bytes);
  if (data[0] == 2 && !noso::stamp_pages(path).ok()) __builtin_trap();
  const bool sound = noso::verify_knowledge_file(path).ok();
  auto opened = noso::KnowledgeFile::open(path);
  if (sound && !opened.ok()) __builtin_trap();
  if (data[0] == 1 && sound != (bytes == sound_file())) __builtin_trap();
  if (noso::KnowledgeFile::open(path, &trusted_keys()).ok()) __builtin_trap();
  if (opened.ok()) use(std::move(*opened));
  return 0;
}
