/* GNU Libidn's stringprep (RFC 3454), for SASLprep. */
#ifndef POPKEEP_CIDN_H
#define POPKEEP_CIDN_H
#include <stringprep.h>
#endif
