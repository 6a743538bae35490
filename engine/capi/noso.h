/* Nosograph from C: knowledge opened once, cases in, answers out.
 *
 * Conventions, for every function below:
 *  1. Everything is named noso_* or NOSO_*; the library exports nothing else.
 *  2. Text is UTF-8, given as pointer and length; it need not end in a zero byte. A length of 0 allows a null
 *     pointer. Text that is given is read during the call alone.
 *  3. A function that can fail returns a noso_status. Its last argument receives a text that the caller frees
 *     with noso_text_free: on NOSO_OK the result, otherwise
 *     {"diagnostics":[{"file","line","column","severity","code","message","help"}]}. It receives NULL where
 *     there was no memory for a text. Pass NULL to have no text.
 *  4. Handles are opaque. Each is freed once, by noso_close or noso_text_free; freeing NULL does nothing. A
 *     text lives on after the engine is closed.
 *  5. Threads: an engine never changes. Any number of threads may use it at once, each answer is the one that
 *     a single thread would get. noso_close comes after the last call on the engine has returned. A text
 *     belongs to one thread at a time. Different engines are independent.
 *  6. No exception leaves the library; it prints nothing, never ends the process and reads no environment
 *     variable of its own. It opens the files that are named to it, and asks for the date where neither case
 *     nor options name one.
 *  7. Same engine, same text, same options: same answer, byte for byte. Give "as_of" to keep the clock out of
 *     it.
 *  8. Options are a JSON object, or nothing. An unknown key is refused, so that a misspelt option is never
 *     passed over.
 *  9. Limits are stated in docs/limits.md; a case or file beyond them is refused, never cut off.
 * 10. Within one ABI version functions, status values and keys are added, never changed or removed.
 */
#ifndef NOSO_H
#define NOSO_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The ABI that this header describes: the number in the soname. */
#define NOSO_ABI_VERSION 0

#if defined(__GNUC__)
#define NOSO_API __attribute__((visibility("default")))
#else
#define NOSO_API
#endif

typedef enum noso_status {
  NOSO_OK = 0,
  NOSO_BAD_ARGUMENT = 1,  /* a defect of the caller: a null handle or pointer, options that cannot be read */
  NOSO_BAD_INPUT = 2,     /* a case, query or file that is refused; the diagnostics say where, why and what to do */
  NOSO_OUT_OF_MEMORY = 3, /* nothing has changed; the call may be repeated */
  NOSO_INTERNAL = 4       /* a defect of the library: please report it */
} noso_status;

typedef struct noso_engine noso_engine;
typedef struct noso_text noso_text;

/* NOSO_ABI_VERSION of the library that is loaded; compare it with that of the header. */
NOSO_API int noso_abi_version(void);

/* Version of the library, "major.minor.patch", ending in a zero byte; never freed. */
NOSO_API const char *noso_version(void);

/* The name of a status, such as "bad input", ending in a zero byte; never freed. "unknown status" for any other
 * number. */
NOSO_API const char *noso_status_name(noso_status status);

/* Opens a knowledge file for reading. *engine is to be freed with noso_close; NULL unless NOSO_OK. On NOSO_OK
 * the text is that of noso_knowledge. Options: "trusted_keys", path of a PEM file of Ed25519 public keys: the
 * file is opened only if it is signed by one of them. */
NOSO_API noso_status noso_open(const char *path, size_t path_size, const char *options, size_t options_size,
                               noso_engine **engine, noso_text **text);

NOSO_API void noso_close(noso_engine *engine);

/* What the knowledge says of itself: {"id","version","title","status","digest",…}. */
NOSO_API noso_status noso_knowledge(const noso_engine *engine, noso_text **text);

/* Answers a case: the native form (docs/case-format.md), a phenopacket or a FHIR R4 resource or bundle, told apart by
 * their shape. The answer: docs/answer-format.md. Options: "as_of" ("2026-01-31"),
 * "max_conditions", "max_questions", "max_advice", "budget_ms" (numbers), "before" (an earlier case of the same
 * person: what has changed since), "condition" (by any of its names: why it stands where it stands). "before"
 * and "condition" exclude one another. */
NOSO_API noso_status noso_assess(const noso_engine *engine, const char *case_json, size_t case_size,
                                 const char *options, size_t options_size, noso_text **text);

/* Finds concepts by any of their names: {"results":[{"id","label","kind","score","matched"}]}. Options: "kind"
 * ("condition", "finding", "risk-factor" or "intervention"), "limit" (1 to 1000, default 10). Finding nothing is
 * no error. */
NOSO_API noso_status noso_search(const noso_engine *engine, const char *query, size_t query_size, const char *options,
                                 size_t options_size, noso_text **text);

/* The bytes of a text, followed by a zero byte that its size does not count; valid until it is freed. "" for
 * NULL. */
NOSO_API const char *noso_text_data(const noso_text *text);
NOSO_API size_t noso_text_size(const noso_text *text);
NOSO_API void noso_text_free(noso_text *text);

#ifdef __cplusplus
}
#endif

#endif
