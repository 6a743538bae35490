/* The C interface from C: interface_test KNOWLEDGE. Exits with 1 after printing what does not hold. */
#include <noso.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void expect(int holds, const char *what) {
  if (holds) return;
  ++failures;
  printf("FAILED: %s\n", what);
}

/* Frees the text; true when it holds `part`. */
static int holds(noso_text *text, const char *part) {
  const int found = text && strstr(noso_text_data(text), part) != NULL;
  if (!found) printf("'%s' is not in: %.400s\n", part, noso_text_data(text));
  expect(!text || strlen(noso_text_data(text)) == noso_text_size(text),
         "a text ends in a zero byte that is not counted");
  noso_text_free(text);
  return found;
}

static noso_status assess(const noso_engine *engine, const char *told, const char *options, noso_text **text) {
  return noso_assess(engine, told, strlen(told), options, options ? strlen(options) : 0, text);
}

static noso_status search(const noso_engine *engine, const char *query, const char *options, noso_text **text) {
  return noso_search(engine, query, strlen(query), options, options ? strlen(options) : 0, text);
}

static void refuses_what_cannot_be_opened(const char *knowledge) {
  noso_engine *engine = (noso_engine *)&failures;
  noso_text *text = NULL;
  const char *keys = "{\"trusted_keys\": \"/nowhere.pem\"}";
  expect(
      noso_open("/nowhere", 8, NULL, 0, &engine, &text) == NOSO_BAD_INPUT && holds(text, "\"cannot-open\"") && !engine,
      "a file that is not there");
  expect(noso_open(knowledge, 0, NULL, 0, &engine, &text) == NOSO_BAD_ARGUMENT && holds(text, "\"bad-argument\""),
         "an empty path");
  expect(noso_open("a\0b", 3, NULL, 0, &engine, &text) == NOSO_BAD_ARGUMENT && holds(text, "zero byte"),
         "a path with a zero byte");
  expect(noso_open(knowledge, strlen(knowledge), NULL, 0, NULL, &text) == NOSO_BAD_ARGUMENT && holds(text, "engine"),
         "no place for the engine");
  expect(noso_open(knowledge, strlen(knowledge), keys, strlen(keys), &engine, &text) == NOSO_BAD_INPUT &&
             holds(text, "nowhere.pem"),
         "keys that are not there");
  expect(noso_open("/", 1, NULL, 0, &engine, NULL) == NOSO_BAD_INPUT, "no text is wanted");
}

static void answers(const noso_engine *engine) {
  noso_text *text = NULL, *again = NULL;
  const char *told = "{\"age\": {\"years\": 45}, \"present\": [\"first-step-pain\"]}";
  const char *day = "{\"as_of\": \"2026-01-31\", \"max_conditions\": 1}";
  expect(assess(engine, told, day, &text) == NOSO_OK && assess(engine, told, day, &again) == NOSO_OK, "a case");
  expect(noso_text_size(text) > 1000 && noso_text_size(text) == noso_text_size(again) &&
             memcmp(noso_text_data(text), noso_text_data(again), noso_text_size(text)) == 0,
         "the same answer twice");
  expect(holds(text, "\"as_of\": \"2026-01-31\"") && holds(again, "\"plantar-fasciitis\""), "what the answer says");
  expect(assess(engine, told, "{\"condition\": \"gout\"}", &text) == NOSO_OK && holds(text, "\"explanation\""),
         "why not");
  expect(assess(engine, told, "{\"before\": {\"present\": [\"first-step-pain\"]}}", &text) == NOSO_OK &&
             holds(text, "\"since\""),
         "an earlier case");
  expect(assess(engine, "{\"resourceType\": \"Patient\", \"birthDate\": \"1980\"}", day, &text) == NOSO_OK &&
             holds(text, "\"scope\": \"outside\""),
         "a chart in FHIR");
  expect(assess(engine, told, NULL, NULL) == NOSO_OK, "an answer that nobody wants to see");
  expect(search(engine, "heel spur", "{\"limit\": 3}", &text) == NOSO_OK && holds(text, "\"results\""), "a search");
  expect(search(engine, "", NULL, &text) == NOSO_OK && holds(text, "\"results\": []"), "an empty search");
  expect(noso_knowledge(engine, &text) == NOSO_OK && holds(text, "\"digest\""), "what the knowledge says of itself");
}

static void refuses(const noso_engine *engine) {
  static const struct {
    const char *told, *options;
    noso_status status;
    const char *says;
  } cases[] = {
      {"", NULL, NOSO_BAD_INPUT, "\"json-syntax\""},
      {"{\"present\": [\"no-such-finding\"]}", NULL, NOSO_BAD_INPUT, "\"unknown-name\""},
      {"{\"present\": [\"\xff\"]}", NULL, NOSO_BAD_INPUT, "\"json-encoding\""},
      {"{}", "{\"as-of\": 1}", NOSO_BAD_ARGUMENT, "\"unknown-key\""},
      {"{}", "[]", NOSO_BAD_ARGUMENT, "\"wrong-type\""},
      {"{}", "{\"as_of\": \"soon\"}", NOSO_BAD_ARGUMENT, "\"bad-date\""},
      {"{}", "{\"max_conditions\": 0}", NOSO_BAD_ARGUMENT, "\"out-of-range\""},
      {"{}", "{\"max_advice\": 1.5}", NOSO_BAD_ARGUMENT, "\"out-of-range\""},
      {"{}", "{\"budget_ms\": -1}", NOSO_BAD_ARGUMENT, "\"out-of-range\""},
      {"{}", "{\"before\": {\"present\": 1}}", NOSO_BAD_ARGUMENT, "\"wrong-type\""},
      {"{}", "{\"before\": {}, \"condition\": \"gout\"}", NOSO_BAD_ARGUMENT, "\"contradictory-options\""},
      {"{}", "{\"condition\": \"no such\"}", NOSO_BAD_INPUT, "\"unknown-name\""},
  };
  noso_text *text = NULL;
  size_t i;
  for (i = 0; i < sizeof cases / sizeof *cases; ++i)
    expect(assess(engine, cases[i].told, cases[i].options, &text) == cases[i].status && holds(text, cases[i].says),
           cases[i].says);
  expect(search(engine, "heel", "{\"kind\": \"drug\"}", &text) == NOSO_BAD_ARGUMENT && holds(text, "\"unknown-kind\""),
         "an unknown kind");
  expect(assess(NULL, "{}", NULL, &text) == NOSO_BAD_ARGUMENT && holds(text, "\"bad-argument\""), "no engine to ask");
  expect(search(NULL, "", NULL, NULL) == NOSO_BAD_ARGUMENT && noso_knowledge(NULL, NULL) == NOSO_BAD_ARGUMENT,
         "no engine to search");
  expect(noso_assess(engine, NULL, 1, NULL, 0, &text) == NOSO_BAD_ARGUMENT && holds(text, "case"), "no case");
  expect(noso_assess(engine, "{}", 2, NULL, 7, &text) == NOSO_BAD_ARGUMENT && holds(text, "case"), "no options");
  /* A pointer and a length: what follows is not read. */
  expect(noso_assess(engine, "{}]", 2, NULL, 0, &text) == NOSO_OK && holds(text, "\"scope\": \"outside\""),
         "two bytes");
}

static void refuses_what_is_too_much(const noso_engine *engine) {
  const size_t deep = 1000, large = ((size_t)16 << 20) + 1;
  char *told = malloc(large);
  noso_text *text = NULL;
  if (!told) exit(2);
  memset(told, '[', large);
  expect(noso_assess(engine, told, deep, NULL, 0, &text) == NOSO_BAD_INPUT && holds(text, "\"json-too-deep\""),
         "depth");
  expect(noso_assess(engine, told, large, NULL, 0, &text) == NOSO_BAD_INPUT && holds(text, "\"json-too-large\""),
         "size");
  free(told);
}

int main(int argc, char **argv) {
  noso_engine *engine = NULL;
  noso_text *text = NULL;
  if (argc != 2) return 2;
  expect(noso_abi_version() == NOSO_ABI_VERSION, "the ABI of header and library");
  expect(strchr(noso_version(), '.') != NULL, "a version");
  expect(strcmp(noso_status_name(NOSO_BAD_INPUT), "bad input") == 0 &&
             strcmp(noso_status_name((noso_status)99), "unknown status") == 0,
         "names of statuses");
  expect(noso_text_size(NULL) == 0 && *noso_text_data(NULL) == '\0', "a text that is not there");
  noso_text_free(NULL);
  noso_close(NULL);
  refuses_what_cannot_be_opened(argv[1]);
  expect(noso_open(argv[1], strlen(argv[1]), NULL, 0, &engine, &text) == NOSO_OK && holds(text, "\"notice\""),
         "opening");
  if (!engine) return 1;
  answers(engine);
  refuses(engine);
  refuses_what_is_too_much(engine);
  noso_close(engine);
  return failures == 0 ? 0 : 1;
}
