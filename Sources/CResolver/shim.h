/* Records other than addresses: the system's resolver with its own /etc/resolv.conf. Its state is a struct of bit
   fields and its calls are macros, neither of which Swift has. */
#ifndef POPKEEP_CRESOLVER_H
#define POPKEEP_CRESOLVER_H
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

/* Asks for `type` of the full name `name`. At most `attempts` times each name server, `seconds` each time.
   The octets of the answer in `answer`, or one of HOST_NOT_FOUND, TRY_AGAIN, NO_RECOVERY and NO_DATA, negative. */
static inline int popkeep_ask_name_server(const char *name, int type, int seconds, int attempts,
                                          unsigned char *answer, int size) {
  struct __res_state state;
  memset(&state, 0, sizeof state);
  if (res_ninit(&state) != 0) return -TRY_AGAIN;
  if (state.retrans > seconds) state.retrans = seconds;
  if (state.retry > attempts) state.retry = attempts;
  int count = res_nquery(&state, name, ns_c_in, type, answer, size);
  int code = state.res_h_errno;
  res_nclose(&state);
  if (count >= 0) return count < size ? count : size;
  return code > 0 ? -code : -TRY_AGAIN;
}

#endif
