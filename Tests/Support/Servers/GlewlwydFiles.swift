import Glibc
import TestFiles

/// Where Glewlwyd lies unpacked, and the texts that it is set up with.
enum GlewlwydFiles {
  /// The folder that scripts/authorization-server.sh fills; nil where it is not complete.
  static let folder: String? = {
    let project = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(project)/.build/glewlwyd"
    return access("\(path)/complete", R_OK) == 0 ? path : nil
  }()

  static func configuration(_ glewlwyd: String, _ folder: String, port: UInt16) -> String {
    let modules = "\(glewlwyd)/tree/usr/lib/glewlwyd"
    return """
      port=\(port)
      bind_address="127.0.0.1"
      external_url="http://127.0.0.1:\(port)"
      login_url="login.html"
      api_prefix="api"
      static_files_path="\(glewlwyd)/tree/usr/share/glewlwyd/webapp/"
      log_mode="console"
      log_level="INFO"
      cookie_domain="127.0.0.1"
      cookie_secure=0
      session_expiration=86400
      session_key="session"
      admin_scope="g_admin"
      profile_scope="g_profile"
      user_module_path="\(modules)/user"
      user_middleware_module_path="\(modules)/user"
      client_module_path="\(modules)/client"
      user_auth_scheme_module_path="\(modules)/scheme"
      plugin_module_path="\(modules)/plugin"
      hash_algorithm="SHA512"
      database = { type = "sqlite3"; path = "\(folder)/database"; };

      """
  }

  /// OAuth 2.0 with PKCE asked for, device codes, refresh tokens that are good once, and introspection.
  static func plugin(port: UInt16, seconds: Int) -> String {
    """
    { "module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": {
      "iss": "http://127.0.0.1:\(port)", "jwt-type": "sha", "jwt-key-size": "256", "key": "key-of-a-test",
      "code-duration": 600, "refresh-token-duration": 86400, "access-token-duration": \(seconds),
      "allow-non-oidc": true, "auth-type-code-enabled": true, "auth-type-token-enabled": false,
      "auth-type-id-token-enabled": false, "auth-type-none-enabled": false,
      "auth-type-password-enabled": false, "auth-type-client-enabled": false,
      "auth-type-refresh-enabled": true, "auth-type-device-enabled": true,
      "device-authorization-expiration": 600, "device-authorization-interval": 1,
      "pkce-allowed": true, "pkce-required": true, "pkce-method-plain-allowed": false,
      "refresh-token-rolling": true, "refresh-token-one-use": "always",
      "introspection-revocation-allowed": true, "introspection-revocation-allow-target-client": true,
      "introspection-revocation-auth-scope": ["introspect"] } }
    """
  }
}
