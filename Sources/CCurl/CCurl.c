#include "CCurl.h"
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Octets of header that are taken: libcurl bounds a line, and only in newer versions all of them. */
enum { header_limit = 256 * 1024 };

static struct {
  bool is_there;
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_perform)(CURL *);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  CURLU *(*url)(void);
  void (*url_cleanup)(CURLU *);
  CURLUcode (*url_set)(CURLU *, CURLUPart, const char *, unsigned int);
  CURLUcode (*url_get)(const CURLU *, CURLUPart, char **, unsigned int);
  void (*release)(void *);
} curl;

/* The library is never closed: it may have threads of its own. */
static void open_library(void) {
  CURLcode (*global_init)(long);
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
#define FIND(field, name) \
  if ((*(void **)&(field) = dlsym(library, name)) == NULL) return
  FIND(global_init, "curl_global_init");
  FIND(curl.easy_init, "curl_easy_init");
  FIND(curl.easy_cleanup, "curl_easy_cleanup");
  FIND(curl.easy_setopt, "curl_easy_setopt");
  FIND(curl.easy_perform, "curl_easy_perform");
  FIND(curl.easy_getinfo, "curl_easy_getinfo");
  FIND(curl.slist_append, "curl_slist_append");
  FIND(curl.slist_free_all, "curl_slist_free_all");
  FIND(curl.url, "curl_url");
  FIND(curl.url_cleanup, "curl_url_cleanup");
  FIND(curl.url_set, "curl_url_set");
  FIND(curl.url_get, "curl_url_get");
  FIND(curl.release, "curl_free");
#undef FIND
  curl.is_there = global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool popkeep_web_is_there(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
  return curl.is_there;
}

/* False where the part is missing or longer than its place. */
static bool copy_part(CURLU *url, CURLUPart part, char *place, size_t size) {
  char *text = NULL;
  bool fits = curl.url_get(url, part, &text, 0) == CURLUE_OK && text != NULL && strlen(text) < size;
  if (fits) strcpy(place, text);
  curl.release(text);
  return fits;
}

popkeep_web_end popkeep_web_split(const char *text, popkeep_web_place *place) {
  memset(place, 0, sizeof *place);
  if (!popkeep_web_is_there()) return popkeep_web_no_library;
  CURLU *url = curl.url();
  if (url == NULL) return popkeep_web_other;
  bool is_good = curl.url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
                 copy_part(url, CURLUPART_SCHEME, place->scheme, sizeof place->scheme) &&
                 copy_part(url, CURLUPART_HOST, place->host, sizeof place->host);
  char user[2];
  char *any = NULL;
  place->has_user = copy_part(url, CURLUPART_USER, user, sizeof user) ||
                    curl.url_get(url, CURLUPART_USER, &any, 0) == CURLUE_OK ||
                    curl.url_get(url, CURLUPART_PASSWORD, &any, 0) == CURLUE_OK;
  curl.release(any);
  curl.url_cleanup(url);
  return is_good ? popkeep_web_done : popkeep_web_bad_url;
}

/* One exchange while it runs. */
typedef struct {
  const popkeep_web_request *request;
  popkeep_web_answer *answer;
  size_t capacity;
  size_t header_octets;
  bool is_too_large;
  bool has_no_memory;
} exchange;

static size_t take_body(char *octets, size_t size, size_t count, void *context) {
  exchange *running = context;
  popkeep_web_answer *answer = running->answer;
  size_t more = size * count;
  if (more > running->request->limit - answer->count) {
    running->is_too_large = true;
    return 0;
  }
  if (answer->count + more > running->capacity) {
    size_t wanted = running->capacity == 0 ? 16384 : running->capacity * 2;
    while (wanted < answer->count + more) wanted *= 2;
    unsigned char *body = realloc(answer->body, wanted);
    if (body == NULL) {
      running->has_no_memory = true;
      return 0;
    }
    answer->body = body;
    running->capacity = wanted;
  }
  if (more > 0) memcpy(answer->body + answer->count, octets, more);
  answer->count += more;
  return more;
}

static size_t take_header(char *octets, size_t size, size_t count, void *context) {
  exchange *running = context;
  (void)octets;
  running->header_octets += size * count;
  if (running->header_octets <= header_limit) return size * count;
  running->is_too_large = true;
  return 0;
}

static int report(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  const exchange *running = context;
  (void)a, (void)b, (void)c, (void)d;
  return running->request->is_cancelled(running->request->context) ? 1 : 0;
}

/* The variadic call, once for each type it takes. */
static bool set_number(CURL *easy, CURLoption option, long value) {
  return curl.easy_setopt(easy, option, value) == CURLE_OK;
}
static bool set_text(CURL *easy, CURLoption option, const char *value) {
  return curl.easy_setopt(easy, option, value) == CURLE_OK;
}
static bool set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl.easy_setopt(easy, option, value) == CURLE_OK;
}

static bool set_protocols(CURL *easy, bool redirects_to_http) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return set_text(easy, CURLOPT_PROTOCOLS_STR, "https,http") &&
         set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, redirects_to_http ? "https,http" : "https");
#else
  return set_number(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTPS | CURLPROTO_HTTP) &&
         set_number(
           easy, CURLOPT_REDIR_PROTOCOLS,
           redirects_to_http ? CURLPROTO_HTTPS | CURLPROTO_HTTP : CURLPROTO_HTTPS);
#endif
}

static bool set_trust(CURL *easy, const char *ca_file) {
  return set_number(easy, CURLOPT_SSL_VERIFYPEER, 1) && set_number(easy, CURLOPT_SSL_VERIFYHOST, 2) &&
         set_number(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
         (ca_file == NULL ||
          (set_text(easy, CURLOPT_CAINFO, ca_file) && set_text(easy, CURLOPT_CAPATH, NULL)));
}

static bool set_callbacks(CURL *easy, exchange *running) {
  return curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
         set_pointer(easy, CURLOPT_WRITEDATA, running) &&
         curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
         set_pointer(easy, CURLOPT_HEADERDATA, running) &&
         curl.easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, report) == CURLE_OK &&
         set_pointer(easy, CURLOPT_XFERINFODATA, running) && set_number(easy, CURLOPT_NOPROGRESS, 0) &&
         set_pointer(easy, CURLOPT_ERRORBUFFER, running->answer->reason);
}

static bool set_request(CURL *easy, const popkeep_web_request *request, struct curl_slist *headers) {
  bool is_done = set_text(easy, CURLOPT_URL, request->url) && set_pointer(easy, CURLOPT_HTTPHEADER, headers) &&
                 set_text(easy, CURLOPT_USERAGENT, "popkeep") && set_number(easy, CURLOPT_NOSIGNAL, 1) &&
                 set_number(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) &&
                 set_number(easy, CURLOPT_FOLLOWLOCATION, request->redirects > 0) &&
                 set_number(easy, CURLOPT_MAXREDIRS, request->redirects) &&
                 set_number(easy, CURLOPT_TIMEOUT_MS, request->timeout_milliseconds) &&
                 set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, request->timeout_milliseconds);
  if (is_done && request->proxy != NULL) is_done = set_text(easy, CURLOPT_PROXY, request->proxy);
  if (is_done && request->form != NULL)
    is_done = set_pointer(easy, CURLOPT_POSTFIELDS, (void *)request->form) &&
              curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->form_count) == CURLE_OK;
#if LIBCURL_VERSION_NUM >= 0x075700
  /* A name server that does not answer holds nobody up beyond the timeout; older libraries know no such thing. */
  (void)set_number(easy, CURLOPT_QUICK_EXIT, 1);
#endif
  return is_done;
}

static popkeep_web_end end_of(CURLcode code, const exchange *running) {
  if (running->is_too_large) return popkeep_web_too_large;
  switch (code) {
  case CURLE_OK: return popkeep_web_done;
  case CURLE_URL_MALFORMAT: return popkeep_web_bad_url;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY: return popkeep_web_cannot_resolve;
  case CURLE_COULDNT_CONNECT: return popkeep_web_cannot_connect;
  case CURLE_OPERATION_TIMEDOUT: return popkeep_web_timed_out;
  case CURLE_ABORTED_BY_CALLBACK: return popkeep_web_cancelled;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS: return popkeep_web_tls;
  default: return popkeep_web_other;
  }
}

static popkeep_web_end take_answer(CURL *easy, popkeep_web_answer *answer) {
  char *type = NULL;
  if (curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer->status) != CURLE_OK) return popkeep_web_other;
  if (curl.easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type != NULL)
    answer->content_type = strndup(type, 256);
  return popkeep_web_done;
}

static popkeep_web_end perform(CURL *easy, exchange *running, struct curl_slist *headers) {
  const popkeep_web_request *request = running->request;
  if (!set_request(easy, request, headers) || !set_protocols(easy, request->redirects_to_http) ||
      !set_trust(easy, request->ca_file) || !set_callbacks(easy, running))
    return popkeep_web_other;
  popkeep_web_end end = end_of(curl.easy_perform(easy), running);
  return end == popkeep_web_done ? take_answer(easy, running->answer) : end;
}

/* A peer that is gone raises SIGPIPE with older libraries: it is held back from this thread, and taken away. */
static popkeep_web_end perform_without_signal(CURL *easy, exchange *running, struct curl_slist *headers) {
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  popkeep_web_end end = perform(easy, running, headers);
  if (!sigismember(&pending, SIGPIPE)) {
    const struct timespec none = {0, 0};
    sigtimedwait(&pipe, NULL, &none);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return end;
}

popkeep_web_end popkeep_web_exchange(const popkeep_web_request *request, popkeep_web_answer *answer) {
  exchange running = {.request = request, .answer = answer};
  memset(answer, 0, sizeof *answer);
  if (!popkeep_web_is_there()) return popkeep_web_no_library;
  CURL *easy = curl.easy_init();
  if (easy == NULL) return popkeep_web_other;
  /* Some token endpoints answer with a form unless they are asked for JSON (RFC 6749 §5.1 wants it). */
  struct curl_slist *headers =
    curl.slist_append(NULL, request->form != NULL ? "Accept: application/json" : "Accept: */*");
  popkeep_web_end end = popkeep_web_other;
  if (headers != NULL) end = perform_without_signal(easy, &running, headers);
  curl.easy_cleanup(easy);
  curl.slist_free_all(headers);
  answer->reason[sizeof answer->reason - 1] = 0;
  return end;
}

void popkeep_web_release(popkeep_web_answer *answer) {
  free(answer->content_type);
  /* An answer may be a token. */
  if (answer->body != NULL) explicit_bzero(answer->body, answer->count);
  free(answer->body);
  answer->content_type = NULL;
  answer->body = NULL;
  answer->count = 0;
}
