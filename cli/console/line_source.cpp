#include "console/line_source.hpp"

#include <histedit.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <iostream>

#include "noso/engine/note.hpp"

namespace noso::cli {

namespace {

constexpr int kRemembered = 500;

}  // namespace

struct LineSource::Terminal {
  Terminal(Complete how, std::string history_file) : complete(std::move(how)), file(std::move(history_file)) {
    std::setlocale(LC_CTYPE, "");  // for the width of what is typed; numbers stay as they are
    editor = el_init("noso", stdin, stdout, stderr);
    remembered = history_init();
    HistEvent event{};
    history(remembered, &event, H_SETSIZE, kRemembered);
    history(remembered, &event, H_SETUNIQUE, 1);
    if (!file.empty()) history(remembered, &event, H_LOAD, file.c_str());
    el_set(editor, EL_CLIENTDATA, this);
    el_set(editor, EL_PROMPT, &Terminal::prompt_of);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_SIGNAL, 1);
    el_set(editor, EL_HIST, history, remembered);
    el_set(editor, EL_ADDFN, "noso-complete", "completes commands and names", &Terminal::on_tab);
    el_set(editor, EL_BIND, "^I", "noso-complete", nullptr);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    el_set(editor, EL_SETTY, "-d", "-isig", nullptr);        // while a line is edited Ctrl-C is a key like any other:
    el_set(editor, EL_BIND, "^C", "em-kill-line", nullptr);  // it drops the line, never the case
  }
  ~Terminal() {
    HistEvent event{};
    if (!file.empty()) {
      const auto before = ::umask(0077);
      history(remembered, &event, H_SAVE, file.c_str());
      ::umask(before);
      ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
    }
    history_end(remembered);
    el_end(editor);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  static Terminal& of(EditLine* editor) {
    void* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return *static_cast<Terminal*>(self);
  }
  static char* prompt_of(EditLine* editor) { return of(editor).prompt.data(); }

  static unsigned char on_tab(EditLine* editor, int) {
    const auto* line = el_line(editor);
    const auto found = of(editor).complete({line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)});
    if (found.insert.empty() && found.options.empty()) return CC_ERROR;
    if (found.erase > 0) el_deletestr(editor, static_cast<int>(found.erase));
    if (!found.insert.empty() && el_insertstr(editor, found.insert.c_str()) != 0) return CC_ERROR;
    if (found.options.empty()) return CC_REFRESH;
    std::cout << '\n';
    for (const auto& option : found.options) std::cout << "  " << option << '\n';
    std::cout.flush();
    return CC_REDISPLAY;
  }

  Complete complete;
  std::string file, prompt;
  EditLine* editor = nullptr;
  History* remembered = nullptr;
};

LineSource::LineSource(Complete complete, std::string history) {
  if (::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0)
    terminal_ = std::make_unique<Terminal>(std::move(complete), std::move(history));
}

LineSource::~LineSource() = default;

std::optional<std::string> LineSource::next(const std::string& prompt) {
  if (!terminal_) {
    std::string line;
    bool any = false;
    for (int c = std::cin.get(); c != std::char_traits<char>::eof(); c = std::cin.get()) {
      any = true;
      if (c == '\n') break;
      if (line.size() <= NoteReader::kMostBytes) line += static_cast<char>(c);
    }
    return any ? std::optional(std::move(line)) : std::nullopt;
  }
  terminal_->prompt = prompt;
  int count = 0;
  const char* read = el_gets(terminal_->editor, &count);
  if (!read || count <= 0) return std::nullopt;
  std::string line(read, static_cast<std::size_t>(count));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  HistEvent event{};
  if (!line.empty()) history(terminal_->remembered, &event, H_ENTER, line.c_str());
  return line;
}

}  // namespace noso::cli
