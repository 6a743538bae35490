#include "support/annotated_world.hpp"

#include <sstream>
#include <stdexcept>

#include "support/folder.hpp"

namespace noso::test {

std::string obo_text(std::string_view lines) {
  std::string out = "format-version: 1.4\nontology: test\ndata-version: 1\n";
  std::istringstream in{std::string(lines)};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string id;
    if (!(words >> id)) continue;
    std::string rest;
    std::getline(words >> std::ws, rest);
    const auto less = rest.find(" < ");
    out += "\n[Term]\nid: " + id + "\nname: " + rest.substr(0, less) + '\n';
    if (less == std::string::npos) continue;
    std::istringstream parents(rest.substr(less + 3));
    for (std::string parent; std::getline(parents >> std::ws, parent, ',');) out += "is_a: " + parent + '\n';
  }
  return out;
}

std::string hpoa_text(std::string_view lines) {
  std::string out =
      "#description: test\n#version: 1\ndatabase_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\t"
      "frequency\tsex\tmodifier\taspect\tbiocuration\n";
  std::istringstream in{std::string(lines)};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string disease, name, term, frequency, reference, qualifier;
    if (!(words >> disease)) continue;
    std::getline(words >> std::ws >> std::skipws, name, '"');
    std::getline(words, name, '"');
    words >> term;
    if (term == "NOT") qualifier = "NOT", words >> term;
    words >> frequency >> reference;
    if (frequency == "-") frequency.clear();
    const char* aspect = term == "HP:0001419" ? "I" : term == "HP:0003593" ? "C" : "P";
    out += disease + '\t' + name + '\t' + qualifier + '\t' + term + '\t' + (reference.empty() ? disease : reference) +
           "\tPCS\t\t" + frequency + "\t\t\t" + aspect + "\ttest\n";
  }
  return out;
}

ImportedOntology annotated(const std::vector<std::string>& texts) {
  const Folder folder;
  std::vector<std::filesystem::path> files;
  for (const auto& text : texts) files.push_back(folder.write("source" + std::to_string(files.size()), text));
  auto imported = import_ontology(files);
  if (!imported.ok()) {
    std::string all;
    for (const auto& e : imported.errors()) all += to_string(e) + '\n';
    throw std::runtime_error(all);
  }
  return std::move(*imported);
}

Engine annotated_world(const std::vector<std::string>& texts) {
  auto imported = annotated(texts);
  auto file = KnowledgeFile::in_memory(std::move(imported.tables), std::move(imported.manifest));
  if (!file.ok()) throw std::runtime_error(to_string(file.errors().front()));
  return Engine(std::move(*file));
}

std::vector<std::string> random_annotations(Random& random, std::size_t terms, std::size_t diseases) {
  const auto term = [](std::size_t i) { return "HP:" + std::to_string(1000 + i); };
  std::string ontology = term(0) + " all\n";
  for (std::size_t i = 1; i < terms; ++i) {
    ontology += term(i) + " finding " + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + " < " +
                term(random.below(i));
    if (random.chance(0.3)) ontology += ", " + term(random.below(i));
    ontology += '\n';
  }
  std::string rows;
  for (std::size_t d = 0; d < diseases; ++d) {
    const auto count = 1 + random.below(8);
    for (std::size_t i = 0; i < count; ++i) {
      const auto m = 1 + random.below(20);
      const std::string frequency = random.chance(0.3) ? "-"
                                    : random.chance(0.2)
                                        ? "HP:0040282"
                                        : std::to_string(random.below(m + 1)) + '/' + std::to_string(m);
      rows += "OMIM:" + std::to_string(100 + d) + " \"Disorder " + std::string(1, static_cast<char>('a' + d % 26)) +
              "q" + std::to_string(d) + "\" " + term(1 + random.below(terms - 1)) + ' ' + frequency +
              " PMID:" + std::to_string(random.below(30)) + '\n';
    }
  }
  return {obo_text(ontology), hpoa_text(rows)};
}

}  // namespace noso::test
