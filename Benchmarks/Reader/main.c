/* usage: popkeep-bare-reader HOST-ADDRESS PORT CA-FILE USER PASSWORD-FILE IN-FLIGHT LIMIT

   The physical limit that a fetch is measured against: logs in over TLS, asks for every message (LIMIT: the
   first so many) with up to IN-FLIGHT pipelined RETRs, 16 KiB of commands at most, and drops what comes. It keeps
   nothing, hashes nothing and undoes no dot-stuffing; it only looks for the ends of the messages. Prints their
   number and the octets that came. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { buffer_size = 65536, command_limit = 16384 };

static SSL *tls;
/* Four octets before the buffer keep the end of what came before: an end may lie across two reads. */
static char memory[4 + buffer_size];
static char *const buffer = memory + 4;
static long long octets;

static void die(const char *sentence, ...) {
  va_list arguments;
  va_start(arguments, sentence);
  fputs("popkeep-bare-reader: ", stderr);
  vfprintf(stderr, sentence, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

static void say(const char *text, size_t count) {
  if (count > 0 && SSL_write(tls, text, (int)count) != (int)count) die("cannot send");
}

static int hear(void) {
  int count = SSL_read(tls, buffer, buffer_size);
  if (count <= 0) die("the server is gone");
  octets += count;
  return count;
}

/* The text of a reply of one line, which is all that the server sends now. */
static char *reply(void) {
  int length = 0;
  do {
    int count = SSL_read(tls, buffer + length, buffer_size - 1 - length);
    if (count <= 0) die("the server is gone");
    length += count;
    buffer[length] = 0;
  } while (buffer[length - 1] != '\n');
  if (strncmp(buffer, "+OK", 3) != 0) die("refused: %s", buffer);
  return buffer;
}

static void dial(const char *address, const char *port, const char *authority) {
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
  if (inet_pton(AF_INET, address, &name.sin_addr) != 1) die("%s is no IPv4 address", address);
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
  if (line < 0 || connect(line, (struct sockaddr *)&name, sizeof name) != 0) die("cannot connect");
  setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  if (context == NULL || SSL_CTX_load_verify_file(context, authority) != 1) die("cannot read %s", authority);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, buffer_size);
  tls = SSL_new(context);
  if (tls == NULL || SSL_set_fd(tls, line) != 1) die("no TLS");
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), address) != 1) die("no TLS");
  if (SSL_connect(tls) != 1) {
    ERR_print_errors_fp(stderr);
    die("the handshake failed");
  }
}

static void log_in(const char *user, const char *file) {
  char password[256], line[512];
  FILE *source = fopen(file, "r");
  if (source == NULL || fgets(password, sizeof password, source) == NULL) die("cannot read %s", file);
  fclose(source);
  password[strcspn(password, "\r\n")] = 0;
  reply();
  say(line, (size_t)snprintf(line, sizeof line, "USER %s\r\n", user));
  reply();
  say(line, (size_t)snprintf(line, sizeof line, "PASS %s\r\n", password));
  reply();
}

/* Sends RETRs until `in_flight` are, and returns the number of the next one. */
static long ask(long next, long last, long ended, long in_flight) {
  static char commands[command_limit];
  size_t length = 0;
  while (next <= last && next - ended <= in_flight && length + 32 < command_limit)
    length += (size_t)sprintf(commands + length, "RETR %ld\r\n", next++);
  say(commands, length);
  return next;
}

/* How many messages end in what just came. A message ends in CRLF.CRLF, and dot-stuffing keeps that out of it. */
static long ends(int count, int *matched) {
  long found = 0;
  const char *from = buffer - *matched, *end = buffer + count;
  for (const char *hit; (hit = memmem(from, (size_t)(end - from), "\r\n.\r\n", 5)) != NULL; from = hit + 5) found++;
  long left = end - from;
  *matched = left < 4 ? (int)left : 4;
  memmove(buffer - *matched, end - *matched, (size_t)*matched);
  return found;
}

static void drain(long last, long in_flight) {
  long ended = 0, next = 1;
  int matched = 0;
  while (ended < last) {
    /* Half a window at once: one write a message would cost more than the message. */
    if (next <= last && next - 1 - ended <= in_flight / 2) next = ask(next, last, ended, in_flight);
    ended += ends(hear(), &matched);
  }
}

int main(int count, char **words) {
  if (count != 8) die("usage: popkeep-bare-reader ADDRESS PORT CA-FILE USER PASSWORD-FILE IN-FLIGHT LIMIT");
  signal(SIGPIPE, SIG_IGN);
  long in_flight = atol(words[6]), limit = atol(words[7]), messages;
  /* The longest command has 14 octets: all that is in flight is bounded, however it was asked for. */
  if (in_flight > command_limit / 14) in_flight = command_limit / 14;
  if (in_flight < 1) in_flight = 1;
  dial(words[1], words[2], words[3]);
  log_in(words[4], words[5]);
  say("STAT\r\n", 6);
  if (sscanf(reply(), "+OK %ld", &messages) != 1) die("no count: %s", buffer);
  if (messages > limit) messages = limit;
  octets = 0;
  drain(messages, in_flight);
  say("QUIT\r\n", 6);
  reply();
  printf("%ld messages, %lld octets\n", messages, octets);
  return 0;
}
