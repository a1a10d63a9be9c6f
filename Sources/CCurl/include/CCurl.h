/* One HTTP exchange by libcurl, which is opened when the first is asked for: it brings thirty libraries along, and
   commands that need none of it start without. No type of libcurl is seen from here. */
#ifndef POPKEEP_CCURL_H
#define POPKEEP_CCURL_H
#include <stdbool.h>
#include <stddef.h>

typedef enum {
  popkeep_web_done,
  popkeep_web_no_library,
  popkeep_web_bad_url,
  popkeep_web_cannot_resolve,
  popkeep_web_cannot_connect,
  popkeep_web_timed_out,
  popkeep_web_tls,
  popkeep_web_too_large,
  popkeep_web_cancelled,
  popkeep_web_other,
} popkeep_web_end;

/* What libcurl makes of a URL: whoever judges one asks the parser that will follow it. */
typedef struct {
  char scheme[8];
  char host[256];
  bool has_user;
} popkeep_web_place;

typedef struct {
  const char *url;
  /* The body of a POST; NULL for a GET. */
  const char *form;
  size_t form_count;
  /* Authorities to trust instead of libcurl's own; NULL: its own. */
  const char *ca_file;
  /* NULL: as the environment says; "": none. */
  const char *proxy;
  /* No redirect is followed where this is 0; only to https where `redirects_to_http` is false. */
  long redirects;
  bool redirects_to_http;
  long timeout_milliseconds;
  /* Octets of the body that are taken. */
  size_t limit;
  /* Asked several times a second: true ends the exchange. */
  bool (*is_cancelled)(void *context);
  void *context;
} popkeep_web_request;

typedef struct {
  long status;
  /* NULL where the answer has none. */
  char *content_type;
  unsigned char *body;
  size_t count;
  /* What libcurl says of a failure; may be empty. */
  char reason[256];
} popkeep_web_answer;

/* Opens libcurl where that has not been done: false where there is none. */
bool popkeep_web_is_there(void);

popkeep_web_end popkeep_web_split(const char *url, popkeep_web_place *place);

/* Blocks until the answer is there. `answer` must be released, however this ends. */
popkeep_web_end popkeep_web_exchange(const popkeep_web_request *request, popkeep_web_answer *answer);
void popkeep_web_release(popkeep_web_answer *answer);

#endif
