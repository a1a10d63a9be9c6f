/* OpenSSL's headers, and what Swift cannot call because it is a macro or takes a variable number of arguments. */
#ifndef POPKEEP_COPENSSL_H
#define POPKEEP_COPENSSL_H
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <sys/socket.h>

/* MD5 without providers: APOP needs it on machines whose policy hides it from EVP, too. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline void popkeep_md5(const void *bytes, size_t count, unsigned char digest[16]) {
  MD5((const unsigned char *)bytes, count, digest);
}
#pragma GCC diagnostic pop

static inline int popkeep_errno(void) { return errno; }
static inline void popkeep_clear_errno(void) { errno = 0; }

/* A BIO on a socket that it does not own. OpenSSL's own would raise SIGPIPE where the peer is gone. */

static inline int popkeep_socket(BIO *bio) { return (int)(intptr_t)BIO_get_data(bio); }

static inline int popkeep_socket_write(BIO *bio, const char *bytes, int count) {
  ssize_t sent;
  BIO_clear_retry_flags(bio);
  do sent = send(popkeep_socket(bio), bytes, (size_t)count, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
  return (int)sent;
}

static inline int popkeep_socket_read(BIO *bio, char *bytes, int count) {
  ssize_t received;
  BIO_clear_retry_flags(bio);
  do received = recv(popkeep_socket(bio), bytes, (size_t)count, 0);
  while (received < 0 && errno == EINTR);
  if (received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
  if (received == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return (int)received;
}

static inline long popkeep_socket_ctrl(BIO *bio, int command, long number, void *pointer) {
  (void)number, (void)pointer;
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
  return 0;
}

static inline BIO_METHOD *popkeep_socket_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
  if (method == NULL) return NULL;
  BIO_meth_set_write(method, popkeep_socket_write);
  BIO_meth_set_read(method, popkeep_socket_read);
  BIO_meth_set_ctrl(method, popkeep_socket_ctrl);
  return method;
}

static inline BIO *popkeep_socket_bio(const BIO_METHOD *method, int descriptor) {
  BIO *bio = BIO_new(method);
  if (bio == NULL) return NULL;
  BIO_set_data(bio, (void *)(intptr_t)descriptor);
  BIO_set_init(bio, 1);
  return bio;
}

/* What client and server contexts share: TLS 1.2 at least, no renegotiation, large reads, partial writes. */
static inline int popkeep_configure(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, 65536);
  return SSL_CTX_set_num_tickets(context, 0) && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline long popkeep_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add1_chain_cert(context, certificate);
}

static inline long popkeep_set_server_name(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name);
}

/* Verifies as OpenSSL does by itself, and keeps the peer's certificates with the SSL: after a refused handshake
   they could not be asked for. popkeep_forget_chain must come before SSL_free. */
static inline void popkeep_forget_chain(SSL *ssl) {
  sk_X509_pop_free((STACK_OF(X509) *)SSL_get_ex_data(ssl, 0), X509_free);
  SSL_set_ex_data(ssl, 0, NULL);
}

static inline int popkeep_verify(X509_STORE_CTX *store, void *unused) {
  SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  (void)unused;
  popkeep_forget_chain(ssl);
  SSL_set_ex_data(ssl, 0, X509_chain_up_ref(X509_STORE_CTX_get0_untrusted(store)));
  return X509_verify_cert(store);
}

/* The keys of which a server must show one: 32 octets each, hashes of its SubjectPublicKeyInfo (RFC 7469, 2.4). */
struct popkeep_pins {
  size_t count;
  unsigned char digests[16][32];
};

/* In the place of verification: the key of the peer's certificate is one of the pinned, whatever else it says. */
static inline int popkeep_verify_pins(X509_STORE_CTX *store, void *argument) {
  const struct popkeep_pins *pins = (const struct popkeep_pins *)argument;
  SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  X509 *own = X509_STORE_CTX_get0_cert(store);
  unsigned char *encoded = NULL, digest[32];
  int size, isHashed;
  popkeep_forget_chain(ssl);
  SSL_set_ex_data(ssl, 0, X509_chain_up_ref(X509_STORE_CTX_get0_untrusted(store)));
  size = own == NULL ? 0 : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(own), &encoded);
  isHashed = size > 0 && EVP_Digest(encoded, (size_t)size, digest, NULL, EVP_sha256(), NULL) == 1;
  OPENSSL_free(encoded);
  for (size_t i = 0; isHashed && i < pins->count; i++) {
    if (CRYPTO_memcmp(digest, pins->digests[i], 32) == 0) {
      X509_STORE_CTX_set_error(store, X509_V_OK);
      return 1;
    }
  }
  X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

static inline long popkeep_add_own_chain_certificate(SSL *ssl, X509 *certificate) {
  return SSL_add1_chain_cert(ssl, certificate);
}

static inline int popkeep_chain_count(const SSL *ssl) {
  STACK_OF(X509) *chain = (STACK_OF(X509) *)SSL_get_ex_data(ssl, 0);
  return chain == NULL ? 0 : sk_X509_num(chain);
}

static inline X509 *popkeep_chain_certificate(const SSL *ssl, int index) {
  return sk_X509_value((STACK_OF(X509) *)SSL_get_ex_data(ssl, 0), index);
}

static inline void popkeep_print_name(BIO *bio, const X509_NAME *name) {
  X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253);
}

static inline int popkeep_name_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

static inline GENERAL_NAME *popkeep_name(const GENERAL_NAMES *names, int index) {
  return sk_GENERAL_NAME_value(names, index);
}

static inline EVP_PKEY *popkeep_new_key(void) { return EVP_EC_gen("P-256"); }

#endif
