/// The commands of the program; each adds itself to the command line.
#pragma once

#include "program.hpp"

namespace CLI {
class App;
}

namespace noso::cli {

void add_batch(CLI::App& app, Program& program);
void add_describe(CLI::App& app);  ///< completion, manual
void add_sign(CLI::App& app, Program& program);
void add_assess_commands(CLI::App& app, Program& program);  ///< assess, differential, escalate, next, care
void add_explain(CLI::App& app, Program& program);
void add_ask(CLI::App& app, Program& program);
void add_search(CLI::App& app, Program& program);
void add_show(CLI::App& app, Program& program);
void add_compile(CLI::App& app, Program& program);
void add_validate(CLI::App& app, Program& program);
void add_verify(CLI::App& app, Program& program);
void add_test(CLI::App& app, Program& program);
void add_diff(CLI::App& app, Program& program);
void add_new(CLI::App& app, Program& program);
void add_review(CLI::App& app, Program& program);  ///< review list, sign, status
void add_format(CLI::App& app, Program& program);
void add_guideline(CLI::App& app, Program& program);  ///< guideline list, show, run, test
void add_eval(CLI::App& app, Program& program);
void add_serve(CLI::App& app, Program& program);
void add_cards(CLI::App& app, Program& program);  ///< cards lint
void add_graph(CLI::App& app, Program& program);
void add_report(CLI::App& app, Program& program);
void add_console(CLI::App& app, Program& program);

}  // namespace noso::cli
