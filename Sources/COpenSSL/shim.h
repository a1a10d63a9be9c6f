#ifndef POPKEEP_COPENSSL_H
#define POPKEEP_COPENSSL_H
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* MD5 without providers: APOP needs it on machines whose policy hides it from EVP, too. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline void popkeep_md5(const void *bytes, size_t count, unsigned char digest[16]) {
  MD5((const unsigned char *)bytes, count, digest);
}
#pragma GCC diagnostic pop

#endif
