import Glibc
import TestFiles

/// A mail server that believes the tokens of the authorization server.
extension AuthorizationServer {
  /// Lines of Dovecot's configuration: it asks, of each token, whether it is good and whose it is (RFC 7662).
  package func dovecotSettings() throws -> String {
    let introspector = Self.introspector
    let path = try folder.write(
      "dovecot-oauth2.conf",
      text: """
        introspection_mode = post
        introspection_url = http://\(introspector.name):\(introspector.password)@127.0.0.1:\(port)/api/oidc/introspect
        username_attribute = username
        active_attribute = active
        active_value = true

        """)
    // Dovecot runs as another user.
    guard chmod(folder.path, 0o711) == 0, chmod(path, 0o644) == 0 else {
      throw Failure(description: "chmod \(path)")
    }
    return """
      auth_mechanisms = plain xoauth2 oauthbearer
      passdb {
        driver = oauth2
        mechanisms = xoauth2 oauthbearer
        args = \(path)
      }

      """
  }
}
