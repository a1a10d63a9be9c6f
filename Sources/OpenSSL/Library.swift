import COpenSSL

/// OpenSSL's state in this process. Whoever uses it first has it made ready.
enum Library {
  /// Without OpenSSL's clean-up at exit: it frees what threads use that end at the same moment, such as those whose
  /// session was the last, and they free the same (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT).
  static let isReady = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
}
