#ifndef POPKEEP_CEXPAT_H
#define POPKEEP_CEXPAT_H
#include <expat.h>
#endif
