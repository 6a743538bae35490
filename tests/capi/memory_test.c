/* memory_test KNOWLEDGE MOST: every allocation of every call fails in turn, once alone and once with all that follow.
 * The call must end with NOSO_OUT_OF_MEMORY and no block more than before, or with the answer that it gives otherwise.
 * Where a call allocates more than MOST times, so many are taken, evenly spread. */
#include <noso.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static const char *knowledge;
static noso_engine *shared;

static noso_status open_knowledge(noso_text **text) {
  noso_engine *engine = NULL;
  const noso_status status = noso_open(knowledge, strlen(knowledge), NULL, 0, &engine, text);
  noso_close(engine);
  return status;
}

static noso_status assess(const char *told, const char *options, noso_text **text) {
  return noso_assess(shared, told, strlen(told), options, strlen(options), text);
}

static noso_status answer_a_case(noso_text **text) {
  return assess(
      "{\"age\": {\"years\": 45}, \"present\": [{\"finding\": \"first-step-pain\", \"side\": \"left\"}], \"absent\": "
      "[\"fever\"]}",
      "{\"as_of\": \"2026-01-31\"}", text);
}

static noso_status explain_a_condition(noso_text **text) {
  return assess("{\"present\": [\"first-step-pain\"]}", "{\"as_of\": \"2026-01-31\", \"condition\": \"gout\"}", text);
}

static noso_status answer_with_a_note(noso_text **text) {
  return assess("{\"text\": \"45F, stabbing heel pain with the first steps for 6 weeks, no fever\"}",
                "{\"as_of\": \"2026-01-31\"}", text);
}

static noso_status answer_for_the_second_time(noso_text **text) {
  return assess("{\"present\": [\"first-step-pain\"]}",
                "{\"as_of\": \"2026-01-31\", \"before\": {\"present\": [\"first-step-pain\"]}}", text);
}

/* The first note makes the reader of notes, under a lock that must not stay closed. */
static noso_status open_and_answer_with_a_note(noso_text **text) {
  const char *told = "{\"text\": \"45F, heel pain, no fever\"}", *options = "{\"as_of\": \"2026-01-31\"}";
  noso_engine *engine = NULL;
  noso_status status = noso_open(knowledge, strlen(knowledge), NULL, 0, &engine, text);
  if (status != NOSO_OK) return status;
  noso_text_free(*text);
  status = noso_assess(engine, told, strlen(told), options, strlen(options), text);
  noso_close(engine);
  return status;
}

static noso_status answer_a_chart(noso_text **text) {
  return assess(
      "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{\"resource\": "
      "{\"resourceType\": \"Patient\", \"id\": \"p\", \"birthDate\": \"1980\"}}]}",
      "{\"as_of\": \"2026-01-31\"}", text);
}

static noso_status refuse_a_case(noso_text **text) {
  return assess("{\"present\": [\"first-step-pian\"]}", "{\"as_of\": \"2026-01-31\"}", text);
}

static noso_status search(noso_text **text) { return noso_search(shared, "heel pain", 9, "{\"limit\": 5}", 12, text); }

static noso_status tell_of_knowledge(noso_text **text) { return noso_knowledge(shared, text); }

typedef noso_status call(noso_text **);

/* True when the call, with its allocation `n` failing, ends as it must. Adds to *lost the blocks that are there
 * afterwards and were not before. */
static int ends_well(call *run, long n, int all_after, noso_status expected, const noso_text *expected_text,
                     long *lost) {
  noso_text *text = NULL;
  const long before = memory_blocks();
  noso_status status;
  int good, failed;
  memory_fail_at(n, all_after);
  status = run(&text);
  failed = memory_has_failed();
  memory_fail_at(0, 0);
  if (status == NOSO_OUT_OF_MEMORY)
    good = failed;
  else
    good = status == expected && noso_text_size(text) == noso_text_size(expected_text) &&
           memcmp(noso_text_data(text), noso_text_data(expected_text), noso_text_size(text)) == 0;
  if (!good) printf("allocation %ld: %s: %.300s\n", n, noso_status_name(status), noso_text_data(text));
  noso_text_free(text);
  *lost = memory_blocks() - before;
  return good;
}

/* The same, and nothing is lost. What the system makes once and keeps, such as at the first exception, is not lost
 * twice. */
static int stands(call *run, long n, int all_after, noso_status expected, const noso_text *expected_text) {
  long lost = 0;
  int good = ends_well(run, n, all_after, expected, expected_text, &lost);
  if (good && lost != 0) good = ends_well(run, n, all_after, expected, expected_text, &lost);
  if (lost == 0) return good;
  printf("allocation %ld: %ld blocks lost\n", n, lost);
  return 0;
}

/* How many allocations the call makes. */
static long allocations(call *run) {
  long n = 1L << 40;
  noso_text *text = NULL;
  memory_fail_at(n, 0);
  run(&text);
  n -= memory_fail_left();
  memory_fail_at(0, 0);
  noso_text_free(text);
  return n;
}

static int check(const char *name, call *run, noso_status expected, long most) {
  noso_text *expected_text = NULL;
  long n, of, step, tried = 0;
  int failures = 0;
  noso_text *warm = NULL;
  run(&warm); /* what is made once and kept */
  noso_text_free(warm);
  if (run(&expected_text) != expected) {
    printf("%s: %.300s\n", name, noso_text_data(expected_text));
    return 1;
  }
  of = allocations(run);
  step = of > most ? of / most : 1;
  for (n = 1; n <= of && failures < 5; n += step) {
    failures += !stands(run, n, 0, expected, expected_text);
    failures += !stands(run, n, 1, expected, expected_text);
    ++tried;
  }
  noso_text_free(expected_text);
  printf("%s: %ld allocations, %ld failed in turn, each twice%s\n", name, of, tried, failures ? ": FAILED" : "");
  fflush(stdout);
  return failures;
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    call *run;
    noso_status status;
  } calls[] = {
      {"search", search, NOSO_OK},
      {"tell of the knowledge", tell_of_knowledge, NOSO_OK},
      {"refuse a case", refuse_a_case, NOSO_BAD_INPUT},
      {"open", open_knowledge, NOSO_OK},
      {"open and answer with a note", open_and_answer_with_a_note, NOSO_OK},
      {"answer a case", answer_a_case, NOSO_OK},
      {"answer a chart", answer_a_chart, NOSO_OK},
      {"answer with a note", answer_with_a_note, NOSO_OK},
      {"answer for the second time", answer_for_the_second_time, NOSO_OK},
      {"explain a condition", explain_a_condition, NOSO_OK},
  };
  noso_text *text = NULL;
  size_t i;
  int failures = 0;
  long most;
  if (argc != 3) return 2;
  knowledge = argv[1];
  most = atol(argv[2]);
  if (noso_open(knowledge, strlen(knowledge), NULL, 0, &shared, &text) != NOSO_OK) return 1;
  noso_text_free(text);
  for (i = 0; i < sizeof calls / sizeof *calls; ++i)
    failures += check(calls[i].name, calls[i].run, calls[i].status, most);
  noso_close(shared);
  return failures == 0 ? 0 : 1;
}
